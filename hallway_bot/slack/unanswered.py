"""Who said something and has no answer yet: known before Slack's event is acknowledged and until
it is answered, so that whatever ends this process in between, they hear of it.

Slack repeats only what was not acknowledged. What they said is not kept, only where it stands.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_sdk.errors import SlackApiError

from ..domain.errors import Unavailable
from .desk import Desk, report
from .messenger import InChannel, InDm, Reply
from .shapes import is_user
from .views.answer import only_text

_PREFIX = "asked:"
# Nothing is worked on for so long; with several processes nobody knows what the others are on.
_PATIENCE = timedelta(minutes=2)
# Who asked longer ago, as in a backup that is put back, has long asked again.
_TOO_LATE = timedelta(days=1)
_PLACE = re.compile(r"[A-Z0-9]{2,40}")
_TS = re.compile(r"[0-9.]{1,30}")
# What a person says themselves; everything else is an edit, a deletion or Slack's own notice.
_SPOKEN = (None, "file_share", "thread_broadcast")


def speaks(event: dict[str, Any]) -> bool:
    """Whether a person says something to Hallway with this, and waits for an answer."""
    if event.get("bot_id") or not event.get("user"):
        return False
    if event.get("type") == "app_mention":
        return not event.get("edited")
    is_dm = event.get("type") == "message" and event.get("channel_type") == "im"
    return is_dm and event.get("subtype") in _SPOKEN


@dataclass(frozen=True, slots=True)
class Asked:
    """Where somebody said something. `thread` None: not in a thread."""

    user_id: str
    channel: str
    ts: str
    thread: str | None = None

    @classmethod
    def of(cls, event: object) -> "Asked | None":
        """What is asked with an event; None for events that nobody waits for."""
        if not isinstance(event, dict) or not speaks(event):
            return None
        told = (event["user"], event.get("channel"), event.get("ts"), event.get("thread_ts") or "")
        return cls.read(_PREFIX + ":".join(str(one) for one in told))

    @classmethod
    def read(cls, key: str) -> "Asked | None":
        """From its key; None when that is none."""
        user_id, channel, ts, thread, *more = (*key.removeprefix(_PREFIX).split(":"), *[""] * 3)
        if any(more) or not (is_user(user_id) and _PLACE.fullmatch(channel) and _TS.fullmatch(ts)):
            return None
        return cls(user_id, channel, ts, thread if _TS.fullmatch(thread) else None)

    @property
    def key(self) -> str:
        """Under which it is claimed while it is worked on."""
        return f"{_PREFIX}{self.user_id}:{self.channel}:{self.ts}:{self.thread or ''}"


def begin(desk: Desk, workspace: str, asked: Asked) -> bool:
    """From now on they wait; False when they do already."""
    return desk.store.claim(workspace, asked.key, desk.now())


def end(desk: Desk, team_id: str | None, event: dict[str, Any]) -> None:
    """They have an answer, or an apology."""
    asked = Asked.of(event)
    try:
        if asked is not None:
            desk.store.release(desk.workspace(team_id), asked.key)
    except Exception as error:  # then it is said once more that something went wrong
        report(error)


def catch_up(desk: Desk, workspace: str) -> int:
    """Apologise to every colleague who still waits, once; returns to how many."""
    told = 0
    for key, at in desk.store.claims_before(workspace, _PREFIX, desk.now() - _PATIENCE):
        asked = Asked.read(key)
        if not desk.store.release(workspace, key) or asked is None:
            continue  # another process was first
        if at < desk.now() - _TOO_LATE:
            continue
        try:
            told += _apologise(desk, workspace, asked)
        except SlackApiError as error:  # the channel is gone, for instance
            report(error)
        except (Unavailable, OSError) as error:  # the next tick comes back to it
            desk.store.claim(workspace, key, at)
            report(error)
    return told


def _apologise(desk: Desk, workspace: str, asked: Asked) -> bool:
    """False for who is no colleague, or none any more: nobody begins to speak with them."""
    visitor = desk.visitor(workspace, asked.user_id)
    if not visitor.person.is_colleague:
        return False
    reply: Reply = InDm(visitor.client, asked.channel, asked.thread)
    if not asked.channel.startswith("D"):
        thread = asked.thread or asked.ts
        inside = asked.thread is not None
        reply = InChannel(visitor.client, asked.channel, thread, asked.user_id, inside)
    reply.whisper(only_text(visitor.t("apology.interrupted")))
    return True
