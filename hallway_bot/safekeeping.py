"""Backing everything up while the bot runs, and putting it back."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from .assembly import make_folder, open_store, open_vault, read_keys, split_keys
from .domain.errors import ConfigurationError, InvalidInput, Unavailable
from .index.vectors import ChromaIndex
from .settings import Settings
from .storage.archive import Archive, drop_everything, indexes_of, is_empty, write
from .storage.engine import compact, make_engine
from .storage.schema import workspaces
from .storage.store import SqlStore
from .storage.vault import Vault


def backup(settings: Settings, file: Path, now: datetime, *, with_keys: bool, force: bool) -> int:
    """Everything into `file`, readable for its owner alone; returns how many rows."""
    if file.exists() and not force:
        raise InvalidInput(f"{file}: there is such a file already. --force replaces it.")
    keys = "\n".join(read_keys(settings)) if with_keys else None
    store = open_store(settings)
    part = file.with_name(f".{file.name}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        rows = write(store.engine, part, now, keys)
        with part.open("rb") as made:
            os.fsync(made.fileno())
        part.replace(file)
    except OSError as error:
        raise InvalidInput(f"{file}: this file cannot be written.") from error
    finally:
        part.unlink(missing_ok=True)
        store.close()
    return rows


def restore(settings: Settings, file: Path, *, force: bool) -> int:
    """Put back what `file` holds, with the bot stopped; returns how many rows.

    Nothing is changed unless the file is whole, the keys fit, and the database is empty or
    `force` is given.
    """
    archive = Archive(file)
    make_folder(settings.data)
    lock = FileLock(settings.data / "index.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise ConfigurationError("A bot runs on this data folder. Stop it first.") from None
    try:
        vault = _fitting(settings, archive)
        engine = make_engine(settings.database)
        try:
            if not force and not is_empty(engine):
                raise ConfigurationError("There is something kept here. --force replaces it.")
            return _replace(settings, archive, engine, vault)
        except SQLAlchemyError as error:
            raise Unavailable("The database cannot be written. Is its server running?") from error
        finally:
            engine.dispose()
    finally:
        lock.release()


def _fitting(settings: Settings, archive: Archive) -> Vault:
    """The keys in use, with those of the archive behind them where they are needed."""
    known = settings.keys is not None or settings.key_file.exists()
    if known and archive.opens_with(open_vault(settings)):
        return open_vault(settings)
    if archive.keys is None:
        if archive.opens_with(Vault([Vault.new_key()])):  # from before anything was sealed
            return open_vault(settings)
        raise ConfigurationError(
            "This backup was sealed with other keys. Put its hallway.key into the data folder, or "
            "set HALLWAY_KEYS."
        )
    if settings.keys is not None:
        raise ConfigurationError("The keys in HALLWAY_KEYS do not open this backup.")
    theirs = split_keys(archive.keys)
    keys = [*(read_keys(settings) if known else []), *theirs]
    descriptor = os.open(settings.key_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as kept:
        kept.write("\n".join(dict.fromkeys(keys)) + "\n")
    return open_vault(settings)


def _replace(settings: Settings, archive: Archive, engine: Engine, vault: Vault) -> int:
    _drop_vectors(settings, engine)
    if engine.dialect.name != "sqlite":
        drop_everything(engine)
        rows = archive.read_into(engine, vault)
        _write_words(settings, vault)
        return rows
    # Filled beside it and then put in its place: an end in the middle changes nothing.
    file = Path(str(engine.url.database))
    engine.dispose()
    beside = file.with_name(f"{file.name}.restored")
    beside.unlink(missing_ok=True)
    made = make_engine(f"sqlite:///{beside}")
    rows = archive.read_into(made, vault)
    compact(made)
    made.dispose()
    for ending in ("-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    beside.replace(file)
    for ending in ("-wal", "-shm"):
        Path(f"{beside}{ending}").unlink(missing_ok=True)
    _write_words(settings, vault)
    return rows


def _drop_vectors(settings: Settings, engine: Engine) -> None:
    """The next start indexes what was restored; nothing of before may be found among it."""
    if settings.chroma_url is None:
        shutil.rmtree(settings.data / "chroma", ignore_errors=True)
        return
    index = ChromaIndex.on_server(settings.chroma_url)
    for workspace, model in indexes_of(engine):
        index.drop(workspace, model)


def _write_words(settings: Settings, vault: Vault) -> None:
    store = SqlStore(settings.database, vault)
    try:
        with store.engine.connect() as connection:
            ids = list(connection.scalars(select(workspaces.c.id)))
        for workspace in ids:
            while store.rewrite_words(workspace, 500):
                pass
    finally:
        store.close()
