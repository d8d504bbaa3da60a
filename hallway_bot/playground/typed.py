"""What Slack's client makes of typed text: escapes, mentions, rich text."""

from __future__ import annotations

import re
from typing import Any

from hallway_bot.playground.workspace import Workspace

Json = dict[str, Any]
_TOKEN = re.compile(r"<([@#])([A-Z0-9]+)(?:\|([^>]*))?>")


def escape(text: str) -> str:
    """`&`, `<` and `>` as Slack sends them."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The opposite of `escape`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


class Typist:
    """Turns what a person types into what an app receives."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def message(self, text: str) -> str:
        """Message text: `@Anna de Wit` and `#general` become ids, the rest is escaped.

        Channels lose their name, as in Slack's events: `<#C0GENERAL|>`.
        """
        return self._encode(text, lambda sign, key, name: f"<{sign}{key}{'|' * (sign == '#')}>")

    def command(self, text: str, should_escape: bool) -> str:
        """Slash command text; mentions become `<@U0ANNA|anna>` if the manifest says so."""
        if not should_escape:
            return escape(text)
        return self._encode(text, lambda sign, key, name: f"<{sign}{key}|{name}>")

    def _encode(self, text: str, token: Any) -> str:
        names = self._names()
        written = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        either = rf"<[@#][A-Z0-9]+(?:\|[^>]*)?>|(?<!\w)(?:{written})(?!\w)"
        pattern = re.compile(either, re.IGNORECASE)
        parts: list[str] = []
        end = 0
        for match in pattern.finditer(text):
            parts.append(escape(text[end : match.start()]))
            parts.append(self._mention(match.group(), names, token))
            end = match.end()
        return "".join([*parts, escape(text[end:])])

    def _mention(self, found: str, names: dict[str, tuple[str, str, str]], token: Any) -> str:
        written = _TOKEN.fullmatch(found)
        if written is None:
            return str(token(*names[found.lower()]))
        sign, key, name = written.group(1), written.group(2), written.group(3) or ""
        return str(token(sign, key, name))

    def _names(self) -> dict[str, tuple[str, str, str]]:
        names: dict[str, tuple[str, str, str]] = {}
        for member in self._workspace.members():
            for name in (member.name, member.real_name):
                names[f"@{name}".lower()] = ("@", member.id, member.name)
        for room in self._workspace.rooms():
            if room.kind == "channel":
                names[f"#{room.name}".lower()] = ("#", room.id, room.name)
        return names


def rich_text(text: str, block_id: str) -> list[Json]:
    """The rich_text block that Slack's client sends along with a message."""
    parts: list[Json] = []
    end = 0
    for match in _TOKEN.finditer(text):
        _add_text(parts, text[end : match.start()])
        if match.group(1) == "@":
            parts.append({"type": "user", "user_id": match.group(2)})
        else:
            parts.append({"type": "channel", "channel_id": match.group(2)})
        end = match.end()
    _add_text(parts, text[end:])
    section = {"type": "rich_text_section", "elements": parts}
    return [{"type": "rich_text", "block_id": block_id, "elements": [section]}]


def _add_text(parts: list[Json], text: str) -> None:
    if text:
        parts.append({"type": "text", "text": unescape(text)})
