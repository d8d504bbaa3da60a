"""Bringing up what colleagues went through when somebody asks."""

from dataclasses import dataclass

from ..domain.analysis import question_terms
from ..domain.contrary import opposed
from ..domain.feedback import IN_ANSWERS, NO_FEEDBACK, Feedback
from ..domain.highlight import best_sentence
from ..domain.lesson import Lesson
from ..domain.ranking import Ranked
from ..domain.visibility import Audience
from .search import Search

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Experience:
    """One lesson of an answer. `passage` is the sentence that answers best, `feedback` what
    colleagues made of it."""

    lesson: Lesson
    rank: Ranked
    passage: str
    feedback: Feedback = NO_FEEDBACK


@dataclass(frozen=True, slots=True)
class Answer:
    """Up to three experiences; none when nothing is near enough.

    `opposed`: the first two came to opposite conclusions. `by_words`: meaning could not be
    compared, so there may be more; `reading`: there is none yet, and lessons wait to be read.
    """

    question: str
    experiences: tuple[Experience, ...]
    opposed: bool = False
    by_words: bool = False
    reading: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """The use case."""

    search: Search

    def __call__(self, workspace: str, question: str, audience: Audience) -> Answer:
        """Answer `question` with what everyone in `audience` may see."""
        found, by_meaning = self.search.look(workspace, question, audience, limit=10)
        near = [(lesson, rank) for lesson, rank in found if rank.near_enough]
        feedback = self.search.store.feedback(workspace, [lesson.id for lesson, _ in near])
        near = by_esteem(near, feedback)
        pair = opposed([lesson for lesson, _ in near])
        if pair is not None and pair[0] < SHOWN:
            rest = [one for place, one in enumerate(near) if place not in pair]
            near = [near[pair[0]], near[pair[1]], *rest]
        else:
            pair = None
        near = near[:SHOWN]
        language = self.search.detect.detect(question)
        terms = question_terms(question, language)
        encoder = self.search.encoders.current(workspace)
        shown = []
        for lesson, rank in near:
            best = best_sentence(lesson, encoder.passage(lesson, rank.passage), terms)
            made_of_it = feedback.get(lesson.id, NO_FEEDBACK)
            shown.append(Experience(lesson, rank, best or lesson.headline, made_of_it))
        reading = not shown and by_meaning and self.search.unread(workspace) > 0
        return Answer(question, tuple(shown), pair is not None, not by_meaning, reading)


def by_esteem(
    near: list[tuple[Lesson, Ranked]], feedback: dict[str, Feedback]
) -> list[tuple[Lesson, Ranked]]:
    """`near` with what colleagues made of each lesson weighed in: it settles close calls.

    A lesson whose score is more than 2 × `IN_ANSWERS` higher is never overtaken.
    """

    def weighed(one: tuple[Lesson, Ranked]) -> float:
        lesson, rank = one
        return rank.score + IN_ANSWERS * feedback.get(lesson.id, NO_FEEDBACK).esteem

    return sorted(near, key=weighed, reverse=True)
