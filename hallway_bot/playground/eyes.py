"""What a person sees in Slack, and what is out of reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hallway_bot.playground.errors import NotPossible, SlackError
from hallway_bot.playground.manifest import Manifest
from hallway_bot.playground.messages import Message
from hallway_bot.playground.people import Room
from hallway_bot.playground.workspace import Workspace

Json = dict[str, Any]


class Eyes:
    """The reading half of a person."""

    def __init__(self, workspace: Workspace, manifest: Manifest, user_id: str) -> None:
        self._workspace = workspace
        self._manifest = manifest
        self.id = workspace.member(user_id).id

    @property
    def im(self) -> str:
        """The channel id of this person's conversation with the bot."""
        return self._workspace.im_of(self.id).id

    def messages(self, channel: str) -> list[Json]:
        """What this person sees in a conversation, replies included, oldest first."""
        room = self._workspace.room(channel)
        if not self._workspace.can_read(self.id, room):
            raise NotPossible("channel_not_found", "There is no such channel for you.")
        return [self._shown(one) for one in self._workspace.messages.seen_by(channel, self.id)]

    def thread(self, channel: str, ts: str) -> list[Json]:
        """A message and its replies, as this person sees them."""
        return [one for one in self.messages(channel) if ts in (one["ts"], one["thread_ts"])]

    def file(self, file_id: str) -> bytes:
        """What is in a file that was shared where this person can read."""
        try:
            found = self._workspace.files.get(file_id)
        except SlackError as error:
            raise NotPossible(error.code, "There is no such file.") from error
        if found.channel is None or found.data is None:
            raise NotPossible("file_not_found", "There is no such file.")
        if not self._workspace.can_read(self.id, self._workspace.room(found.channel)):
            raise NotPossible("file_not_found", "There is no such file for you.")
        return found.data

    def home(self) -> Json | None:
        """The Home tab that the app made for this person."""
        return self._workspace.views.home(self.id)

    def view(self) -> Json | None:
        """The modal on top, if one is open."""
        return next(reversed(self.stack()), None)

    def stack(self) -> list[Json]:
        """The open modals, root first."""
        return self._workspace.views.stack(self.id)

    def _shown(self, message: Message) -> Json:
        return {
            "channel": message.channel,
            "ts": message.ts,
            "thread_ts": message.thread_ts,
            "user": message.user,
            "bot": message.by_bot,
            "text": message.text,
            "blocks": message.blocks,
            "files": message.files,
            "ephemeral": message.ephemeral_to is not None,
            "edited": message.edited is not None,
            "permalink": self._workspace.permalink(message),
            "reply_count": self._workspace.messages.reply_count(message),
            "reactions": {name: len(users) for name, users in message.reactions.items()},
        }

    # Looking things up

    def _writable(self, channel: str) -> Room:
        try:
            room = self._workspace.room(channel)
        except SlackError as error:
            raise NotPossible(error.code, "There is no such channel.") from error
        if self.id not in room.members:
            raise NotPossible("not_in_channel", "You are not in this channel.")
        if room.is_archived:
            raise NotPossible("is_archived", "This channel is archived.")
        if room.kind == "im" and not self._manifest.messages_tab:
            message = "Sending messages to this app has been turned off."
            raise NotPossible("messages_tab_disabled", message)
        return room

    def _message(self, channel: str, ts: str) -> Message:
        try:
            room = self._workspace.room(channel)
            message = self._workspace.messages.get(channel, ts)
        except SlackError as error:
            raise NotPossible(error.code, "There is no such message.") from error
        if not self._workspace.can_read(self.id, room):
            raise NotPossible("message_not_found", "There is no such message.")
        if not message.visible_to(self.id):
            raise NotPossible("message_not_found", "There is no such message here.")
        return message

    def _own(self, channel: str, ts: str) -> Message:
        message = self._message(channel, ts)
        if message.user != self.id:
            raise NotPossible("not_yours", "You can change only your own messages.")
        return message

    def _view(self, view_id: str) -> Json:
        try:
            owner, view = self._workspace.views.find(view_id)
        except SlackError as error:
            raise NotPossible("not_found", "This view is not open any more.") from error
        if owner != self.id:
            raise NotPossible("not_found", "This view is not open any more.")
        return view

    def _container(self, given: Mapping[str, Any]) -> tuple[Json | None, Message | None]:
        if given.get("type") == "view" or "root_view_id" in given:
            return self._view(str(given.get("view_id") or given.get("id"))), None
        ts = given.get("ts") or given.get("message_ts")
        return None, self._message(str(given.get("channel") or given.get("channel_id")), str(ts))
