"""Bringing up what colleagues went through when somebody asks."""

from dataclasses import dataclass

from ..domain.analysis import question_terms
from ..domain.contrary import opposed
from ..domain.feedback import IN_ANSWERS, NO_FEEDBACK, Feedback
from ..domain.highlight import best_sentence
from ..domain.lesson import Lesson
from ..domain.ranking import WORTH_COUNTING, Ranked
from ..domain.visibility import Audience
from .search import Search

SHOWN = 3
Found = tuple[Lesson, Ranked]


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
        said = [
            (x, rank) for x, rank in found if rank.near_enough or rank.nearness >= WORTH_COUNTING
        ]
        feedback = self.search.store.feedback(workspace, [lesson.id for lesson, _ in said])
        said = by_esteem(said, feedback)
        near = [(lesson, rank) for lesson, rank in said if rank.near_enough]
        pair = disputed(said, near[:SHOWN])
        near = [*pair, *(one for one in near if one not in pair)]
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
        return Answer(question, tuple(shown), bool(pair), not by_meaning, reading)


def disputed(said: list[Found], shown: list[Found]) -> list[Found]:
    """What is shown and what came to the opposite conclusion, better one first; empty: nothing.

    The opposite belongs beside it even where it is a little too far to be shown alone.
    """
    both = [*shown, *(one for one in said if one not in shown)]
    one, other = opposed([lesson for lesson, _ in both]) or (len(shown), 0)
    return [both[one], both[other]] if one < len(shown) else []


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
