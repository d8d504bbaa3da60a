"""Reporting a lesson, what moderators do about it, and its author's answer."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from ...domain.errors import InvalidInput, NotAllowed
from ...domain.lesson import Lesson
from ...services.screening import to_ask
from ..desk import Desk, Visitor, report
from ..messenger import AtField, InDm
from ..payloads import values
from ..settling import place_of, settle, settle_at
from ..views import report as views
from ..views import share as share_views
from ..views.answer import Message
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
    lesson, people = desk.moderate.report(visitor.workspace, lesson_id, desk.alone(visitor))
    if not desk.moderate.open_report(visitor.workspace, lesson_id, visitor.person):
        return visitor.t("report.before")
    try:
        name = desk.names(visitor.workspace, [lesson]).get(lesson.author.key or "")
        _tell(desk, visitor.workspace, people, lambda t: views.to_moderator(t, lesson, name, words))
    except Exception:
        desk.moderate.take_back(visitor.workspace, lesson_id, visitor.person)
        raise
    desk.moderate.told(visitor.workspace, lesson_id, visitor.person)
    return visitor.t("report.sent")


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
    lesson, people = moderate.answer(workspace, lesson_id, visitor.person)
    if moderate.open_answer(workspace, lesson_id, words):
        try:
            _tell(desk, workspace, people, lambda t: views.answered(t, lesson, words))
        except Exception:
            moderate.take_answer_back(workspace, lesson_id, words)
            raise
        moderate.answered(workspace, lesson_id, words)
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


def _tell(desk: Desk, workspace: str, people: list[str], words: Any) -> None:
    """Raises InvalidInput when it reached none of them."""
    reached = 0
    for user_id in people:
        try:
            other = desk.visitor(workspace, user_id)
            if not other.person.is_colleague:
                raise NotAllowed("Only colleagues are told.")
            message: Message = words(other.t)
            InDm(other.client, user_id).answer(message)
            reached += 1
        except Exception as error:  # the others must hear of it all the same
            report(error)
    if not reached:
        raise InvalidInput("report.nobody", "reason")
