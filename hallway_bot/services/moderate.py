"""Reporting a lesson, hiding it for a reason, and the author's answer."""

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

from ..domain.attention import Kind
from ..domain.delivery import WORDS, Delivery
from ..domain.errors import InvalidInput, NotAllowed
from ..domain.lesson import Lesson, Visibility
from ..domain.moderation import Act, is_report_of, report_key
from ..domain.person import Person
from ..domain.visibility import Audience, may_see
from ..ports import Clock, Store
from .screening import refuse_secrets
from .sending import Outbox

MODERATORS = "moderators"
# What an author hears of, by what was done. Later than this nobody is told any more, which is well
# before the message that was sent about it is deleted.
_TOLD = {"hide_lesson": "hidden", "show_lesson": "shown"}
_DECIDED = frozenset({*_TOLD, "leave_lesson"})
# In the place of a person in the claim that says that a lesson was reported.
_OPEN = "open"
_STILL_NEWS = Kind.MODERATION.patience
# A clock that was set back has claims of later than now.
_AHEAD = timedelta(days=36_500)


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

    def tell_report(
        self,
        outbox: Outbox,
        workspace: str,
        lesson_id: str,
        reporter: Person,
        people: list[str],
        words: str,
    ) -> bool:
        """Write down that `people`, who moderate, hear of it; the same report again is the same
        one, also after a kill. False while another one by this person is still to be decided."""
        times = len(self._decided(workspace, lesson_id, _DECIDED))
        key = f"report:{times}:{lesson_id}:{reporter.id}"
        marks = self.store.marks(workspace, repr((key, words.strip())))
        for user_id in people:
            told = outbox.untold(workspace, f"{key}:{user_id}")
            before = self.store.delivery_by_key(workspace, told)
            if before is not None and before.subject.get("mark") not in marks:
                return False
        # First that it was reported: whoever hears of it may look at it.
        self.store.claim(workspace, report_key(lesson_id, _OPEN), self.now())
        subject = {"about": "report", "lesson": lesson_id, "by": reporter.id, "mark": marks[0]}
        self._tell(outbox, workspace, key, people, subject | {WORDS: words})
        return True

    def _tell(
        self, outbox: Outbox, workspace: str, key: str, people: list[str], subject: dict[str, str]
    ) -> None:
        for user_id in people:
            told = outbox.untold(workspace, f"{key}:{user_id}")
            outbox.add(workspace, user_id, Kind.MODERATION, told, subject)

    def reported(self, workspace: str, lesson_id: str, moderator: Person) -> Lesson:
        """A lesson for a moderator to decide about; raises NotAllowed for anybody else, for what
        nobody reported, and for what its author keeps to themselves meanwhile."""
        lesson = self._there(workspace, lesson_id, moderator)
        if lesson.visibility is Visibility.PRIVATE:
            raise NotAllowed("Nobody but its author sees this lesson.")
        if not self._was_reported(workspace, lesson_id):
            raise NotAllowed("Nobody reported this lesson.")
        return lesson

    def _was_reported(self, workspace: str, lesson_id: str) -> bool:
        """Whether moderators have a report of it, or decided about one before."""
        if self._decided(workspace, lesson_id, _DECIDED):
            return True
        found = self.store.claims_before(workspace, report_key(lesson_id), self.now() + _AHEAD)
        return any(is_report_of(lesson_id, key) for key, _ in found)

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

    def tell_answer(
        self,
        outbox: Outbox,
        workspace: str,
        lesson_id: str,
        author: Person,
        people: list[str],
        words: str,
    ) -> None:
        """Write down that `people`, who moderate, hear what the author says; the same words
        again are the same answer, until they decide anew."""
        times = len(self._decided(workspace, lesson_id))
        mark = self.store.marks(workspace, repr(("answer", lesson_id, words.strip())))[0]
        subject = {"about": "answer", "lesson": lesson_id, "by": author.id, WORDS: words}
        self._tell(outbox, workspace, f"answer:{times}:{lesson_id}:{mark}", people, subject)

    def answered_for(self, workspace: str, lesson_id: str, moderator: Person) -> Lesson:
        """A lesson whose author answers, for a moderator; raises NotAllowed for anybody else. Of
        what its author keeps to themselves meanwhile nothing but its id."""
        lesson = self._there(workspace, lesson_id, moderator)
        if lesson.visibility is Visibility.PRIVATE:
            return replace(lesson, title="", happened="", learned="")
        return lesson

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

    def _decided(self, workspace: str, lesson_id: str, what: Container[str] = _TOLD) -> list[Act]:
        """How often it was hidden and shown: the log only grows."""
        acts = self.store.acts_on(workspace, lesson_id)
        return [act for act in acts if act.what in what]


def _news_key(lesson_id: str, times: int) -> str:
    """Which decision about a lesson its author hears of: the first, the second…"""
    return f"moderation:{uuid5(NAMESPACE_OID, f'{lesson_id}:{times}').hex}"
