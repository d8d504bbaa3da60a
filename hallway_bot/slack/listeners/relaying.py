"""A thread below which words are carried to somebody else: never answered as a question."""

import json
from typing import Any

from slack_bolt import App

from ...domain.attention import Kind
from ...domain.delivery import Delivery
from ...domain.talks import TalkState
from ...services.screening import to_ask
from ..desk import Desk, Visitor
from ..messenger import Reply
from ..reading import written
from ..views.held import anyway
from ..views.people import QUOTED
from .clicking import on_click, say, value

Place = tuple[str, str, str]  # channel, the message, the one above its thread


def register(app: App, desk: Desk) -> None:
    """Listen."""
    on_click(app, desk, "relay_anyway", _anyway)


def carry(desk: Desk, visitor: Visitor, reply: Reply, event: dict[str, Any]) -> bool:
    """Pass on what was written in such a thread; False when it is not one."""
    place = (event["channel"], event["ts"], event.get("thread_ts") or "")
    start = _start(desk, visitor, place)
    if start is None:
        return False
    text = desk.told(visitor.workspace, event.get("text") or "")
    _carry(desk, visitor, reply, start, place, text, [])
    return True


def _anyway(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    channel, ts, root, asked = json.loads(value(body))
    start = _start(desk, visitor, (channel, ts, root))
    if start is None:
        say(reply, visitor.t("relay.too_late"))
        return
    # As it stands now: they may have changed it since.
    found = written(visitor.client, channel, ts, root, visitor.person.id)
    text = desk.told(visitor.workspace, found)
    _carry(desk, visitor, reply, start, (channel, ts, root), text, asked)


def _start(desk: Desk, visitor: Visitor, place: Place) -> Delivery | None:
    """The message of ours above such a thread of theirs."""
    channel, _, root = place
    start = desk.store.delivery_at(visitor.workspace, channel, root) if root else None
    mine = start is not None and start.user_id == visitor.person.id
    return start if mine and start is not None and start.kind is Kind.RELAY else None


def _carry(
    desk: Desk,
    visitor: Visitor,
    reply: Reply,
    start: Delivery,
    place: Place,
    text: str,
    asked: list[str],
) -> None:
    workspace = visitor.workspace
    # An asker may have had everything about them forgotten; then it no longer says what about.
    request = desk.store.talk(workspace, start.subject.get("talk", ""))
    if request is None or request.state is not TalkState.RELAYED:
        say(reply, visitor.t("relay.too_late"))
        return
    other = request.other(visitor.person.id)
    if not text:
        say(reply, visitor.t("relay.only_words"))
    elif len(text) > QUOTED:
        say(reply, visitor.t("relay.too_long", limit=QUOTED))
    elif held := to_ask("words", text, asked):
        go_on = json.dumps([*place, [kind.value for kind in held]])
        reply.whisper(anyway(visitor.t, held, "relay_anyway", go_on))
    elif not desk.introduce.goes_on(workspace, request, visitor.person):
        desk.introduce.end(workspace, request.id, visitor.person)
    else:
        if other:
            _pass_on(desk, workspace, request.id, other, place, asked)
        say(reply, visitor.t("relay.passed_on"))


def _pass_on(
    desk: Desk, workspace: str, talk_id: str, other: str, place: Place, asked: list[str]
) -> None:
    channel, ts, root = place
    # Where it stands and what they were asked about, never what it says.
    subject = {"about": "words", "talk": talk_id, "from": channel, "ts": ts, "root": root}
    subject["asked"] = " ".join(asked)
    desk.outbox.add(workspace, other, Kind.RELAY, f"relay:{channel}:{ts}", subject)
