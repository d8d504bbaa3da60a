"""Home: gathering what it shows, and its buttons."""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Any

from slack_bolt import Ack, App, BoltContext

from ...domain.errors import InvalidInput
from ...domain.lesson import Lesson
from ...domain.trials import Trial
from ...domain.visibility import may_see
from ...domain.workdays import zone_of
from ...services.suited import suited
from ...services.turns import turn_of
from ..desk import Desk, Visitor, report
from ..messenger import AtField
from ..payloads import chosen_audience, values
from ..views import home as views
from ..views import share as share_views
from ..views.answer import Message
from ..views.held import reason
from ..views.home_questions import Asked
from ..views.home_reflect import Rhythmic
from ..views.lesson import who_sees
from ..views.share import Context
from .clicking import on_action
from .modals import draft_of

_MAY_KNOW = 3
_LATELY = timedelta(days=30)


def publish(desk: Desk, visitor: Visitor, page: int = 0) -> None:
    """Show this person their Home."""
    who = (visitor.workspace, visitor.person.id)
    mine = views.Mine(
        desk.store.lessons_of(*who),
        desk.store.questions_of(*who),
        desk.store.stored(*who),
        _may_know(desk, visitor),
        _rhythmic(desk, visitor),
        desk.store.pauses(visitor.workspace, desk.now()) if visitor.person.is_admin else None,
        _meant_to_try(desk, visitor),
    )
    visitor.client.views_publish(user_id=visitor.person.id, view=views.home(visitor.t, mine, page))


def _may_know(desk: Desk, visitor: Visitor) -> list[Asked]:
    found = islice(suited(desk.store, visitor.workspace, visitor.person.id), _MAY_KNOW)
    return [
        (q, None if q.anonymous else desk.name_of(visitor.workspace, q.asker_id) or None)
        for q in found
    ]


def _rhythmic(desk: Desk, visitor: Visitor) -> Rhythmic:
    who = (visitor.workspace, visitor.person.id)
    turn = turn_of(desk.store, desk.directory, *who)
    one = desk.store.reflecting(*who)
    return Rhythmic(
        desk.planning.shown(visitor.workspace, visitor.person, one) if one else None,
        desk.store.wishes(*who),
        desk.store.notes_of(*who),
        [one for one in desk.store.intentions_of(*who) if not one.asked],
        desk.store.counted_to(*who, desk.now() - _LATELY)[::-1],
        desk.now().astimezone(zone_of(visitor.person.tz)).date(),
        turn,
        desk.attention.rest(visitor.workspace, visitor.person, desk.now()),
    )


def _meant_to_try(desk: Desk, visitor: Visitor) -> list[tuple[Trial, Lesson]]:
    trials = desk.store.trials_of(visitor.workspace, visitor.person.id)
    if not trials:
        return []
    lessons = desk.store.lessons(visitor.workspace, [trial.lesson_id for trial in trials])
    audience = desk.alone(visitor)
    found = [(trial, lessons[trial.lesson_id]) for trial in trials if trial.lesson_id in lessons]
    return [(trial, lesson) for trial, lesson in found if may_see(lesson, audience)]


def lesson_of(block_id: str) -> str:
    """The lesson that a row of Home is about."""
    return block_id.removeprefix(views.ROW)


def register(app: App, desk: Desk) -> None:
    """Listen."""

    for action_id in ("home_newer", "home_older"):
        on_action(app, desk, action_id, _turn)
    for action_id in ("edit_lesson", "change_visibility", "delete_lesson"):
        on_action(app, desk, action_id, _open_with, slow=False)
    _lesson_modals(app, desk)


def _turn(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    publish(desk, visitor, int(body["actions"][0]["value"]))


def _open_with(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    action = body["actions"][0]
    lesson = desk.share.own(visitor.workspace, action["value"], visitor.person)
    if action["action_id"] == "edit_lesson":
        state = Context(lesson.id, lesson.channel_id, "edit")
        view = share_views.form(visitor.t, draft_of(lesson), state)
    elif action["action_id"] == "change_visibility":
        view = views.visibility_form(visitor.t, lesson)
    else:
        back = desk.tending.replaced(visitor.workspace, lesson, visitor.person)
        view = views.delete_form(visitor.t, lesson, back)
    visitor.client.views_open(trigger_id=body["trigger_id"], view=view)


def _lesson_modals(app: App, desk: Desk) -> None:
    @app.view("change_visibility")
    def changed(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        def work(visitor: Visitor) -> None:
            view = body["view"]
            visibility, channel = chosen_audience(values(view))
            lesson_id, warned = json.loads(view["private_metadata"])
            own = desk.share.own(visitor.workspace, lesson_id, visitor.person)
            try:
                concerns = desk.caution.before_showing(visitor.workspace, own, visibility, channel)
                if any(concern.name not in warned for concern in concerns):
                    chosen = replace(own, visibility=visibility, channel_id=channel)
                    again = views.visibility_form(visitor.t, chosen, concerns)
                    ack(response_action="update", view=again)
                    return
                lesson = desk.share.show_to(
                    visitor.workspace, lesson_id, visitor.person, visibility, channel
                )
            except InvalidInput as error:
                field = error.field or "visibility"
                ack(response_action="errors", errors={field: reason(visitor.t, error)})
                return
            desk.lessons_changed(visitor.workspace)
            done = visitor.t("home.visibility_done", who=who_sees(visitor.t, lesson))
            ack(response_action="update", view=share_views.notice(visitor.t, done))
            desk.slow.submit(republish, desk, visitor)

        reply = AtField(ack, "visibility")
        desk.visit(context.team_id, body["user"]["id"], reply, work, slow=False)

    @app.view("delete_lesson")
    def deleted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        def work(visitor: Visitor) -> None:
            lesson_id = body["view"]["private_metadata"]
            desk.share.delete(visitor.workspace, lesson_id, visitor.person)
            desk.lessons_changed(visitor.workspace)
            done = visitor.t("home.delete_done")
            ack(response_action="update", view=share_views.notice(visitor.t, done))
            desk.slow.submit(republish, desk, visitor)

        desk.visit(context.team_id, body["user"]["id"], _Instead(ack), work, slow=False)


class _Instead:
    """In place of a modal that has no field to complain at."""

    def __init__(self, ack: Ack) -> None:
        self._ack = ack

    def answer(self, message: Message) -> str | None:
        self.whisper(message)
        return None

    def whisper(self, message: Message) -> None:
        view = {"type": "modal", "title": share_views.HALLWAY, "blocks": message[1]}
        self._ack(response_action="update", view=view)


def republish(desk: Desk, visitor: Visitor) -> None:
    """Show Home anew after something changed."""
    try:
        publish(desk, visitor)
    except Exception as error:  # it is done and they were told; Home follows at the next opening
        report(error)
