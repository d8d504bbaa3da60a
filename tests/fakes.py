"""A store and a vector index in memory, held to the same suites as the real ones."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from hallway_bot.domain.analysis import lesson_terms, text_terms
from hallway_bot.domain.lesson import Lesson
from hallway_bot.domain.ranking import Candidates, inverse_frequency
from hallway_bot.domain.visibility import Audience, may_bring_up
from hallway_bot.storage.vault import Vault

from .fakes_people import MemoryClaims, MemoryLedger, MemoryPeople

VAULT = Vault(["YSBrZXkgZm9yIHRoZSB0ZXN0cywgbm90IGZvciBsaWY="])


class MemoryStore(MemoryLedger, MemoryPeople, MemoryClaims):
    """`ports.Store` in memory, for one thread."""

    def save_lessons(self, workspace: str, lessons: Sequence[Lesson]) -> int:
        held = self._of(workspace)
        new = {lesson.id: lesson.as_kept() for lesson in lessons}
        changed = {key: lesson for key, lesson in new.items() if held.get(key) != lesson}
        held.update(changed)
        return len(changed)

    def lesson(self, workspace: str, lesson_id: str) -> Lesson | None:
        return self._of(workspace).get(lesson_id)

    def lessons(self, workspace: str, ids: Iterable[str]) -> dict[str, Lesson]:
        held = self._of(workspace)
        return {key: held[key] for key in ids if key in held}

    def visible(
        self, workspace: str, ids: Iterable[str], audience: Audience, *, replaced: bool = False
    ) -> dict[str, Lesson]:
        found = self.lessons(workspace, ids)
        return {k: x for k, x in found.items() if may_bring_up(x, audience, replaced=replaced)}

    def lessons_of(self, workspace: str, user_id: str) -> list[Lesson]:
        mine = [x for x in self._of(workspace).values() if x.author.user_id == user_id]
        return sorted(mine, key=lambda x: (-x.created_at.timestamp(), x.id))

    def lessons_between(self, workspace: str, since: datetime, until: datetime) -> list[Lesson]:
        return [x for x in self.all_lessons(workspace) if since <= x.created_at < until]

    def all_lessons(self, workspace: str) -> Iterable[Lesson]:
        return sorted(self._of(workspace).values(), key=lambda x: (x.created_at, x.id))

    def lessons_written(self, workspace: str, authors: Sequence[str]) -> dict[str, int]:
        named = Counter(x.author.key for x in self._of(workspace).values() if x.is_named)
        return {key: named[key] for key in authors if named[key]}

    def totals(self, workspace: str) -> tuple[int, int]:
        held = self._of(workspace).values()
        named = {x.author.user_id for x in held if x.is_named and x.author.user_id}
        return len(held), len(named)

    def delete_lesson(self, workspace: str, lesson_id: str) -> None:
        held = self._of(workspace)
        held.pop(lesson_id, None)
        for key, lesson in held.items():
            if lesson.replaced_by == lesson_id:
                held[key] = replace(lesson, replaced_by=None)

    def word_candidates(
        self,
        workspace: str,
        terms: Sequence[tuple[str, ...]],
        audience: Audience,
        *,
        replaced: bool = False,
    ) -> Candidates:
        held = {x.id: lesson_terms(x) for x in self._of(workspace).values()}
        sets = [set(words) for words in held.values()]
        counts = [sum(any(t in words for t in options) for words in sets) for options in terms]
        idf = [inverse_frequency(len(held), n) for n in counts]
        length = sum(map(len, held.values())) / max(len(held), 1) or 1.0
        seen = [
            (i, " ".join(held[i]))
            for i, x in self._of(workspace).items()
            if may_bring_up(x, audience, replaced=replaced)
        ]
        return Candidates(terms, idf, length, seen) if any(counts) else Candidates()

    def rewrite_words(self, workspace: str, limit: int) -> int:
        return 0

    def topics(self, workspace: str, limit: int) -> list[str]:
        counted = Counter(
            topic
            for lesson in self._of(workspace).values()
            if may_bring_up(lesson, Audience(None))
            for topic in lesson.topics
        )
        return sorted(counted, key=lambda topic: (-counted[topic], topic))[:limit]

    def marks(self, workspace: str, told: str) -> list[str]:
        return VAULT.marks("ids", workspace, told)

    def reseal(self) -> int:
        return 0

    def check(self) -> None:
        """Memory is always there."""

    def close(self) -> None:
        """Nothing to let go of."""


class MemoryIndex:
    """`ports.VectorIndex` in memory."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], dict[str, list[float]]] = {}

    def upsert(
        self, workspace: str, model: str, ids: Sequence[str], vectors: Sequence[Sequence[float]]
    ) -> None:
        collection = self.held.setdefault((workspace, model), {})
        for key, vector in zip(ids, vectors, strict=True):
            collection[key] = list(vector)

    def delete(self, workspace: str, model: str, ids: Sequence[str]) -> None:
        for key in ids:
            self.held.get((workspace, model), {}).pop(key, None)

    def nearest(
        self, workspace: str, model: str, vector: Sequence[float], limit: int
    ) -> list[tuple[str, float]]:
        found = [
            (key, _cosine(vector, other))
            for key, other in self.held.get((workspace, model), {}).items()
        ]
        return sorted(found, key=lambda pair: -pair[1])[:limit]

    def vectors(
        self, workspace: str, model: str, ids: Sequence[str]
    ) -> list[tuple[str, Sequence[float]]]:
        held = self.held.get((workspace, model), {})
        return [(key, held[key]) for key in ids if key in held]

    def count(self, workspace: str, model: str) -> int:
        return len(self.held.get((workspace, model), {}))

    def reseal(self) -> int:
        return 0

    def check(self) -> None:
        """Memory is always there."""

    def warm_up(self) -> None:
        """Nothing to open."""

    def close(self) -> None:
        """Nor to close."""

    def compact(self, workspace: str, model: str) -> None:
        """Memory keeps nothing of what was deleted."""

    def clear_files(self) -> None:
        """Nor of what was dropped."""

    def drop(self, workspace: str, model: str) -> None:
        self.held.pop((workspace, model), None)


def _cosine(a: Sequence[float], b: Sequence[float]) -> float:
    dot = sum(x * y for x, y in zip(a, b, strict=True))
    return dot / (math.hypot(*a) * math.hypot(*b) or 1.0)


class WordEmbedder:
    """`ports.Embedder` without a model: texts that share words are near, and it is quick."""

    name = "words-1"
    languages = frozenset({"en", "nl"})
    ready = True
    dimensions = 64

    def fits(self, texts: Sequence[str]) -> list[bool]:
        return [True for _ in texts]

    def encode_passages(self, texts: Sequence[str]) -> list[list[float]]:
        return [self.encode_question(text) for text in texts]

    def encode_question(self, text: str) -> list[float]:
        vector = [0.0] * self.dimensions
        for term in text_terms(text, "en"):
            vector[sum(term.encode()) % self.dimensions] += 1.0
        length = math.hypot(*vector)
        return [value / length for value in vector] if length else [1.0, *vector[1:]]

    def warm_up(self) -> None:
        """Nothing to load."""


class English:
    """`ports.LanguageDetector` for tests in which every text is English."""

    def detect(self, text: str) -> str:
        return "en"
