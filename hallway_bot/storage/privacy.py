"""All that the database holds about a person."""

import re
from datetime import datetime

from sqlalchemy import Connection, Engine, RowMapping, delete, select

from ..ports.privacy import Record
from .authors import Authors
from .personal import PERSONAL, Whose
from .rows import aware, chunks
from .schema import claims

_NAMES = re.compile(r"[^A-Za-z0-9-]+")


class SqlPrivacy:
    """`ports.privacy.Privacy` on SQLAlchemy."""

    engine: Engine
    authors: Authors

    def held_about(self, workspace: str, user_id: str, dm: str | None) -> dict[str, list[Record]]:
        who = Whose(workspace, user_id, dm, self.authors)
        held: dict[str, list[Record]] = {}
        with self.engine.connect().execution_options(reads_only=True) as connection:
            for one in PERSONAL:
                shown = [one.table.c[name] for name in one.shown.split()]
                rows = connection.execute(select(*shown).where(one.mine(who))).mappings()
                held[one.kind] = sorted(map(_record, rows), key=str)
            held["claims"] = [
                _record(row) for row in claims_naming(connection, workspace, {user_id})
            ]
        return held


def claims_naming(connection: Connection, workspace: str, names: set[str]) -> list[RowMapping]:
    """Claims in whose key one of these ids stands, as a whole: that of an import may be more
    than a word."""
    odd = [f":{name}:" for name in names if _NAMES.search(name)]
    rows = connection.execute(
        select(claims.c.key, claims.c.at)
        .where(claims.c.workspace == workspace, ~claims.c.key.startswith("event:"))
        .order_by(claims.c.at, claims.c.key)
    ).mappings()
    return [
        row
        for row in rows
        if names.intersection(_NAMES.split(row["key"]))
        or any(name in f":{row['key']}:" for name in odd)
    ]


def drop_claims(connection: Connection, workspace: str, names: set[str]) -> None:
    """Delete the claims that name one of these ids."""
    for keys in chunks(row["key"] for row in claims_naming(connection, workspace, names)):
        connection.execute(
            delete(claims).where(claims.c.workspace == workspace, claims.c.key.in_(keys))
        )


def _record(row: RowMapping) -> Record:
    return {
        name: aware(value) if isinstance(value, datetime) else value for name, value in row.items()
    }
