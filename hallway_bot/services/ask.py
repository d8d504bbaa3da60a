"""Bringing up what colleagues went through when somebody asks."""

from dataclasses import dataclass

from ..domain.analysis import question_terms
from ..domain.highlight import best_sentence
from ..domain.lesson import Lesson
from ..domain.ranking import Ranked
from ..domain.visibility import Audience
from .search import Search

SHOWN = 3


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

    def __call__(self, workspace: str, question: str, audience: Audience) -> Answer:
        """Answer `question` with what everyone in `audience` may see."""
        found = self.search.find(workspace, question, audience, limit=10)
        near = [(lesson, rank) for lesson, rank in found if rank.near_enough][:SHOWN]
        language = self.search.detect.detect(question)
        terms = question_terms(question, language)
        cut = self.search.encoders.current(workspace).passages([lesson for lesson, _ in near])
        shown = []
        for (lesson, rank), parts in zip(near, cut, strict=True):
            passage = parts[min(rank.passage, len(parts) - 1)]
            best = best_sentence(lesson, passage, terms)
            shown.append(Experience(lesson, rank, best or lesson.headline))
        return Answer(question, tuple(shown))
