"""Thousands of payloads that no Slack would send: each is answered, and none does harm."""

import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hallway_bot.bot import Bot
from hallway_bot.playground.server import Playground
from hallway_bot.slack.http import make_http

from ..slack.acting import texts
from ..slack.conftest import MovableClock, opened
from .hostile import aimed, bent, pings
from .recording import FRESH, everything

pytestmark = pytest.mark.faults
COUNT = int(os.environ.get("HALLWAY_FAULT_PAYLOADS", "5000"))
Json = dict[str, Any]
INNARDS = re.compile(
    r"Traceback|KeyError|TypeError|ValueError|AttributeError|IndexError|RecursionError|sqlalchemy|"
    r"sqlite3|psycopg|site-packages|hallway_bot/|\\.py\\b|<function|object at 0x"
)
GARBAGE = [
    b"", b"{", b"[]", b"null", b"42", b'"x"', b"payload=", b"payload={", b"payload=[]",
    b"payload=null", b"payload=%ED%A0%80", b"\xff\xfe\x00", b"{" * 50_000, b"[" * 50_000,
    b'{"type":"event_callback","event":' + b"[" * 900 + b"]" * 900 + b"}",
    b"command=/hallway", b"command=%00", b"ssl_check=1", b"a=b&" * 2_000,
    b'{"type":"url_verification"}', b'{"authorizations":[1]}', b'{"team":1}', b'{"enterprise":1}',
]  # fmt: skip


class Wire:
    """Posts to the bot as Slack does, and remembers what came of it."""

    def __init__(self, playground: Playground, bot: Bot) -> None:
        self.playground, self.bot = playground, bot
        self.app = make_http(bot.bolt, bot.desk)
        self.statuses: Counter[int] = Counter()
        self.bodies: list[str] = []

    def post(self, body: bytes, content_type: str) -> None:
        headers = self.playground.deliverer.sign(body) | {"Content-Type": content_type}
        with self.app.test_client() as client:
            answer = client.post("/slack/events", data=body, headers=headers)
        self.statuses[answer.status_code] += 1
        self.bodies.append(answer.get_data(as_text=True))

    def send(self, payload: Any) -> None:
        """A payload the way its kind travels."""
        if isinstance(payload, dict):
            payload = payload | self._fresh(payload)
        if isinstance(payload, dict) and "command" in payload and "actions" not in payload:
            form = {key: _printed(value) for key, value in payload.items()}
            self.post(_form(form), "application/x-www-form-urlencoded")
        elif isinstance(payload, dict) and ("event" in payload or "event_id" in payload):
            self.post(json.dumps(payload).encode(), "application/json")
        else:
            form = {"payload": json.dumps(payload), "once": uuid4().hex}
            self.post(_form(form), "application/x-www-form-urlencoded")

    def _fresh(self, payload: Json) -> Json:
        tickets, user = self.playground.workspace.tickets, "U0CHLOE"
        made: dict[str, Callable[[], str]] = {
            "trigger_id": lambda: tickets.trigger(user),
            "response_url": lambda: (
                f"{self.playground.page_url}response/" + tickets.response("C0GENERAL", user)
            ),
            "event_id": lambda: f"Ev{uuid4().hex}",
        }
        return {name: made[name]() for name, mark in FRESH.items() if payload.get(name) == mark}


def _form(fields: dict[str, str]) -> bytes:
    return urlencode(fields, errors="surrogatepass").encode()


def _printed(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


@pytest.fixture
def house(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Playground, Bot, MovableClock, list[Future[Any]]]]:
    """A bot, and whatever is handed to its threads."""
    clock, work = MovableClock(), []
    submit = ThreadPoolExecutor.submit

    def noted(self: ThreadPoolExecutor, *args: Any, **more: Any) -> Future[Any]:
        work.append(submit(self, *args, **more))
        return work[-1]

    monkeypatch.setattr(ThreadPoolExecutor, "submit", noted)
    with opened(tmp_path, clock, invited=False) as (playground, bot):
        yield playground, bot, clock, work


def made(recorded: list[Json], count: int) -> list[Json]:
    """So many payloads, half of them real ones with something nasty in people's words."""
    found: list[Json] = []

    @settings(
        max_examples=count, deadline=None, database=None, derandomize=True,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.one_of(bent(recorded), aimed(recorded)))
    def make(payload: Json) -> None:
        found.append(payload)

    make()
    return found


def harm(playground: Playground, bodies: list[str]) -> list[str]:
    """What of all that was answered pings somebody or shows what is inside."""
    calls = playground.faults.calls
    found = [f"pings by {method}: {one}" for method, args in calls for one in pings(args)]
    shown = [texts(args) for method, args in calls] + bodies
    return found + [f"shows {m[0]}: {one[:300]}" for one in shown if (m := INNARDS.search(one))]


def test_no_hostile_payload_crashes_a_listener_shows_what_is_inside_or_pings_anybody(
    house: tuple[Playground, Bot, MovableClock, list[Future[Any]]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    playground, bot, clock, work = house
    recorded = everything((playground, bot), clock)
    payloads = made(recorded, COUNT)
    wire = Wire(playground, bot)
    playground.faults.clear()
    work.clear()
    began = time.monotonic()
    for body in GARBAGE:
        for kind in ("application/json", "application/x-www-form-urlencoded", "text/plain"):
            wire.post(body, kind)
    with ThreadPoolExecutor(8) as senders:
        sent = [senders.submit(wire.send, payload) for payload in payloads]
    assert playground.settle(300, 2)
    crashed = [one.exception() for one in [*sent, *list(work)] if one.done()]
    crashed = [one for one in crashed if one is not None]
    seconds = time.monotonic() - began
    found = harm(playground, wire.bodies)
    kinds = Counter(str(one.get("type") or one.get("command")) for one in recorded)
    with capsys.disabled():
        print(
            f"\nhostile payloads: {len(sent)} from {len(recorded)} recorded of {len(kinds)} kinds, "
            f"{len(GARBAGE) * 3} bodies of garbage; answered {dict(wire.statuses)}; "
            f"{len(playground.faults.calls)} calls to Slack; crashed {len(crashed)}, "
            f"harmful {len(found)}; {seconds:.0f} s"
        )
    assert len(sent) >= COUNT and len(kinds) >= 6
    assert not [status for status in wire.statuses if status >= 500]
    assert not crashed, crashed[:5]
    assert not found, found[:5]
    david = playground.person("U0DAVID")
    before = len(david.messages(david.im))
    david.say(david.im, "How do I move DNS with a low TTL?")
    assert playground.wait_for(lambda: len(david.messages(david.im)) > before + 1, 20)
