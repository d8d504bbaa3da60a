"""Events: a mention, a direct message, Home opened."""

from typing import Any

from slack_bolt import App, BoltContext
from slack_bolt.context.set_status import SetStatus
from slack_bolt.context.set_suggested_prompts import SetSuggestedPrompts

from ...domain.delivery import Delivery
from ...domain.intent import Intent, Kind, understand
from ...texts import Texts
from ..desk import Desk, Visitor, report
from ..messenger import InChannel, InDm, Reply
from ..payloads import plain_words
from ..unanswered import end, speaks
from ..views import answer as views
from ..views import home as home_view
from . import answering, asking, homes, notes, relaying, ways_out
from .buttons import SHARE_PROMPTS

_COURTESIES = (Kind.THANKS, Kind.OK, Kind.FINE)
_PROMPTS = ("share", "ask", "who", "help")


def register(app: App, desk: Desk) -> None:
    """Listen."""

    @app.event("app_mention")
    def mentioned(event: dict[str, Any], context: BoltContext) -> None:
        if not speaks(event):
            return
        channel, ts = event["channel"], event["ts"]
        thread = event.get("thread_ts") or ts
        inside = "thread_ts" in event
        public = InChannel(context.client, channel, thread, event["user"], inside)
        desk.visit(
            context.team_id,
            event["user"],
            public,
            lambda visitor: _mention(desk, visitor, public, event, thread),
            done=lambda heard: end(desk, context.team_id, event, heard=heard),
        )

    @app.event("message")
    def said(event: dict[str, Any], context: BoltContext, set_status: SetStatus) -> None:
        if not speaks(event):
            return
        thread = event.get("thread_ts")
        reply = InDm(context.client, event["channel"], thread)
        desk.visit(
            context.team_id,
            event["user"],
            reply,
            lambda visitor: _direct(desk, visitor, reply, event, set_status if thread else None),
            done=lambda heard: end(desk, context.team_id, event, heard=heard),
        )

    @app.event("user_change")
    def changed(event: dict[str, Any], context: BoltContext) -> None:
        desk.directory.forget(desk.workspace(context.team_id), event["user"]["id"])
        desk.slow.submit(_changed, desk, context.team_id, event["user"]["id"])

    @app.event("app_home_opened")
    def opened(
        event: dict[str, Any],
        context: BoltContext,
        set_suggested_prompts: SetSuggestedPrompts | None,
    ) -> None:
        desk.slow.submit(_opened, desk, event, context.team_id, set_suggested_prompts)

    @app.event("dnd_updated_user")
    def quiet(event: dict[str, Any], context: BoltContext) -> None:
        desk.directory.forget(desk.workspace(context.team_id), event["user"])


def _mention(
    desk: Desk, visitor: Visitor, public: InChannel, event: dict[str, Any], thread: str
) -> None:
    text = plain_words(event.get("text") or "")
    intent = understand(text)
    channel = event["channel"]
    if intent.kind is Kind.HELP:
        public.whisper(views.how_to(visitor.t))
        return
    if intent.kind in _COURTESIES:
        public.whisper(views.courtesy(visitor.t, intent.kind))
        return
    if intent.kind is Kind.LESSON:
        told = desk.told(visitor.workspace, event.get("text") or "")
        public.whisper(views.carried(visitor.t, told))
        return
    whole = asking.continued(desk, visitor, channel, thread, text)
    if desk.directory.has_outsiders(visitor.workspace, channel):
        public.whisper(views.only_text(visitor.t("ask.private")))
        asking.asked(desk, visitor, _Whispering(public), whole, None)
    else:
        asking.asked(desk, visitor, public, whole, channel)


class _Whispering:
    """Answers in a channel where outsiders read along: only to the asker."""

    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    def answer(self, message: views.Message) -> None:
        self._reply.whisper(message)

    def whisper(self, message: views.Message) -> None:
        self._reply.whisper(message)


def _direct(
    desk: Desk, visitor: Visitor, reply: InDm, event: dict[str, Any], status: SetStatus | None
) -> None:
    if relaying.carry(desk, visitor, reply, event):
        return
    text = plain_words(event.get("text") or "")
    intent = understand(text)
    thread = event.get("thread_ts")
    if intent.kind in (Kind.THANKS, Kind.OK):
        reply.answer(views.courtesy(visitor.t, intent.kind))
        return
    if thread and (sent := _sent_at(desk, visitor, event["channel"], thread)):
        told = desk.told(visitor.workspace, event.get("text") or "")
        if ways_out.leaves(desk, visitor, reply, sent, told):
            return
        if answering.takes_words(sent):
            notes.heard(desk, visitor, reply, sent, told)
        else:
            _understood(desk, visitor, reply, event, status, intent)
    elif thread or intent.kind is Kind.HELP:
        _understood(desk, visitor, reply, event, status, intent)
    else:
        _at_top_level(desk, visitor, reply, event, intent)


def _at_top_level(
    desk: Desk, visitor: Visitor, reply: InDm, event: dict[str, Any], intent: Intent
) -> None:
    ts, said = event["ts"], plain_words(event.get("text") or "")
    asked = answering.asked_above(desk, visitor, event["channel"], ts, said)
    if asked is None:
        _understood(desk, visitor, reply, event, None, intent)
    elif isinstance(asked, Delivery) and ways_out.leaves(desk, visitor, reply, asked, said):
        return
    elif not answering.takes_words(asked):
        _understood(desk, visitor, reply, event, None, intent)
    elif answering.is_answer(intent):
        told = desk.told(visitor.workspace, event.get("text") or "")
        answering.heard(desk, visitor, reply, asked, told, ts)
    else:
        either = answering.or_answer(visitor, reply, ts)
        _understood(desk, visitor, either, event, None, intent)


def _understood(
    desk: Desk,
    visitor: Visitor,
    reply: Reply,
    event: dict[str, Any],
    status: SetStatus | None,
    intent: Intent,
) -> None:
    """What the words ask for by themselves."""
    text, thread = plain_words(event.get("text") or ""), event.get("thread_ts")
    goes_on = thread and desk.store.thread_question(visitor.workspace, event["channel"], thread)
    if status is not None:
        _quietly(lambda: status(visitor.t("ask.thinking")))
    if intent.kind is Kind.HELP:
        reply.answer(views.how_to(visitor.t))
    elif intent.kind is Kind.FINE:
        reply.answer(views.courtesy(visitor.t, intent.kind))
    elif intent.kind is Kind.WHO:
        asking.who(desk, visitor, reply, intent.text, None)
    elif intent.kind is Kind.QUESTION or (goes_on and intent.kind is Kind.UNSURE):
        asking.direct(desk, visitor, reply, event["channel"], event["ts"], thread, text)
    else:
        lesson = intent.kind is Kind.LESSON
        offered = isinstance(reply, answering.OrAnswer) or text in SHARE_PROMPTS
        answer = not offered and answering.still_open(desk, visitor) is not None
        reply.answer(views.which(visitor.t, event["ts"], thread, lesson=lesson, answer=answer))


def _changed(desk: Desk, team_id: str | None, user_id: str) -> None:
    try:
        visitor = desk.meet(team_id, user_id)
        desk.reflect.moved(visitor.workspace, visitor.person)
    except Exception as error:  # when their next prompt is due they are looked at again
        report(error)


def _sent_at(desk: Desk, visitor: Visitor, channel: str, thread: str) -> Delivery | None:
    found = desk.store.delivery_at(visitor.workspace, channel, thread)
    mine = found is not None and found.user_id == visitor.person.id
    return found if mine else None


def _opened(
    desk: Desk, event: dict[str, Any], team_id: str | None, prompts: SetSuggestedPrompts | None
) -> None:
    try:
        visitor = desk.meet(team_id, event["user"])
        if event.get("tab") == "messages":
            if prompts is not None and visitor.person.is_colleague:
                prompts(suggested(visitor.t), title=visitor.t("prompt.title"))
        elif visitor.person.is_colleague:
            homes.publish(desk, visitor)
        else:
            view = home_view.closed(visitor.t)
            visitor.client.views_publish(user_id=visitor.person.id, view=view)
    except Exception as error:  # nothing was asked, so there is nobody to apologise to
        report(error)


def suggested(t: Texts) -> list[str | dict[str, str]]:
    """The four prompts of the agent view."""
    return [{"title": t(f"prompt.{p}"), "message": t(f"prompt.{p}_message")} for p in _PROMPTS]


def _quietly(decoration: Any) -> None:
    try:
        decoration()
    except Exception as error:  # a status line is not worth an apology
        report(error)
