"""One file that holds everything in a database, whichever engine it is.

A ZIP: `archive.json` says which revision of the tables it holds, and each table is a file of JSON
rows. It is read in one snapshot, so the bot can go on writing. Left out is what can be made
again: the words of lessons and what the vector index holds.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    delete,
    insert,
    inspect,
    text,
)

from ..domain.errors import InvalidInput
from .engine import revision_of, revisions, upgrade
from .vault import Vault

FORMAT = 1
_HEAD = "archive.json"
_DERIVED = ("indexed", "active_models", "alembic_version")
_BATCH = 500


def write(engine: Engine, file: Path, made_at: datetime, keys: str | None) -> int:
    """Everything of this database into a new `file`; returns how many rows.

    `keys` go along when given. Raises OSError.
    """
    level = "REPEATABLE READ" if engine.dialect.name == "postgresql" else None
    options: dict[str, Any] = {"isolation_level": level} if level else {"reads_only": True}
    with (
        engine.connect().execution_options(**options) as connection,
        ZipFile(file, "w", ZIP_DEFLATED) as archive,
    ):
        rows = 0
        for table in _tables(connection):
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as raw:
                for row in connection.execute(table.select()).mappings():
                    line = json.dumps(dict(row), default=_plain, ensure_ascii=False)
                    raw.write(f"{line}\n".encode())
                    rows += 1
        head = {
            "format": FORMAT,
            "revision": revision_of(connection),
            "made_at": made_at.isoformat(),
            "rows": rows,
            "keys": keys,
        }
        archive.writestr(_HEAD, json.dumps(head))
    return rows


class Archive:
    """A file that `write` made. Raises InvalidInput when it is none, or of a newer Hallway."""

    def __init__(self, file: Path) -> None:
        try:
            self._zip = ZipFile(file)
            self._head: dict[str, Any] = json.loads(self._zip.read(_HEAD))
            damaged = self._zip.testzip()
        except (OSError, BadZipFile, KeyError, ValueError) as error:
            raise InvalidInput(
                f"{file}: this is no backup of Hallway, or it is damaged."
            ) from error
        if damaged is not None:
            raise InvalidInput(f"{file}: this backup is damaged.")
        if self._head.get("format") != FORMAT or self.revision not in revisions():
            raise InvalidInput(f"{file}: this backup is of a newer Hallway. Install that first.")

    @property
    def revision(self) -> str:
        """Which revision of the tables it holds."""
        return str(self._head.get("revision"))

    @property
    def keys(self) -> str | None:
        """The keys, when they were put in."""
        return self._head.get("keys")

    def opens_with(self, vault: Vault) -> bool:
        """Whether what is sealed in it can be opened."""
        return all(vault.can_open(row["proof"]) for row in self._rows("keyring"))

    def read_into(self, engine: Engine, vault: Vault) -> int:
        """Fill an empty database and bring it to the newest schema; returns how many rows."""
        upgrade(engine, vault, self.revision)
        done = 0
        with engine.begin() as connection:
            tables = _tables(connection)
            for table in reversed(tables):
                connection.execute(delete(table))
            for table in tables:
                batch: list[dict[str, Any]] = []
                for row in self._rows(table.name):
                    batch.append({c.name: _value(c, row.get(c.name)) for c in table.columns})
                    if len(batch) == _BATCH:
                        connection.execute(insert(table), batch)
                        done, batch = done + len(batch), []
                if batch:
                    connection.execute(insert(table), batch)
                    done += len(batch)
            if connection.dialect.name == "postgresql":
                for table in tables:
                    _count_on(connection, table)
            if "analyser" in {column.name for t in tables for column in t.columns}:
                connection.execute(text("UPDATE lessons SET analyser = ''"))
        upgrade(engine, vault)
        return done

    def _rows(self, name: str) -> Iterator[dict[str, Any]]:
        member = f"{name}.jsonl"
        if member in self._zip.namelist():
            with self._zip.open(member) as raw:
                for line in TextIOWrapper(raw, encoding="utf-8", newline="\n"):
                    yield json.loads(line)


def is_empty(engine: Engine) -> bool:
    """Whether nothing of anybody is kept here yet."""
    with engine.connect().execution_options(reads_only=True) as connection:
        known = [t for t in _tables(connection) if t.name not in ("workspaces", "keyring")]
        return not any(connection.execute(table.select().limit(1)).first() for table in known)


def indexes_of(engine: Engine) -> list[tuple[str, str]]:
    """(workspace, model) of every vector index that was made from this database."""
    with engine.connect().execution_options(reads_only=True) as connection:
        if not inspect(connection).has_table("indexed"):
            return []
        found = connection.execute(text("SELECT DISTINCT workspace, model FROM indexed"))
        return [(row[0], row[1]) for row in found]


def drop_everything(engine: Engine) -> None:
    """Leave an empty PostgreSQL database. (An SQLite file is replaced instead.)"""
    with engine.begin() as connection:
        found = MetaData()
        found.reflect(connection)
        found.drop_all(connection)


def _tables(connection: Connection) -> list[Table]:
    """As they stand in the database, which may be of an older revision than this code."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: not name.startswith("lesson_"))
    return [table for table in found.sorted_tables if table.name not in _DERIVED]


def _count_on(connection: Connection, table: Table) -> None:
    """Rows that came with their number did not move the counter."""
    for column in table.primary_key:
        if isinstance(column.type, Integer):
            counter = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
            last = f"(SELECT coalesce(max({column.name}), 0) + 1 FROM {table.name})"
            connection.execute(text(f"SELECT setval({counter}, {last}, false)"))


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value
        return aware.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    kind = column.type.python_type
    if kind is datetime:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind is date else value
