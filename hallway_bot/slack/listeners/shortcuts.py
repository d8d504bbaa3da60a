"""The global shortcut, and "Take this into the hallway" on a message."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk.errors import SlackApiError

from ...domain.attention import Kind
from ...domain.delivery import Receipt
from ..desk import Desk, Visitor
from ..messenger import InDm, ToClicker
from ..views import answer as answers
from ..views import blocks as b
from ..views import people as views
from .modals import blank, open_share
from .privacy import dm_of


def register(app: App, desk: Desk) -> None:
    """Listen."""

    @app.shortcut("share_lesson")
    def share(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        ack()
        user = body["user"]["id"]
        desk.visit(
            context.team_id,
            user,
            InDm(context.client, user),
            lambda visitor: open_share(desk, visitor, body["trigger_id"], blank()),
            slow=False,
        )

    @app.shortcut("take_into_hallway")
    def take(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        ack()
        message, user = body["message"], body["user"]["id"]
        reply = ToClicker(respond, InDm(context.client, user))

        def work(visitor: Visitor) -> None:
            text = desk.told(visitor.workspace, message.get("text") or "")
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
    who = b.said(author.person.name, 100)
    key = f"invite:{channel}:{message['ts']}"
    if not desk.store.claim(visitor.workspace, key, desk.now()):
        return t("invite.before", who=who)
    try:
        if not _fits(desk, author):
            # Said alike: how full a week is may come from lessons that nobody knows are theirs.
            return t("invite.sent", who=who)
        link = _permalink(visitor, channel, message["ts"])
        sent = _send(author, visitor.person.name, text, link)
    except Exception:
        desk.store.release(visitor.workspace, key)
        raise
    desk.outbox.note_sent(visitor.workspace, author_id, Kind.SUGGESTION, key, sent)
    return t("invite.sent", who=who)


def _fits(desk: Desk, author: Visitor) -> bool:
    """Whether they may hear of it now: their rest and their budget go before a colleague's wish."""
    kind, now = Kind.SUGGESTION, desk.now()
    return desk.attention.later(author.workspace, kind, author.person, now) is None


def _permalink(visitor: Visitor, channel: str, ts: str) -> str | None:
    try:
        found = visitor.client.chat_getPermalink(channel=channel, message_ts=ts)
    except SlackApiError:  # a private channel or a DM without the bot; its author knows it
        return None
    return str(found["permalink"])


def _send(author: Visitor, inviter: str, text: str, link: str | None) -> Receipt:
    dm = dm_of(author)
    said = views.invite(author.t, inviter, text, link)
    return Receipt(dm, str(InDm(author.client, dm).answer(said)))


def _room(body: dict[str, Any]) -> str | None:
    channel = str((body.get("channel") or {}).get("id") or "")
    return channel if channel.startswith(("C", "G")) else None
