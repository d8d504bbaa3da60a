"""Bringing up what colleagues went through when somebody asks."""

from dataclasses import dataclass

from ..domain.lesson import Lesson
from ..domain.passages import sentences
from ..domain.ranking import Ranked
from ..domain.visibility import Audience
from ..ports import Embedder
from .search import Search

SHOWN = 3
_SENTENCES = 12


@dataclass(frozen=True, slots=True)
class Experience:
    """One lesson of an answer. `passage` is the sentence that answers best."""

    lesson: Lesson
    rank: Ranked
    passage: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Up to three experiences; none when nothing is near enough."""

    question: str
    experiences: tuple[Experience, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """The use case."""

    search: Search
    embedder: Embedder

    def __call__(self, workspace: str, question: str, audience: Audience) -> Answer:
        """Answer `question` with what everyone in `audience` may see."""
        found = self.search.find(workspace, question, audience, limit=10)
        near = [(lesson, rank) for lesson, rank in found if rank.near_enough][:SHOWN]
        passages = self._best_passages(question, [lesson for lesson, _ in near])
        shown = (Experience(n[0], n[1], p) for n, p in zip(near, passages, strict=True))
        return Answer(question, tuple(shown))

    def _best_passages(self, question: str, lessons: list[Lesson]) -> list[str]:
        candidates = [
            sentences(lesson.body)[:_SENTENCES] or [lesson.headline] for lesson in lessons
        ]
        if not candidates or self.search.index is None:
            return [options[0] for options in candidates]
        texts = [text for options in candidates for text in options]
        vectors = iter(self.embedder.encode_passages(texts))
        wanted = self.embedder.encode_question(question)
        best = []
        for options in candidates:
            scored = [(_dot(wanted, next(vectors)), option) for option in options]
            best.append(max(scored, key=lambda pair: pair[0])[1])
        return best


def _dot(a: list[float], b: list[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))
