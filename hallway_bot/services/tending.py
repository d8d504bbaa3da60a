"""Authors tend their lessons: retire one, bring it back, replace it, say that it still holds."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from uuid import NAMESPACE_OID, uuid5

from ..domain.attention import Kind
from ..domain.delivery import Delivery
from ..domain.errors import InvalidInput, NotAllowed, Unavailable
from ..domain.lesson import Lesson
from ..domain.person import Person
from ..domain.visibility import can_replace
from ..domain.workdays import instant, next_workday, zone_of
from ..ports import Clock, Directory, Store
from .sending import Outbox

# An old lesson is asked about once in so long, and a person about one in so long.
_YEAR, _MONTH = timedelta(days=365), timedelta(days=28)
_ASKED_AT = time(10)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tending:
    """The use case. All of it is for the author alone: NotAllowed for anybody else."""

    store: Store
    directory: Directory
    outbox: Outbox
    now: Clock

    def own(self, workspace: str, lesson_id: str, author: Person) -> Lesson:
        """The author's own lesson."""
        lesson = self.store.lesson(workspace, lesson_id)
        if lesson is None or lesson.author.user_id != author.id:
            raise NotAllowed("Only the author tends a lesson.")
        return lesson

    def retire(self, workspace: str, lesson_id: str, author: Person) -> Lesson:
        """It is not brought up any more, and stays readable. Retiring it again is fine."""
        lesson = self.own(workspace, lesson_id, author)
        return self._save(workspace, replace(lesson, retired_at=lesson.retired_at or self.now()))

    def bring_back(self, workspace: str, lesson_id: str, author: Person) -> Lesson:
        """Undo retiring and replacing."""
        lesson = self.own(workspace, lesson_id, author)
        return self._save(workspace, replace(lesson, retired_at=None, replaced_by=None))

    def successors(self, workspace: str, lesson: Lesson, author: Person) -> list[Lesson]:
        """The author's lessons that may replace it, newest first.

        Only a named one for a named one: a link between the two kinds would give a name away.
        And only what all its readers may see: the others would be led nowhere.
        """
        mine = self.store.lessons_of(workspace, author.id)
        return [x for x in mine if x.id != lesson.id and x.is_current and can_replace(x, lesson)]

    def replaced(self, workspace: str, lesson: Lesson, author: Person) -> list[Lesson]:
        """The author's lessons that this one replaced, newest first."""
        mine = self.store.lessons_of(workspace, author.id)
        return [x for x in mine if x.replaced_by == lesson.id and x.retired_at is None]

    def replace(self, workspace: str, lesson_id: str, other: str, author: Person) -> Lesson:
        """Let another of their lessons stand in its place; raises InvalidInput for one that
        may not. `other` is as `reference` makes it."""
        lesson = self.own(workspace, lesson_id, author)
        for candidate in self.successors(workspace, lesson, author):
            if reference(candidate) == other:
                changed = replace(lesson, replaced_by=candidate.id, retired_at=None)
                return self._save(workspace, changed)
        raise InvalidInput("tend.error.successor", "successor")

    def still_holds(self, workspace: str, lesson_id: str, author: Person) -> None:
        """They looked at it again: not asked about for a year."""
        self.store.reviewed(workspace, self.own(workspace, lesson_id, author).id, self.now())

    def plan_reviews(self) -> int:
        """Write down whom to ask about an old lesson that nobody tried; returns how many.

        Asked on the first workday of the next month, at ten where they are, so that a company
        that has just begun is left alone; one question a person and month.
        """
        written = 0
        for workspace, lesson in self.store.lessons_to_review(self.now() - _YEAR):
            try:
                written += self._plan(workspace, lesson)
            except Unavailable:
                continue  # Slack is away: the next tick comes back to it
        return written

    def _plan(self, workspace: str, lesson: Lesson) -> bool:
        author = self.directory.person(workspace, str(lesson.author.user_id))
        if not author.is_colleague:
            return False
        zone = zone_of(author.tz)
        month = _next_month(self.now().astimezone(zone).date())
        country = self.store.option(workspace, "country")
        due = instant(next_workday(month - _ONE_DAY, country), _ASKED_AT, zone)
        key = f"review:{author.id}:{month:%Y-%m}"
        subject = {"lesson": lesson.id}
        if not self.outbox.add(workspace, author.id, Kind.REVIEW, key, subject, due):
            return False  # they are asked about another one
        self.store.reviewed(workspace, lesson.id, self.now())
        return True

    def question(self, workspace: str, delivery: Delivery) -> Lesson | None:
        """The lesson to ask about now; None when there is nothing to ask any more."""
        last = self.store.last_sent(workspace, delivery.user_id, Kind.REVIEW)
        if last is not None and last.sent_at and self.now() < last.sent_at + _MONTH:
            return None
        lesson = self.store.lesson(workspace, delivery.subject["lesson"])
        if lesson is None or not lesson.is_current or lesson.author.user_id != delivery.user_id:
            return None
        tried = self.store.feedback(workspace, [lesson.id]).get(lesson.id)
        return None if tried and tried.tried else lesson

    def _save(self, workspace: str, lesson: Lesson) -> Lesson:
        self.store.save_lessons(workspace, [lesson])
        return lesson


def reference(lesson: Lesson) -> str:
    """The lesson in a menu, whose values are shorter than an id may be."""
    return uuid5(NAMESPACE_OID, lesson.id).hex


def _next_month(day: date) -> date:
    first = day.replace(day=1) + timedelta(days=32)
    return first.replace(day=1)
