"""Laying open questions beside what is new: who is told of which lesson, and who may know.

The rules: a lesson is told once per question, to the asker alone, who may see it and did not
write it. When a question is kept, the lessons that are there already count as known. Of those
that come later at most `AT_ONCE` are told at a time, best first, so that an import of thousands
tells a question of two; the others of that time count as known as well. What somebody shared as
an answer to the question is always told.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from ..domain.attention import Kind
from ..domain.errors import Unavailable
from ..domain.expertise import Evidence, may_know
from ..domain.lesson import Lesson
from ..domain.person import Person
from ..domain.ranking import WORTH_COUNTING, Ranked
from ..domain.records import MatchState, OpenQuestion, QuestionState
from ..domain.visibility import Audience, may_see
from ..ports import Clock, Directory, Store
from .search import Search
from .sending import Outbox

AT_ONCE = 2
_LOOKED_AT = 10
_EVIDENCE = 30
_PEOPLE = 8


@dataclass(frozen=True, slots=True)
class Matching:
    """The use case. `wake` has it done soon."""

    store: Store
    search: Search
    directory: Directory
    outbox: Outbox
    now: Clock
    wake: Callable[[], None] = lambda: None
    # Workspaces without news; after a restart there may be some in any.
    _seen: set[str] = field(default_factory=set, repr=False)

    def notice(self, workspace: str) -> None:
        """Lessons were indexed, or shown to others than before."""
        self._seen.discard(workspace)
        self.wake()

    def answers(self, workspace: str, question_id: str, lesson_id: str) -> None:
        """Somebody shared this lesson as an answer to that question."""
        question = self.store.question(workspace, question_id)
        if question is not None and lesson_id not in self.store.matches(workspace, question_id):
            state = MatchState.LINKED
            self.store.set_match(workspace, question_id, lesson_id, state, self.now())
            self.notice(workspace)

    def catch_up(self, workspace: str) -> int:
        """Look at all open questions when there is something new, else at new questions alone.

        Returns how many lessons are told. Every step can be repeated.
        """
        anew = workspace not in self._seen
        self._seen.add(workspace)
        told = 0
        try:
            for question in self.store.open_questions(workspace, unsurveyed=not anew):
                try:
                    told += self._one(workspace, question)
                except Unavailable:
                    self._seen.discard(workspace)  # the next tick comes back to it
        except BaseException:
            self._seen.discard(workspace)
            raise
        return told

    def _one(self, workspace: str, question: OpenQuestion) -> int:
        asker = self.directory.person(workspace, question.asker_id)
        if not asker.is_colleague:  # they left, or became a guest: nobody is asked for them
            lapsed = QuestionState.LAPSED
            self.store.close_question(workspace, question.id, lapsed, self.now())
            return 0
        audience = Audience(asker, channels=self.directory.channels_of(workspace, asker.id))
        found = self.search.find(workspace, question.text, audience, _EVIDENCE)
        others = [(x, rank) for x, rank in found if x.author.user_id != asker.id]
        told = self._tell(workspace, question, audience, others[:_LOOKED_AT])
        people = may_know(
            [
                Evidence(lesson, rank.score, rank.near_enough)
                for lesson, rank in others
                if rank.near_enough or rank.nearness >= WORTH_COUNTING
            ],
            self.now(),
        )
        self.store.survey_question(workspace, question.id, people[:_PEOPLE], self.now())
        return told

    def _tell(
        self,
        workspace: str,
        question: OpenQuestion,
        audience: Audience,
        found: list[tuple[Lesson, Ranked]],
    ) -> int:
        before = self.store.matches(workspace, question.id)
        near = [x for x, rank in found if _worth_telling(x, rank) and x.id not in before]
        new = [x for x in near if question.surveyed_at or x.created_at > question.created_at]
        linked = [i for i, state in before.items() if state is MatchState.LINKED]
        shown = self.store.visible(workspace, linked, audience).values()
        given = [x for x in shown if may_see(x, audience) and _by_other(x, audience.viewer)]
        telling = [*given, *new[:AT_ONCE]]
        for lesson in telling:
            # First the message, whose key makes it one, then the note: a kill between repeats it.
            key = match_key(question.id, lesson.id)
            subject = {"question": question.id, "lesson": lesson.id}
            self.outbox.add(workspace, question.asker_id, Kind.MATCH, key, subject)
            self._note(workspace, question, lesson, MatchState.TOLD)
        for lesson in near:
            if lesson not in telling:
                self._note(workspace, question, lesson, MatchState.KNOWN)
        return len(telling)

    def _note(
        self, workspace: str, question: OpenQuestion, lesson: Lesson, state: MatchState
    ) -> None:
        self.store.set_match(workspace, question.id, lesson.id, state, self.now())


def match_key(question_id: str, lesson_id: str) -> str:
    """The key of the message that tells the asker of a lesson."""
    return f"match:{question_id}:{lesson_id}"[:255]


def _worth_telling(lesson: Lesson, rank: Ranked) -> bool:
    return rank.near_enough and lesson.is_current


def _by_other(lesson: Lesson, asker: Person | None) -> bool:
    return asker is not None and lesson.author.user_id != asker.id
