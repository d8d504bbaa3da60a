"""Requests to the app, signed and retried the way Slack does it. Talks to loopback only."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from hallway_bot.playground.activity import Activity
from hallway_bot.playground.people import APP_ID, BOT, Team

Json = dict[str, Any]
RETRY_DELAYS = (0.0, 60.0, 300.0)
ACK_SECONDS = 3.0
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    """What the app answered. `failure` is "timeout" or "connection" when it did not."""

    status: int = 0
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    failure: str | None = None

    @property
    def ok(self) -> bool:
        return self.failure is None and 200 <= self.status < 300


@dataclass(frozen=True)
class Attempt:
    """One delivery of an event, for tests to look at."""

    event_id: str
    event_type: str
    retry: int
    reply: Reply


class Deliverer:
    """Speaks to the app once `connect` said where it is.

    `retry_delays` are seconds before each retry of an event; `ack_seconds` is how long the app
    may take to answer. Event deliveries run on daemon threads of their own.
    """

    def __init__(
        self,
        signing_secret: str,
        team: Team,
        activity: Activity,
        wall: Callable[[], float] = time.time,
        retry_delays: Sequence[float] = RETRY_DELAYS,
        ack_seconds: float = ACK_SECONDS,
    ) -> None:
        self._secret = signing_secret.encode()
        self._team = team
        self._activity = activity
        self._wall = wall
        self.retry_delays = tuple(retry_delays)
        self.ack_seconds = ack_seconds
        self.attempts: list[Attempt] = []
        self._address: tuple[str, int, str] | None = None
        self._stopped = threading.Event()

    def connect(self, app_url: str) -> None:
        """Send everything to this URL. Raises ValueError unless it is http on loopback."""
        parts = urlsplit(app_url)
        if parts.scheme != "http" or parts.hostname not in LOOPBACK:
            raise ValueError(f"The stand-in talks to http on this machine only, not {app_url!r}")
        self._address = (parts.hostname or "", parts.port or 80, parts.path or "/")

    def stop(self) -> None:
        """Give up on retries that wait."""
        self._stopped.set()

    def event(self, event: Json) -> str:
        """Deliver an event in the background, with retries; returns its event_id."""
        event_id = "Ev0" + secrets.token_hex(5).upper()
        envelope = {
            "token": "standin",
            "team_id": self._team.id,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": event_id,
            "event_time": int(self._wall()),
            "authorizations": [
                {
                    "enterprise_id": self._team.enterprise_id,
                    "team_id": self._team.id,
                    "user_id": BOT.id,
                    "is_bot": True,
                    "is_enterprise_install": self._team.org_install,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{event_id}",
        }
        self.redeliver(envelope)
        return event_id

    def redeliver(self, envelope: Json) -> None:
        """Deliver an envelope (again), in the background."""
        self._activity.begin()  # before the thread starts, so that nobody sees a gap
        threading.Thread(target=self._deliver, args=(envelope,), daemon=True).start()

    def ask(self, form: Mapping[str, str]) -> Reply:
        """Deliver a command or an interaction, once, and wait for the answer."""
        with self._activity.busy():
            return self._post(urlencode(form).encode(), FORM, {})

    def _deliver(self, envelope: Json) -> None:
        try:
            body = json.dumps(envelope).encode()
            retry: dict[str, str] = {}
            for number, delay in enumerate((0.0, *self.retry_delays)):
                if self._stopped.wait(delay):
                    return
                reply = self._post(body, "application/json", retry)
                self.attempts.append(
                    Attempt(envelope["event_id"], envelope["event"]["type"], number, reply)
                )
                if reply.ok or reply.headers.get("x-slack-no-retry") == "1":
                    return
                retry = {
                    "X-Slack-Retry-Num": str(number + 1),
                    "X-Slack-Retry-Reason": _reason(reply),
                }
        finally:
            self._activity.end()

    def _post(self, body: bytes, content_type: str, extra: Mapping[str, str]) -> Reply:
        if self._address is None:
            return Reply(failure="connection")
        host, port, path = self._address
        headers = {"Content-Type": content_type, **self.sign(body), **extra}
        connection = http.client.HTTPConnection(host, port, timeout=self.ack_seconds)
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            names = {key.lower(): value for key, value in answer.getheaders()}
            return Reply(answer.status, answer.read(), names)
        except TimeoutError:
            return Reply(failure="timeout")
        except (OSError, http.client.HTTPException):
            return Reply(failure="connection")
        finally:
            connection.close()

    def sign(self, body: bytes) -> dict[str, str]:
        """Slack's v0 signature headers. Real time: the app compares it with its own clock."""
        stamp = str(int(time.time()))
        digest = hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
        return {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest.hexdigest()}",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }


def _reason(reply: Reply) -> str:
    if reply.failure == "timeout":
        return "http_timeout"
    return "connection_failed" if reply.failure else "http_error"
