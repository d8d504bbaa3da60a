"""Sending what was written down: once, in order of what matters, within people's attention."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4

from ..domain.attention import Kind
from ..domain.delivery import Delivery, DeliveryState
from ..domain.errors import Refused, Unavailable, Unclear
from ..ports import Clock, Directory, Store
from ..ports.rhythm import Courier, Placed
from .attention import Attention

_AT_ONCE = 50
# From so many on, people are asked for in one list instead of one by one.
_MANY = 20
# A message that was claimed so long ago was not sent by anybody who still lives.
_GIVEN_UP = timedelta(minutes=5)
_SLACK_AWAY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Outbox:
    """Where use cases write down what is to be sent. `wake` has it sent soon."""

    store: Store
    now: Clock
    wake: Callable[[], None] = lambda: None

    def add(
        self,
        workspace: str,
        user_id: str,
        kind: Kind,
        key: str,
        subject: dict[str, str] | None = None,
        due_at: datetime | None = None,
    ) -> bool:
        """Write down one message; False when `key` was written down before.

        `key` makes it one message however often it is added; `due_at` (aware) defaults to now.
        """
        due = due_at or self.now()
        expires = due + kind.patience
        written = self.store.write_down(
            workspace, Delivery(_new_id(), user_id, kind, key, due, expires, subject or {})
        )
        if written and due_at is None:
            self.wake()
        return written

    def untold(self, workspace: str, key: str) -> str:
        """`key`, or the next one where it came to nothing: there was nobody, or nothing to say."""
        times, tried = 1, key
        while (before := self.store.delivery_by_key(workspace, tried)) is not None:
            if before.state is not DeliveryState.DROPPED:
                break
            times += 1
            tried = f"{key}:{times}"
        return tried

    def leave_out(self, workspace: str, user_id: str, kind: Kind, key: str) -> None:
        """Write down that this message is never sent; one that was written down stays."""
        now, dropped = self.now(), DeliveryState.DROPPED
        self.store.write_down(
            workspace, Delivery(_new_id(), user_id, kind, key, now, now, state=dropped)
        )


def _new_id() -> str:
    # Of chance: what follows from the key tells whom an unnamed lesson's messages go to.
    return uuid4().hex


def _aside(delivery: Delivery) -> timedelta:
    """How long to step aside for another process, which may step aside for us: not as long."""
    return timedelta(seconds=30 + int(delivery.id[:2], 16) % 60)


@dataclass(frozen=True, slots=True)
class Sending:
    """The use case. `pace` waits until the next message may go out, at Slack's rate."""

    store: Store
    directory: Directory
    courier: Courier
    now: Clock
    pace: Callable[[], None] = lambda: None
    stopping: Callable[[], bool] = lambda: False
    # From when until when Slack asked us to wait, by workspace: each has a limit of its own.
    _held: dict[str, tuple[datetime, datetime]] = field(default_factory=dict, repr=False)

    @property
    def _attention(self) -> Attention:
        return Attention(self.store, self.directory)

    def catch_up(self) -> int:
        """Send everything that is due and fits; returns how many were sent."""
        self._recover()
        sent = 0
        while placed := self.store.due_deliveries(self.now(), _AT_ONCE, self._holding()):
            if len(placed) >= _MANY:
                self._prepare(placed)
            for workspace, delivery in placed:
                if self.stopping():
                    return sent
                if workspace not in self._holding():
                    sent += self._one(workspace, delivery)
        return sent

    def _recover(self) -> None:
        """A process that died between sending and noting it: look before sending again."""
        now = self.now()  # a claim of later than now is from before the clock was set back
        for workspace, delivery in self.store.stuck_deliveries(now - _GIVEN_UP, now + _GIVEN_UP):
            try:
                receipt = self.courier.find(workspace, delivery)
            except Unavailable:
                continue
            except Refused:  # whether it arrived stays unknown: better none than two
                self.store.settle(workspace, delivery.id, DeliveryState.LAPSED, self.now())
                continue
            if receipt is None:
                self.store.postpone(workspace, delivery, self.now())
            else:
                at = delivery.claimed_at or self.now()
                self.store.settle(workspace, delivery.id, DeliveryState.SENT, at, receipt)

    def _prepare(self, placed: list[Placed]) -> None:
        people: dict[str, list[str]] = {}
        for workspace, delivery in placed:
            people.setdefault(workspace, []).append(delivery.user_id)
        for workspace, user_ids in people.items():
            try:
                self.directory.prepare(workspace, user_ids)
            except Unavailable:
                continue  # then one by one, as far as Slack answers

    def _one(self, workspace: str, delivery: Delivery) -> bool:
        now = self.now()
        if now >= delivery.expires_at:
            self.store.settle(workspace, delivery.id, DeliveryState.LAPSED, now)
            return False
        if delivery.kind is not Kind.DIGEST:
            try:
                person = self.directory.person(workspace, delivery.user_id)
                later = self._attention.later(workspace, delivery.kind, person, now)
            except Unavailable:
                self.store.postpone(workspace, delivery, now + _SLACK_AWAY)
                return False
            if not person.is_colleague:
                self.store.settle(workspace, delivery.id, DeliveryState.DROPPED, now)
                return False
            if later is not None:
                self.store.postpone(workspace, delivery, later)
                return False
        return self._send(workspace, delivery)

    def _send(self, workspace: str, delivery: Delivery) -> bool:
        now = self.now()
        if not self.store.claim_delivery(workspace, delivery, now):
            return False
        claimed = replace(delivery, claimed_at=now, attempts=delivery.attempts + 1)
        if not self._attention.still_fits(workspace, claimed, now):
            self.store.postpone(workspace, claimed, now + _aside(claimed))
            return False
        self.pace()
        try:
            receipt = self.courier.post(workspace, claimed)
        except Unclear:
            return False  # claimed it stays; `_recover` looks whether it arrived
        except Refused as error:
            if error.retry_after is None:
                self.store.settle(workspace, delivery.id, DeliveryState.DROPPED, now)
            else:
                until = now + timedelta(seconds=error.retry_after)
                self.store.postpone(workspace, claimed, until)
                if error.every:  # else one that never goes out would keep all others waiting
                    self._held[workspace] = (now, until)
            return False
        state = DeliveryState.SENT if receipt else DeliveryState.DROPPED
        self.store.settle(workspace, delivery.id, state, now, receipt)
        return receipt is not None

    def _holding(self) -> frozenset[str]:
        """The workspaces in which Slack asked us to wait, for everything."""
        now = self.now()  # before `since` the clock was set back: nobody knows how long it was
        return frozenset(
            workspace for workspace, (since, until) in self._held.items() if since <= now < until
        )
