"""What administrators arrange about who takes part, and about those who left."""

from typing import Any

from slack_bolt import App

from ...services.leaving import GUESTS, LEAVERS, LEAVERS_DAYS
from ...services.moderate import MODERATORS
from ..desk import Desk, Visitor
from ..payloads import chosen
from ..views import trust as views
from .arranging import require_admin, when_sent
from .clicking import on_action


def register(app: App, desk: Desk) -> None:
    """Listen."""
    on_action(app, desk, "trust", _open, slow=False)
    when_sent(app, desk, "trust", "guests", _save)


def _open(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    require_admin(visitor)
    policy, days = desk.leaving.policy(visitor.workspace)
    guests = desk.store.option(visitor.workspace, GUESTS) == "yes"
    moderators = desk.moderate.moderators(visitor.workspace)
    view = views.form(visitor.t, views.Trusted(guests, policy, days, tuple(moderators)))
    visitor.client.views_open(trigger_id=body["trigger_id"], view=view)


def _save(desk: Desk, visitor: Visitor, fields: dict[str, dict[str, Any]]) -> str:
    for name, block in ((GUESTS, "guests"), (LEAVERS, "leavers"), (LEAVERS_DAYS, "days")):
        desk.store.set_option(visitor.workspace, name, chosen(fields, block))
    people = fields.get("moderators", {}).get("selected_users") or []
    desk.store.set_option(visitor.workspace, MODERATORS, " ".join(people) or None)
    return visitor.t("admin.saved")
