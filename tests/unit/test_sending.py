"""Each message once, in order of what matters, within people's attention."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallway_bot.domain.attention import DEFAULT_LIMIT, WINDOW, Kind, may_send
from hallway_bot.domain.delivery import Delivery, DeliveryState
from hallway_bot.domain.errors import Refused, Unclear
from hallway_bot.domain.person import Person
from hallway_bot.domain.reflecting import Wishes

from ..office import ANNA, DAY, HOUR, Office


@given(
    st.sampled_from(Kind),
    st.integers(0, 12),
    st.integers(0, 10),
    st.none() | st.integers(0, 12),
)
def test_the_budget_is_never_overspent_and_a_place_is_kept_for_the_prompt(
    kind: Kind, sent: int, limit: int, at_prompt: int | None
) -> None:
    fits = may_send(kind, sent, limit, at_prompt=at_prompt)
    if kind.is_counted:
        assert not (fits and sent >= limit)
        if at_prompt is not None and kind.rank > Kind.PROMPT.rank:
            assert not (fits and at_prompt >= limit - 1)
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


def test_two_processes_with_one_place_left_do_not_both_take_it(office: Office) -> None:
    office.store.set_wishes(office.workspace, ANNA.id, Wishes(attention_limit=1))
    office.add(Kind.THANKS)
    other = replace(office.sending)

    def meanwhile(_: Delivery) -> None:
        office.post.fail = lambda _: None
        office.add(Kind.REVIEW, "review")
        other.catch_up()

    office.post.fail = meanwhile
    assert office.sending.catch_up() == 1
    assert office.sent_keys() == ["thanks"]
    office.at += HOUR
    assert office.sending.catch_up() == 0


def test_what_stepped_aside_for_a_message_that_slack_refused_takes_its_place(
    office: Office,
) -> None:
    office.store.set_wishes(office.workspace, ANNA.id, Wishes(attention_limit=1))
    office.add(Kind.THANKS)
    other = replace(office.sending)

    def meanwhile(_: Delivery) -> None:
        office.post.fail = lambda _: None
        office.add(Kind.REVIEW, "review")
        other.catch_up()
        raise Refused("invalid_blocks", None)

    office.post.fail = meanwhile
    assert office.sending.catch_up() == 0
    office.at += HOUR
    assert office.sending.catch_up() == 1
    assert office.sent_keys() == ["review"]


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


def test_where_nobody_may_look_it_is_not_sent_a_second_time(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = office.add(Kind.DIGEST)
    delivery = office.store.delivery(office.workspace, made)
    assert delivery is not None
    office.store.claim_delivery(office.workspace, delivery, office.at)
    looked: list[Delivery] = []

    def refused(workspace: str, delivery: Delivery) -> None:
        looked.append(delivery)
        raise Refused("missing_scope", None)

    monkeypatch.setattr(office.post, "find", refused)
    office.at += HOUR
    assert office.sending.catch_up() == office.sending.catch_up() == 0
    assert (office.state(made), len(looked)) == (DeliveryState.LAPSED, 1)


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
        raise Refused("ratelimited", 30, every=True)

    office.post.fail = limited
    assert office.sending.catch_up() == 0
    assert len(tries) == 1
    office.post.fail = lambda delivery: None
    assert office.sending.catch_up() == 0
    office.at += timedelta(seconds=31)
    assert office.sending.catch_up() == 3


def test_one_message_that_slack_refuses_again_and_again_keeps_no_other_waiting(
    office: Office,
) -> None:
    stuck, other = office.add(Kind.MEETING), office.add(Kind.MATCH)

    def refused(delivery: Delivery) -> None:
        if delivery.id == stuck:
            raise Refused("the conversation cannot be opened", 300)

    office.post.fail = refused
    assert office.sending.catch_up() == 1
    assert office.state(other) is DeliveryState.SENT
    assert office.state(stuck) is DeliveryState.WAITING


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


@pytest.mark.parametrize("took", [timedelta(), timedelta(seconds=2), timedelta(minutes=50)])
def test_last_weeks_prompt_and_the_next_do_not_both_take_a_place(
    office: Office, took: timedelta
) -> None:
    office.takes_part()
    office.at = datetime(2026, 11, 26, 14, 30, tzinfo=UTC) + took  # Thursday, as they chose
    office.planning.catch_up()
    assert office.sending.catch_up() == 1
    office.at += DAY
    for n in range(3):
        office.add(Kind.THANKS, f"thanks:{n}")
    assert office.sending.catch_up() == 2  # three in the week, the prompt among them
    office.at = datetime(2026, 12, 3, 14, 30, 1, tzinfo=UTC)
    office.planning.catch_up()
    assert office.sending.catch_up() == 1
    assert office.sent_keys()[-1].startswith("prompt:") and len(office.sent_keys()) == 4
