"""A thread below which words are carried to somebody else: never answered as a question."""

from typing import Any

from ...domain.attention import Kind
from ...domain.talks import TalkState
from ..desk import Desk, Visitor
from ..messenger import Reply
from ..views.people import QUOTED
from .clicking import say


def carry(desk: Desk, visitor: Visitor, reply: Reply, event: dict[str, Any]) -> bool:
    """Pass on what was written in such a thread; False when it is not one."""
    thread, workspace = event.get("thread_ts"), visitor.workspace
    start = desk.store.delivery_at(workspace, event["channel"], thread) if thread else None
    if start is None or start.kind is not Kind.RELAY or start.user_id != visitor.person.id:
        return False
    # The other may have had everything about them forgotten; then it no longer says what about.
    request = desk.store.talk(workspace, start.subject.get("talk", ""))
    if request is None or request.state is not TalkState.RELAYED:
        say(reply, visitor.t("relay.ended"))
        return True
    text = desk.told(workspace, event.get("text") or "")
    other = request.other(visitor.person.id)
    if not text:
        say(reply, visitor.t("relay.only_words"))
    elif len(text) > QUOTED:
        say(reply, visitor.t("relay.too_long", limit=QUOTED))
    elif not desk.directory.person(workspace, other).is_colleague:
        desk.introduce.end(workspace, request.id, visitor.person)
    else:
        _pass_on(desk, workspace, request.id, other, event)
        say(reply, visitor.t("relay.passed_on"))
    return True


def _pass_on(desk: Desk, workspace: str, talk_id: str, other: str, event: dict[str, Any]) -> None:
    channel, ts = event["channel"], event["ts"]
    # Where it stands, never what it says.
    subject = {
        "about": "words", "talk": talk_id, "from": channel, "ts": ts, "root": event["thread_ts"],
    }  # fmt: skip
    desk.outbox.add(workspace, other, Kind.RELAY, f"relay:{channel}:{ts}", subject)
