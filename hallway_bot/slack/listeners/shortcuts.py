"""The global shortcut, and "Take this into the hallway" on a message."""

from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk.errors import SlackApiError

from ...domain.attention import Kind
from ...domain.delivery import WORDS
from ..desk import Desk, Visitor
from ..messenger import InDm, ToClicker
from ..unanswered import take_in
from ..views import answer as answers
from ..views import blocks as b
from .modals import blank, open_share


def register(app: App, desk: Desk) -> None:
    """Listen."""

    @app.shortcut("share_lesson")
    def share(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        user = body["user"]["id"]
        done = take_in(desk, context.team_id, user, ack)
        desk.visit(
            context.team_id,
            user,
            InDm(context.client, user),
            lambda visitor: open_share(desk, visitor, body["trigger_id"], blank()),
            slow=False,
            done=done,
        )

    @app.shortcut("take_into_hallway")
    def take(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        message, user = body["message"], body["user"]["id"]
        done = take_in(desk, context.team_id, user, ack)
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

        slow = message.get("user") != user
        desk.visit(context.team_id, user, reply, work, slow=slow, done=done)


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
    key, workspace = f"invite:{channel}:{message['ts']}", visitor.workspace
    if _is_claimed(desk, workspace, key):
        return t("invite.before", who=who)
    new = True
    # Where they have no room it is said alike, and nothing of it is kept to be sent later: how
    # full a week is may come from lessons that nobody knows are theirs.
    if _fits(desk, author):
        subject = {"by": visitor.person.id, WORDS: text}
        if link := _permalink(visitor, channel, message["ts"]):
            subject["link"] = link
        # Written down before it is claimed, so that no kill in between loses it.
        new = desk.outbox.add(workspace, author_id, Kind.SUGGESTION, key, subject)
    new = desk.store.claim(workspace, key, desk.now()) and new
    return t("invite.sent" if new else "invite.before", who=who)


def _is_claimed(desk: Desk, workspace: str, key: str) -> bool:
    found = desk.store.claims_before(workspace, key, datetime.max.replace(tzinfo=UTC))
    return any(one == key for one, _ in found)


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


def _room(body: dict[str, Any]) -> str | None:
    channel = str((body.get("channel") or {}).get("id") or "")
    return channel if channel.startswith(("C", "G")) else None
