"""The share modal: opening it, its topics, and saving."""

import uuid
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk.errors import SlackApiError

from ...domain.delivery import Receipt
from ...domain.errors import InvalidInput
from ...domain.lesson import Lesson, Visibility
from ...domain.reflecting import Note
from ...services.share import Draft
from ...texts import Texts
from ..desk import Desk, Visitor, report
from ..messenger import AtField
from ..payloads import draft as read_draft
from ..payloads import joined, values
from ..settling import settle_at, settle_prompts
from ..views import share as views
from ..views.blocks import option
from ..views.held import at_fields
from ..views.lesson import byline
from ..views.share import Context


def blank(
    *,
    happened: str = "",
    learned: str = "",
    channel_id: str | None = None,
    parent_id: str | None = None,
) -> Draft:
    """A new draft; its id makes a second submission of the same modal harmless."""
    lesson_id = f"lesson-{uuid.uuid4().hex}"
    everyone = Visibility.EVERYONE
    return Draft(lesson_id, happened, learned, "", (), everyone, channel_id, None, parent_id)


def draft_of(lesson: Lesson) -> Draft:
    """A lesson as it stands, to be edited."""
    return Draft(
        lesson.id,
        lesson.happened,
        lesson.learned,
        lesson.useful_when,
        lesson.topics,
        lesson.visibility,
        lesson.channel_id,
        lesson.language,
    )


def open_share(
    desk: Desk,
    visitor: Visitor,
    trigger_id: str,
    draft: Draft,
    *,
    question_id: str | None = None,
    about: str = "",
    origin: Receipt | None = None,
) -> None:
    """Open the modal, filled with what is known.

    `about` is markup shown at the top; `question_id`: it answers that open question; `origin`:
    the message that led here. Raises InvalidInput when Slack does not open it, and then keeps
    the words as a note.
    """
    view = share_form(visitor.t, draft, question_id=question_id, about=about, origin=origin)
    try:
        visitor.client.views_open(trigger_id=trigger_id, view=view)
    except (SlackApiError, OSError) as error:
        asked = visitor.t("note.kept_question")
        if not desk.notes.keep(visitor.workspace, visitor.person, draft, asked):
            raise
        report(error)
        raise InvalidInput("share.not_opened") from error


def share_form(
    t: Texts,
    draft: Draft,
    *,
    question_id: str | None = None,
    about: str = "",
    origin: Receipt | None = None,
) -> dict[str, Any]:
    """The modal for a new lesson."""
    context = Context(
        draft.id,
        draft.channel_id,
        question_id=question_id,
        about=about,
        parent_id=draft.parent_id,
        origin=(origin.channel, origin.ts) if origin else None,
    )
    return views.form(t, draft, context)


def register(app: App, desk: Desk) -> None:
    """Listen."""

    @app.options("topics")
    def suggest(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        try:
            visitor = desk.meet(context.team_id, body["user"]["id"])
            fields = values(body.get("view") or {})
            text = " ".join(joined(fields, f) for f in ("happened", "learned", "useful_when"))
            begun = body.get("value") or ""
            theirs = visitor.person.is_colleague  # who became a guest may have it open still
            found = desk.topics.suggest(visitor.workspace, text, begun) if theirs else []
            ack(options=[option(x, x) for x in found])
        except Exception as error:  # without suggestions the modal still works
            report(error)
            ack(options=[])

    @app.view("share")
    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        user = body["user"]["id"]
        reply = AtField(ack, "learned.0")
        desk.visit(
            context.team_id, user, reply, lambda v: _submit(desk, v, ack, body["view"]), slow=False
        )


def _submit(desk: Desk, visitor: Visitor, ack: Ack, view: dict[str, Any]) -> None:
    draft, context = read_draft(view), Context.load(view["private_metadata"])
    edited = context.mode == "edit"
    if edited:  # deleted meanwhile it is gone for good: saving must not bring it back
        desk.share.own(visitor.workspace, draft.id, visitor.person)
    try:
        _check(desk, visitor, draft, edited)
    except InvalidInput as error:
        ack(response_action="errors", errors=at_fields(visitor.t, error, _block))
        return
    concerns = desk.caution(visitor.workspace, draft, visitor.person)
    asked = frozenset(context.warned)
    if any(concern.name not in asked for concern in concerns):
        warned = tuple(asked | {concern.name for concern in concerns})
        again = views.form(visitor.t, draft, replace(context, warned=warned), concerns)
        ack(response_action="update", view=again)
        return
    lesson = desk.share.save(visitor.workspace, draft, visitor.person)
    note = desk.store.note(visitor.workspace, context.note_id) if context.note_id else None
    if note is not None:
        desk.notes.placed(visitor.workspace, note.id, visitor.person)
    if context.question_id:
        desk.matching.answers(visitor.workspace, context.question_id, lesson.id)
    desk.lessons_changed(visitor.workspace)
    ack(response_action="update", view=views.done(visitor.t, lesson, edited=edited, near=None))
    desk.slow.submit(show_near, desk, visitor, lesson, view["id"], edited)
    desk.slow.submit(_settle, desk, visitor, context, note, lesson)


def _settle(
    desk: Desk, visitor: Visitor, context: Context, note: Note | None, lesson: Lesson
) -> None:
    outcome = views.outcome(visitor.t, lesson)
    begun = note.delivery_id if note else None
    settle_prompts(desk, visitor, (begun, context.prompt_id), outcome)
    settle_at(visitor, Receipt(*context.origin) if context.origin else None, outcome)


def _check(desk: Desk, visitor: Visitor, draft: Draft, edited: bool) -> None:
    if not edited and not draft.happened.strip():
        raise InvalidInput("share.error.happened_empty", "happened")
    desk.share.check(visitor.workspace, draft, visitor.person)


def _block(field: str | None) -> str:
    texts = ("happened", "learned", "useful_when")
    return f"{field}.0" if field in texts else field or "learned.0"


def show_near(desk: Desk, visitor: Visitor, lesson: Lesson, view_id: str, edited: bool) -> None:
    """Fill the screen after saving with colleagues' lessons near to it."""
    from .homes import publish

    try:
        found = [other for other, _ in desk.share.near(visitor.workspace, lesson, visitor.person)]
        names = desk.names(visitor.workspace, found)
        near = [(x, byline(visitor.t, x, names.get(x.author.key or ""))) for x in found]
        reading = not near and desk.share.is_reading(visitor.workspace)
        view = views.done(visitor.t, lesson, edited=edited, near=near, reading=reading)
        visitor.client.views_update(view_id=view_id, view=view)
    except Exception as error:  # the lesson is saved and they were told; they may have closed it
        report(error)
    try:
        publish(desk, visitor)
    except Exception as error:
        report(error)
