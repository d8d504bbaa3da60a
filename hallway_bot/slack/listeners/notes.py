"""Answering a prompt: the guided form, or words in its thread. Nothing typed is ever lost."""

from datetime import UTC, date, datetime
from typing import Any

from slack_bolt import Ack, App, BoltContext

from ...domain.delivery import Delivery
from ...domain.errors import HoldsSecret, InvalidInput, NotAllowed
from ...domain.lesson import Visibility
from ...domain.reflecting import COMES_BACK, Note
from ...domain.workdays import zone_of
from ...services.reflect import Source
from ..desk import Desk, Visitor, report
from ..letters.reflecting import worded
from ..messenger import AtField, InDm, Reply
from ..payloads import chosen_audience, values
from ..settling import place_of, settle, settle_letter, settle_prompts
from ..views import answer as answers
from ..views import note as views
from ..views import reflect as reflect_views
from ..views import share as share_views
from ..views.held import reason
from ..views.note import FIELDS, TYPING, Page, Step
from ..views.share import Context
from .clicking import on_action
from .homes import republish
from .modals import show_near

GO_ON = "answer_prompt"


def register(app: App, desk: Desk) -> None:
    """Listen."""
    on_action(app, desk, GO_ON, _answer, slow=False)
    on_action(app, desk, "go_on_note", _go_on, slow=False)
    on_action(app, desk, "note_back", _back, slow=False)
    on_action(app, desk, "keep_note", _keep)
    on_action(app, desk, "drop_note", _drop)

    @app.action(TYPING)
    def typing(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        ack()
        desk.slow.submit(_kept, desk, context.team_id, body)

    @app.view("note")
    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        page = Page.load(body["view"]["private_metadata"])
        desk.visit(
            context.team_id,
            body["user"]["id"],
            AtField(ack, FIELDS.get(page.step, "visibility")),
            lambda visitor: _submit(desk, visitor, ack, body["view"], page),
            slow=False,
        )


def heard(
    desk: Desk,
    visitor: Visitor,
    reply: Reply,
    delivery: Delivery,
    text: str,
    ts: str | None = None,
) -> None:
    """Words below a prompt: kept as a note, whose author says where it goes. `ts`: they stand
    there, in no thread, and may be meant otherwise."""
    note = _begin(desk, visitor, delivery)
    if note is None:
        reply.answer(answers.only_text(visitor.t("reflect.gone")))
        return
    desk.notes.reply(visitor.workspace, note, text)
    desk.store.answer_delivery(visitor.workspace, delivery.id, desk.now())
    reply.answer(reflect_views.replied(visitor.t, note.id, ts))
    settle_letter(desk, visitor, delivery.key, visitor.t("reflect.begun"), GO_ON)
    republish(desk, visitor)


def more(desk: Desk, visitor: Visitor, reply: Reply, note: Note, text: str, ts: str) -> None:
    """The same for words that go on with a note that was begun so."""
    desk.notes.reply(visitor.workspace, note, text)
    reply.answer(reflect_views.replied(visitor.t, note.id, ts))
    republish(desk, visitor)


def _begin(desk: Desk, visitor: Visitor, delivery: Delivery) -> Note | None:
    asked = desk.reflect.asked(visitor.workspace, visitor.person, visitor.t.language, delivery)
    if asked is None:
        return None
    question = worded(desk, visitor, asked)
    return desk.notes.begin(visitor.workspace, visitor.person, delivery, asked, question)


def _answer(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    delivery = desk.store.delivery(visitor.workspace, body["actions"][0]["value"])
    if delivery is None or delivery.user_id != visitor.person.id:
        raise NotAllowed("This prompt was somebody else's.")
    if placed(desk, visitor, delivery):
        view = share_views.notice(visitor.t, visitor.t("note.gone"))
        visitor.client.views_open(trigger_id=body["trigger_id"], view=view)
        return
    note = _begin(desk, visitor, delivery)
    if note is None:
        raise InvalidInput("reflect.gone")
    desk.store.answer_delivery(visitor.workspace, delivery.id, desk.now())
    _open(desk, visitor, body, note, delivery.id)
    if place_of(body) is not None:
        beside = InDm(visitor.client, visitor.person.id)
        settle(visitor, beside, body, visitor.t("reflect.begun"), GO_ON)


def placed(desk: Desk, visitor: Visitor, delivery: Delivery) -> bool:
    """Whether what was answered to this prompt has found its place."""
    if delivery.subject.get("source") == Source.NOTE:
        return desk.store.note(visitor.workspace, delivery.subject["id"]) is None
    return desk.notes.is_placed(visitor.workspace, delivery)


def _go_on(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    _open(desk, visitor, body, _own(desk, visitor, body["actions"][0]["value"]))


def _own(desk: Desk, visitor: Visitor, note_id: str) -> Note:
    try:
        return desk.notes.own(visitor.workspace, note_id, visitor.person)
    except NotAllowed:
        raise InvalidInput("note.gone") from None


def _open(
    desk: Desk, visitor: Visitor, body: dict[str, Any], note: Note, prompt: str | None = None
) -> None:
    written = [bool(getattr(note, FIELDS[step]).strip()) for step in (Step.HAPPENED, Step.LEARNED)]
    step = Step.HAPPENED if not written[0] else Step.LEARNED
    view = views.form(visitor.t, note, Page(note.id, step, prompt), _comes_back(desk, visitor))
    visitor.client.views_open(trigger_id=body["trigger_id"], view=view)


def _comes_back(desk: Desk, visitor: Visitor) -> date:
    return _today(desk, visitor) + COMES_BACK


def _today(desk: Desk, visitor: Visitor) -> date:
    return desk.now().astimezone(zone_of(visitor.person.tz)).date()


def _back(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    view = body["view"]
    here, there = Page.load(view["private_metadata"]), Page.load(body["actions"][0]["value"])
    note = _own(desk, visitor, here.note_id)
    note = _typed(desk, visitor, note, view, _at(body))
    shown = views.form(visitor.t, note, there, _comes_back(desk, visitor))
    visitor.client.views_update(view_id=view["id"], view=shown)


def _at(body: dict[str, Any]) -> datetime:
    """When Slack saw it: what was typed later wins, whichever arrives first."""
    stamp = body["actions"][0].get("action_ts") if body.get("actions") else None
    return datetime.fromtimestamp(float(stamp), UTC) if stamp else datetime.now(UTC)


def _kept(desk: Desk, team_id: str | None, body: dict[str, Any]) -> None:
    try:
        visitor = desk.meet(team_id, body["user"]["id"])
        page = Page.load(body["view"]["private_metadata"])
        note = desk.store.note(visitor.workspace, page.note_id)
        if note is not None and note.user_id == visitor.person.id and _at(body) > note.updated_at:
            _typed(desk, visitor, note, body["view"], _at(body))
    except HoldsSecret:  # it stands in the form still, and sending the form says why
        return
    except Exception as error:  # they still type; sending the form keeps it as well
        report(error)


def _typed(desk: Desk, visitor: Visitor, note: Note, view: dict[str, Any], at: datetime) -> Note:
    """The note with what stands in the form."""
    step = Page.load(view["private_metadata"]).step
    if step is Step.PLACE:
        return note
    fields = values(view)
    words: dict[str, object] = {FIELDS[step]: (fields.get(FIELDS[step]) or {}).get("value") or ""}
    picked = (fields.get("intention_on") or {}).get("selected_date")
    if step is Step.INTENTION and picked:
        words["intention_on"] = date.fromisoformat(picked)
    return desk.notes.write(visitor.workspace, note, at, **words)


def _submit(desk: Desk, visitor: Visitor, ack: Ack, view: dict[str, Any], page: Page) -> None:
    note = _typed(desk, visitor, _own(desk, visitor, page.note_id), view, desk.now())
    if page.step is Step.PLACE:
        _place(desk, visitor, ack, view, note, page)
        return
    problem = _problem(desk, visitor, note, page.step)
    if problem is not None:
        ack(response_action="errors", errors=problem)
        return
    shown = views.form(visitor.t, note, page.to(Step(page.step + 1)), _comes_back(desk, visitor))
    ack(response_action="update", view=shown)


def _problem(desk: Desk, visitor: Visitor, note: Note, step: Step) -> dict[str, str] | None:
    if step in (Step.HAPPENED, Step.LEARNED) and not getattr(note, FIELDS[step]).strip():
        return {FIELDS[step]: visitor.t("note.error.empty")}
    day = note.intention_on
    if step is Step.INTENTION and note.intention and day and day <= _today(desk, visitor):
        return {"intention_on": visitor.t("note.error.past")}
    return None


def _place(
    desk: Desk, visitor: Visitor, ack: Ack, view: dict[str, Any], note: Note, page: Page
) -> None:
    visibility, channel = chosen_audience(values(view))
    draft = desk.notes.draft(visitor.workspace, note, visibility, channel)
    private = visibility is Visibility.PRIVATE
    concerns = [] if private else desk.caution(visitor.workspace, draft, visitor.person)
    if concerns:
        # Something to think about first: the share form asks it, with all that was written.
        warned = tuple(concern.name for concern in concerns)
        context = Context(
            draft.id,
            channel,
            warned=warned,
            question_id=note.question_id,
            note_id=note.id,
            prompt_id=page.prompt,
        )
        form = share_views.form(visitor.t, draft, context, concerns)
        ack(response_action="update", view=form)
        return
    try:
        lesson = desk.notes.place(visitor.workspace, note, visitor.person, visibility, channel)
    except InvalidInput as error:
        field = error.field if error.field in ("channel", "visibility") else "visibility"
        ack(response_action="errors", errors={field: reason(visitor.t, error)})
        return
    if note.question_id:
        desk.matching.answers(visitor.workspace, note.question_id, lesson.id)
    desk.lessons_changed(visitor.workspace)
    shown = share_views.done(visitor.t, lesson, edited=False, near=None)
    ack(response_action="update", view=shown)
    desk.slow.submit(show_near, desk, visitor, lesson, view["id"], False)
    asked = (note.delivery_id, page.prompt)
    outcome = share_views.outcome(visitor.t, lesson)
    desk.slow.submit(settle_prompts, desk, visitor, asked, outcome)


def _keep(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    note = _own(desk, visitor, body["actions"][0]["value"])
    desk.notes.place(visitor.workspace, note, visitor.person, Visibility.PRIVATE, None)
    desk.lessons_changed(visitor.workspace)
    _instead(desk, visitor, body, note, visitor.t("note.in_room"))


def _drop(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    note = _own(desk, visitor, body["actions"][0]["value"])
    desk.store.drop_note(visitor.workspace, note.id, visitor.person.id)
    _instead(desk, visitor, body, note, visitor.t("note.let_gone"))


def _instead(desk: Desk, visitor: Visitor, body: dict[str, Any], note: Note, outcome: str) -> None:
    """In place of the buttons of all that was said about it; on Home the list itself shows it."""
    if place_of(body) is not None:
        settle(visitor, InDm(visitor.client, visitor.person.id), body, outcome)
    settle_prompts(desk, visitor, (note.delivery_id,), outcome)
    republish(desk, visitor)
