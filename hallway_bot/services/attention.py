"""Whether something unasked may come to a person now, or not before when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from ..domain.attention import DEFAULT_LIMIT, WINDOW, Kind, may_send
from ..domain.delivery import Delivery
from ..domain.person import Person
from ..domain.rhythm import Due, Rhythm, apart, first_moment
from ..domain.workdays import instant, next_workday, working_hours, zone_of
from ..ports import Directory, Store
from .told import Told
from .turns import here_and_now

_TOMORROW = timedelta(days=1)
_SENDING_TOOK = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Attention:
    """Rest, leave, working hours and the budget: the one decision on all of them."""

    store: Store
    directory: Directory

    def later(self, workspace: str, kind: Kind, person: Person, now: datetime) -> datetime | None:
        """Until when a message of this kind must wait; None: now is fine.

        What has to wait comes at the person's own time if it is their prompt, within working
        hours if it is not. Raises Unavailable while Slack is away.
        """
        if not kind.is_counted:
            return None
        mine = self.store.reflecting(workspace, person.id) if kind is Kind.PROMPT else None
        rhythm = mine.rhythm if mine else Rhythm()
        rhythm = here_and_now(self.store, self.directory, workspace, person, rhythm)
        free = self._free(workspace, kind, rhythm, person, now)
        if free is None:
            return self._too_soon(workspace, person.id, rhythm, now) if mine else None
        if mine is not None:
            return first_moment(rhythm, free)
        return working_hours(free, zone_of(rhythm.zone), rhythm.country)

    def _too_soon(
        self, workspace: str, user_id: str, rhythm: Rhythm, now: datetime
    ) -> datetime | None:
        """Until when a prompt keeps its distance from the last one; None: it is far enough."""
        last = self.store.last_sent(workspace, user_id, Kind.PROMPT)
        at = apart(rhythm, Due(now, ""), last.sent_at if last else None).at
        return at if at > now else None

    def room_at(self, workspace: str, user_id: str, at: datetime) -> datetime | None:
        """When a prompt that comes `at` finds room, as far as messages were sent by now; None: at
        once, or never as they allow nothing."""
        return (
            self._budget(workspace, Kind.PROMPT, user_id, at)
            if self.limit(workspace, user_id)
            else None
        )

    def _free(
        self, workspace: str, kind: Kind, rhythm: Rhythm, person: Person, now: datetime
    ) -> datetime | None:
        """From when on nothing keeps it waiting any more; None: nothing does now."""
        if rest := self.rest(workspace, person, now):
            return rest
        zone = zone_of(rhythm.zone)
        if self.directory.is_away(workspace, person.id):
            today = now.astimezone(zone).date()
            return instant(next_workday(today, rhythm.country), time(0), zone)
        if not kind.at_any_hour:
            decent = working_hours(now, zone, rhythm.country)
            if decent > now:
                return decent
        return self._budget(workspace, kind, person.id, now)

    def full_until(
        self, workspace: str, kind: Kind, person: Person, now: datetime
    ) -> datetime | None:
        """When this person's full week has room again, within their working hours and unless
        something else takes it first; None: it has room. As far as may be told."""
        sent = Told(self.store).sent(workspace, person.id, now - WINDOW)
        free = self._fits(workspace, kind, person.id, now, sent)
        return None if free is None else self.at_work(workspace, person, free)

    def at_work(self, workspace: str, person: Person, at: datetime) -> datetime:
        """`at` itself within this person's working hours, else when they next begin."""
        wished = self.store.wishes(workspace, person.id).country
        country = wished or self.store.option(workspace, "country")
        return working_hours(at, zone_of(person.tz), country)

    def limit(self, workspace: str, user_id: str) -> int:
        """How much they allow within `WINDOW`."""
        wished = self.store.wishes(workspace, user_id).attention_limit
        return DEFAULT_LIMIT if wished is None else wished

    def still_fits(self, workspace: str, delivery: Delivery, now: datetime) -> bool:
        """Whether a delivery that is claimed fits beside what else is being sent to this person
        at this moment: of two processes that each found the last place, neither may take two."""
        if not delivery.kind.is_counted:
            return True
        who, besides = delivery.user_id, delivery.id
        return self._budget(workspace, delivery.kind, who, now, besides) is None

    def rest(self, workspace: str, person: Person, now: datetime) -> datetime | None:
        """When the pause ends that an admin made for everyone or for a channel of theirs."""
        until = [
            pause.until
            for pause in self.store.pauses(workspace, now)
            if not pause.scope or self.directory.is_member(workspace, person.id, pause.scope)
        ]
        return max(until, default=None)

    def _budget(
        self, workspace: str, kind: Kind, user_id: str, now: datetime, besides: str | None = None
    ) -> datetime | None:
        # What takes none of a prompt's place while it is to come takes none when it comes either.
        ahead = _SENDING_TOOK if kind is Kind.PROMPT else timedelta()
        sent = self.store.counted_since(workspace, user_id, now + ahead - WINDOW, besides)
        free = self._fits(workspace, kind, user_id, now, sent)
        return None if free is None else free - ahead

    def _fits(
        self, workspace: str, kind: Kind, user_id: str, now: datetime, sent: Sequence[datetime]
    ) -> datetime | None:
        """When one more fits beside what was `sent`; None: now."""
        limit = self.limit(workspace, user_id)
        mine = self.store.reflecting(workspace, user_id)
        then = None
        if mine and mine.next and mine.next.at < now + WINDOW:
            # The prompt before is out of the window by then, give or take what sending took.
            begins = mine.next.at - WINDOW + _SENDING_TOOK
            then = sum(at > begins for at in sent)
        if may_send(kind, len(sent), limit, at_prompt=then):
            return None
        if len(sent) < limit or not limit:  # kept for their prompt, or for nothing at all
            return now + _TOMORROW
        return sent[len(sent) - limit] + WINDOW
