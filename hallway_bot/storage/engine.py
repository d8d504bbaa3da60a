"""One engine a database: SQLite by default, PostgreSQL by URL, both migrated by Alembic."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event

from .vault import Vault

_BUSY_MS = 40_000
_MAPPED = 1 << 30


def _set_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: an acknowledged lesson outlives a power cut, not only a killed process.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
    cursor.execute("PRAGMA foreign_keys=ON")
    # What is deleted or hidden is overwritten, not only unlinked.
    cursor.execute("PRAGMA secure_delete=ON")
    # Searching reads all over the file; mapped pages cost no copies and no process memory.
    cursor.execute(f"PRAGMA mmap_size={_MAPPED}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    # A deferred transaction that first reads and then writes fails at once with
    # SQLITE_BUSY when another writer came between; taking the write lock first waits.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _writes(connection: Connection) -> bool:
    return not connection.get_execution_options().get("reads_only", False)


def make_engine(url: str) -> Engine:
    """An engine for `url` (sqlite:///… or postgresql+psycopg://…); nothing is connected yet.

    `hide_parameters` keeps the text of lessons out of error messages, and so out of logs.
    """
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "connect", lambda c, _r: setattr(c, "isolation_level", None))
        event.listen(engine, "begin", _begin_immediate)
    return engine


def migrate(engine: Engine, vault: Vault) -> None:
    """Bring the database to the newest schema; safe to call at every start."""
    before = upgrade(engine, vault)
    with engine.connect().execution_options(reads_only=True) as connection:
        changed = before not in (None, revision_of(connection))
    if changed and engine.dialect.name == "sqlite":
        compact(engine)


def upgrade(engine: Engine, vault: Vault, to: str = "head") -> str | None:
    """Run the migrations up to a revision; returns the one that was there before."""
    config = _config()
    with engine.connect() as connection:
        before = revision_of(connection)
        connection.rollback()
        config.attributes.update(connection=connection, vault=vault)
        command.upgrade(config, to)
    return before


def revision_of(connection: Connection) -> str | None:
    """Which revision the database is at; None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def revisions() -> list[str]:
    """Every revision this code knows, newest first."""
    return [one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def compact(engine: Engine) -> bool:
    """Make an SQLite database one file that holds only what counts.

    What was moved or hidden still stands in pages that nothing uses any more. False when somebody
    else was still reading old pages: then they are to be cleared once more.
    """
    raw = engine.raw_connection()
    try:
        raw.execute("VACUUM")
        busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        raw.close()
    return not busy
