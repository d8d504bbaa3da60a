"""People share, and are forgotten, while what they shared is indexed.

Says what was acknowledged: `+ word` that somebody shared, `- word` of somebody forgotten. The
word stands in their id, their lessons and what they asked.
"""

import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from hallway_bot.domain.person import Person
from hallway_bot.services.forget import Forget
from hallway_bot.services.indexing import Indexer
from hallway_bot.storage.store import SqlStore

from ...conftest import NOW, make_lesson
from .sharing import MANY, WORKSPACE, kept, open_parts


def begin(folder: Path, said: list[str], _: str) -> tuple[dict[str, Any], Callable[[], None]]:
    """Catch up and compact as every start does, and say what is there and in any file then."""
    store, indexer = open_parts(folder)
    forget = Forget(store, indexer, lambda: NOW)
    indexer.catch_up(WORKSPACE)
    forget.catch_up(WORKSPACE)
    forgotten = [line[2:] for line in said if line.startswith("- ")]
    found = kept(store, indexer) | {
        "due": store.compaction_due(WORKSPACE),
        "back": sorted(_held(folder, forgotten)),
        "words": [lesson.title for lesson in store.all_lessons(WORKSPACE)],
    }
    return found, lambda: work(store, indexer, forget, list(found["words"]))


def _held(folder: Path, words: list[str]) -> set[str]:
    """Which of these words any file holds."""
    data = [path.read_bytes().lower() for path in folder.rglob("*") if path.is_file()]
    return {word for word in words if any(word.encode() in one for one in data)}


def work(store: SqlStore, indexer: Indexer, forget: Forget, live: list[str]) -> None:
    """Until killed."""

    def index() -> None:
        while True:
            indexer.catch_up(WORKSPACE)
            forget.catch_up(WORKSPACE)

    threading.Thread(target=index, daemon=True).start()
    while True:
        if live and random.random() < (0.5 if len(live) < MANY else 0.9):
            word = live.pop(random.randrange(len(live)))
            person = Person(f"U{word}".upper(), "Somebody")
            forget(WORKSPACE, person, None, lambda: None, keep_lessons=False)
            print("-", word, flush=True)
        else:
            word = f"zq{uuid4().hex[:12]}"
            _share(store, word)
            live.append(word)
            print("+", word, flush=True)


def _share(store: SqlStore, word: str) -> None:
    user = f"U{word}".upper()
    text = f"The {word} valve sticks. " * random.randrange(1, 60)
    store.set_thread_question(WORKSPACE, "C1", f"1.{word}", f"What of {word}?", user, NOW)
    store.set_language(WORKSPACE, user, "nl")
    store.save_lessons(WORKSPACE, [make_lesson(f"l-{word}", user, title=word, learned=text)])
