"""Fetching a message where it stands, so that nothing of it needs to be kept or carried."""

from typing import Any

from slack_sdk import WebClient


def written(client: WebClient, channel: str, ts: str, thread: str | None, user: str) -> str:
    """The text of this person's message with its markup; "" when it is not there any more."""
    where: dict[str, Any] = {"channel": channel, "latest": ts, "oldest": ts, "inclusive": True}
    if thread:
        found = client.conversations_replies(ts=thread, limit=10, **where)
    else:
        found = client.conversations_history(limit=1, **where)
    for message in found["messages"]:
        if message.get("ts") == ts and message.get("user") == user:
            return str(message.get("text") or "")
    return ""
