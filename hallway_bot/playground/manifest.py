"""What a Slack app manifest says, as far as the stand-in acts on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Command:
    """A slash command; `should_escape` turns typed mentions into ids, as Slack does."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    """A shortcut; `type` is "global" or "message"."""

    type: str
    callback_id: str
    name: str = ""
    description: str = ""


@dataclass(frozen=True)
class Manifest:
    """The app as Slack knows it: what people can start, what it may call, what it hears."""

    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    home_tab: bool = True
    messages_tab: bool = True
    interactive: bool = True
    prompts: tuple[Mapping[str, str], ...] = ()

    def command(self, name: str) -> Command | None:
        """The command called `name` (with its slash), if the app has it."""
        return next((one for one in self.commands if one.command == name), None)

    def shortcut(self, callback_id: str, kind: str) -> Shortcut | None:
        """The shortcut of this kind, if the app has it."""
        wanted = (callback_id, kind)
        return next((one for one in self.shortcuts if (one.callback_id, one.type) == wanted), None)


def read_manifest(manifest: Mapping[str, Any]) -> Manifest:
    """Read Slack's manifest schema. Sections that are missing count as Slack's defaults."""
    features = manifest.get("features", {})
    home = features.get("app_home", {})
    settings = manifest.get("settings", {})
    agent = features.get("agent_view") or features.get("assistant_view") or {}
    return Manifest(
        commands=tuple(_command(one) for one in features.get("slash_commands", ())),
        shortcuts=tuple(_shortcut(one) for one in features.get("shortcuts", ())),
        scopes=frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        home_tab=bool(home.get("home_tab_enabled", True)),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        interactive=bool(settings.get("interactivity", {}).get("is_enabled", True)),
        prompts=tuple(agent.get("suggested_prompts", ())),
    )


def _command(given: Mapping[str, Any]) -> Command:
    return Command(
        str(given["command"]),
        str(given.get("description", "")),
        str(given.get("usage_hint", "")),
        bool(given.get("should_escape", False)),
    )


def _shortcut(given: Mapping[str, Any]) -> Shortcut:
    return Shortcut(
        str(given["type"]),
        str(given["callback_id"]),
        str(given.get("name", "")),
        str(given.get("description", "")),
    )
