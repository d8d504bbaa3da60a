"""What Hallway sends by itself arrives once, whatever Slack answers."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import Delivery
from hallway_bot.domain.errors import Refused, Unavailable, Unclear
from hallway_bot.playground.server import Playground
from hallway_bot.services.sending import Sending
from hallway_bot.slack.courier import Letter, SlackCourier
from hallway_bot.slack.desk import Desk, Visitor

from .acting import BOT, Stage, a_word

DAVID = "U0DAVID"


@pytest.fixture
def courier(stage: Stage) -> Iterator[SlackCourier]:
    """A courier whose thanks say the delivery's key."""

    def thanks(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter:
        section = {"type": "section", "text": {"type": "mrkdwn", "text": delivery.key}}
        return Letter((delivery.key, [section]))

    desk = stage[1].desk
    yield SlackCourier(desk, {Kind.THANKS: thanks})
    stage[0].faults.clear()


def delivery(stage: Stage, user: str = DAVID) -> Delivery:
    now = stage[1].desk.now()
    key = a_word()
    return Delivery(key, user, Kind.THANKS, key, now, now + timedelta(days=1), claimed_at=now)


def times(playground: Playground, sent: Delivery) -> int:
    """How often it stands in the person's conversation."""
    person = playground.person(DAVID)
    return sum(one["user"] == BOT and sent.key in one["text"] for one in person.messages(person.im))


def test_a_message_is_found_again_by_its_delivery(stage: Stage, courier: SlackCourier) -> None:
    sent, other = delivery(stage), delivery(stage)
    assert courier.find("first", sent) is None
    receipt = courier.post("first", sent)
    assert receipt is not None and courier.find("first", sent) == receipt
    assert courier.find("first", other) is None


@pytest.mark.parametrize("how", [{"status": 500}, {"drop": True}, {"error": "internal_error"}])
@pytest.mark.parametrize("late", [True, False])
def test_when_it_is_unclear_whether_it_arrived_it_can_be_looked_up(
    stage: Stage, courier: SlackCourier, how: dict[str, object], late: bool
) -> None:
    sent = delivery(stage)
    stage[0].faults.fail("chat.postMessage", late=late, **how)
    with pytest.raises(Unclear):
        courier.post("first", sent)
    found = courier.find("first", sent)
    assert (found is not None) is late
    assert times(stage[0], sent) == int(late)


def test_slack_says_how_long_to_wait_and_nothing_was_sent(
    stage: Stage, courier: SlackCourier
) -> None:
    sent = delivery(stage)
    stage[0].faults.fail("chat.postMessage", status=429, retry_after=17)
    with pytest.raises(Refused) as refused:
        courier.post("first", sent)
    assert (refused.value.retry_after, times(stage[0], sent)) == (17, 0)


def test_somebody_who_left_is_never_tried_again(stage: Stage, courier: SlackCourier) -> None:
    stage[0].faults.fail("chat.postMessage", error="account_inactive")
    with pytest.raises(Refused) as refused:
        courier.post("first", delivery(stage))
    assert refused.value.permanent


def test_blocks_that_slack_refuses_are_said_in_words(stage: Stage, courier: SlackCourier) -> None:
    sent = delivery(stage)
    stage[0].faults.fail("chat.postMessage", error="invalid_blocks")
    assert courier.post("first", sent) is not None
    assert times(stage[0], sent) == 1


def test_a_letter_that_cannot_be_written_is_tried_again_and_holds_up_nobody(
    stage: Stage, courier: SlackCourier
) -> None:
    def broken(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter:
        raise KeyError("about")

    failing = SlackCourier(courier.desk, {Kind.RELAY: broken, Kind.THANKS: broken})
    with pytest.raises(Refused) as refused:
        failing.post("first", delivery(stage))
    assert not refused.value.permanent


def test_while_slack_cannot_be_asked_nobody_guesses(stage: Stage, courier: SlackCourier) -> None:
    stage[0].faults.fail("conversations.history", error="internal_error")
    with pytest.raises(Unavailable):
        courier.find("first", delivery(stage))


def test_lost_answers_double_nothing(stage: Stage, courier: SlackCourier) -> None:
    playground, bot = stage
    desk = bot.desk
    ahead = [timedelta(0)]
    sending = Sending(desk.store, desk.directory, courier, lambda: desk.now() + ahead[0])
    workspace = desk.workspace(None)
    sent = []
    for n in range(3):
        one = delivery(stage)
        sent.append(one)
        desk.store.write_down(workspace, one)
        playground.faults.fail("chat.postMessage", drop=True, late=n % 2 == 0)
        sending.catch_up()
    for _ in range(3):
        ahead[0] += timedelta(minutes=6)
        sending.catch_up()
    assert [times(playground, one) for one in sent] == [1, 1, 1]
