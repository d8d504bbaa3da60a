"""Keeping a question open: consent first, then what its asker says about it."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from ...domain.errors import InvalidInput
from ...domain.records import QuestionState, Verdict
from ...services.screening import to_ask
from ..desk import Desk, Visitor, report
from ..messenger import AtField, Reply
from ..payloads import chosen, values
from ..settling import place_of, settle, settle_at, settle_letter
from ..views import blocks as b
from ..views import questions as views
from ..views import share as share_views
from ..views.held import reason
from .clicking import on_click, say, value
from .homes import publish
from .modals import blank, open_share


def register(app: App, desk: Desk) -> None:
    """Listen."""
    on_click(app, desk, "keep_question", _consent, slow=False)
    on_click(app, desk, "match_yes", _answers)
    on_click(app, desk, "match_no", _not_quite)
    on_click(app, desk, "question_still", _still)
    on_click(app, desk, "question_over", _over)
    on_click(app, desk, "close_question", _close)
    on_click(app, desk, "share_answer", _share, slow=False)

    @app.view("keep_question")
    def kept(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        user, reply = body["user"]["id"], AtField(ack, "question")
        desk.visit(
            context.team_id, user, reply, lambda v: _keep(desk, v, ack, body["view"]), slow=False
        )


def _consent(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    text, place = value(body), place_of(body)
    if desk.questions.keeps(visitor.workspace, visitor.person, text):
        view = share_views.notice(visitor.t, visitor.t("question.kept_before"))
    else:
        alone = place is not None and place.channel.startswith("D")
        view = views.consent(visitor.t, text, place if alone else None)
    visitor.client.views_open(trigger_id=body["trigger_id"], view=view)


def _keep(desk: Desk, visitor: Visitor, ack: Ack, view: dict[str, Any]) -> None:
    fields = values(view)
    text = fields.get("question", {}).get("value") or ""
    anonymous, (place, asked) = chosen(fields, "shown") == "unnamed", views.carried(view)
    try:
        if held := to_ask("question", text, asked):
            again = views.consent(visitor.t, text, place, unnamed=anonymous, held=held)
            ack(response_action="update", view=again)
            return
        kept = desk.questions.keep(visitor.workspace, visitor.person, text, anonymous=anonymous)
    except InvalidInput as error:
        ack(response_action="errors", errors={"question": reason(visitor.t, error)})
        return
    done = ("question.kept_unnamed" if anonymous else "question.kept_named") if kept else None
    said = visitor.t(done or "question.kept_before")
    ack(response_action="update", view=share_views.notice(visitor.t, said))
    desk.slow.submit(_home, desk, visitor)
    desk.slow.submit(settle_at, visitor, place, said, "open_share")


def _answers(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    question_id, _, lesson_id = value(body).partition(":")
    closed = desk.questions.answered(visitor.workspace, question_id, lesson_id, visitor.person)
    if closed:
        _give_helpful(desk, visitor, lesson_id)
        settle(visitor, reply, body, visitor.t("question.answered"))
    _over_with(desk, visitor, reply, question_id, told=closed)


def _give_helpful(desk: Desk, visitor: Visitor, lesson_id: str) -> None:
    """A lesson that answers one's question helped, so it counts as such."""
    lesson = desk.trying.lesson(visitor.workspace, lesson_id, visitor.person)
    if lesson is not None:
        desk.trying.judge(visitor.workspace, lesson, visitor.person, Verdict.HELPFUL)


def _not_quite(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    question_id, _, lesson_id = value(body).partition(":")
    if desk.questions.not_quite(visitor.workspace, question_id, lesson_id, visitor.person):
        settle(visitor, reply, body, visitor.t("question.stays"), "match_yes")
    else:
        _over_with(desk, visitor, reply, question_id, told=False)


def _still(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    if desk.questions.renew(visitor.workspace, value(body), visitor.person):
        settle(visitor, reply, body, visitor.t("question.stays"), "question_over")
    else:
        _over_with(desk, visitor, reply, value(body), told=False)


def _over(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    closed = desk.questions.close(visitor.workspace, value(body), visitor.person)
    if closed:
        settle(visitor, reply, body, visitor.t("question.closed"))
    _over_with(desk, visitor, reply, value(body), told=closed)


def _close(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    desk.questions.close(visitor.workspace, value(body), visitor.person)
    _over_with(desk, visitor, reply, value(body), told=True)


def _over_with(desk: Desk, visitor: Visitor, reply: Reply, question_id: str, *, told: bool) -> None:
    """A closed question: whoever was not told so before is told, and nothing asks about it."""
    if not told:
        say(reply, visitor.t("question.was_closed"))
    settle_question(desk, visitor, question_id)
    _home(desk, visitor)


def settle_question(desk: Desk, visitor: Visitor, question_id: str) -> None:
    """All that Hallway wrote to the asker about a question that is closed now."""
    outcome = visitor.t("question.is_closed")
    for key in desk.questions.letters(visitor.workspace, question_id, visitor.person):
        settle_letter(desk, visitor, key, outcome)


def _share(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    question = desk.store.question(visitor.workspace, value(body))
    if question is None or not question.shown or question.state is not QuestionState.OPEN:
        view = share_views.notice(visitor.t, visitor.t("question.gone"))
        visitor.client.views_open(trigger_id=body["trigger_id"], view=view)
        return
    about = visitor.t("question.about", question=b.said(question.text, 500))
    open_share(desk, visitor, body["trigger_id"], blank(), question_id=question.id, about=about)


def _home(desk: Desk, visitor: Visitor) -> None:
    try:
        publish(desk, visitor)
    except Exception as error:  # it is done and they were told; Home follows at the next opening
        report(error)
