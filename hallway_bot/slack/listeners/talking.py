"""Talk to the author: asking, the author's answer, and what came of it."""

import json
from dataclasses import replace
from typing import Any

from slack_bolt import App

from ...domain.talks import HIGHEST_LIMIT, Talked, TalkState
from ...services.introduce import Asked
from ..desk import Desk, Visitor
from ..letters.meeting import offering
from ..messenger import Reply
from ..views import blocks as b
from ..views import meeting as views
from . import homes
from .clicking import on_click, say, value
from .modals import blank, open_share

_WITH_OFFER = (Asked.FULL, Asked.IMPOSSIBLE, Asked.NOT_ABOUT)


def register(app: App, desk: Desk) -> None:
    """Listen."""
    on_click(app, desk, "talk", _talk)
    for action_id, state in (
        ("talk_yes", TalkState.ACCEPTED),
        ("talk_relay", TalkState.RELAYED),
        ("talk_no", TalkState.DECLINED),
        ("talk_not_about", TalkState.NOT_ABOUT),
    ):
        on_click(app, desk, action_id, _answer(state))
    for action_id, talked in (
        ("talked_yes", Talked.YES),
        ("talked_not_yet", Talked.NOT_YET),
        ("talked_no", Talked.NO),
    ):
        on_click(app, desk, action_id, _talked(talked))
    on_click(app, desk, "talked_write", _write, slow=False)
    on_click(app, desk, "relay_end", _end)
    on_click(app, desk, "set_introductions", _limit)


def _talk(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    asked = json.loads(value(body))
    lesson_id, question = asked["l"], asked["q"]
    became = desk.introduce.ask(visitor.workspace, lesson_id, visitor.person, question)
    text = visitor.t(f"talk.ask.{became.value}")
    if became in _WITH_OFFER:
        reply.whisper(offering(desk, visitor, text, question, lesson_id))
    else:
        say(reply, text)


def _answer(state: TalkState) -> Any:
    def work(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
        request = desk.introduce.answer(visitor.workspace, value(body), visitor.person, state)
        if request is None:
            say(reply, visitor.t("talk.answered_before"))
            return
        asker = desk.directory.person(visitor.workspace, request.asker_id)
        key = f"talk.thanks.{request.state.value}"
        say(reply, visitor.t(key, who=b.said(asker.name, 100)))

    return work


def _talked(talked: Talked) -> Any:
    def work(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
        request = desk.introduce.talked(visitor.workspace, value(body), visitor.person, talked)
        if talked is Talked.YES:
            reply.whisper(views.understood(visitor.t, request.id))
        else:
            say(reply, visitor.t(f"talked.thanks.{talked.value}"))

    return work


def _write(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    request = desk.introduce.between(visitor.workspace, value(body), visitor.person)
    asked = b.said(request.question, 500) or "…"
    about = visitor.t("talked.context", question=asked)
    open_share(desk, visitor, body["trigger_id"], blank(), about=about)


def _end(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    if not desk.introduce.end(visitor.workspace, value(body), visitor.person):
        say(reply, visitor.t("relay.ended"))


def _limit(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    chosen = int(body["actions"][0]["selected_option"]["value"])
    wishes = desk.store.wishes(visitor.workspace, visitor.person.id)
    asked = replace(wishes, introductions_limit=min(max(chosen, 0), HIGHEST_LIMIT))
    desk.store.set_wishes(visitor.workspace, visitor.person.id, asked)
    homes.publish(desk, visitor)
