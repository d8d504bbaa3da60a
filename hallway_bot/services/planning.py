"""Finding whose prompt is due and writing it down, once a person and period."""

from dataclasses import dataclass, replace
from datetime import datetime

from ..domain.attention import Kind
from ..domain.delivery import DeliveryState
from ..domain.errors import Unavailable
from ..domain.person import Person
from ..domain.reflecting import SILENT_PROMPTS, Reflecting, Taking
from ..domain.rhythm import (
    Due,
    Rhythm,
    apart,
    first_moment,
    next_after,
    next_due,
    planned_again,
    when_found,
)
from ..ports import Clock, Directory, Store
from .attention import Attention
from .sending import Outbox
from .turns import here_and_now

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Planning:
    """The use case. Every step can be repeated: the delivery's key makes it one prompt."""

    store: Store
    directory: Directory
    outbox: Outbox
    now: Clock

    def catch_up(self) -> int:
        """Write down every prompt that is due; returns how many."""
        written = 0
        while due := self.store.reflecting_due(self.now(), _AT_ONCE):
            before = written
            moved = 0
            for workspace, one in due:
                try:
                    person = self.directory.person(workspace, one.user_id)
                    written += self._due(workspace, one, person)
                    moved += 1
                except Unavailable:
                    continue  # Slack is away: it stays due, and the next tick comes back to it
            if not moved or (written == before and len(due) < _AT_ONCE):
                break
        return written

    def rhythm(self, workspace: str, person: Person, rhythm: Rhythm) -> Rhythm:
        """`rhythm` where the person is now: their zone, their country, whose turn it is."""
        return here_and_now(self.store, self.directory, workspace, person, rhythm)

    def spaced(self, workspace: str, user_id: str, rhythm: Rhythm, due: Due) -> Due:
        """`due` as far from the last prompt that really came as the rules have it."""
        last = self.store.last_sent(workspace, user_id, Kind.PROMPT)
        return apart(rhythm, due, last.sent_at if last else None)

    def first(self, workspace: str, user_id: str, rhythm: Rhythm, due: Due) -> Due:
        """`due`, planned anew, where there is room: what came before somebody said yes may fill
        their week. When the next one comes by then, that is the first."""
        due = self.spaced(workspace, user_id, rhythm, due)
        free = Attention(self.store, self.directory).room_at(workspace, user_id, due.at)
        if free is None:
            return due
        later = replace(due, at=first_moment(rhythm, free))
        following = next_due(rhythm, due.at, due.period)
        return later if later.at < following.at else following

    def shown(self, workspace: str, person: Person, one: Reflecting) -> Reflecting:
        """`one` with its next prompt as it will come, as far as is known: the one that waits, if
        there is one, and not before an administrator's rest is over."""
        if one.next is None:
            return one
        rhythm = self.rhythm(workspace, person, one.rhythm)
        key = f"prompt:{one.user_id}:{one.done_period}"
        waits = self.store.delivery_by_key(workspace, key)
        due = self.spaced(workspace, person.id, rhythm, one.next)
        if waits is not None and waits.state is DeliveryState.WAITING:
            due = Due(waits.due_at, due.period)
        rest = Attention(self.store, self.directory).rest(workspace, person, self.now())
        if rest is not None and due.at < rest:
            due = replace(due, at=first_moment(rhythm, rest))
        return one.planned(due)

    def _due(self, workspace: str, one: Reflecting, person: Person) -> bool:
        now = self.now()
        assert one.next is not None
        if not person.is_colleague:
            self.store.move_reflecting(workspace, one, replace(one, state=Taking.OFF, next=None))
            return False
        if person.is_out:  # seen only when something is due: nobody's status is kept
            self.store.claim(workspace, leave_key(person.id), now)
        rhythm = self.rhythm(workspace, person, one.rhythm)
        if rhythm.zone != one.rhythm.zone:
            due = planned_again(rhythm, now, one.done_period)
            moved = replace(one, rhythm=rhythm, next=due)
            if not self.store.move_reflecting(workspace, one, moved) or due.at > now:
                return False
            one = moved
        return self._found(workspace, one, rhythm, now)

    def _found(self, workspace: str, one: Reflecting, rhythm: Rhythm, now: datetime) -> bool:
        assert one.next is not None
        found = when_found(rhythm, one.next, now)
        if found is not None:
            found = self.spaced(workspace, one.user_id, rhythm, found)
        if found is None:
            self._on(workspace, one, next_due(rhythm, now, one.next.period))
            return False
        if found.at > now:
            self._on(workspace, one, found)
            return False
        return self._write(workspace, one, rhythm, found)

    def _on(self, workspace: str, one: Reflecting, due: Due) -> None:
        self.store.move_reflecting(workspace, one, one.planned(due))

    def _write(self, workspace: str, one: Reflecting, rhythm: Rhythm, due: Due) -> bool:
        last = self.store.last_sent(workspace, one.user_id, Kind.PROMPT)
        silent = last is not None and last.answered_at is None and last.due_at >= one.started_at
        unanswered = one.unanswered + 1 if silent else 0
        quiet = unanswered >= SILENT_PROMPTS
        key = f"{'quiet' if quiet else 'prompt'}:{one.user_id}:{due.period}"
        subject = {"about": "quiet" if quiet else "prompt", "period": due.period}
        written = self.outbox.add(workspace, one.user_id, Kind.PROMPT, key, subject, due.at)
        if written and (made := self.store.delivery_by_key(workspace, key)):
            # What still waits of the one before would come at the same time.
            self.store.drop_waiting(workspace, one.user_id, [Kind.PROMPT], made.id)
        following = None if quiet else next_after(rhythm, due, self.now())
        after = replace(
            one,
            rhythm=rhythm,
            state=Taking.QUIET if quiet else Taking.ON,
            next=following,
            done_period=due.period,
            paused_until=None,
            unanswered=unanswered,
        )
        self.store.move_reflecting(workspace, one, after)
        return written


def leave_key(user_id: str) -> str:
    """Under which it is noted that a prompt waits because this person is away."""
    return f"leave:{user_id}"
