"""The one composition root: settings in, a wired Hallway out."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from .domain.errors import ConfigurationError
from .index.embedder import TransformerEmbedder
from .index.language import LinguaDetector
from .index.reranker import CrossEncoderReranker
from .index.vectors import ChromaIndex
from .ports import Clock, Store, VectorIndex
from .services.ask import Ask
from .services.digest import Digests
from .services.encoding import Encoder
from .services.exchange import Exchange
from .services.indexing import Indexer
from .services.models import Models
from .services.search import Search
from .services.who_knows import WhoKnows
from .settings import Settings
from .storage.store import SqlStore
from .storage.vault import Vault


def utc_now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Hallway:
    """Everything wired. `indexer` is None while another process owns the vector index."""

    settings: Settings
    store: Store
    embedder: TransformerEmbedder
    indexer: Indexer | None
    search: Search
    ask: Ask
    digest: Digests
    who_knows: WhoKnows
    exchange: Exchange
    lock: FileLock
    now: Clock
    engine: Engine
    vault: Vault

    def warm_up(self) -> None:
        """Load the model and open the index in the background; returns at once."""
        self.embedder.warm_up()
        if self.search.index is not None:
            self.search.index.warm_up()
        if self.search.reranker is not None:
            self.search.reranker.warm_up()

    def close(self) -> None:
        """Let go of the database and of the index."""
        self.search.close()
        self.store.close()
        self.lock.release()


def build(settings: Settings, now: Clock = utc_now) -> Hallway:
    """Open the data folder; raises ConfigurationError or Unavailable saying what to do."""
    store = open_store(settings)
    load = partial(_embedder, onnx=_onnx_folder(settings))
    embedder = load(settings.model_source)
    lock = FileLock(settings.data / "index.lock")
    index = _open_index(settings, lock)
    models = Models(store, Encoder(embedder), settings.model_source, load)
    detect = LinguaDetector()
    search = Search(store, models, index, detect, _reranker(settings))
    return Hallway(
        settings=settings,
        store=store,
        embedder=embedder,
        indexer=Indexer(store, index, models.target, models.complete) if index else None,
        search=search,
        ask=Ask(search),
        digest=Digests(store, models, index),
        who_knows=WhoKnows(search, store, now),
        exchange=Exchange(store, detect, now),
        lock=lock,
        now=now,
        engine=store.engine,
        vault=store.authors.vault,
    )


def _onnx_folder(settings: Settings) -> Path | None:
    if settings.embedding_backend != "onnx":
        return None
    if find_spec("onnxscript") is None:
        raise ConfigurationError(
            "HALLWAY_EMBEDDING_BACKEND=onnx needs its extra: pip install '.[onnx]'."
        )
    return settings.data / "onnx"


def _reranker(settings: Settings) -> CrossEncoderReranker | None:
    if settings.reranker is None:
        return None
    return CrossEncoderReranker(settings.reranker, settings.reranker_budget_ms)


def _embedder(source: dict[str, str], onnx: Path | None) -> TransformerEmbedder:
    languages = source.get("languages")
    return TransformerEmbedder(
        source["model"],
        languages=frozenset(languages.split(",")) if languages else None,
        query_prompt=source.get("query_prompt"),
        passage_prompt=source.get("passage_prompt"),
        onnx=onnx,
    )


def open_store(settings: Settings) -> SqlStore:
    """The database alone; raises ConfigurationError or Unavailable."""
    make_folder(settings.data)
    return SqlStore(settings.database, open_vault(settings))


def open_vault(settings: Settings) -> Vault:
    """The keys of HALLWAY_KEYS, or of the data folder, where one is made the first time."""
    if settings.keys is None:
        _make_key(settings)
    return Vault(read_keys(settings))


def _make_key(settings: Settings) -> None:
    file = settings.key_file
    try:
        # Made in one step, so that of two processes one makes it and both read it.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as made:
            made.write(f"{Vault.new_key()}\n")
            made.flush()
            os.fsync(made.fileno())
    except FileExistsError:
        pass
    except OSError as error:
        raise ConfigurationError(
            f"The data folder {settings.data} cannot be written. Choose another with --data."
        ) from error


def read_keys(settings: Settings) -> list[str]:
    """The keys in use, newest first; raises ConfigurationError when they cannot be read."""
    if settings.keys is not None:
        return split_keys(settings.keys.get_secret_value())
    try:
        return split_keys(settings.key_file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"{settings.key_file} holds the keys and cannot be read."
        ) from error


def split_keys(text: str) -> list[str]:
    """Keys with commas or lines between."""
    return [key for part in text.split(",") for key in part.split()]


def make_folder(folder: Path) -> None:
    """The data folder; raises ConfigurationError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"The data folder {folder} cannot be made. Choose another with --data."
        ) from error


def _open_index(settings: Settings, lock: FileLock) -> VectorIndex | None:
    if settings.chroma_url:
        return ChromaIndex.on_server(settings.chroma_url)
    try:
        # Chroma's folder belongs to one process; a second one does without it.
        lock.acquire(timeout=0)
    except Timeout:
        return None
    except OSError as error:
        raise ConfigurationError(
            f"The data folder {settings.data} cannot be written. Choose another with --data."
        ) from error
    return ChromaIndex.in_process(settings.data / "chroma")
