"""What all listeners to buttons share."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from ..desk import Desk, Visitor
from ..messenger import InDm, Reply, ToClicker
from ..unanswered import take_in
from ..views.answer import only_text

Work = Callable[[Desk, Visitor, Reply, dict[str, Any]], object]
Act = Callable[[Desk, Visitor, dict[str, Any]], object]


def on_click(app: App, desk: Desk, action_id: str, work: Work, *, slow: bool = True) -> None:
    """Do `work` for whoever presses a button with this action."""

    def listener(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        user = body["user"]["id"]
        done = take_in(desk, context.team_id, user, ack)
        # Modals and Home have no response URL; there the DM is the place to speak.
        dm = InDm(context.client, user)
        reply = ToClicker(respond, dm) if body.get("response_url") else dm
        desk.visit(
            context.team_id,
            user,
            reply,
            lambda v: work(desk, v, reply, body),
            slow=slow,
            done=done,
        )

    app.action(action_id)(listener)


def on_action(app: App, desk: Desk, action_id: str, work: Act, *, slow: bool = True) -> None:
    """The same for what answers in the message itself, on Home or in a modal."""
    on_click(app, desk, action_id, lambda d, v, reply, body: work(d, v, body), slow=slow)


def value(body: dict[str, Any]) -> str:
    """What the pressed button carries."""
    return str(body["actions"][0].get("value") or "")


def say(reply: Reply, text: str) -> None:
    """One sentence to whoever pressed."""
    reply.whisper(only_text(text))


def show(visitor: Visitor, body: dict[str, Any], view: dict[str, Any]) -> None:
    """Open a modal; on top of the one that was clicked in, or, three deep, in its place."""
    inside = body.get("view") or {}
    if inside.get("type") != "modal":
        visitor.client.views_open(trigger_id=body["trigger_id"], view=view)
    elif inside.get("previous_view_id"):
        visitor.client.views_update(view_id=inside["id"], view=view)
    else:
        visitor.client.views_push(trigger_id=body["trigger_id"], view=view)
