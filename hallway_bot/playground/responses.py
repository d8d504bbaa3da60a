"""POSTs to a response_url: what an app says afterwards, where a person acted."""

from __future__ import annotations

from typing import Any

from hallway_bot.playground.calls import Desk
from hallway_bot.playground.errors import SlackError
from hallway_bot.playground.messages import Message
from hallway_bot.playground.people import BOT
from hallway_bot.playground.tickets import ResponseTicket
from hallway_bot.playground.validate import check_message
from hallway_bot.playground.viewbook import add_ids

Json = dict[str, Any]


def respond(desk: Desk, key: str, given: Json) -> None:
    """Post, replace or delete as the app asks.

    Raises SlackError: expired_url, used_url, no_text, invalid_blocks, message_not_found.
    """
    ticket = desk.workspace.tickets.spend(key)
    if given.get("delete_original"):
        _delete(desk, _original(desk, ticket))
        return
    text, blocks = str(given.get("text") or ""), given.get("blocks") or []
    if not text and not blocks:
        raise SlackError("no_text")
    check_message(text, blocks)
    add_ids(blocks)
    if given.get("replace_original"):
        _replace(desk, _original(desk, ticket), text, blocks)
    else:
        _post(desk, ticket, given, text, blocks)


def _original(desk: Desk, ticket: ResponseTicket) -> Message:
    if ticket.message_ts is None:
        raise SlackError("message_not_found")
    return desk.workspace.messages.get(ticket.channel, ticket.message_ts)


def _delete(desk: Desk, message: Message) -> None:
    desk.workspace.messages.remove(message)
    desk.workspace.announce(message)
    desk.hearing.deleted(message)


def _replace(desk: Desk, message: Message, text: str, blocks: list[Json]) -> None:
    before = message.to_slack(desk.workspace.team.id)
    desk.workspace.messages.change(message, BOT.id, text=text, blocks=blocks)
    desk.workspace.announce(message)
    desk.hearing.changed(message, before)


def _post(desk: Desk, ticket: ResponseTicket, given: Json, text: str, blocks: list[Json]) -> None:
    public = given.get("response_type") == "in_channel"
    message = desk.workspace.post(
        ticket.channel,
        BOT.id,
        text,
        blocks=blocks,
        thread_ts=given.get("thread_ts"),
        ephemeral_to=None if public else ticket.user_id,
    )
    desk.hearing.said(message)
