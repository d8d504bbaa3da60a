"""Things that Slack hands out and that wear out: trigger ids and response URLs."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass

from hallway_bot.playground.errors import SlackError

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5


@dataclass
class _Trigger:
    user_id: str
    born: float
    view_id: str | None
    used: bool = False


@dataclass
class ResponseTicket:
    """Where a response URL leads: a conversation, the person who acted, perhaps a message."""

    channel: str
    user_id: str
    message_ts: str | None
    thread_ts: str | None
    born: float
    uses: int = 0


class Tickets:
    """Issues and redeems tickets. `monotonic` is a clock in seconds that tests can wind."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._now = monotonic
        self._lock = threading.Lock()
        self._triggers: dict[str, _Trigger] = {}
        self._responses: dict[str, ResponseTicket] = {}

    def trigger(self, user_id: str, view_id: str | None = None) -> str:
        """A trigger id for what this person just did, inside `view_id` if in a modal."""
        key = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        with self._lock:
            self._triggers[key] = _Trigger(user_id, self._now(), view_id)
        return key

    def redeem(self, trigger_id: str) -> tuple[str, str | None]:
        """(user id, view id or None) behind a trigger id, once and within three seconds.

        Raises SlackError: invalid_trigger_id, exchanged_trigger_id or expired_trigger_id.
        """
        with self._lock:
            trigger = self._triggers.get(trigger_id)
            if trigger is None:
                raise SlackError("invalid_trigger_id")
            if trigger.used:
                raise SlackError("exchanged_trigger_id")
            if self._now() - trigger.born > TRIGGER_SECONDS:
                raise SlackError("expired_trigger_id")
            trigger.used = True
            return trigger.user_id, trigger.view_id

    def response(
        self,
        channel: str,
        user_id: str,
        message_ts: str | None = None,
        thread_ts: str | None = None,
    ) -> str:
        """The id of a new response URL."""
        key = secrets.token_urlsafe(18)
        with self._lock:
            self._responses[key] = ResponseTicket(
                channel, user_id, message_ts, thread_ts, self._now()
            )
        return key

    def spend(self, key: str) -> ResponseTicket:
        """Use a response URL once: five uses in thirty minutes.

        Raises SlackError: expired_url or used_url.
        """
        with self._lock:
            ticket = self._responses.get(key)
            if ticket is None or self._now() - ticket.born > RESPONSE_SECONDS:
                raise SlackError("expired_url")
            if ticket.uses >= RESPONSE_USES:
                raise SlackError("used_url")
            ticket.uses += 1
            return ticket
