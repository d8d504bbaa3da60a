"""Fetching a message where it stands, so that nothing of it needs to be kept or carried."""

from typing import Any

from slack_sdk import WebClient


def written(client: WebClient, channel: str, ts: str, thread: str | None, user: str) -> str:
    """The text of this person's message with its markup; "" when it is not there any more."""
    where = _only(channel, ts)
    if thread:
        found = client.conversations_replies(ts=thread, limit=10, **where)
    else:
        found = client.conversations_history(limit=1, **where)
    for message in found["messages"]:
        if message.get("ts") == ts and message.get("user") == user:
            return str(message.get("text") or "")
    return ""


def standing_at(client: WebClient, channel: str, ts: str) -> dict[str, Any] | None:
    """A message that stands in no thread, with its blocks; None when it is not there any more."""
    found = client.conversations_history(limit=1, **_only(channel, ts))
    return next((one for one in _with_blocks(found["messages"]) if one["ts"] == ts), None)


def newest_before(client: WebClient, channel: str, ts: str) -> dict[str, Any] | None:
    """The app's newest message above this one in a DM, outside its threads; None: none near."""
    found = client.conversations_history(channel=channel, latest=ts, inclusive=False, limit=20)
    return next((one for one in found["messages"] if one.get("bot_id")), None)


def since(client: WebClient, channel: str, ts: str) -> list[dict[str, Any]]:
    """The app's own messages from this one on, outside threads, with their blocks."""
    found = client.conversations_history(channel=channel, oldest=ts, inclusive=True, limit=200)
    return [one for one in _with_blocks(found["messages"]) if one.get("bot_id")]


def buttons_of(message: dict[str, Any]) -> dict[str, str]:
    """What its buttons carry, by their action."""
    return {
        str(one.get("action_id")): str(one.get("value") or "")
        for block in message.get("blocks") or []
        if block.get("type") == "actions"
        for one in block.get("elements") or []
    }


def thread_at(client: WebClient, channel: str, ts: str) -> list[dict[str, Any]]:
    """The app's own messages of a thread, its root included, with their blocks."""
    found = client.conversations_replies(channel=channel, ts=ts, limit=200)
    return [one for one in _with_blocks(found["messages"]) if one.get("bot_id")]


def _only(channel: str, ts: str) -> dict[str, Any]:
    return {"channel": channel, "latest": ts, "oldest": ts, "inclusive": True}


def _with_blocks(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in messages if one.get("blocks")]
