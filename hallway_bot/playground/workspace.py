"""The stand-in's whole state: people, conversations, messages, views, tickets."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from hallway_bot.playground.bus import Bus
from hallway_bot.playground.clock import Clock
from hallway_bot.playground.errors import SlackError
from hallway_bot.playground.files import Files
from hallway_bot.playground.messages import Message, MessageBook
from hallway_bot.playground.people import (
    BOT,
    Group,
    Member,
    Room,
    Team,
    default_groups,
    default_people,
    default_rooms,
)
from hallway_bot.playground.tickets import Tickets
from hallway_bot.playground.viewbook import ViewBook

Json = dict[str, Any]
FOUNDED = 1_700_000_000


class Workspace:
    """In memory and thread-safe.

    `wall` gives seconds since 1970 (message time stamps) and is what `clock` is ahead of;
    `monotonic` gives seconds from anywhere (what expires). Members and rooms are frozen; they
    change by being replaced.
    """

    def __init__(
        self,
        people: Iterable[Member] | None = None,
        rooms: Iterable[Room] | None = None,
        team: Team | None = None,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.team = team or Team()
        self.clock = Clock(wall)
        self.since = self.clock()  # what was said before that is old to everybody
        self.bus = Bus()
        self.clock.on_move(lambda: self.bus.publish("clock"))
        self.messages = MessageBook(self.clock)
        self.views = ViewBook(self.team.id, self.clock)
        self.tickets = Tickets(monotonic)
        self.files = Files()
        self.statuses: dict[str, str] = {}
        self.prompts: dict[str, Json] = {}
        self.titles: dict[str, str] = {}
        self.troubles: list[tuple[str, str, str]] = []
        self._lock = threading.RLock()
        self._quiet: dict[str, tuple[int, int]] = {}
        self._updated: dict[str, int] = {}
        self._groups = {one.id: one for one in default_groups()}
        everybody = default_people() if people is None else tuple(people)
        self._members = {one.id: one for one in (*everybody, BOT)}
        self._rooms = {one.id: one for one in (default_rooms() if rooms is None else rooms)}
        for one in everybody:
            self._add_im(one.id)

    def _add_im(self, user_id: str) -> Room:
        im = Room("D" + user_id[1:], "", True, frozenset({user_id, BOT.id}), kind="im")
        self._rooms[im.id] = im
        return im

    # People

    def people(self) -> list[Member]:
        """Everybody but the bot, in the order given."""
        return [one for one in self._members.values() if not one.is_bot]

    def members(self) -> list[Member]:
        """Everybody and the bot."""
        return list(self._members.values())

    def member(self, user_id: str) -> Member:
        """Raises SlackError: user_not_found."""
        member = self._members.get(user_id)
        if member is None:
            raise SlackError("user_not_found")
        return member

    def change_member(self, user_id: str, **changes: Any) -> Member:
        """Replace fields of a member (deleted=True, is_guest=True, …)."""
        with self._lock:
            self._members[user_id] = dataclasses.replace(self.member(user_id), **changes)
            self._updated[user_id] = int(self.clock())
            return self._members[user_id]

    def updated(self, user_id: str) -> int:
        """When this person's data last changed, in seconds since 1970."""
        return self._updated.get(user_id, FOUNDED)

    def keep_quiet(self, user_id: str, minutes: int) -> None:
        """Nobody disturbs this person from now on, for so long; 0 ends it."""
        with self._lock:
            now = int(self.clock())
            self._quiet[user_id] = (now, now + minutes * 60)

    def quiet_time(self, user_id: str) -> tuple[int, int] | None:
        """(start, end) in seconds since 1970 while it is not over, else None."""
        start, end = self._quiet.get(user_id, (0, 0))
        return (start, end) if end > self.clock() else None

    def groups(self) -> list[Group]:
        """Every user group."""
        with self._lock:
            return list(self._groups.values())

    def add_group(self, group: Group) -> None:
        """A new user group, or a known one changed."""
        with self._lock:
            self._groups[group.id] = group

    def add_member(self, member: Member) -> None:
        """A newcomer, with a direct message channel to the bot."""
        with self._lock:
            self._members[member.id] = member
            self._add_im(member.id)

    # Conversations

    def rooms(self) -> list[Room]:
        """Every conversation."""
        with self._lock:
            return list(self._rooms.values())

    def room(self, channel: str) -> Room:
        """Raises SlackError: channel_not_found."""
        room = self._rooms.get(channel)
        if room is None:
            raise SlackError("channel_not_found")
        return room

    def change_room(self, channel: str, **changes: Any) -> Room:
        """Replace fields of a room (is_archived=True, members=…)."""
        with self._lock:
            self._rooms[channel] = dataclasses.replace(self.room(channel), **changes)
            room = self._rooms[channel]
        self.bus.publish("room", channel=channel)
        return room

    def add_room(self, room: Room) -> None:
        """A new conversation."""
        with self._lock:
            self._rooms[room.id] = room
        self.bus.publish("room", channel=room.id)

    def join(self, channel: str, user_id: str) -> Room:
        """Somebody enters a conversation."""
        with self._lock:
            return self.change_room(channel, members=self.room(channel).members | {user_id})

    def leave(self, channel: str, user_id: str) -> Room:
        """Somebody leaves a conversation."""
        with self._lock:
            return self.change_room(channel, members=self.room(channel).members - {user_id})

    def im_of(self, user_id: str) -> Room:
        """The conversation of a person and the bot. Raises SlackError: channel_not_found."""
        return self.room("D" + user_id[1:])

    def mpim_of(self, user_ids: Iterable[str]) -> Room:
        """The group conversation of these people and the bot, made when it is new."""
        members = frozenset(user_ids) | {BOT.id}
        with self._lock:
            for room in self._rooms.values():
                if room.kind == "mpim" and room.members == members:
                    return room
            names = sorted(self.member(one).name for one in members)
            number = sum(1 for room in self._rooms.values() if room.kind == "mpim") + 1
            room = Room(f"G0MPIM{number}", f"mpdm-{'--'.join(names)}-1", True, members, kind="mpim")
            self._rooms[room.id] = room
        self.bus.publish("room", room.members, room.id)
        return room

    def can_read(self, user_id: str, room: Room) -> bool:
        """Members read; a public channel is open to colleagues who did not join it as well."""
        if user_id in room.members:
            return True
        member = self._members.get(user_id)
        open_to_all = room.kind == "channel" and not room.is_private
        return open_to_all and member is not None and not (member.is_guest or member.is_stranger)

    # Messages

    def post(self, channel: str, user: str, text: str, **more: Any) -> Message:
        """Keep a message and tell the pages of those who can see it."""
        message = self.messages.add(channel, user, text, **more)
        if user == BOT.id and message.ephemeral_to is None:
            self.clear_status(channel)
        self.announce(message)
        return message

    def posted_before(self, channel: str, client_msg_id: str | None) -> Message | None:
        """The bot's message in a conversation with this id of the app's own, if there is one."""
        if client_msg_id is None:
            return None
        found = self.messages.seen_by(channel, BOT.id)
        return next((one for one in found if one.client_msg_id == client_msg_id), None)

    def announce(self, message: Message, kind: str = "message") -> None:
        """Tell the pages of those who can see this message that it is new or changed."""
        room = self.room(message.channel)
        if message.ephemeral_to is not None:
            readers = frozenset({message.ephemeral_to})
        elif room.is_private:
            readers = room.members
        else:
            readers = frozenset(one.id for one in self.people() if self.can_read(one.id, room))
        self.bus.publish(kind, readers, message.channel)

    def trouble(self, user_id: str, code: str, sentence: str) -> None:
        """Keep what went wrong for somebody; whoever acted also gets it as the answer."""
        self.troubles.append((user_id, code, sentence))

    def clear_status(self, channel: str) -> None:
        """Slack drops "is thinking…" as soon as the app answers."""
        if self.statuses.pop(channel, None) is not None:
            self.bus.publish("status", self.room(channel).members, channel)

    def permalink(self, message: Message) -> str:
        """The address that Slack would give this message."""
        digits = message.ts.replace(".", "")
        link = f"https://{self.team.domain}.slack.com/archives/{message.channel}/p{digits}"
        if message.is_reply:
            link += f"?thread_ts={message.thread_ts}&cid={message.channel}"
        return link
