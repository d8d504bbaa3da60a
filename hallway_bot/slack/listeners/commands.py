"""/hallway, in both languages."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from ..desk import Desk, Visitor
from ..messenger import ToClicker
from ..payloads import plain_words
from ..views import answer as views
from . import asking
from .modals import blank, open_share

_VERBS = {
    "ask": "ask",
    "vraag": "ask",
    "who": "who",
    "wie": "who",
    "share": "share",
    "deel": "share",
}


def register(app: App, desk: Desk) -> None:
    """Listen."""

    @app.command("/hallway")
    def command(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        ack()
        first, _, rest = (body.get("text") or "").strip().partition(" ")
        verb, rest = _VERBS.get(first.lower()), plain_words(rest)
        reply = ToClicker(respond)

        def work(visitor: Visitor) -> None:
            if verb == "share":
                draft = blank(learned=rest, channel_id=_room(body))
                open_share(desk, visitor, body["trigger_id"], draft)
            elif verb == "ask" and rest:
                asking.asked(desk, visitor, reply, rest, None)
            elif verb == "who" and rest:
                asking.who(desk, visitor, reply, _topic(rest), None)
            elif verb:
                reply.whisper(views.only_text(visitor.t(f"{verb}.empty")))
            else:
                reply.whisper(views.how_to(visitor.t))

        desk.visit(context.team_id, body["user_id"], reply, work, slow=verb != "share")


def _topic(rest: str) -> str:
    for start in ("knows about ", "knows ", "weet iets van ", "weet van "):
        if rest.lower().startswith(start):
            return rest[len(start) :].rstrip("?! .")
    return rest.rstrip("?! .")


def _room(body: dict[str, Any]) -> str | None:
    channel = str(body.get("channel_id") or "")
    return channel if channel.startswith(("C", "G")) else None
