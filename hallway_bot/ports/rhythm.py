"""What sending by itself and reflecting need from a store. All times are aware UTC times."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from ..domain.attention import Kind
from ..domain.delivery import Delivery, DeliveryState, Receipt
from ..domain.reflecting import Intention, Note, Pause, Reflecting, Wishes

Placed = tuple[str, Delivery]


class Deliveries(Protocol):
    """Messages that are written down before they are sent."""

    def write_down(self, workspace: str, delivery: Delivery) -> bool:
        """False when one with its key is there already, whatever became of it."""

    def due_deliveries(
        self, now: datetime, limit: int, without: Collection[str] = ()
    ) -> list[Placed]:
        """(workspace, delivery) that wait and are due, what matters most first; none of the
        workspaces `without`."""

    def claim_delivery(self, workspace: str, delivery: Delivery, now: datetime) -> bool:
        """Take it for sending; True for exactly one caller as long as it waits like this."""

    def postpone(self, workspace: str, delivery: Delivery, to: datetime) -> bool:
        """Let one that waits or was claimed wait until `to`; False when it moved meanwhile."""

    def settle(
        self,
        workspace: str,
        delivery_id: str,
        state: DeliveryState,
        at: datetime,
        receipt: Receipt | None = None,
    ) -> None:
        """It is sent (with where it stands), lapsed or dropped."""

    def stuck_deliveries(self, before: datetime, after: datetime) -> list[Placed]:
        """Those claimed earlier or later than these times and never settled: their process may
        have died, or the clock was set back since."""

    def set_subject(self, workspace: str, delivery: Delivery, subject: dict[str, str]) -> None:
        """Say anew what it is about; not when that was forgotten meanwhile."""

    def delivery(self, workspace: str, delivery_id: str) -> Delivery | None: ...

    def delivery_by_key(self, workspace: str, key: str) -> Delivery | None:
        """The one that was written down with this key."""

    def delivery_at(self, workspace: str, channel: str, ts: str) -> Delivery | None:
        """The one that stands there."""

    def answer_delivery(self, workspace: str, delivery_id: str, at: datetime) -> bool:
        """Note that the person reacted; True the first time."""

    def counted_since(
        self, workspace: str, user_id: str, since: datetime, besides: str | None = None
    ) -> list[datetime]:
        """When the person was sent something unasked, oldest first.

        `besides`, the id of a delivery: what is being sent at this moment counts as well, except
        this one.
        """

    def counted_to(self, workspace: str, user_id: str, since: datetime) -> list[Delivery]:
        """What the person was sent unasked since then, oldest first."""

    def last_sent(self, workspace: str, user_id: str, kind: Kind) -> Delivery | None: ...

    def drop_waiting(
        self, workspace: str, user_id: str, kinds: Sequence[Kind], besides: str = ""
    ) -> int:
        """Drop what waits for this person, except the delivery `besides`; returns how many."""


class Rhythms(Protocol):
    """Who is asked to reflect, and when next."""

    def reflecting(self, workspace: str, user_id: str) -> Reflecting | None: ...

    def save_reflecting(self, workspace: str, one: Reflecting) -> None: ...

    def move_reflecting(self, workspace: str, before: Reflecting, after: Reflecting) -> bool:
        """Save `after` if the next prompt is still the one of `before`."""

    def reflecting_due(self, now: datetime, limit: int) -> list[tuple[str, Reflecting]]:
        """(workspace, person) whose next prompt is due, the longest due first."""

    def all_reflecting(self, workspace: str) -> list[Reflecting]: ...

    def prompts_seen(self, workspace: str, user_id: str, since: datetime) -> frozenset[str]:
        """Ids of the library's prompts that the person got since then."""

    def see_prompt(self, workspace: str, user_id: str, prompt_id: str, at: datetime) -> None: ...


class Notes(Protocol):
    """What people began to write, and what they mean to do."""

    def save_note(self, workspace: str, note: Note) -> bool:
        """Keep it unless newer words of it are kept already."""

    def note(self, workspace: str, note_id: str) -> Note | None: ...

    def notes_of(self, workspace: str, user_id: str) -> list[Note]:
        """Newest first."""

    def drop_note(self, workspace: str, note_id: str, user_id: str) -> bool: ...

    def save_intention(self, workspace: str, intention: Intention) -> None: ...

    def intention(self, workspace: str, intention_id: str) -> Intention | None: ...

    def due_intention(self, workspace: str, user_id: str, today: date) -> Intention | None:
        """The one due longest of those not asked about yet."""

    def intentions_of(self, workspace: str, user_id: str) -> list[Intention]: ...


class Arrangements(Protocol):
    """What people and admins arranged."""

    def wishes(self, workspace: str, user_id: str) -> Wishes: ...

    def set_wishes(self, workspace: str, user_id: str, wishes: Wishes) -> None: ...

    def option(self, workspace: str, name: str) -> str | None:
        """A setting of the whole workspace."""

    def options_named(self, name: str) -> list[tuple[str, str]]:
        """(workspace, value) of all workspaces that have this setting."""

    def set_option(self, workspace: str, name: str, value: str | None) -> None: ...

    def pauses(self, workspace: str, now: datetime) -> list[Pause]:
        """Those that last beyond `now`."""

    def pause(self, workspace: str, pause: Pause) -> None: ...

    def end_pause(self, workspace: str, scope: str) -> None: ...


class Courier(Protocol):
    """Takes a delivery to Slack."""

    def post(self, workspace: str, delivery: Delivery) -> Receipt | None:
        """Send it; None when there is nothing left to say.

        Raises Refused (certainly not sent) or Unclear (perhaps sent: look before trying again).
        """

    def find(self, workspace: str, delivery: Delivery) -> Receipt | None:
        """Where it stands in the conversation; None when it is not there.

        Raises Unavailable, and Refused where one may not look.
        """
