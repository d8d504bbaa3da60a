"""Reporting a lesson, hiding it for a reason, and the author's answer."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from ..domain.attention import Kind
from ..domain.delivery import Delivery
from ..domain.errors import InvalidInput, NotAllowed
from ..domain.lesson import Lesson, Visibility
from ..domain.moderation import Act, report_key
from ..domain.person import Person
from ..domain.visibility import Audience, may_see
from ..ports import Clock, Store
from .screening import refuse_secrets
from .sending import Outbox

MODERATORS = "moderators"
# Telling moderators takes seconds; what took longer than this was cut off.
_TELLING = timedelta(seconds=15)
# What an author hears of, by what was done. Later than this nobody is told any more, which is well
# before the message that was sent about it is deleted.
_TOLD = {"hide_lesson": "hidden", "show_lesson": "shown"}
_STILL_NEWS = Kind.MODERATION.patience
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


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
        return self._open(workspace, lesson_id, reporter.id)

    def _open(self, workspace: str, lesson_id: str, who: str) -> bool:
        key, now = report_key(lesson_id, who), self.now()
        if self.store.claim(workspace, key, now):
            return True
        told = _told(lesson_id, who)
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
        self.store.claim(workspace, _told(lesson_id, reporter.id), self.now())

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

    def open_answer(self, workspace: str, lesson_id: str, words: str) -> bool:
        """False while moderators have this very answer, until they decide anew. As with reports,
        one that we died over can be given again."""
        return self._open(workspace, lesson_id, self._answer(workspace, lesson_id, words))

    def answered(self, workspace: str, lesson_id: str, words: str) -> None:
        """Moderators have it."""
        told = _told(lesson_id, self._answer(workspace, lesson_id, words))
        self.store.claim(workspace, told, self.now())

    def take_answer_back(self, workspace: str, lesson_id: str, words: str) -> None:
        """The answer reached nobody."""
        key = report_key(lesson_id, self._answer(workspace, lesson_id, words))
        self.store.release(workspace, key)

    def _answer(self, workspace: str, lesson_id: str, words: str) -> str:
        mark = self.store.marks(workspace, repr(("answer", lesson_id, words.strip())))[0]
        return f"answer:{mark}"

    def tell_author(self, outbox: Outbox, workspace: str, lesson_id: str) -> bool:
        """Write down that its author hears what was last decided about it; False when that was
        done before, or is no news any more. So it can be done again after a kill."""
        lesson = self.store.lesson(workspace, lesson_id)
        decided = self._decided(workspace, lesson_id)
        if lesson is None or lesson.author.user_id is None or not decided:
            return False
        last = decided[-1]
        if last.at < self.now() - _STILL_NEWS:
            return False
        subject = {"about": _TOLD[last.what], "lesson": lesson_id}
        key = _news_key(lesson_id, len(decided))
        return outbox.add(workspace, lesson.author.user_id, Kind.MODERATION, key, subject)

    def is_news(self, workspace: str, delivery: Delivery) -> bool:
        """Whether nothing else was decided since this was written down."""
        lesson_id = delivery.subject["lesson"]
        return delivery.key == _news_key(lesson_id, len(self._decided(workspace, lesson_id)))

    def catch_up(self, outbox: Outbox, workspace: str) -> int:
        """Tell the authors whom a kill kept from being told; returns how many."""
        acts = self.store.acts(workspace, self.now() - _STILL_NEWS)
        lately = {act.lesson_id for act in acts if act.what in _TOLD and act.lesson_id}
        return sum(self.tell_author(outbox, workspace, one) for one in sorted(lately))

    def _decided(self, workspace: str, lesson_id: str) -> list[Act]:
        """How often it was hidden and shown: the log only grows."""
        acts = self.store.acts(workspace, _EVER)
        return [act for act in acts if act.lesson_id == lesson_id and act.what in _TOLD]


def _told(lesson_id: str, who: str) -> str:
    return report_key(lesson_id, f"told:{who}")


def _news_key(lesson_id: str, times: int) -> str:
    """Which decision about a lesson its author hears of: the first, the second…"""
    return f"moderation:{uuid5(NAMESPACE_OID, f'{lesson_id}:{times}').hex}"
