"""Which events the app gets to hear, by its manifest and by where its bot is."""

from __future__ import annotations

from typing import Any

from hallway_bot.playground.deliver import Deliverer
from hallway_bot.playground.manifest import Manifest
from hallway_bot.playground.messages import Message
from hallway_bot.playground.people import BOT, Room
from hallway_bot.playground.profiles import quiet_json, user_json
from hallway_bot.playground.workspace import Workspace

Json = dict[str, Any]
MESSAGE_EVENTS = {
    "im": "message.im",
    "mpim": "message.mpim",
    "channel": "message.channels",
    "group": "message.groups",
}


class Hearing:
    """Sends events for what happens in the workspace, if the app subscribed and may see it."""

    def __init__(self, workspace: Workspace, manifest: Manifest, deliverer: Deliverer) -> None:
        self._workspace = workspace
        self._manifest = manifest
        self._deliverer = deliverer

    def emit(self, event: Json, subscription: str | None = None) -> str | None:
        """Send any event if the manifest subscribes to it; its event_id if it was sent."""
        if (subscription or event["type"]) not in self._manifest.events:
            return None
        return self._deliverer.event(event)

    def said(self, message: Message) -> None:
        """A new message. Slack sends the bot's own messages too; Bolt ignores those."""
        room = self._workspace.room(message.channel)
        if message.ephemeral_to is not None or BOT.id not in room.members:
            return
        event = message.to_slack(self._workspace.team.id) | {
            "channel": room.id,
            "event_ts": message.ts,
        }
        event.pop("edited", None)
        if message.is_reply:
            event["parent_user_id"] = self._root_author(message)
        else:
            event.pop("thread_ts", None)
        self._emit_message(event, room)
        if f"<@{BOT.id}>" in message.text and room.kind != "im" and not message.by_bot:
            self.emit({**event, "type": "app_mention"})

    def _root_author(self, message: Message) -> str:
        for root in self._workspace.messages.thread(
            message.channel, message.thread_ts or "", BOT.id
        ):
            return root.user
        return message.user

    def _emit_message(self, event: Json, room: Room) -> None:
        kind = room.channel_type
        self.emit({**event, "channel_type": kind}, MESSAGE_EVENTS[kind])

    def changed(self, message: Message, before: Json) -> None:
        """A message was edited."""
        self._about(message, "message_changed", {
            "message": message.to_slack(self._workspace.team.id),
            "previous_message": before,
        })  # fmt: skip

    def deleted(self, message: Message) -> None:
        """A message was deleted."""
        self._about(message, "message_deleted", {
            "previous_message": message.to_slack(self._workspace.team.id),
            "deleted_ts": message.ts,
        })  # fmt: skip

    def _about(self, message: Message, subtype: str, more: Json) -> None:
        room = self._workspace.room(message.channel)
        if message.ephemeral_to is not None or BOT.id not in room.members:
            return
        now = self._workspace.messages.next_ts()
        event = {"type": "message", "subtype": subtype, "hidden": True, "channel": room.id}
        self._emit_message({**event, "ts": now, "event_ts": now, **more}, room)

    def reacted(self, message: Message, user_id: str, name: str) -> None:
        """Somebody put an emoji on a message."""
        if BOT.id not in self._workspace.room(message.channel).members:
            return
        self.emit({
            "type": "reaction_added",
            "user": user_id,
            "reaction": name,
            "item_user": message.user,
            "item": {"type": "message", "channel": message.channel, "ts": message.ts},
            "event_ts": self._workspace.messages.next_ts(),
        })  # fmt: skip

    def opened_home(self, user_id: str, tab: str) -> None:
        """Somebody opened the app's Home ("home") or its messages ("messages")."""
        event: Json = {
            "type": "app_home_opened",
            "user": user_id,
            "channel": self._workspace.im_of(user_id).id,
            "tab": tab,
            "event_ts": self._workspace.messages.next_ts(),
        }
        view = self._workspace.views.home(user_id)
        if tab == "home" and view is not None:
            event["view"] = view
        self.emit(event)

    def changed_person(self, user_id: str) -> None:
        """Somebody's profile, status or time zone changed."""
        member = self._workspace.member(user_id)
        email = "users:read.email" in self._manifest.scopes
        user = user_json(self._workspace, member, with_email=email, with_locale=True)
        self.emit({
            "type": "user_change",
            "user": user,
            "cache_ts": user["updated"],
            "event_ts": self._workspace.messages.next_ts(),
        })  # fmt: skip

    def changed_quiet(self, user_id: str) -> None:
        """Somebody is not to be disturbed, or may be again."""
        self.emit({
            "type": "dnd_updated_user",
            "user": user_id,
            "dnd_status": quiet_json(self._workspace, user_id),
            "event_ts": self._workspace.messages.next_ts(),
        })  # fmt: skip

    def joined(self, channel: str, user_id: str) -> None:
        """Somebody entered a channel where the bot is (or the bot itself did)."""
        room = self._workspace.room(channel)
        if BOT.id not in room.members:
            return
        self.emit({
            "type": "member_joined_channel",
            "user": user_id,
            "channel": channel,
            "channel_type": "G" if room.is_private else "C",
            "team": self._workspace.team.id,
            "event_ts": self._workspace.messages.next_ts(),
        })  # fmt: skip
