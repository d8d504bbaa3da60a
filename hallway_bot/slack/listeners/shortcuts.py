"""The global shortcut, and "Take this into the hallway" on a message."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk.errors import SlackApiError

from ...texts import Texts
from ..desk import Desk, Visitor
from ..messenger import InDm, ToClicker
from ..payloads import plain_words
from ..views import answer as answers
from ..views import blocks as b
from ..views import people as views
from .modals import blank, open_share


def register(app: App, desk: Desk) -> None:
    """Listen."""

    @app.shortcut("share_lesson")
    def share(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        ack()
        user = body["user"]["id"]
        desk.visit(
            context.team_id,
            user,
            InDm(desk.client, user),
            lambda visitor: open_share(desk, visitor, body["trigger_id"], blank()),
            slow=False,
        )

    @app.shortcut("take_into_hallway")
    def take(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        ack()
        message, user = body["message"], body["user"]["id"]
        reply = ToClicker(respond, InDm(desk.client, user))

        def work(visitor: Visitor) -> None:
            text = plain_words(message.get("text") or "", desk.name_of)
            if not text:
                reply.whisper(answers.only_text(visitor.t("invite.empty")))
            elif message.get("user") == user and not message.get("bot_id"):
                draft = blank(happened=text, channel_id=_room(body))
                open_share(desk, visitor, body["trigger_id"], draft)
            else:
                said = _invite(desk, visitor, context.team_id, body, text)
                reply.whisper(answers.only_text(said))

        desk.visit(context.team_id, user, reply, work, slow=message.get("user") != user)


def _invite(
    desk: Desk, visitor: Visitor, team_id: str | None, body: dict[str, Any], text: str
) -> str:
    message, channel = body["message"], body["channel"]["id"]
    t = visitor.t
    author_id = message.get("user")
    if not author_id or message.get("bot_id"):
        return t("invite.nobody")
    author = desk.meet(team_id, author_id)
    if not author.person.is_colleague:
        return t("invite.nobody")
    key = f"invite:{channel}:{message['ts']}"
    if not desk.store.claim(visitor.workspace, key, desk.now()):
        return t("invite.before", who=b.said(author.person.name, 100))
    try:
        link = _permalink(desk, channel, message["ts"])
        _send(desk, author.t, author_id, visitor.person.name, text, link)
    except Exception:
        desk.store.release(visitor.workspace, key)
        raise
    return t("invite.sent", who=b.said(author.person.name, 100))


def _permalink(desk: Desk, channel: str, ts: str) -> str | None:
    try:
        found = desk.client.chat_getPermalink(channel=channel, message_ts=ts)
    except SlackApiError:  # a private channel or a DM without the bot; its author knows it
        return None
    return str(found["permalink"])


def _send(desk: Desk, t: Texts, author_id: str, inviter: str, text: str, link: str | None) -> None:
    InDm(desk.client, author_id).answer(views.invite(t, inviter, text, link))


def _room(body: dict[str, Any]) -> str | None:
    channel = str((body.get("channel") or {}).get("id") or "")
    return channel if channel.startswith(("C", "G")) else None
