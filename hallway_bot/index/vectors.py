"""Chroma: one collection a workspace and model, in this process or on a server.

Opening it takes seconds, so that waits until it is used or warmed up.
"""

import hashlib
import re
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from ..domain.errors import ConfigurationError, Damaged, Unavailable

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

Result = TypeVar("Result")
# Chroma refuses more in one call than SQLite takes parameters.
_BATCH = 2_000
# After so many changes Chroma writes a collection out (its sync_threshold).
_WRITES_OUT = 1_000
_ENOUGH = 200  # below, so many calls would take longer than that many fillers
_AWAY = "The Chroma server does not answer. Start it, or mend CHROMA_URL."


class ChromaIndex:
    """`ports.VectorIndex`. Holds vectors and ids only, never a lesson's text."""

    def __init__(self, open_client: "Callable[[], ClientAPI]", folder: Path | None = None) -> None:
        """`open_client` is called once, or again after it raised. `folder`: where its files are,
        None where they are a server's."""
        self._open_client, self._folder = open_client, folder
        self._opened: ClientAPI | None = None
        self._collections: dict[str, Any] = {}
        self._lock = threading.RLock()

    @classmethod
    def in_process(cls, folder: Path) -> "ChromaIndex":
        """A PersistentClient on `folder`, which must belong to this process alone."""

        def open_client() -> "ClientAPI":
            import chromadb

            folder.mkdir(parents=True, exist_ok=True)
            return chromadb.PersistentClient(str(folder), settings=_settings())

        return cls(open_client, folder)

    @classmethod
    def on_server(cls, url: str) -> "ChromaIndex":
        """A client of the `chroma run` server at `url`.

        While that is away every call raises Unavailable, and the next tries again.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ConfigurationError("CHROMA_URL must look like http://host:8000.")
        host, https = parts.hostname, parts.scheme == "https"

        def open_client() -> "ClientAPI":
            import chromadb

            try:
                return chromadb.HttpClient(
                    host=host,
                    port=parts.port or (443 if https else 8000),
                    ssl=https,
                    settings=_settings(),
                )
            except Exception as error:  # Chroma raises ValueError, httpx errors and its own
                raise Unavailable(_AWAY) from error

        return cls(open_client)

    def warm_up(self) -> None:
        threading.Thread(target=self._warm, name="open-chroma", daemon=True).start()

    def _warm(self) -> None:
        # Whoever needs it next is told, and tries again.
        with suppress(Unavailable):
            self.check()

    def check(self) -> None:
        try:
            self._client().heartbeat()
        except Unavailable:
            raise
        except Exception as error:  # httpx's own, from a server that has gone
            raise Unavailable(_AWAY) from error

    def close(self) -> None:
        with self._lock:
            if self._opened is not None:
                self._opened.close()  # type: ignore[attr-defined] # not in their interface

    def _client(self) -> "ClientAPI":
        with self._lock:
            if self._opened is None:
                self._opened = self._open_client()
            return self._opened

    def upsert(
        self, workspace: str, model: str, ids: Sequence[str], vectors: Sequence[Sequence[float]]
    ) -> None:
        def put(collection: Any) -> None:
            for start in range(0, len(ids), _BATCH):
                end = start + _BATCH
                collection.upsert(ids=list(ids[start:end]), embeddings=list(vectors[start:end]))

        self._in(workspace, model, put)

    def delete(self, workspace: str, model: str, ids: Sequence[str]) -> None:
        def remove(collection: Any) -> None:
            for start in range(0, len(ids), _BATCH):
                some = list(ids[start : start + _BATCH])
                _blank(collection, some)
                collection.delete(ids=some)

        self._in(workspace, model, remove)

    def nearest(
        self, workspace: str, model: str, vector: Sequence[float], limit: int
    ) -> list[tuple[str, float]]:
        found = self._in(
            workspace,
            model,
            lambda collection: collection.query(
                query_embeddings=[list(vector)], n_results=limit, include=["distances"]
            ),
        )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(key, 1.0 - float(distance)) for key, distance in pairs]

    def vectors(
        self, workspace: str, model: str, ids: Sequence[str]
    ) -> list[tuple[str, Sequence[float]]]:
        if not ids:  # to Chroma no ids means all
            return []
        found = self._in(
            workspace,
            model,
            lambda collection: collection.get(ids=list(ids), include=["embeddings"]),
        )
        return list(zip(found["ids"], found["embeddings"], strict=True)) if found["ids"] else []

    def count(self, workspace: str, model: str) -> int:
        return int(self._in(workspace, model, lambda collection: collection.count()))

    def drop(self, workspace: str, model: str) -> None:
        name = _name(workspace, model)
        with self._lock:
            self._collections.pop(name, None)
            self._client().get_or_create_collection(name, embedding_function=None)
            self._client().delete_collection(name)

    def compact(self, workspace: str, model: str) -> None:
        # Chroma writes a collection to its files, and drops what its log says of it, after so
        # many changes. Putting what is there once more in its place is that many changes.
        self._in(workspace, model, lambda _: _write_out(self._anew(workspace, model)))
        self.clear_files()

    def clear_files(self) -> None:
        if self._folder is not None:
            with closing(sqlite3.connect(self._folder / "chroma.sqlite3", timeout=30)) as database:
                database.execute("PRAGMA secure_delete=ON")
                database.execute("VACUUM")

    def _anew(self, workspace: str, model: str) -> Any:
        """The collection as it is now: what is known of it, such as its dimension, grows old."""
        return self._client().get_collection(_name(workspace, model), embedding_function=None)

    def _in(self, workspace: str, model: str, work: Callable[[Any], Result]) -> Result:
        """`work` on the collection, found anew when another process dropped it meanwhile."""
        from chromadb.errors import InternalError, NotFoundError
        from httpx import HTTPError

        name = _name(workspace, model)
        try:
            try:
                return work(self._collection(name))
            except NotFoundError:
                with self._lock:
                    self._collections.pop(name, None)
                return work(self._collection(name))
        except HTTPError as error:  # the server has gone
            raise Unavailable(_AWAY) from error
        except InternalError as error:
            if "hnsw segment" not in str(error):
                raise
            # Its process was killed while it wrote these files, and they do not fit each other.
            raise Damaged("Chroma cannot read this collection.") from error

    def _collection(self, name: str) -> Any:
        with self._lock:
            if name not in self._collections:
                self._collections[name] = self._client().get_or_create_collection(
                    name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
                )
            return self._collections[name]


def _blank(collection: Any, ids: list[str]) -> None:
    """Overwrite these vectors: a deleted one keeps its place in the file, and could be read."""
    found = collection.get(ids=ids, include=["embeddings"])
    if found["ids"]:
        nothing = [1.0] + [0.0] * (len(found["embeddings"][0]) - 1)
        collection.update(ids=found["ids"], embeddings=[nothing] * len(found["ids"]))


def _write_out(collection: Any) -> None:
    fillers = [f"filler#{n}" for n in range(_WRITES_OUT)]
    if collection.get(ids=fillers, include=[])["ids"]:  # whoever did this before was killed
        collection.delete(ids=fillers)
    held = collection.get(limit=_WRITES_OUT, include=["embeddings"])
    ids, vectors = held["ids"], held["embeddings"]
    if len(ids) >= _ENOUGH:
        for _ in range(-(-_WRITES_OUT // len(ids))):
            collection.update(ids=ids, embeddings=vectors)
    elif dimension := collection._model.dimension:
        # Named as passages of a lesson that there is not: whoever finds one now shows nothing.
        collection.upsert(ids=fillers, embeddings=[[1.0] + [0.0] * (dimension - 1)] * _WRITES_OUT)
        collection.delete(ids=fillers)


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _name(workspace: str, model: str) -> str:
    # Chroma takes 3 to 512 of [a-zA-Z0-9._-]; the digest keeps two names apart whose
    # other characters were replaced.
    digest = hashlib.sha256(f"{workspace}\x1f{model}".encode()).hexdigest()[:10]
    readable = re.sub(r"[^a-zA-Z0-9]+", "-", f"{workspace}-{model}").strip("-")
    return f"lessons-{readable[:80]}-{digest}"
