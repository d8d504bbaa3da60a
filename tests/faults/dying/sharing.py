"""Shares, changes and deletes lessons while it indexes them.

Says what was acknowledged: `+ id`, `- id`.
"""

import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from hallway_bot.index.vectors import ChromaIndex
from hallway_bot.services.encoding import Encoder
from hallway_bot.services.indexing import Indexer, entry_id
from hallway_bot.storage.store import SqlStore

from ...conftest import make_lesson
from ...fakes import VAULT, WordEmbedder

WORKSPACE = "first"
MANY = 60  # so that the last round costs no more than the first
LONG = " ".join(f"Sentence number {n} says something of its own." for n in range(60))


def open_parts(folder: Path) -> tuple[SqlStore, Indexer]:
    """The real store and index on this folder; meaning is words that are shared."""
    store = SqlStore(f"sqlite:///{folder / 'hallway.db'}", VAULT)
    store.workspace(None)
    index = ChromaIndex.in_process(folder / "chroma")
    return store, Indexer(store, index, Encoder(WordEmbedder()))


def begin(folder: Path, said: list[str], _: str) -> tuple[dict[str, Any], Callable[[], None]]:
    """Catch up as every start does, and say what is there then."""
    store, indexer = open_parts(folder)
    indexer.catch_up(WORKSPACE)
    found = kept(store, indexer)
    return found, lambda: work(store, indexer, list(found["kept"]))


def kept(store: SqlStore, indexer: Indexer) -> dict[str, Any]:
    """Lessons kept, how many of their passages the index lacks, and how many others it has."""
    model, index = indexer.encoder.name, indexer.index
    ids = [lesson.id for lesson in store.all_lessons(WORKSPACE)]
    passages = {i: row.passages for i, row in store.indexed(WORKSPACE, model, ids).items()}
    expected = [entry_id(i, n) for i in ids for n in range(passages.get(i, 1))]
    there = len(index.vectors(WORKSPACE, model, expected))
    extra = index.count(WORKSPACE, model) - there
    return {"kept": ids, "missing": len(expected) - there, "extra": extra}


def work(store: SqlStore, indexer: Indexer, live: list[str]) -> None:
    """Until killed."""

    def index() -> None:
        while True:
            indexer.catch_up(WORKSPACE)

    threading.Thread(target=index, daemon=True).start()
    while True:
        share(store, live)


def share(store: SqlStore, live: list[str]) -> None:
    """One random deed, acknowledged when it is done."""
    deed = random.random()
    if live and deed < (0.3 if len(live) < MANY else 0.9):
        gone = live.pop(random.randrange(len(live)))
        store.delete_lesson(WORKSPACE, gone)
        print("-", gone, flush=True)
        return
    same = bool(live) and random.random() < 0.3
    lesson_id = random.choice(live) if same else uuid4().hex
    text = LONG[: random.randrange(20, len(LONG))]
    store.save_lessons(WORKSPACE, [make_lesson(lesson_id, learned=text)])
    if not same:
        live.append(lesson_id)
        print("+", lesson_id, flush=True)
