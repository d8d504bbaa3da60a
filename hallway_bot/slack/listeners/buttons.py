"""Buttons in messages and modals."""

import html
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from slack_bolt import App

from ...domain.errors import NotAllowed
from ...domain.language import LANGUAGES
from ...domain.records import Verdict
from ...domain.talks import TalkState
from ...domain.visibility import may_see
from ...services.talk import talk_id
from ...texts import Texts
from ..desk import Desk, Visitor
from ..messenger import InDm, Reply
from ..payloads import plain_words
from ..views import answer as answers
from ..views import blocks as b
from ..views import lesson as lesson_views
from ..views import people as people_views
from ..views import share as share_views
from . import asking
from .clicking import on_click, say, value
from .modals import blank, open_share

_SHARE_PROMPTS = {Texts(language)("prompt.share_message") for language in LANGUAGES}


def register(app: App, desk: Desk) -> None:
    """Listen."""

    on_click(app, desk, "read_lesson", _read, slow=False)
    on_click(app, desk, "push_lesson", _read, slow=False)
    on_click(app, desk, "verdict", _verdict)
    on_click(app, desk, "talk", _talk)
    on_click(app, desk, "talk_yes", _talk_yes)
    on_click(app, desk, "talk_no", _talk_no)
    on_click(app, desk, "open_share", _share, slow=False)
    on_click(app, desk, "is_lesson", _is_lesson, slow=False)
    on_click(app, desk, "is_question", _is_question)
    on_click(app, desk, "accept_invite", _accept_invite, slow=False)
    on_click(app, desk, "decline_invite", _decline_invite)


def _read(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    lesson = desk.store.lesson(visitor.workspace, value(body))
    if lesson is None or not may_see(lesson, desk.alone(visitor)):
        view = share_views.notice(visitor.t, visitor.t("lesson.gone"))
    else:
        name = desk.names([lesson]).get(lesson.author.key or "")
        view = lesson_views.whole(visitor.t, lesson, name)
    inside = (body.get("view") or {}).get("type") == "modal"
    show = desk.client.views_push if inside else desk.client.views_open
    show(trigger_id=body["trigger_id"], view=view)


def _verdict(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    given, _, lesson_id = value(body).partition(":")
    lesson = desk.store.lesson(visitor.workspace, lesson_id)
    if lesson is None or not may_see(lesson, desk.alone(visitor)):
        say(reply, visitor.t("lesson.gone"))
        return
    verdict = Verdict(given)
    desk.store.give_verdict(visitor.workspace, lesson_id, visitor.person.id, verdict, desk.now())
    helpful = verdict is Verdict.HELPFUL
    if helpful and desk.questions.helped(visitor.workspace, lesson_id, visitor.person):
        say(reply, visitor.t("question.answered"))
        return
    say(reply, visitor.t("lesson.thanks_helpful" if helpful else "lesson.thanks_not"))


def _talk(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    asked = json.loads(value(body))
    lesson = desk.store.lesson(visitor.workspace, asked["l"])
    if lesson is None or not may_see(lesson, desk.alone(visitor)):
        say(reply, visitor.t("lesson.gone"))
        return
    if lesson.author.user_id == visitor.person.id:
        say(reply, visitor.t("talk.own"))
        return
    author = desk.meet(body["team"]["id"], lesson.author.user_id) if lesson.author.user_id else None
    if author is None or not author.person.is_colleague:
        say(reply, visitor.t("talk.impossible"))
        return
    request_id = talk_id(visitor.workspace, lesson.id, visitor.person.id)
    with _once(desk, visitor, f"talk:{request_id}") as first:
        if not first:
            say(reply, visitor.t("talk.asked_before"))
            return
        desk.talk.ask(visitor.workspace, lesson.id, visitor.person, asked["q"])
        message = people_views.talk_request(
            author.t, request_id, visitor.person.name, lesson, asked["q"]
        )
        InDm(desk.client, author.person.id).answer(message)
    say(reply, visitor.t("talk.asked"))


@contextmanager
def _once(desk: Desk, visitor: Visitor, key: str) -> Iterator[bool]:
    """Whether this is the first time; what then fails may be done again."""
    first = desk.store.claim(visitor.workspace, key, desk.now())
    try:
        yield first
    except Exception:
        if first:
            desk.store.release(visitor.workspace, key)
        raise


def _talk_yes(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    _talk_answer(desk, visitor, reply, body, TalkState.ACCEPTED)


def _talk_no(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    _talk_answer(desk, visitor, reply, body, TalkState.DECLINED)


def _talk_answer(
    desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any], state: TalkState
) -> None:
    request = desk.store.talk(visitor.workspace, value(body))
    if request is None or request.author_id != visitor.person.id:
        raise NotAllowed("Only the author answers.")
    asker = desk.meet(body["team"]["id"], request.asker_id)
    lesson = desk.store.lesson(visitor.workspace, request.lesson_id)
    title = b.said(lesson.headline if lesson else "…", 200)
    if state is TalkState.ACCEPTED:
        # Said to the asker alone, because the author says yes: here a mention is wanted.
        text = asker.t("talk.accepted", who=f"<@{visitor.person.id}>", title=title)
        mine = visitor.t("talk.accepted_author", who=b.said(asker.person.name, 100))
    else:
        text = asker.t("talk.declined", title=title)
        mine = visitor.t("talk.declined_author")
    # Told first and noted then: an answer that is noted but never told would be lost.
    with _once(desk, visitor, f"talk-answer:{request.id}") as first:
        if not first or request.state is not TalkState.ASKED:
            say(reply, visitor.t("talk.answered_before"))
            return
        InDm(desk.client, request.asker_id).answer(answers.only_text(text))
        desk.talk.answer(visitor.workspace, request.id, visitor.person, state)
    say(reply, mine)


def _share(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    open_share(desk, visitor, body["trigger_id"], blank())


def _is_lesson(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    text = _written(desk, body)
    if text in _SHARE_PROMPTS:
        text = " "  # the words are ours, not theirs
    if text:
        open_share(desk, visitor, body["trigger_id"], blank(learned=text.strip()))
    else:
        say(reply, visitor.t("dm.message_gone"))


def _is_question(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    text = _written(desk, body)
    ts, thread, _ = (value(body) + "::").split(":", 2)
    if text and ts:
        # What was asked in a DM is answered there, for good, not in passing.
        channel = body["channel"]["id"]
        there = InDm(desk.client, channel, thread or None)
        asking.direct(desk, visitor, there, channel, ts, thread or None, text)
    elif text:
        asking.asked(desk, visitor, reply, text, None)
    else:
        say(reply, visitor.t("dm.message_gone"))


def _written(desk: Desk, body: dict[str, Any]) -> str:
    """What the person wrote: fetched where it stands, because buttons carry 2,000 at most."""
    ts, thread, text = (value(body) + "::").split(":", 2)
    if not ts:
        return text[:-2]
    where = {"channel": body["channel"]["id"], "latest": ts, "oldest": ts, "inclusive": True}
    if thread:
        found = desk.client.conversations_replies(ts=thread, limit=10, **where)
    else:
        found = desk.client.conversations_history(limit=1, **where)
    user = body["user"]["id"]
    for message in found["messages"]:
        if message.get("ts") == ts and message.get("user") == user:
            return plain_words(message.get("text") or "", desk.name_of)
    return ""


def _accept_invite(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    blocks = body["message"]["blocks"]
    quoted = [x["text"]["text"] for x in blocks if x.get("block_id", "").startswith("quote.")]
    draft = blank(happened=html.unescape("\n".join(quoted)))
    open_share(desk, visitor, body["trigger_id"], draft)


def _decline_invite(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    say(reply, visitor.t("invite.declined"))
