"""Messages that Hallway sends by itself, claimed by conditional UPDATE."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, and_, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from ..domain.attention import Kind
from ..domain.delivery import WORDS, Delivery, DeliveryState, Receipt
from .authors import Authors
from .rows import aware, aware_or_none, in_use
from .schema_rhythm import deliveries

_COUNTED = [kind.value for kind in Kind if kind.is_counted]


class SqlDeliveries:
    """`ports.rhythm.Deliveries` on SQLAlchemy."""

    engine: Engine
    authors: Authors

    def write_down(self, workspace: str, delivery: Delivery) -> bool:
        mark, *older = self.authors.delivery_marks(workspace, delivery.key)
        row = {
            "workspace": workspace,
            "id": delivery.id,
            "user_id": delivery.user_id,
            "kind": delivery.kind.value,
            "rank": delivery.kind.rank,
            "key": mark,
            "subject": self.authors.seal_delivery(delivery.key, delivery.subject),
            "due_at": delivery.due_at,
            "expires_at": delivery.expires_at,
            "state": delivery.state.value,
            "attempts": delivery.attempts,
        }
        try:
            with self.engine.begin() as connection:
                # Of one that was marked with the key before this the database knows nothing.
                if older and _is_there(connection, workspace, older):
                    return False
                connection.execute(insert(deliveries).values(row))
        except IntegrityError:
            return False
        return True

    def due_deliveries(
        self, now: datetime, limit: int, without: Collection[str] = ()
    ) -> list[tuple[str, Delivery]]:
        return self._placed(
            select(deliveries)
            .where(deliveries.c.state == DeliveryState.WAITING.value, deliveries.c.due_at <= now)
            .where(deliveries.c.workspace.not_in(without), in_use(deliveries))
            .order_by(deliveries.c.rank, deliveries.c.due_at, deliveries.c.id)
            .limit(limit)
        )

    def claim_delivery(self, workspace: str, delivery: Delivery, now: datetime) -> bool:
        return self._change(
            workspace,
            delivery.id,
            deliveries.c.state == DeliveryState.WAITING.value,
            deliveries.c.due_at == delivery.due_at,
            state=DeliveryState.SENDING.value,
            claimed_at=now,
            attempts=delivery.attempts + 1,
        )

    def postpone(self, workspace: str, delivery: Delivery, to: datetime) -> bool:
        open_states = [DeliveryState.WAITING.value, DeliveryState.SENDING.value]
        return self._change(
            workspace,
            delivery.id,
            deliveries.c.state.in_(open_states),
            deliveries.c.due_at == delivery.due_at,
            state=DeliveryState.WAITING.value,
            due_at=to,
            claimed_at=None,
        )

    def settle(
        self,
        workspace: str,
        delivery_id: str,
        state: DeliveryState,
        at: datetime,
        receipt: Receipt | None = None,
    ) -> None:
        values: dict[str, Any] = {"state": state.value}
        if receipt is not None:
            values |= {"channel": receipt.channel, "ts": receipt.ts, "sent_at": at}
        here = (deliveries.c.workspace == workspace, deliveries.c.id == delivery_id)
        with self.engine.begin() as connection:
            row = connection.execute(select(deliveries).where(*here)).mappings().first()
            key, subject = self.authors.read_delivery(row) if row else ("", {})
            if WORDS in subject:
                subject.pop(WORDS)
                values["subject"] = self.authors.seal_delivery(key, subject)
            connection.execute(update(deliveries).where(*here).values(values))

    def stuck_deliveries(self, before: datetime, after: datetime) -> list[tuple[str, Delivery]]:
        claimed = deliveries.c.claimed_at
        return self._placed(
            select(deliveries).where(
                deliveries.c.state == DeliveryState.SENDING.value,
                (claimed < before) | (claimed > after),
                in_use(deliveries),
            )
        )

    def set_subject(self, workspace: str, delivery: Delivery, subject: dict[str, str]) -> None:
        # Whoever is forgotten takes the key along.
        same = deliveries.c.key.in_(self.authors.delivery_marks(workspace, delivery.key))
        sealed = self.authors.seal_delivery(delivery.key, subject)
        self._change(workspace, delivery.id, same, subject=sealed)

    def delivery(self, workspace: str, delivery_id: str) -> Delivery | None:
        found = self._of(workspace, deliveries.c.id == delivery_id)
        return found[0] if found else None

    def delivery_by_key(self, workspace: str, key: str) -> Delivery | None:
        marks = self.authors.delivery_marks(workspace, key)
        found = self._of(workspace, deliveries.c.key.in_(marks))
        return found[0] if found else None

    def delivery_at(self, workspace: str, channel: str, ts: str) -> Delivery | None:
        found = self._of(workspace, deliveries.c.channel == channel, deliveries.c.ts == ts)
        return found[0] if found else None

    def answer_delivery(self, workspace: str, delivery_id: str, at: datetime) -> bool:
        return self._change(
            workspace, delivery_id, deliveries.c.answered_at.is_(None), answered_at=at
        )

    def counted_since(
        self, workspace: str, user_id: str, since: datetime, besides: str | None = None
    ) -> list[datetime]:
        counts = deliveries.c.sent_at > since
        if besides is not None:
            under_way = deliveries.c.state == DeliveryState.SENDING.value
            counts = or_(counts, and_(under_way, deliveries.c.id != besides))
        at = func.coalesce(deliveries.c.sent_at, deliveries.c.claimed_at)
        statement = (
            select(at)
            .where(
                deliveries.c.workspace == workspace,
                deliveries.c.user_id == user_id,
                deliveries.c.kind.in_(_COUNTED),
                counts,
            )
            .order_by(at)
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return [aware(at) for at in connection.scalars(statement)]

    def counted_to(self, workspace: str, user_id: str, since: datetime) -> list[Delivery]:
        found = self._of(
            workspace,
            deliveries.c.user_id == user_id,
            deliveries.c.kind.in_(_COUNTED),
            deliveries.c.sent_at > since,
        )
        return sorted(found, key=lambda one: (one.sent_at or since, one.id))

    def last_sent(self, workspace: str, user_id: str, kind: Kind) -> Delivery | None:
        here = (
            deliveries.c.user_id == user_id,
            deliveries.c.sent_at.is_not(None),
            deliveries.c.kind == kind.value,
        )
        found = self._of(workspace, *here, newest=1)
        return found[0] if found else None

    def drop_waiting(
        self, workspace: str, user_id: str, kinds: Sequence[Kind], besides: str = ""
    ) -> int:
        statement = (
            update(deliveries)
            .where(
                deliveries.c.workspace == workspace,
                deliveries.c.user_id == user_id,
                deliveries.c.state == DeliveryState.WAITING.value,
                deliveries.c.kind.in_([kind.value for kind in kinds]),
                deliveries.c.id != besides,
            )
            .values(state=DeliveryState.DROPPED.value)
        )
        with self.engine.begin() as connection:
            return connection.execute(statement).rowcount

    def _change(self, workspace: str, delivery_id: str, *where: Any, **values: Any) -> bool:
        statement = (
            update(deliveries)
            .where(deliveries.c.workspace == workspace, deliveries.c.id == delivery_id, *where)
            .values(**values)
        )
        with self.engine.begin() as connection:
            return connection.execute(statement).rowcount == 1

    def _of(self, workspace: str, *where: Any, newest: int | None = None) -> list[Delivery]:
        statement = select(deliveries).where(deliveries.c.workspace == workspace, *where)
        if newest is not None:
            statement = statement.order_by(deliveries.c.sent_at.desc()).limit(newest)
        return [delivery for _, delivery in self._placed(statement)]

    def _placed(self, statement: Any) -> list[tuple[str, Delivery]]:
        with self.engine.connect().execution_options(reads_only=True) as connection:
            rows = connection.execute(statement).mappings()
            return [(row["workspace"], _delivery(row, self.authors)) for row in rows]


def _is_there(connection: Connection, workspace: str, marks: list[str]) -> bool:
    here = (deliveries.c.workspace == workspace, deliveries.c.key.in_(marks))
    return connection.scalar(select(deliveries.c.id).where(*here)) is not None


def _delivery(row: RowMapping, authors: Authors) -> Delivery:
    key, subject = authors.read_delivery(row)
    return Delivery(
        id=row["id"],
        user_id=row["user_id"],
        kind=Kind(row["kind"]),
        key=key,
        due_at=aware(row["due_at"]),
        expires_at=aware(row["expires_at"]),
        subject=subject,
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        claimed_at=aware_or_none(row["claimed_at"]),
        sent_at=aware_or_none(row["sent_at"]),
        channel=row["channel"],
        ts=row["ts"],
        answered_at=aware_or_none(row["answered_at"]),
    )
