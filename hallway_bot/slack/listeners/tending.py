"""Authors retire, bring back and replace their lessons, on Home and when they are asked."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from ...domain.attention import Kind
from ..desk import Desk, Visitor
from ..messenger import AtField, Reply
from ..payloads import values
from ..settling import settle, settle_letter
from ..views import share as share_views
from ..views import tending as views
from . import homes
from .clicking import on_click, show, value


def register(app: App, desk: Desk) -> None:
    """Listen."""
    on_click(app, desk, "tend_lesson", _tend, slow=False)
    on_click(app, desk, "bring_back", _bring_back)
    on_click(app, desk, "review_holds", _holds)
    on_click(app, desk, "review_retire", _retire)
    on_click(app, desk, "review_replace", _replace, slow=False)

    @app.view("replace_lesson")
    def replaced(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        def work(visitor: Visitor) -> None:
            view, t = body["view"], visitor.t
            other = values(view)["successor"]["selected_option"]["value"]
            desk.tending.replace(visitor.workspace, view["private_metadata"], other, visitor.person)
            ack(response_action="update", view=share_views.notice(t, t("tend.replaced_done")))
            desk.slow.submit(homes.republish, desk, visitor)
            done = (view["private_metadata"], t("review.replaced_done"))
            desk.slow.submit(_reviewed, desk, visitor, *done)

        reply = AtField(ack, "successor")
        desk.visit(context.team_id, body["user"]["id"], reply, work, slow=False)


def _tend(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    action = body["actions"][0]
    lesson_id = homes.lesson_of(action["block_id"])
    if action["selected_option"]["value"] == "replace":
        _open(desk, visitor, body, lesson_id)
        return
    desk.tending.retire(visitor.workspace, lesson_id, visitor.person)
    homes.publish(desk, visitor)
    _reviewed(desk, visitor, lesson_id, visitor.t("review.retired_done"))


def _open(desk: Desk, visitor: Visitor, body: dict[str, Any], lesson_id: str) -> None:
    lesson = desk.tending.own(visitor.workspace, lesson_id, visitor.person)
    others = desk.tending.successors(visitor.workspace, lesson, visitor.person)
    show(visitor, body, views.replace_form(visitor.t, lesson, others))


def _bring_back(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    desk.tending.bring_back(visitor.workspace, value(body), visitor.person)
    homes.publish(desk, visitor)


def _holds(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    desk.tending.still_holds(visitor.workspace, value(body), visitor.person)
    settle(visitor, reply, body, visitor.t("review.holds_done"))


def _retire(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    desk.tending.retire(visitor.workspace, value(body), visitor.person)
    settle(visitor, reply, body, visitor.t("review.retired_done"))
    homes.republish(desk, visitor)


def _replace(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    _open(desk, visitor, body, value(body))


def _reviewed(desk: Desk, visitor: Visitor, lesson_id: str, outcome: str) -> None:
    """What was asked about this lesson in a message is answered on Home or in a modal."""
    asked = desk.store.last_sent(visitor.workspace, visitor.person.id, Kind.REVIEW)
    if asked is not None and asked.subject.get("lesson") == lesson_id:
        settle_letter(desk, visitor, asked.key, outcome)
