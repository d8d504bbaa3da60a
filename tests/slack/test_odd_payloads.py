"""What is not shaped as Slack shapes it, and texts that would do harm: a few of tests/faults'."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from hallway_bot.playground.server import Playground
from hallway_bot.slack.http import make_http
from hallway_bot.slack.shapes import clean

from .acting import Json, Stage, a_word, after, asks, index, quiet, said, share, texts
from .test_wire import send

CHLOE = {"id": "U0CHLOE", "team_id": "T0HALLWAY"}
PRESSED = {
    "type": "block_actions", "user": CHLOE, "team": {"id": "T0HALLWAY"}, "trigger_id": "1.2.3",
    "actions": [{"type": "button", "action_id": "open_share", "block_id": "b", "value": "-"}],
}  # fmt: skip
SENT = {
    "type": "view_submission", "user": CHLOE, "team": {"id": "T0HALLWAY"}, "trigger_id": "1.2.3",
    "view": {
        "id": "V1", "type": "modal", "callback_id": "share", "private_metadata": "{",
        "state": {"values": {"learned.0": {"learned.0": {"value": "Dry the boots."}}}},
    },
}  # fmt: skip


@pytest.fixture
def wire(stage: Stage) -> Iterator[FlaskClient]:
    """HTTP mode's own app, without a server."""
    with make_http(stage[1].bolt, stage[1].desk).test_client() as client:
        yield client


def form(payload: Any) -> str:
    return urlencode({"payload": json.dumps(payload), "once": uuid4().hex})


@pytest.mark.parametrize(
    "body",
    ["{", "[]", "null", "payload={", "payload=[]", "[" * 20_000, '{"team": 1}'],
    ids=lambda body: body[:12],
)
def test_what_is_no_payload_is_refused(wire: FlaskClient, body: str) -> None:
    answer = send(wire, body, **{"Content-Type": "application/json"})
    assert answer.status_code == 400 and b"Traceback" not in answer.data


@pytest.mark.parametrize(
    "payload",
    [
        PRESSED | {"actions": []},
        PRESSED | {"actions": False},
        PRESSED | {"actions": [{"action_id": ["open_share"]}]},
        {key: value for key, value in PRESSED.items() if key != "trigger_id"},
        SENT | {"view": {**SENT["view"], "private_metadata": None}},  # type: ignore[dict-item]
        SENT | {"view": {**SENT["view"], "state": {"values": [1]}}},  # type: ignore[dict-item]
        SENT | {"view": None},
        {"type": "event_callback", "event": None, "event_id": "Ev0ODD", "team_id": "T0HALLWAY"},
    ],
    ids=range(8),
)
def test_a_payload_that_lacks_something_is_refused_and_never_fails_half_way(
    wire: FlaskClient, payload: Json
) -> None:
    assert send(wire, form(payload)).status_code == 400


def test_whoever_did_what_arrives_in_pieces_hears_an_apology(
    wire: FlaskClient, playground: Playground
) -> None:
    chloe = playground.person("U0CHLOE")
    heard = after(playground, chloe, chloe.im, lambda: send(wire, form(PRESSED | {"actions": []})))
    assert "went wrong on my side" in texts(heard)


def test_a_form_that_cannot_be_read_stays_open_with_an_apology_at_its_field(
    wire: FlaskClient,
) -> None:
    answer = send(wire, form(SENT))
    assert answer.status_code == 200 and answer.json["response_action"] == "errors"
    assert "went wrong on my side" in answer.json["errors"]["learned.0"]


def test_nobodys_characters_are_left_out_and_all_others_stay() -> None:
    assert clean({"a\x00": ["b\ud800", {"c": "\u202ed\u2069"}, 1, None]}) == {
        "a": ["b", {"c": "d"}, 1, None]
    }
    kept = "é 👩‍👩‍👧 \u200f שלום\n\t<!channel>"
    assert clean(kept) == kept


def test_words_that_would_ping_are_shown_and_ping_nobody(stage: Stage) -> None:
    playground, word = stage[0], a_word()
    david = playground.person("U0DAVID")
    share(playground, david, f"&lt;!channel&gt; <!here> Oil the {word} &amp;lt;!everyone&amp;gt;.")
    index(stage)
    question = f"@hallway &lt;!channel&gt; how to oil the {word}? \u202e"
    chloe = playground.person("U0CHLOE")
    answer = after(playground, chloe, "C0GENERAL", lambda: chloe.say("C0GENERAL", question))
    assert word in texts(answer) and "<!" not in json.dumps(answer)
    assert "<!" not in asks(playground, "U0BRAM", f"<!channel> Hoe smeer ik de {word}?")
    quiet(playground)
    assert "<!" not in json.dumps(said(chloe, "C0GENERAL"))
