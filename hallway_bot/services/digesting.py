"""Writing down the weekly digest for the channel that an administrator chose, once a week."""

from dataclasses import dataclass
from datetime import timedelta

from ..domain.attention import Kind
from ..domain.errors import Unavailable
from ..domain.weeks import Week, week_told
from ..domain.workdays import zone_of
from ..ports import Clock, Directory, Store
from .sending import Outbox
from .turns import COUNTRY

# The channel, who chose it, and the language that is spoken to a whole channel.
CHANNEL, CHOSEN_BY, LANGUAGE = "digest_channel", "digest_by", "language"
# A bot that was down on Monday morning still tells of the week until so long after.
_LATE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Digesting:
    """The use case."""

    store: Store
    directory: Directory
    outbox: Outbox
    now: Clock

    def catch_up(self) -> int:
        """Write down what is due; returns how many. The key makes it once a week."""
        written = 0
        for workspace, channel in self.store.options_named(CHANNEL):
            try:
                written += self._plan(workspace, channel)
            except Unavailable:
                continue  # Slack is away: the next tick comes back to it
        return written

    def week(self, workspace: str) -> Week:
        """The week that is told of now: at ten where the person is who chose the channel."""
        chosen_by = self.store.option(workspace, CHOSEN_BY)
        zone = zone_of(self.directory.person(workspace, chosen_by).tz if chosen_by else "Etc/UTC")
        return week_told(self.now(), zone, self.store.option(workspace, COUNTRY))

    def is_safe(self, workspace: str, channel: str) -> bool:
        """Whether only colleagues read along there."""
        return not self.directory.has_outsiders(workspace, channel)

    def _plan(self, workspace: str, channel: str) -> bool:
        week = self.week(workspace)
        if not week.due_at <= self.now() < week.due_at + _LATE:
            return False
        resting = self.store.pauses(workspace, self.now())
        if any(pause.scope in ("", channel) for pause in resting):
            return False  # rest for everyone, or for this channel: also from the digest
        if not self.is_safe(workspace, channel):
            return self._tell_admin(workspace, channel, week)
        subject = {
            "about": "digest",
            "channel": channel,
            "since": week.since.isoformat(),
            "until": week.until.isoformat(),
        }
        key = f"digest:{channel}:{week.name}"
        return self.outbox.add(workspace, channel, Kind.DIGEST, key, subject, week.due_at)

    def _tell_admin(self, workspace: str, channel: str, week: Week) -> bool:
        admin = self.store.option(workspace, CHOSEN_BY)
        if admin is None:
            return False
        # Once a month: it may stay so, and they know.
        key = f"digest-outsiders:{channel}:{week.due_at:%Y-%m}"
        # `room`, not `channel`: that would say where the message itself stands.
        subject = {"about": "outsiders", "room": channel}
        return self.outbox.add(workspace, admin, Kind.DIGEST, key, subject)
