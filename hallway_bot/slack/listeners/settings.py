"""The form behind Home's button "Settings"."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext

from ..desk import Desk, Visitor
from ..messenger import AtField
from ..payloads import chosen, values
from ..views import settings as views
from ..views import share as share_views
from .clicking import on_action
from .homes import republish


def register(app: App, desk: Desk) -> None:
    """Listen."""
    on_action(app, desk, "settings", _open, slow=False)

    @app.view("settings")
    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        fields = values(body["view"])
        desk.visit(
            context.team_id,
            body["user"]["id"],
            AtField(ack, "language"),
            lambda visitor: _save(desk, visitor, ack, fields),
            slow=False,
        )


def _open(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    wishes = desk.store.wishes(visitor.workspace, visitor.person.id)
    visitor.client.views_open(trigger_id=body["trigger_id"], view=views.form(visitor.t, wishes))


def _save(desk: Desk, visitor: Visitor, ack: Ack, fields: dict[str, dict[str, Any]]) -> None:
    who = (visitor.workspace, visitor.person.id)
    before, language = desk.store.wishes(*who), chosen(fields, "language")
    wishes = replace(
        before,
        language=language if language in ("en", "nl") else None,
        attention_limit=_number(fields, "attention", before.attention_limit),
        introductions_limit=_number(fields, "introductions", before.introductions_limit),
    )
    desk.store.set_wishes(*who, wishes)
    again = desk.visitor(*who)
    ack(response_action="update", view=share_views.notice(again.t, again.t("settings.done")))
    desk.slow.submit(republish, desk, again)


def _number(fields: dict[str, dict[str, Any]], name: str, before: int | None) -> int | None:
    said = chosen(fields, name)
    return int(said) if said else before
