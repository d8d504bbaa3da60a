"""A message that Hallway sends by itself: written down first, sent once, found again."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .attention import Kind

# Where a subject holds what somebody wrote and nothing else keeps, as long as it may be sent.
WORDS = "words"


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    SENDING = "sending"  # claimed by one process; after a crash, look before sending again
    SENT = "sent"
    LAPSED = "lapsed"  # its time was over before it fitted
    DROPPED = "dropped"  # there was nobody to send it to, or nothing left to say


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one person (or channel). All times are aware UTC times.

    `key` is unique in a workspace: what is written down twice is one delivery. `id` does not
    follow from it. `subject` has ids of what it is about, and somebody's words only under `WORDS`,
    until it is settled. `channel` and `ts` say where it stands once it is sent.
    """

    id: str
    user_id: str
    kind: Kind
    key: str
    due_at: datetime
    expires_at: datetime
    subject: dict[str, str] = field(default_factory=dict)
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
    channel: str | None = None
    ts: str | None = None
    answered_at: datetime | None = None

    @property
    def is_left_out(self) -> bool:
        """Whether it was written down so that it is never sent: it had no time to be sent in."""
        return self.state is DeliveryState.DROPPED and self.due_at == self.expires_at


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a message stands in Slack."""

    channel: str
    ts: str
