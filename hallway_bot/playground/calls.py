"""One call of the Web API: its arguments, and what every method needs."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from hallway_bot.playground.errors import SlackError
from hallway_bot.playground.hearing import Hearing
from hallway_bot.playground.manifest import Manifest
from hallway_bot.playground.people import BOT, Room
from hallway_bot.playground.workspace import Workspace

Json = dict[str, Any]
Item = TypeVar("Item")
# Arguments that slack_sdk sends as JSON inside a form.
NESTED = ("blocks", "view", "attachments", "metadata", "prompts", "loading_messages", "files")


@dataclass(frozen=True)
class Desk:
    """What methods work on."""

    workspace: Workspace
    manifest: Manifest
    hearing: Hearing


@dataclass(frozen=True)
class Call:
    """A call with its arguments parsed."""

    desk: Desk
    args: Mapping[str, Any]

    @property
    def workspace(self) -> Workspace:
        return self.desk.workspace

    def text(self, name: str) -> str | None:
        """An argument as a string; None when it is absent or empty."""
        value = self.args.get(name)
        return None if value in (None, "") else str(value)

    def need(self, name: str) -> str:
        """Raises SlackError: invalid_arguments."""
        value = self.text(name)
        if value is None:
            complaint = f"[ERROR] missing required field: {name}"
            raise SlackError("invalid_arguments", [complaint])
        return value

    def flag(self, name: str) -> bool:
        """A boolean, which SDKs write in several ways."""
        return str(self.args.get(name, "")).lower() in ("1", "true")

    def scope(self, *names: str) -> None:
        """Require one of these scopes. Raises SlackError: missing_scope."""
        granted = self.desk.manifest.scopes
        if not granted & set(names):
            extra = {"needed": names[0], "provided": ",".join(sorted(granted))}
            raise SlackError("missing_scope", extra=extra)

    def has_scope(self, name: str) -> bool:
        return name in self.desk.manifest.scopes

    def blocks(self) -> list[Json] | None:
        """The blocks, or None when there are none given. SlackError: invalid_blocks_format."""
        value = self.args.get("blocks")
        if value in (None, ""):
            return None
        if not isinstance(value, list):
            raise SlackError("invalid_blocks_format")
        return value

    def page(self, items: Sequence[Item], default: int = 100) -> tuple[list[Item], Json]:
        """A page of `items` and Slack's response_metadata.

        Raises SlackError: invalid_limit, invalid_cursor.
        """
        try:
            limit = int(self.args.get("limit") or default)
        except ValueError as error:
            raise SlackError("invalid_limit") from error
        if not 1 <= limit <= 1000:
            raise SlackError("invalid_limit")
        start = _start(self.text("cursor"))
        end = start + limit
        following = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
        return list(items[start:end]), {"response_metadata": {"next_cursor": following}}


def _start(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except ValueError as error:
        raise SlackError("invalid_cursor") from error


Method = Callable[[Call], Json]


def parse(form: Mapping[str, Any]) -> Json:
    """Arguments with nested JSON decoded; what is no JSON stays a string."""
    args = dict(form)
    for name in NESTED:
        value = args.get(name)
        if isinstance(value, str) and value[:1] in ("[", "{"):
            try:
                args[name] = json.loads(value)
            except ValueError:
                continue
    return args


def read_room(call: Call, channel: str) -> Room:
    """A room whose existence the bot may know. Raises SlackError: channel_not_found."""
    room = call.workspace.room(channel)
    if BOT.id not in room.members and (room.is_private or room.kind != "channel"):
        raise SlackError("channel_not_found")
    return room


_SORTS = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}


def room_scope(room: Room, verb: str) -> str:
    """channels:read, groups:history and so on."""
    return f"{_SORTS[room.channel_type]}:{verb}"
