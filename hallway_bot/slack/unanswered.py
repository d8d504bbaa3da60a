"""Who said or did something and has no answer yet: known before Slack hears that it arrived and
until it is answered, so that whatever ends this process in between, they hear of it.

Slack repeats only events that were not acknowledged, and commands and buttons never. What they
said is not kept, only where it stands. A modal is acknowledged once all of it is kept; until then
it stays open with what was typed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from slack_bolt import Ack

from .clients import reaches_nobody
from .desk import Desk, report
from .messenger import InChannel, InDm, Reply
from .shapes import is_user
from .views.answer import only_text

# Called with whether they heard.
Done = Callable[[bool], None]

_PREFIX = "asked:"
# Nothing is worked on for so long; with several processes nobody knows what the others are on.
_PATIENCE = timedelta(minutes=2)
# Who asked longer ago, as in a backup that is put back, has long asked again.
_TOO_LATE = timedelta(days=1)
_PLACE = re.compile(r"[A-Z0-9]{2,40}")
_TS = re.compile(r"[0-9.]{1,30}")
# What a person says themselves; everything else is an edit, a deletion or Slack's own notice.
_SPOKEN = (None, "file_share", "me_message", "thread_broadcast")


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
    """Where somebody said something. `thread` None: not in a thread. What they did by a command
    or a button has no place: then `channel` is the person, whose DM it is, and `ts` of chance."""

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
    def act(cls, user_id: str) -> "Asked":
        """What this person does by a command or a button."""
        return cls(user_id, user_id, str(uuid4().int)[:30])

    @property
    def is_act(self) -> bool:
        """Whether they did something, and said nothing."""
        return self.channel == self.user_id

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
    new = desk.store.claim(workspace, asked.key, desk.now())
    if new:
        desk.at_work.add((workspace, asked.key))
    return new


def settle(desk: Desk, workspace: str, asked: Asked, *, heard: bool) -> None:
    """Nobody is at it any more. `heard`: they have an answer or an apology; else they wait until
    Slack takes one."""
    desk.at_work.discard((workspace, asked.key))
    if heard:
        desk.store.release(workspace, asked.key)


def end(desk: Desk, team_id: str | None, event: dict[str, Any], *, heard: bool) -> None:
    """What was asked with an event has been worked on."""
    asked = Asked.of(event)
    try:
        if asked is not None:
            settle(desk, desk.workspace(team_id), asked, heard=heard)
    except Exception as error:  # then it is said once more that something went wrong
        report(error)


def take_in(desk: Desk, team_id: str | None, user_id: str, ack: Ack) -> Done:
    """Let Slack know that what this person does has arrived; returns what ends their waiting."""
    done: Done = lambda _: None  # noqa: E731
    try:
        if is_user(user_id):
            done = waits(desk, desk.workspace(team_id), user_id)
    except Exception as error:  # what they want is done all the same
        report(error)
    ack()
    return done


def waits(desk: Desk, workspace: str, user_id: str) -> Done:
    """From now on this person waits for what they do; returns what ends it."""
    asked = Asked.act(user_id)
    begin(desk, workspace, asked)

    def done(heard: bool) -> None:
        try:
            settle(desk, workspace, asked, heard=heard)
        except Exception as error:  # then it is said that something went wrong
            report(error)

    return done


def catch_up(desk: Desk, workspace: str) -> int:
    """Apologise to every colleague who still waits, once; returns to how many."""
    told = 0
    for key, at in desk.store.claims_before(workspace, _PREFIX, desk.now() - _PATIENCE):
        if (workspace, key) in desk.at_work:
            continue
        asked = Asked.read(key)
        if not desk.store.release(workspace, key) or asked is None:
            continue  # another process was first
        if at < desk.now() - _TOO_LATE:
            continue
        try:
            told += _apologise(desk, workspace, asked)
        except Exception as error:
            report(error)
            if not reaches_nobody(error):  # the next tick comes back to it
                desk.store.claim(workspace, key, at)
    return told


def _apologise(desk: Desk, workspace: str, asked: Asked) -> bool:
    """False for who is no colleague, or none any more: nobody begins to speak with them."""
    visitor = desk.visitor(workspace, asked.user_id)
    if not visitor.person.is_colleague:
        return False
    reply: Reply = InDm(visitor.client, asked.channel, asked.thread)
    if not asked.is_act and not asked.channel.startswith("D"):
        thread = asked.thread or asked.ts
        inside = asked.thread is not None
        reply = InChannel(visitor.client, asked.channel, thread, asked.user_id, inside)
    said = "apology.interrupted_act" if asked.is_act else "apology.interrupted"
    reply.whisper(only_text(visitor.t(said)))
    return True
