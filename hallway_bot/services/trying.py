"""Saying that a lesson helped, trying it, and telling how it went; its author hears of it once."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_OID, uuid5

from ..domain.attention import Kind
from ..domain.errors import InvalidInput, NotAllowed
from ..domain.lesson import Lesson, Visibility
from ..domain.person import Person
from ..domain.records import Verdict
from ..domain.trials import TOLD, After, Trial, TrialState, due_on
from ..domain.visibility import Audience, may_see
from ..domain.workdays import instant, next_workday, zone_of
from ..ports import Clock, Directory, Store
from .screening import refuse_secrets
from .sending import Outbox
from .turns import COUNTRY

_ASKED_AT = time(10)
HELPFUL, TRIAL = "helpful", "trial"


@dataclass(frozen=True, slots=True)
class Trying:
    """The use case."""

    store: Store
    directory: Directory
    outbox: Outbox
    now: Clock

    def lesson(self, workspace: str, lesson_id: str, person: Person) -> Lesson | None:
        """The lesson, when this person may see it."""
        lesson = self.store.lesson(workspace, lesson_id)
        audience = Audience(person, channels=self.directory.channels_of(workspace, person.id))
        return lesson if lesson is not None and may_see(lesson, audience) else None

    def judge(self, workspace: str, lesson: Lesson, reader: Person, verdict: Verdict) -> None:
        """Keep what a reader says. The first colleague who is helped is told to the author."""
        self.store.give_verdict(workspace, lesson.id, reader.id, verdict, self.now())
        if verdict is Verdict.HELPFUL:
            self._tell_author(workspace, lesson, reader, HELPFUL)

    def plan(
        self, workspace: str, lesson_id: str, person: Person, after: After, chosen: date | None
    ) -> Trial | None:
        """Mean to try a lesson; None when they do already or did.

        Raises InvalidInput for a day that does not do, NotAllowed for a lesson of their own or
        one that they may not see.
        """
        lesson = self.lesson(workspace, lesson_id, person)
        if lesson is None or not can_try(lesson, person):
            raise NotAllowed("This lesson is not theirs to try.")
        day = due_on(after, chosen, self.today(person))
        trial = Trial(lesson_id, person.id, self._workday(workspace, person, day), self.now())
        if not self.store.plan_trial(workspace, trial):
            return None
        self._ask_on_its_day(workspace, trial, person)
        return trial

    def today(self, person: Person) -> date:
        """The day it is where they are."""
        return self.now().astimezone(zone_of(person.tz)).date()

    def asked(self, workspace: str, lesson_id: str, person: Person) -> Trial:
        """Their trial; raises NotAllowed when there is none."""
        trial = self.store.trial(workspace, lesson_id, person.id)
        if trial is None:
            raise NotAllowed("There is no such trial.")
        return trial

    def result(self, workspace: str, lesson_id: str, person: Person, state: TrialState) -> Trial:
        """Keep whether it held. The first result is told to the author."""
        before = self.asked(workspace, lesson_id, person)
        after = before.answered(state, self.now())
        self.store.move_trial(workspace, before, after)
        lesson = self.store.lesson(workspace, lesson_id)
        if lesson is not None:
            self._tell_author(workspace, lesson, person, TRIAL)
        return after

    def not_yet(self, workspace: str, lesson_id: str, person: Person) -> Trial:
        """Ask once more later; who has not tried it then either has let it go."""
        before = self.asked(workspace, lesson_id, person)
        if not before.state.is_open:
            return before
        after = before.postponed(self.today(person))
        after = replace(after, due_on=self._workday(workspace, person, after.due_on))
        if self.store.move_trial(workspace, before, after) and after.state.is_open:
            self._ask_on_its_day(workspace, after, person)
        return after

    def let_go(self, workspace: str, lesson_id: str, person: Person) -> Trial:
        """Never mind. What was answered stays."""
        before = self.asked(workspace, lesson_id, person)
        if not before.state.is_open:
            return before
        after = replace(before, state=TrialState.LET_GO, answered_at=self.now())
        self.store.move_trial(workspace, before, after)
        return after

    def tell(self, workspace: str, lesson_id: str, person: Person, told: str) -> None:
        """Keep what was different, for this person alone."""
        self.asked(workspace, lesson_id, person)
        if len(told) > TOLD:
            raise InvalidInput("share.error.too_long", "told", limit=TOLD)
        refuse_secrets(told=told)
        self.store.keep_told(workspace, lesson_id, person.id, told.strip())

    def _workday(self, workspace: str, person: Person, day: date) -> date:
        """`day` or the first workday of theirs after it: they are told when they are asked."""
        wished = self.store.wishes(workspace, person.id).country
        country = wished or self.store.option(workspace, COUNTRY)
        return next_workday(day - timedelta(days=1), country)

    def _ask_on_its_day(self, workspace: str, trial: Trial, person: Person) -> None:
        due: datetime = instant(trial.due_on, _ASKED_AT, zone_of(person.tz))
        subject = {"about": TRIAL, "lesson": trial.lesson_id, "day": trial.due_on.isoformat()}
        key = trial.key(workspace)
        self.outbox.add(workspace, person.id, Kind.FOLLOW_UP, key, subject, due)

    def _tell_author(self, workspace: str, lesson: Lesson, reader: Person, about: str) -> None:
        author = lesson.author.user_id
        if author is None or author == reader.id or lesson.visibility is Visibility.PRIVATE:
            return
        # The key makes it the first time only; what follows is for the digest.
        key = self.outbox.untold(workspace, f"thanks:{about}:{uuid5(NAMESPACE_OID, lesson.id).hex}")
        subject = {"about": about, "lesson": lesson.id}
        self.outbox.add(workspace, author, Kind.THANKS, key, subject)


def can_try(lesson: Lesson, person: Person) -> bool:
    """Whether this is a colleague's lesson that its author still stands for."""
    return lesson.is_current and lesson.author.user_id != person.id
