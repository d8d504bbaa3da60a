"""What is delivered twice, and what was never meant for the bot."""

from typing import Any

import pytest

from hallway_bot.playground.people import Member
from hallway_bot.playground.server import Playground

from .acting import BOT, Json, a_word, after, quiet, said, texts

DNS = "How do I move DNS with a low TTL?"


def envelope(event: Json, event_id: str, team: str) -> Json:
    return {
        "type": "event_callback", "team_id": team, "event_id": event_id, "event": event,
        "authorizations": [{"team_id": team, "user_id": BOT, "is_bot": True}],
    }  # fmt: skip


def test_an_event_that_is_delivered_again_does_nothing_again(playground: Playground) -> None:
    chloe = playground.person("U0CHLOE")
    event = {
        "type": "message", "channel_type": "im", "channel": chloe.im, "user": chloe.id,
        "text": DNS, "ts": playground.workspace.messages.next_ts(),
    }  # fmt: skip
    same = envelope(event, "Ev0SAME", playground.workspace.team.id)

    def thrice() -> None:
        for _ in range(3):
            playground.deliverer.redeliver(same)

    assert len(after(playground, chloe, chloe.im, thrice)) == 1
    assert len([x for x in playground.deliverer.attempts if x.event_id == "Ev0SAME"]) == 3
    assert all(x.reply.ok for x in playground.deliverer.attempts)


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B0OTHER"},
        {"user": BOT, "bot_id": "B0HALLWAY"},
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
        {"user": None},
        {"user": "USLACKBOT"},
    ],
    ids=str,
)
def test_bots_and_slacks_own_notices_are_left_alone(
    playground: Playground, more: dict[str, Any]
) -> None:
    chloe = playground.person("U0CHLOE")
    if more.get("user") == "USLACKBOT":
        slackbot = Member("USLACKBOT", "slackbot", "Slackbot", is_bot=True)
        playground.workspace.add_member(slackbot)
    before = len(said(chloe, chloe.im))
    event = {
        "type": "message", "channel_type": "im", "channel": chloe.im, "user": chloe.id,
        "text": DNS, "ts": playground.workspace.messages.next_ts(), **more,
    }  # fmt: skip
    playground.deliverer.redeliver(envelope(event, f"Ev0{a_word()}", "T0HALLWAY"))
    quiet(playground)
    assert len(said(chloe, chloe.im)) == before


def test_a_message_that_comes_with_a_file_is_heard(playground: Playground) -> None:
    chloe = playground.person("U0CHLOE")
    event = {
        "type": "message", "subtype": "file_share", "channel_type": "im", "channel": chloe.im,
        "user": chloe.id, "text": DNS, "ts": playground.workspace.messages.next_ts(),
    }  # fmt: skip
    heard = envelope(event, "Ev0FILE", "T0HALLWAY")
    answer = after(playground, chloe, chloe.im, lambda: playground.deliverer.redeliver(heard))
    assert "Lower the DNS TTL before the move" in texts(answer)
