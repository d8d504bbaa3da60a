"""What listeners of buttons share: acknowledge, know who it is, do it, never stay silent."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from ..desk import Desk, Visitor, report
from ..messenger import InDm, ToClicker

Work = Callable[[Desk, Visitor, dict[str, Any]], object]


def on_action(app: App, desk: Desk, action_id: str, work: Work, *, slow: bool = True) -> None:
    """Have `work` done when an element with this action id is used.

    What goes wrong is said to whoever used it: by response URL, or in their DM where there is
    none (on Home and in modals).
    """

    def listener(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        ack()
        user = body["user"]["id"]
        dm = InDm(desk.client, user)
        reply = ToClicker(respond, dm) if body.get("response_url") else dm
        desk.visit(context.team_id, user, reply, lambda v: work(desk, v, body), slow=slow)

    app.action(action_id)(listener)


def publish_quietly(desk: Desk, visitor: Visitor) -> None:
    """Show Home anew; if that fails it follows at the next opening."""
    from .homes import publish

    try:
        publish(desk, visitor)
    except Exception as error:  # what was asked for is done, and was said
        report(error)
