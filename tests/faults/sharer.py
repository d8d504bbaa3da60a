"""A process to be killed: shares, changes and deletes lessons while it indexes them.

Says on stdout what was acknowledged: `+ id`, `- id`, and `ready` once it is under way. With
`check` it does what the next start does instead, and says as JSON what is there then.
"""

import json
import random
import sys
import threading
from pathlib import Path
from uuid import uuid4

from hallway_bot.index.vectors import ChromaIndex
from hallway_bot.services.encoding import Encoder
from hallway_bot.services.indexing import Indexer, entry_id
from hallway_bot.storage.store import SqlStore

from ..conftest import make_lesson
from ..fakes import VAULT, WordEmbedder

WORKSPACE = "first"
LONG = " ".join(f"Sentence number {n} says something of its own." for n in range(60))


def open_parts(folder: Path) -> tuple[SqlStore, ChromaIndex, Indexer]:
    """The real store and index on this folder; meaning is words that are shared."""
    store = SqlStore(f"sqlite:///{folder / 'hallway.db'}", VAULT)
    store.workspace(None)
    index = ChromaIndex.in_process(folder / "chroma")
    return store, index, Indexer(store, index, Encoder(WordEmbedder()))


def share(store: SqlStore, live: list[str]) -> None:
    """One random deed, acknowledged when it is done."""
    deed = random.random()
    if live and deed < 0.2:
        gone = live.pop(random.randrange(len(live)))
        store.delete_lesson(WORKSPACE, gone)
        print("-", gone, flush=True)
        return
    same = bool(live) and deed < 0.4
    lesson_id = random.choice(live) if same else uuid4().hex
    text = LONG[: random.randrange(20, len(LONG))]
    store.save_lessons(WORKSPACE, [make_lesson(lesson_id, learned=text)])
    if not same:
        live.append(lesson_id)
        print("+", lesson_id, flush=True)


def main(folder: Path) -> None:
    """Until killed."""
    store, _, indexer = open_parts(folder)
    live = [lesson.id for lesson in store.all_lessons(WORKSPACE)]
    indexer.catch_up(WORKSPACE)

    def index() -> None:
        while True:
            indexer.catch_up(WORKSPACE)

    threading.Thread(target=index, daemon=True).start()
    print("ready", flush=True)
    while True:
        share(store, live)


def check(folder: Path) -> None:
    """What is kept, how many of its passages the index lacks, and how many others it has."""
    store, index, indexer = open_parts(folder)
    indexer.catch_up(WORKSPACE)
    model = indexer.encoder.name
    kept = [lesson.id for lesson in store.all_lessons(WORKSPACE)]
    passages = {i: row.passages for i, row in store.indexed(WORKSPACE, model, kept).items()}
    expected = [entry_id(i, n) for i in kept for n in range(passages.get(i, 1))]
    there = len(index.vectors(WORKSPACE, model, expected))
    extra = index.count(WORKSPACE, model) - there
    print(json.dumps({"kept": kept, "missing": len(expected) - there, "extra": extra}))


if __name__ == "__main__":
    {"share": main, "check": check}[sys.argv[1]](Path(sys.argv[2]))
