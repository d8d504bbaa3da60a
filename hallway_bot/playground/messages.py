"""Messages of every conversation: who said what, who may see it, what became of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hallway_bot.playground.errors import SlackError
from hallway_bot.playground.people import APP_ID, BOT, BOT_ID

Json = dict[str, Any]


@dataclass
class Message:
    """One message. `ts` is its id in its channel; `ephemeral_to` names its only reader."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    edited: Json | None = None
    metadata: Json | None = None
    broadcast: bool = False
    client_msg_id: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def by_bot(self) -> bool:
        return self.user == BOT.id

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    def visible_to(self, user_id: str) -> bool:
        """Ephemeral messages are seen by one person; this does not check the conversation."""
        return self.ephemeral_to in (None, user_id)

    def to_slack(self, team_id: str) -> Json:
        """The message as Slack's API and payloads show it."""
        shown: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        shown["team"] = team_id
        if self.by_bot:
            shown |= {"bot_id": BOT_ID, "app_id": APP_ID}
        if self.blocks:
            shown["blocks"] = self.blocks
        if self.files:
            shown |= {"files": self.files, "subtype": "file_share"}
        for key in ("thread_ts", "edited", "metadata"):
            if getattr(self, key) is not None:
                shown[key] = getattr(self, key)
        if self.reactions:
            shown["reactions"] = [
                {"name": name, "users": users, "count": len(users)}
                for name, users in self.reactions.items()
            ]
        return shown


class MessageBook:
    """All messages, in order of `ts`. Thread-safe; `wall` is a clock in seconds since 1970."""

    def __init__(self, wall: Callable[[], float]) -> None:
        self._wall = wall
        self._lock = threading.RLock()
        self._last = 0
        self._messages: dict[str, dict[str, Message]] = {}

    def next_ts(self) -> str:
        """A time stamp after every earlier one, even when the clock stands still."""
        with self._lock:
            self._last = max(self._last + 1, int(self._wall() * 1_000_000))
            return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def add(self, channel: str, user: str, text: str, **more: Any) -> Message:
        """Keep a new message and return it. Raises SlackError: thread_not_found."""
        with self._lock:
            thread_ts = more.get("thread_ts")
            if thread_ts is not None:
                more["thread_ts"] = self._root_of(channel, thread_ts, more.get("ephemeral_to"))
            message = Message(channel, self.next_ts(), user, text, **more)
            self._messages.setdefault(channel, {})[message.ts] = message
            return message

    def _root_of(self, channel: str, ts: str, ephemeral_to: str | None) -> str:
        # A reply to a reply lands in the same thread, as in Slack.
        parent = self._messages.get(channel, {}).get(ts)
        if parent is None:
            raise SlackError("thread_not_found")
        root = parent.thread_ts or parent.ts
        first = self._messages[channel].get(root)
        if first is not None and first.ephemeral_to is None and ephemeral_to is None:
            first.thread_ts = root
        return root

    def get(self, channel: str, ts: str) -> Message:
        """The message; raises SlackError: message_not_found."""
        with self._lock:
            message = self._messages.get(channel, {}).get(ts)
            if message is None:
                raise SlackError("message_not_found")
            return message

    def change(self, message: Message, editor: str, **changes: Any) -> None:
        """Set fields of a message and mark it as edited."""
        with self._lock:
            for name, value in changes.items():
                setattr(message, name, value)
            message.edited = {"user": editor, "ts": self.next_ts()}

    def remove(self, message: Message) -> None:
        """Forget a message; a second time does nothing."""
        with self._lock:
            self._messages.get(message.channel, {}).pop(message.ts, None)

    def react(self, message: Message, user_id: str, name: str) -> None:
        """Add an emoji. Raises SlackError: already_reacted."""
        with self._lock:
            users = message.reactions.setdefault(name, [])
            if user_id in users:
                raise SlackError("already_reacted")
            users.append(user_id)

    def seen_by(self, channel: str, user_id: str) -> list[Message]:
        """Messages of a conversation that this person can see, replies included, oldest first."""
        with self._lock:
            messages = self._messages.get(channel, {}).values()
            return [one for one in messages if one.visible_to(user_id)]

    def thread(self, channel: str, ts: str, user_id: str) -> list[Message]:
        """A thread's root and replies that this person can see."""
        everything = self.seen_by(channel, user_id)
        return [one for one in everything if one.ts == ts or one.thread_ts == ts]

    def reply_count(self, message: Message) -> int:
        """How many public replies a message has."""
        with self._lock:
            messages = self._messages.get(message.channel, {}).values()
            return sum(
                1
                for one in messages
                if one.is_reply and one.thread_ts == message.ts and one.ephemeral_to is None
            )
