"""Talk to the author: asking, the author's answer, and what came of it."""

import json
from collections.abc import Callable
from typing import Any

from slack_bolt import App

from ...domain.talks import Talked, TalkState
from ...services.askable import Wait
from ...services.introduce import Asked, relay_key, talked_key
from ...services.screening import to_ask
from ...texts import Texts
from ..desk import Desk, Visitor
from ..letters.meeting import offering
from ..messenger import Reply
from ..settling import place_of, settle, settle_letter
from ..views import blocks as b
from ..views import meeting as views
from ..views.answer import Message, only_text
from ..views.held import anyway
from .clicking import on_click, say, value
from .modals import blank, open_share

Said = Callable[[Texts, str, Wait], str]
_WITH_OFFER = (Asked.FULL, Asked.IMPOSSIBLE, Asked.NOT_ABOUT)


def register(app: App, desk: Desk) -> None:
    """Listen."""
    on_click(app, desk, "talk", _talk)
    on_click(app, desk, "talk_next", _next)
    on_click(app, desk, "talk_wait", _wait)
    on_click(app, desk, "talk_anyway", _ask_author)
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


def _talk(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    if held := to_ask("question", _about(body)[1]):
        reply.whisper(anyway(visitor.t, held, "talk_anyway", value(body)))
    else:
        _ask_author(desk, visitor, reply, body)


def _ask_author(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    lesson_id, question = _about(body)
    became = desk.introduce.ask(visitor.workspace, lesson_id, visitor.person, question)
    reply.whisper(_heard(desk, visitor, became, lesson_id, question))


def _next(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    """Somebody else instead: what offered them says so, and offers nothing more."""
    lesson_id, question = _about(body)
    became = desk.introduce.ask(visitor.workspace, lesson_id, visitor.person, question)
    if became is Asked.ASKED:
        settle(visitor, reply, body, visitor.t("talk.ask.asked"))
    else:
        reply.whisper(_heard(desk, visitor, became, lesson_id, question))


def _wait(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    lesson_id, question = _about(body)
    who = visitor.person
    became = desk.introduce.ask(visitor.workspace, lesson_id, who, question, waits=True)
    if became is Asked.ASKED:
        said = _waiting(desk, visitor, lesson_id, views.waits)
        settle(visitor, reply, body, said or visitor.t("talk.ask.asked"))
    else:
        reply.whisper(_heard(desk, visitor, became, lesson_id, question))


def _about(body: dict[str, Any]) -> tuple[str, str]:
    asked = json.loads(value(body))
    return asked["l"], asked["q"]


def _heard(desk: Desk, visitor: Visitor, became: Asked, lesson_id: str, question: str) -> Message:
    """What the asker is told at once."""
    if became is Asked.WAITS:
        return _full_week(desk, visitor, lesson_id, question)
    text = visitor.t(f"talk.ask.{became.value}")
    if became is Asked.NOT_ABOUT:
        lesson = desk.introduce.seen(visitor.workspace, lesson_id, visitor.person)
        if name := desk.name_on(visitor.workspace, lesson):
            text = visitor.t("talk.ask.not_about_named", who=b.said(name, 100))
    if became in _WITH_OFFER:
        return offering(desk, visitor, text, question, lesson_id)
    return only_text(text)


def _full_week(desk: Desk, visitor: Visitor, lesson_id: str, question: str) -> Message:
    text = _waiting(desk, visitor, lesson_id, views.full_week)
    if text is None:  # it has room since a moment ago
        who = visitor.person
        became = desk.introduce.ask(visitor.workspace, lesson_id, who, question, waits=True)
        return _heard(desk, visitor, became, lesson_id, question)
    return offering(desk, visitor, text, question, lesson_id, waits=True)


def _waiting(desk: Desk, visitor: Visitor, lesson_id: str, said: Said) -> str | None:
    """What is `said` about the full week of a named author; None where there is none."""
    lesson = desk.introduce.seen(visitor.workspace, lesson_id, visitor.person)
    if lesson is None or not lesson.is_named:
        return None
    wait = desk.introduce.askable.wait(visitor.workspace, str(lesson.author.user_id))
    name = desk.names(visitor.workspace, [lesson])[str(lesson.author.key)]
    return said(visitor.t, name, wait) if wait else None


def _answer(state: TalkState) -> Any:
    def work(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
        request = desk.introduce.answer(visitor.workspace, value(body), visitor.person, state)
        if request is None:  # a copy of the message that they did not see changed
            say(reply, visitor.t("talk.answered_before"))
            request = desk.introduce.between(visitor.workspace, value(body), visitor.person)
        asker = desk.directory.person(visitor.workspace, request.asker_id)
        lesson = desk.introduce.seen(visitor.workspace, request.lesson_id, visitor.person)
        said = views.thanks(visitor.t, request.state, asker.name, lesson)
        settle(visitor, reply, body, said)

    return work


def _talked(talked: Talked) -> Any:
    def work(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
        request = desk.introduce.talked(visitor.workspace, value(body), visitor.person, talked)
        outcome = visitor.t(f"talked.thanks.{talked.value}")
        keep = ("talked_yes", "talked_no") if talked is Talked.NOT_YET else ()
        more = views.understood(visitor.t, request.id) if talked is Talked.YES else []
        settle(visitor, reply, body, outcome, *keep, more=more)
        if talked is not Talked.NOT_YET:  # asked twice, it is answered once
            for time in ("first", "again"):
                asked = talked_key(request.id, visitor.person.id, time)
                settle_letter(desk, visitor, asked, outcome, "talked_write")

    return work


def _write(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    request = desk.introduce.between(visitor.workspace, value(body), visitor.person)
    asked = b.said(request.question, 500) or "…"
    about = visitor.t("talked.context", question=asked)
    open_share(desk, visitor, body["trigger_id"], blank(), about=about, origin=place_of(body))


def _end(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    request = desk.introduce.between(visitor.workspace, value(body), visitor.person)
    if not desk.introduce.end(visitor.workspace, request.id, visitor.person):
        say(reply, visitor.t("relay.ended"))
    settle(visitor, reply, body, visitor.t("relay.is_ended"))
    if not request.other(visitor.person.id):
        return
    other = desk.visitor(visitor.workspace, request.other(visitor.person.id))
    theirs = relay_key(request.id, other.person.id)
    settle_letter(desk, other, theirs, other.t("relay.is_ended"))
