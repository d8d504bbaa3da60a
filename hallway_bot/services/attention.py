"""Whether something unasked may come to a person now, or not before when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..domain.attention import DEFAULT_LIMIT, WINDOW, Kind, may_send
from ..domain.person import Person
from ..domain.workdays import instant, next_workday, working_hours, zone_of
from ..ports import Directory, Store

_TOMORROW = timedelta(days=1)
_SENDING_TOOK = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Attention:
    """Rest, leave, working hours and the budget: the one decision on all of them."""

    store: Store
    directory: Directory

    def later(self, workspace: str, kind: Kind, person: Person, now: datetime) -> datetime | None:
        """Until when a message of this kind must wait; None: now is fine.

        Raises Unavailable while Slack is away.
        """
        if not kind.is_counted:
            return None
        wishes = self.store.wishes(workspace, person.id)
        zone = zone_of(person.tz)
        country = wishes.country or self.store.option(workspace, "country")
        if rest := self._rest(workspace, person, now):
            return rest
        if self.directory.is_away(workspace, person.id):
            local = now.astimezone(zone)
            return instant(next_workday(local.date(), country), local.time(), zone)
        if not kind.at_any_hour:
            decent = working_hours(now, zone, country)
            if decent > now:
                return decent
        limit = DEFAULT_LIMIT if wishes.attention_limit is None else wishes.attention_limit
        return self._budget(workspace, kind, person, now, limit)

    def _rest(self, workspace: str, person: Person, now: datetime) -> datetime | None:
        """When the pause ends that an admin made for everyone or for a channel of theirs."""
        until = [
            pause.until
            for pause in self.store.pauses(workspace, now)
            if not pause.scope or self.directory.is_member(workspace, person.id, pause.scope)
        ]
        return max(until, default=None)

    def _budget(
        self, workspace: str, kind: Kind, person: Person, now: datetime, limit: int
    ) -> datetime | None:
        sent = self.store.counted_since(workspace, person.id, now - WINDOW)
        mine = self.store.reflecting(workspace, person.id)
        then = None
        if mine and mine.next and mine.next.at < now + WINDOW:
            # The prompt before is out of the window by then, give or take what sending took.
            begins = mine.next.at - WINDOW + _SENDING_TOOK
            then = sum(at > begins for at in sent)
        if may_send(kind, len(sent), limit, at_prompt=then):
            return None
        return sent[0] + WINDOW if len(sent) >= max(limit, 1) else now + _TOMORROW
