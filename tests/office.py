"""A store, people and a clock that tests move, with everything that sends by itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import Delivery, DeliveryState, Receipt
from hallway_bot.domain.person import Person
from hallway_bot.domain.reflecting import Reflecting
from hallway_bot.domain.rhythm import Due, Rhythm
from hallway_bot.services.planning import Planning
from hallway_bot.services.sending import Outbox, Sending
from hallway_bot.storage.store import SqlStore

from .fakes import VAULT
from .fakes_directory import MemoryDirectory

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # 11:00 in Amsterdam
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANNA = Person("UANNA", "Anna", tz="Europe/Amsterdam")


@dataclass
class Post:
    """A courier that keeps what it was given, and fails when told to."""

    sent: list[Delivery] = field(default_factory=list)
    fail: Callable[[Delivery], None] = lambda delivery: None

    def post(self, workspace: str, delivery: Delivery) -> Receipt | None:
        self.fail(delivery)
        if delivery.subject.get("nothing"):
            return None
        self.sent.append(delivery)
        return Receipt("D1", str(len(self.sent)))

    def find(self, workspace: str, delivery: Delivery) -> Receipt | None:
        for place, one in enumerate(self.sent, 1):
            if one.id == delivery.id:
                return Receipt("D1", str(place))
        return None


class Office:
    """A store, people and a clock that tests move."""

    def __init__(self, url: str) -> None:
        self.store = SqlStore(url, VAULT)
        self.workspace = self.store.workspace(None)
        self.at = TUESDAY
        self.people = MemoryDirectory(
            {ANNA.id: ANNA}, rooms={"C1": frozenset({ANNA.id}), "C2": frozenset()}
        )
        self.post = Post()
        self.outbox = Outbox(self.store, self.now)
        self.sending = Sending(self.store, self.people, self.post, self.now)
        self.planning = Planning(self.store, self.people, self.outbox, self.now)

    def now(self) -> datetime:
        return self.at

    def add(self, kind: Kind, key: str = "", user: str = ANNA.id, **subject: str) -> str:
        key = key or kind.value
        assert self.outbox.add(self.workspace, user, kind, key, subject)
        return self.id_of(key)

    def id_of(self, key: str) -> str:
        """The id of what was written down with this key."""
        found = self.store.delivery_by_key(self.workspace, key)
        assert found is not None
        return found.id

    def state(self, delivery: str) -> DeliveryState:
        found = self.store.delivery(self.workspace, delivery)
        assert found is not None
        return found.state

    def sent_keys(self) -> list[str]:
        return [one.key for one in self.post.sent]

    def takes_part(self, **fields: object) -> None:
        fields.setdefault("next", Due(datetime(2026, 11, 26, 14, 30, tzinfo=UTC), "2026-W48"))
        rhythm = Rhythm(zone="Europe/Amsterdam")
        one = Reflecting(ANNA.id, TUESDAY - 90 * DAY, rhythm, **fields)  # type: ignore[arg-type]
        self.store.save_reflecting(self.workspace, one)
