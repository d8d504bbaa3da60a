"""Each message once, in order of what matters, within people's attention."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallway_bot.domain.attention import DEFAULT_LIMIT, WINDOW, Kind, may_send
from hallway_bot.domain.delivery import Delivery, DeliveryState, Receipt
from hallway_bot.domain.errors import Refused, Unavailable, Unclear
from hallway_bot.domain.person import Person
from hallway_bot.domain.reflecting import SILENT_PROMPTS, Pause, Reflecting, Taking, Wishes
from hallway_bot.domain.rhythm import Due, Rhythm
from hallway_bot.services.planning import Planning
from hallway_bot.services.sending import Outbox, Sending, delivery_id
from hallway_bot.storage.store import SqlStore

from ..fakes_directory import MemoryDirectory

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
        self.store = SqlStore(url)
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
        return delivery_id(self.workspace, key)

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


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(f"sqlite:///{tmp_path / 'hallway.db'}")


@given(st.sampled_from(Kind), st.integers(0, 12), st.integers(0, 10), st.booleans())
def test_the_budget_is_never_overspent_and_a_place_is_kept_for_the_prompt(
    kind: Kind, sent: int, limit: int, coming: bool
) -> None:
    fits = may_send(kind, sent, limit, prompt_to_come=coming)
    if kind.is_counted:
        assert not (fits and sent >= limit)
        if coming and kind.rank > Kind.PROMPT.rank:
            assert not (fits and sent >= limit - 1)
    else:
        assert fits


def test_a_message_is_sent_once_however_often_it_is_added(office: Office) -> None:
    office.add(Kind.THANKS)
    assert not office.outbox.add(office.workspace, ANNA.id, Kind.THANKS, "thanks")
    assert office.sending.catch_up() == 1
    assert not office.outbox.add(office.workspace, ANNA.id, Kind.THANKS, "thanks")
    assert office.sending.catch_up() == 0


def test_two_processes_that_send_at_once_send_each_message_once(office: Office) -> None:
    for n in range(40):
        office.add(Kind.RELAY, f"relay:{n}")
    other = replace(office.sending)
    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(lambda one: one.catch_up(), (office.sending, other)))
    assert sum(counts) == 40
    assert sorted(office.sent_keys()) == sorted(f"relay:{n}" for n in range(40))


def test_killed_after_sending_it_looks_and_does_not_send_again(office: Office) -> None:
    made = office.add(Kind.RELAY)
    settle = office.store.settle

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    office.store.settle = killed  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        office.sending.catch_up()
    office.store.settle = settle  # type: ignore[method-assign]
    assert office.sending.catch_up() == 0  # perhaps the other one still lives
    office.at += HOUR
    assert office.sending.catch_up() == 0
    assert (office.state(made), len(office.post.sent)) == (DeliveryState.SENT, 1)


def test_killed_before_sending_it_looks_and_sends(office: Office) -> None:
    made = office.add(Kind.RELAY)
    delivery = office.store.delivery(office.workspace, made)
    assert delivery is not None
    office.store.claim_delivery(office.workspace, delivery, office.at)
    office.at += HOUR
    assert office.sending.catch_up() == 1
    assert office.state(made) is DeliveryState.SENT


def test_what_slack_left_unclear_is_looked_for_before_it_is_sent_again(office: Office) -> None:
    made = office.add(Kind.RELAY)

    def late(delivery: Delivery) -> None:
        office.post.sent.append(delivery)
        raise Unclear("no answer")

    office.post.fail = late
    assert office.sending.catch_up() == 0
    office.post.fail = lambda delivery: None
    office.at += HOUR
    office.sending.catch_up()
    assert (office.state(made), len(office.post.sent)) == (DeliveryState.SENT, 1)


def test_when_slack_says_slower_everything_waits_that_long(office: Office) -> None:
    for n in range(3):
        office.add(Kind.RELAY, f"relay:{n}")
    tries = []

    def limited(delivery: Delivery) -> None:
        tries.append(delivery.key)
        raise Refused("ratelimited", 30)

    office.post.fail = limited
    assert office.sending.catch_up() == 0
    assert len(tries) == 1
    office.post.fail = lambda delivery: None
    assert office.sending.catch_up() == 0
    office.at += timedelta(seconds=31)
    assert office.sending.catch_up() == 3


def test_what_nobody_can_get_is_dropped(office: Office) -> None:
    def gone(delivery: Delivery) -> None:
        raise Refused("account_inactive", None)

    made = office.add(Kind.RELAY)
    office.post.fail = gone
    office.sending.catch_up()
    office.people.people["UOLD"] = Person("UOLD", "Old", is_deactivated=True)
    other = office.add(Kind.THANKS, user="UOLD")
    nothing = office.add(Kind.MATCH, nothing="left to say")
    office.post.fail = lambda delivery: None
    assert office.sending.catch_up() == 0
    assert {office.state(one) for one in (made, other, nothing)} == {DeliveryState.DROPPED}


def test_unasked_messages_stop_at_the_budget_and_go_on_a_week_later(office: Office) -> None:
    for n in range(5):
        office.add(Kind.THANKS, f"thanks:{n}")
    assert office.sending.catch_up() == DEFAULT_LIMIT
    assert office.sending.catch_up() == 0
    office.at += WINDOW
    assert office.sending.catch_up() == 2


def test_a_person_who_wants_nothing_unasked_gets_nothing_unasked(office: Office) -> None:
    office.store.set_wishes(office.workspace, ANNA.id, Wishes(attention_limit=0))
    thanks, match = office.add(Kind.THANKS), office.add(Kind.MATCH)
    office.sending.catch_up()
    assert (office.state(thanks), office.state(match)) == (
        DeliveryState.WAITING,
        DeliveryState.SENT,
    )
    for _ in range(20):
        office.at += DAY
        office.sending.catch_up()
    assert office.state(thanks) is DeliveryState.LAPSED


def test_a_place_is_kept_for_this_weeks_prompt(office: Office) -> None:
    office.takes_part()
    office.store.set_wishes(office.workspace, ANNA.id, Wishes(attention_limit=1))
    office.add(Kind.THANKS)
    assert office.sending.catch_up() == 0
    office.at = datetime(2026, 11, 26, 14, 31, tzinfo=UTC)
    assert office.planning.catch_up() == 1
    assert office.sending.catch_up() == 1
    assert office.sent_keys() == ["prompt:UANNA:2026-W48"]


def test_thanks_wait_for_working_hours_and_a_prompt_does_not(office: Office) -> None:
    office.at = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)  # Friday evening
    office.add(Kind.THANKS)
    office.add(Kind.PROMPT)
    assert office.sending.catch_up() == 1
    office.at = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)  # Monday, nine o'clock in Amsterdam
    assert office.sending.catch_up() == 1
    assert office.sent_keys() == ["prompt", "thanks"]


@pytest.mark.parametrize("how", ["status", "do not disturb"])
def test_who_is_away_gets_it_on_the_next_workday(office: Office, how: str) -> None:
    if how == "status":
        office.people.people[ANNA.id] = replace(ANNA, is_out=True)
    else:
        office.people.snoozing.add(ANNA.id)
    office.at = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
    office.add(Kind.PROMPT)
    assert office.sending.catch_up() == 0
    office.people.people[ANNA.id] = ANNA
    office.people.snoozing.clear()
    assert office.sending.catch_up() == 0
    office.at = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
    assert office.sending.catch_up() == 1


@pytest.mark.parametrize(("scope", "sent"), [("", 0), ("C1", 0), ("C2", 1)])
def test_a_pause_is_for_everyone_or_for_a_channels_people(
    office: Office, scope: str, sent: int
) -> None:
    office.store.pause(office.workspace, Pause(scope, office.at + 2 * HOUR, "UADMIN"))
    office.add(Kind.THANKS)
    assert office.sending.catch_up() == sent
    office.at += 2 * HOUR
    assert office.sending.catch_up() == 1 - sent


def test_while_slack_is_away_nothing_is_lost(office: Office) -> None:
    del office.people.people[ANNA.id]  # the directory says Unavailable
    made = office.add(Kind.THANKS)
    assert office.sending.catch_up() == 0
    assert office.state(made) is DeliveryState.WAITING
    office.people.people[ANNA.id] = ANNA
    office.at += HOUR
    assert office.sending.catch_up() == 1


def test_a_prompt_is_written_once_a_period_and_the_next_is_planned(office: Office) -> None:
    office.takes_part()
    assert office.planning.catch_up() == 0
    office.at = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: office.planning.catch_up(), range(4))) == 1
    one = office.store.reflecting(office.workspace, ANNA.id)
    assert one is not None and one.next is not None
    assert one.next == Due(datetime(2026, 12, 3, 14, 30, tzinfo=UTC), "2026-W49")
    assert one.done_period == "2026-W48"


def test_a_person_who_moved_is_asked_at_their_new_clock(office: Office) -> None:
    office.takes_part()
    office.people.people[ANNA.id] = replace(ANNA, tz="America/New_York")
    office.at = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
    assert office.planning.catch_up() == 0
    office.at = datetime(2026, 11, 26, 20, 30, tzinfo=UTC)
    assert office.planning.catch_up() == 1


def test_three_prompts_without_any_sign_make_it_pause_itself(office: Office) -> None:
    office.takes_part()
    for _ in range(SILENT_PROMPTS + 3):
        one = office.store.reflecting(office.workspace, ANNA.id)
        assert one is not None
        if one.next is None:
            break
        office.at = one.next.at
        office.planning.catch_up()
        office.sending.catch_up()
    assert [key.split(":")[0] for key in office.sent_keys()] == ["prompt"] * 3 + ["quiet"]
    one = office.store.reflecting(office.workspace, ANNA.id)
    assert one is not None and one.state is Taking.QUIET
    office.at += 60 * DAY
    assert office.planning.catch_up() == 0


def test_any_sign_of_the_person_keeps_prompts_coming(office: Office) -> None:
    office.takes_part()
    for _ in range(8):
        one = office.store.reflecting(office.workspace, ANNA.id)
        assert one is not None and one.next is not None
        office.at = one.next.at
        office.planning.catch_up()
        office.sending.catch_up()
        if len(office.post.sent) % 2:
            sent = office.post.sent[-1]
            office.store.answer_delivery(office.workspace, sent.id, office.at)
    assert [key.split(":")[0] for key in office.sent_keys()] == ["prompt"] * 8


def test_a_downtime_of_three_weeks_causes_no_burst(office: Office) -> None:
    people = [Person(f"U{n}", f"U{n}", tz="Europe/Amsterdam") for n in range(30)]
    office.people.people.update({person.id: person for person in people})
    for n, person in enumerate(people):
        due = Due(datetime(2026, 11, 23 + n % 5, 13, 0, tzinfo=UTC), "2026-W48")
        rhythm = Rhythm(n % 5, due.at.time(), zone="Europe/Amsterdam")
        office.store.save_reflecting(
            office.workspace, Reflecting(person.id, TUESDAY, rhythm, next=due)
        )
    office.at = datetime(2026, 12, 16, 20, 0, tzinfo=UTC)  # Wednesday evening
    office.planning.catch_up()
    assert office.sending.catch_up() == 0


def test_directory_failures_do_not_stop_the_planning_of_others(office: Office) -> None:
    office.takes_part()
    lost = Reflecting("ULOST", TUESDAY, next=Due(TUESDAY, "2026-W48"))
    office.store.save_reflecting(office.workspace, lost)
    office.at = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
    with pytest.raises(Unavailable):
        office.people.person("ULOST")
    assert office.planning.catch_up() == 1
