"""/hallway, in both languages."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from ...domain.intent import topic_of
from ..desk import Desk, Visitor
from ..messenger import InDm, ToClicker
from ..payloads import plain_words
from ..unanswered import take_in
from ..views import answer as views
from . import asking, privacy
from .modals import blank, open_share

_VERBS = {
    "ask": "ask",
    "vraag": "ask",
    "who": "who",
    "wie": "who",
    "share": "share",
    "deel": "share",
    "my-data": "my_data",
    "mijn-gegevens": "my_data",
    "forget-me": "forget_me",
    "vergeet-mij": "forget_me",
}
_FORMS = ("share", "forget_me")  # a trigger opens a form for three seconds


def register(app: App, desk: Desk) -> None:
    """Listen."""

    @app.command("/hallway")
    def command(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        done = take_in(desk, context.team_id, body["user_id"], ack)
        first, *others = (body.get("text") or "").split(None, 1) or [""]
        verb, rest = _VERBS.get(first.lower()), plain_words("".join(others))
        reply = ToClicker(respond, InDm(context.client, body["user_id"]))

        def work(visitor: Visitor) -> None:
            if verb == "share":
                told = desk.told(visitor.workspace, "".join(others))
                draft = blank(learned=told, channel_id=_room(body))
                open_share(desk, visitor, body["trigger_id"], draft)
            elif verb == "forget_me":
                privacy.ask_to_forget(visitor, body["trigger_id"])
            elif verb == "my_data":
                privacy.give_data(desk, visitor)
                reply.whisper(views.only_text(visitor.t("mydata.sent")))
            elif verb == "ask" and rest:
                asking.asked(desk, visitor, reply, rest, None)
            elif verb == "who" and rest:
                asking.who(desk, visitor, reply, _topic(first, rest), None)
            elif verb:
                reply.whisper(views.only_text(visitor.t(f"{verb}.empty")))
            else:
                reply.whisper(views.how_to(visitor.t))

        slow = verb not in _FORMS
        user = body["user_id"]
        desk.visit(context.team_id, user, reply, work, slow=slow, typed=rest, done=done)


def _topic(first: str, rest: str) -> str:
    # "/hallway who knows about postgres?" reads as a sentence, "/hallway who postgres" does not.
    return topic_of(f"{first} {rest}") or rest.rstrip("?! .") or rest


def _room(body: dict[str, Any]) -> str | None:
    channel = str(body.get("channel_id") or "")
    return channel if channel.startswith(("C", "G")) else None
