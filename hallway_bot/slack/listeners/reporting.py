"""Reporting a lesson, what moderators do about it, and its author's answer."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from ...domain.errors import InvalidInput, Unavailable
from ...domain.lesson import Lesson
from ...services.screening import to_ask
from ..desk import Desk, Visitor
from ..messenger import AtField, InDm
from ..payloads import values
from ..settling import place_of, settle, settle_at
from ..views import report as views
from ..views import share as share_views
from .clicking import Act, on_action

HIDE, SHOW = "hide_lesson", "show_lesson"


def register(app: App, desk: Desk) -> None:
    """Listen."""
    on_action(app, desk, "report", _opening("report"), slow=False)
    on_action(app, desk, HIDE, _opening("hide"), slow=False)
    on_action(app, desk, "answer_lesson", _opening("answer"), slow=False)
    on_action(app, desk, "leave_lesson", _leave)
    on_action(app, desk, SHOW, _show)
    for purpose, work in (("report", _report), ("hide", _hide), ("answer", _answer)):
        _when_sent(app, desk, purpose, work)


def _when_sent(app: App, desk: Desk, purpose: str, work: Any) -> None:
    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        view = body["view"]
        words = str(values(view)["reason"].get("value") or "")

        def run(visitor: Visitor) -> None:
            lesson_id, asked, place = views.about(view)
            if held := to_ask("reason", words, asked):
                about = _lesson(desk, visitor, lesson_id, purpose)
                again = views.form(visitor.t, about, purpose, words, held, place)
                ack(response_action="update", view=again)
                return
            done = work(desk, visitor, lesson_id, words)
            ack(response_action="update", view=share_views.notice(visitor.t, done))
            desk.slow.submit(settle_at, visitor, place, done, SHOW)

        reply = AtField(ack, "reason")
        desk.visit(context.team_id, body["user"]["id"], reply, run, slow=False)

    app.view(f"{purpose}_lesson")(submitted)


def _opening(purpose: str) -> Act:
    def work(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
        lesson = _lesson(desk, visitor, _id(body), purpose)
        inside = (body.get("view") or {}).get("type") == "modal"
        show = visitor.client.views_push if inside else visitor.client.views_open
        view = views.form(visitor.t, lesson, purpose, place=place_of(body))
        show(trigger_id=body["trigger_id"], view=view)

    return work


def _lesson(desk: Desk, visitor: Visitor, lesson_id: str, purpose: str) -> Lesson:
    """The lesson, for whoever may say something about it; raises as the use case does."""
    if purpose == "report":
        return desk.moderate.report(visitor.workspace, lesson_id, desk.alone(visitor))[0]
    if purpose == "hide":
        return desk.moderate.reported(visitor.workspace, lesson_id, visitor.person)
    return desk.moderate.answer(visitor.workspace, lesson_id, visitor.person)[0]


def _id(body: dict[str, Any]) -> str:
    return str(body["actions"][0]["value"])


def _report(desk: Desk, visitor: Visitor, lesson_id: str, words: str) -> str:
    workspace, moderate = visitor.workspace, desk.moderate
    _, people = moderate.report(workspace, lesson_id, desk.alone(visitor))
    people = _there(desk, workspace, people)
    told = moderate.tell_report(desk.outbox, workspace, lesson_id, visitor.person, people, words)
    return visitor.t("report.sent" if told else "report.before")


def _hide(desk: Desk, visitor: Visitor, lesson_id: str, words: str) -> str:
    try:
        desk.moderate.hide(visitor.workspace, lesson_id, visitor.person, words)
    except InvalidInput:  # it may be hidden already, by a try that was cut off before this
        desk.moderate.tell_author(desk.outbox, visitor.workspace, lesson_id)
        raise
    desk.moderate.tell_author(desk.outbox, visitor.workspace, lesson_id)
    desk.lessons_changed(visitor.workspace)
    return visitor.t("report.is_hidden")


def _answer(desk: Desk, visitor: Visitor, lesson_id: str, words: str) -> str:
    workspace, moderate = visitor.workspace, desk.moderate
    _, people = moderate.answer(workspace, lesson_id, visitor.person)
    people = _there(desk, workspace, people)
    moderate.tell_answer(desk.outbox, workspace, lesson_id, visitor.person, people, words)
    return visitor.t("report.sent")


def _leave(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    desk.moderate.leave(visitor.workspace, _id(body), visitor.person)
    _done(visitor, body, visitor.t("report.left"))


def _show(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    lesson = desk.moderate.show(visitor.workspace, _id(body), visitor.person)
    desk.moderate.tell_author(desk.outbox, visitor.workspace, lesson.id)
    desk.lessons_changed(visitor.workspace)
    _done(visitor, body, visitor.t("report.is_shown"))


def _done(visitor: Visitor, body: dict[str, Any], outcome: str) -> None:
    settle(visitor, InDm(visitor.client, visitor.person.id), body, outcome, HIDE)


def _there(desk: Desk, workspace: str, people: list[str]) -> list[str]:
    """Those of them whom a message reaches, as far as Slack says; raises InvalidInput for none."""

    def is_there(user_id: str) -> bool:
        try:
            return desk.directory.person(workspace, user_id).is_colleague
        except Unavailable:  # it waits until Slack is back
            return True

    there = [user_id for user_id in people if is_there(user_id)]
    if not there:
        raise InvalidInput("report.nobody", "reason")
    return there
