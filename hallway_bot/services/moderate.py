"""Reporting a lesson, hiding it for a reason, and the author's answer."""

from dataclasses import dataclass, replace
from datetime import timedelta

from ..domain.errors import InvalidInput, NotAllowed
from ..domain.lesson import Lesson, Visibility
from ..domain.moderation import Act, report_key
from ..domain.person import Person
from ..domain.visibility import Audience, may_see
from ..ports import Clock, Store
from .screening import refuse_secrets

MODERATORS = "moderators"
# Telling moderators takes seconds; what took longer than this was cut off.
_TELLING = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Moderate:
    """The use case. Moderators never learn who reported, nor who wrote an anonymous lesson."""

    store: Store
    now: Clock

    def moderators(self, workspace: str) -> list[str]:
        """User ids of those whom an administrator named."""
        return (self.store.option(workspace, MODERATORS) or "").split()

    def report(
        self, workspace: str, lesson_id: str, audience: Audience
    ) -> tuple[Lesson, list[str]]:
        """The lesson and who is to look at it; raises NotAllowed when it may not be seen, and
        InvalidInput while nobody moderates."""
        lesson = self.store.lesson(workspace, lesson_id)
        if lesson is None or not may_see(lesson, audience):
            raise NotAllowed("They cannot see this lesson.")
        moderators = self.moderators(workspace)
        if not moderators:
            raise InvalidInput("report.nobody", "reason")
        return lesson, moderators

    def open_report(self, workspace: str, lesson_id: str, reporter: Person) -> bool:
        """False while moderators have this person's last report of it still to settle. One that
        we died over before it was told can be made again."""
        key, now = report_key(lesson_id, reporter.id), self.now()
        if self.store.claim(workspace, key, now):
            return True
        told = _told(lesson_id, reporter)
        if any(one == told for one, _ in self.store.claims_before(workspace, told, now + _TELLING)):
            return False
        begun = self.store.claims_before(workspace, key, now - _TELLING)
        stale = any(one == key for one, _ in begun)
        # Only one of several who come back to it lets go of it and tells.
        return (
            stale and self.store.release(workspace, key) and self.store.claim(workspace, key, now)
        )

    def told(self, workspace: str, lesson_id: str, reporter: Person) -> None:
        """Moderators have it."""
        self.store.claim(workspace, _told(lesson_id, reporter), self.now())

    def take_back(self, workspace: str, lesson_id: str, reporter: Person) -> None:
        """The report reached nobody."""
        self.store.release(workspace, report_key(lesson_id, reporter.id))

    def reported(self, workspace: str, lesson_id: str, moderator: Person) -> Lesson:
        """A lesson for a moderator to decide about; raises NotAllowed for anybody else, and
        for what its author keeps to themselves meanwhile."""
        lesson = self._there(workspace, lesson_id, moderator)
        if lesson.visibility is Visibility.PRIVATE:
            raise NotAllowed("Nobody but its author sees this lesson.")
        return lesson

    def _there(self, workspace: str, lesson_id: str, moderator: Person) -> Lesson:
        lesson = self.store.lesson(workspace, lesson_id)
        if lesson is None or moderator.id not in self.moderators(workspace):
            raise NotAllowed("Only moderators decide, and about lessons that are there.")
        return lesson

    def hide(self, workspace: str, lesson_id: str, moderator: Person, because: str) -> Lesson:
        """Let nobody see it; returns it as it was. Raises InvalidInput when it is hidden
        already: its author was told why."""
        if not because.strip():
            raise InvalidInput("report.reason_empty", "reason")
        refuse_secrets(reason=because)
        lesson = self.reported(workspace, lesson_id, moderator)
        act = Act(self.now(), moderator.id, "hide_lesson", lesson_id)
        if not self.store.hide_lesson(workspace, lesson_id, because.strip(), act):
            raise InvalidInput("report.hidden_before", "reason")
        return lesson

    def show(self, workspace: str, lesson_id: str, moderator: Person) -> Lesson:
        """Undo that; returns it as it was."""
        lesson = self._there(workspace, lesson_id, moderator)
        act = Act(self.now(), moderator.id, "show_lesson", lesson_id)
        if not self.store.hide_lesson(workspace, lesson_id, None, act):
            return replace(lesson, hidden_because=None)  # somebody else was first
        return lesson

    def leave(self, workspace: str, lesson_id: str, moderator: Person) -> None:
        """Log that somebody looked and left it as it is."""
        self.reported(workspace, lesson_id, moderator)
        act = Act(self.now(), moderator.id, "leave_lesson", lesson_id)
        self.store.note_act(workspace, act)

    def answer(self, workspace: str, lesson_id: str, author: Person) -> tuple[Lesson, list[str]]:
        """An own hidden lesson, and who is to hear its author."""
        lesson = self.store.lesson(workspace, lesson_id)
        if lesson is None or lesson.author.user_id != author.id or not lesson.hidden_because:
            raise NotAllowed("Only the author of a hidden lesson answers.")
        return lesson, self.moderators(workspace)


def _told(lesson_id: str, reporter: Person) -> str:
    return report_key(lesson_id, f"told:{reporter.id}")
