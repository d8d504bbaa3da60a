"""The wire in HTTP mode: only what Slack signed, just now, and only once."""

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from slack_sdk.signature import SignatureVerifier
from werkzeug.test import TestResponse

from hallway_bot.bot import Bot
from hallway_bot.metrics import FEWEST, Figures, make_metrics
from hallway_bot.playground.server import Playground
from hallway_bot.slack.http import make_http

from .acting import Stage, quiet

SECRET = "secret"  # the stage's
HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Cache-Control")


@pytest.fixture
def wire(stage: Stage) -> Iterator[FlaskClient]:
    """HTTP mode's own app, without a server."""
    with make_http(stage[1].bolt, stage[1].desk).test_client() as client:
        yield client


def command(text: str = "help") -> str:
    return urlencode(
        {
            "command": "/hallway",
            "text": text,
            "user_id": "U0CHLOE",
            "channel_id": "C0GENERAL",
            "team_id": "T0VELDKAMP",
            "trigger_id": uuid4().hex,
            "response_url": "http://127.0.0.1:9/nowhere",
        }
    )


def send(wire: FlaskClient, body: str, **changed: Any) -> TestResponse:
    """Post it as Slack would; `changed` headers, or `age` in seconds."""
    stamp = str(int(time.time()) - changed.pop("age", 0))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature or "",
    }
    return wire.post("/slack/events", data=body, headers=headers | changed)


def test_a_signed_request_is_let_in_and_the_same_again_is_refused(wire: FlaskClient) -> None:
    body = command()
    assert send(wire, body).status_code == 200
    assert send(wire, body).status_code == 401
    assert send(wire, command()).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": ""},
        {"age": 301},
        {"age": -301},
        {"X-Slack-Request-Timestamp": "soon"},
    ],
    ids=str,
)
def test_a_bad_signature_or_an_old_timestamp_is_refused(
    wire: FlaskClient, changed: dict[str, Any]
) -> None:
    answer = send(wire, command(), **changed)
    assert answer.status_code == 401 and b"Traceback" not in answer.data


def test_a_refused_request_does_not_use_up_the_real_one(wire: FlaskClient) -> None:
    body = command()
    assert send(wire, body + "&more=1", **{"X-Slack-Signature": "v0=1"}).status_code == 401
    assert send(wire, body).status_code == 200


def test_a_body_beyond_slacks_largest_is_refused_unread(wire: FlaskClient) -> None:
    assert send(wire, "text=" + "a" * 1_000_001).status_code == 413


def test_an_event_that_slack_delivers_again_is_taken_quietly_and_done_once(
    wire: FlaskClient, playground: Playground
) -> None:
    body = '{"type":"event_callback","team_id":"T0VELDKAMP","event_id":"%s","event":{"type":"x"}}'
    body %= f"Ev{uuid4().hex}"
    json = {"Content-Type": "application/json"}
    statuses = [send(wire, body, **json).status_code for _ in range(2)]
    assert statuses[1] == 200
    quiet(playground)


@pytest.mark.parametrize("path", ["/health", "/slack/events", "/nowhere"])
def test_every_answer_tells_browsers_to_stay_away(wire: FlaskClient, path: str) -> None:
    headers = wire.get(path).headers
    assert all(name in headers for name in HEADERS)
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def figures_of(bot: Bot, figures: Figures) -> str:
    with make_metrics(figures, bot.hallway, bot.desk).test_client() as client:
        assert client.get("/health").json == {"ok": True}
        return client.get("/metrics").text


def test_metrics_hold_figures_and_no_name_text_or_workspace(
    stage: Stage, wire: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot, figures = stage[1], Figures()
    monkeypatch.setattr(bot.bolt, "_count", figures.count)
    send(wire, command())
    send(wire, command(), **{"X-Slack-Signature": "v0=1"})
    send(wire, '{"type": "made up by Chloe"}', **{"Content-Type": "application/json"})
    shown = figures_of(bot, figures)
    assert 'hallway_requests_total{kind="command",status="200"} 1.0' in shown
    assert 'hallway_requests_total{kind="command",status="401"} 1.0' in shown
    assert 'hallway_requests_total{kind="other"' in shown
    [took] = re.findall(r'request_seconds_sum\{kind="command"\} (\S+)', shown)
    assert 0.001 < float(took) < 30
    assert "hallway_index_pending" in shown and "hallway_lessons" in shown
    told = ("T0VELDKAMP", "first", "U0", "C0", "Chloe", "DNS")
    assert not [word for word in told if word in shown]


def test_figures_about_fewer_than_five_people_are_not_shown(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = stage[1]
    monkeypatch.setattr(type(bot.desk.store), "totals", lambda *_: (40, FEWEST - 1))
    shown = figures_of(bot, Figures())
    assert "hallway_lessons" not in shown and "authors" not in shown
