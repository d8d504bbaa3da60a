"""Buttons in messages and modals."""

import html
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from slack_bolt import App

from ...domain.language import LANGUAGES
from ...texts import Texts
from ..desk import Desk, Visitor
from ..messenger import InDm, Reply
from ..reading import written
from ..settling import place_of, settle
from . import asking
from .clicking import on_click, say, value
from .modals import blank, open_share

_DOUBLE = 5  # seconds
SHARE_PROMPTS = {Texts(language)("prompt.share_message") for language in LANGUAGES}


def register(app: App, desk: Desk) -> None:
    """Listen."""

    on_click(app, desk, "open_share", _share, slow=False)
    on_click(app, desk, "is_lesson", _is_lesson, slow=False)
    on_click(app, desk, "is_question", _is_question)
    on_click(app, desk, "accept_invite", _accept_invite, slow=False)
    on_click(app, desk, "decline_invite", _decline_invite)


def _share(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    open_share(desk, visitor, body["trigger_id"], blank())


def _is_lesson(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    text = _written(desk, visitor, body)
    if text in SHARE_PROMPTS:
        text = " "  # the words are ours, not theirs
    if text:
        open_share(
            desk, visitor, body["trigger_id"], blank(learned=text.strip()), origin=place_of(body)
        )
    else:
        say(reply, visitor.t("dm.message_gone"))


def _is_question(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    with pressing(desk, visitor, body) as first:
        if first:
            _answer(desk, visitor, reply, body)


def _answer(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    text = _written(desk, visitor, body)
    ts, thread, _ = (value(body) + "::").split(":", 2)
    if text and ts:
        # What was asked in a DM is answered there, for good, not in passing.
        channel = body["channel"]["id"]
        there = InDm(visitor.client, channel, thread or None)
        asking.direct(desk, visitor, there, channel, ts, thread or None, text)
        settle(visitor, reply, body, visitor.t("dm.was_question"), "is_lesson")
    elif text:
        asking.asked(desk, visitor, reply, text, None)
    else:
        say(reply, visitor.t("dm.message_gone"))


@contextmanager
def pressing(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> Iterator[bool]:
    """Whether this is the first press of a button within seconds: another is being answered, or
    just was. One that fails, and one that is left alone, keep nobody from pressing again."""
    turn = int(desk.now().timestamp()) // _DOUBLE
    # Some buttons carry what somebody wrote, which has no place in a key.
    pressed = sha256(f"{visitor.person.id}\n{value(body)}".encode()).hexdigest()
    presses = [f"event:press:{pressed}:{n}" for n in (turn, turn - 1)]
    claimed = [key for key in presses if desk.store.claim(visitor.workspace, key, desk.now())]
    stays = False
    try:
        yield claimed == presses
        stays = claimed == presses
    finally:
        for key in [] if stays else claimed:
            desk.store.release(visitor.workspace, key)


def _written(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> str:
    """What the person wrote: fetched where it stands, because buttons carry 2,000 at most."""
    ts, thread, text = (value(body) + "::").split(":", 2)
    if not ts:
        return text[:-2]
    where, user = body["channel"]["id"], body["user"]["id"]
    found = written(visitor.client, where, ts, thread, user)
    return desk.told(visitor.workspace, found)


def _accept_invite(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    blocks = body["message"]["blocks"]
    quoted = [x["text"]["text"] for x in blocks if x.get("block_id", "").startswith("quote.")]
    draft = blank(happened=html.unescape("\n".join(quoted)))
    open_share(desk, visitor, body["trigger_id"], draft, origin=place_of(body))


def _decline_invite(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    settle(visitor, reply, body, visitor.t("invite.declined"))
