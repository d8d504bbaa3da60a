"""Big corpora out of real notes, for benchmarks."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from hallway_bot.assembly import Hallway
from hallway_bot.domain.lesson import Author, Lesson
from hallway_bot.domain.passages import sentences
from hallway_bot.domain.records import Indexed
from hallway_bot.services.indexing import entry_id

from ..conftest import NOW

_POOL = 6_000
_BATCH = 1_000


def read_notes(file: Path) -> list[dict[str, str]]:
    """The notes of a JSONL file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


class Recombined:
    """Lessons of three sentences each, drawn from notes.

    A lesson's vector is the normalised mean of its sentences' vectors, near to what the
    model's own mean over word pieces gives, so that 100,000 lessons cost one reading of the
    pool and not hours. Words are analysed and stored exactly as `import` does.
    """

    def __init__(self, hallway: Hallway, notes: list[dict[str, str]], seed: int = 7) -> None:
        self._random = random.Random(seed)
        pool = [s for note in notes for s in sentences(note["text"]) if 40 < len(s) < 300]
        self._random.shuffle(pool)
        self._pool = pool[:_POOL]
        self._authors = sorted({note["author"] for note in notes})
        self._vectors = np.asarray(hallway.embedder.encode_passages(self._pool))
        self._hallway = hallway
        self.made = 0

    def grow_to(self, size: int) -> None:
        """Add lessons until there are `size`, indexed."""
        while self.made < size:
            self._add(min(_BATCH, size - self.made))
        workspace = self._hallway.store.workspace(None)
        assert self._hallway.indexer is not None
        assert self._hallway.indexer.catch_up(workspace) == 0

    def _add(self, count: int) -> None:
        hallway = self._hallway
        workspace, model = hallway.store.workspace(None), hallway.search.encoders.current("").name
        drawn = [self._random.sample(range(len(self._pool)), 3) for _ in range(count)]
        lessons = list(self._lessons(drawn))
        vectors = self._vectors[np.asarray(drawn)].mean(axis=1)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        hallway.store.save_lessons(workspace, lessons)
        assert hallway.search.index is not None
        ids = [entry_id(lesson.id, 0) for lesson in lessons]
        hallway.search.index.upsert(workspace, model, ids, vectors.tolist())
        rows = [Indexed(lesson.id, lesson.content_hash, 1) for lesson in lessons]
        hallway.store.mark_indexed(workspace, model, rows)
        self.made += count

    def _lessons(self, drawn: list[list[int]]) -> Iterator[Lesson]:
        for number, places in enumerate(drawn, self.made):
            author = self._authors[number % len(self._authors)]
            text = " ".join(self._pool[place] for place in places)
            yield Lesson(id=f"r{number}", author=Author(name=author), learned=text, created_at=NOW)
