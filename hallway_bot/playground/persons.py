"""What a person does in Slack, for the page and for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hallway_bot.playground.errors import NotPossible
from hallway_bot.playground.eyes import Eyes
from hallway_bot.playground.forms import (
    action_of,
    complaints,
    elements_of,
    find_element,
    heard,
    is_text,
    leaves,
    merge_state,
    opening_state,
)
from hallway_bot.playground.hearing import Hearing
from hallway_bot.playground.interactions import Interactions, Outcome
from hallway_bot.playground.manifest import Manifest
from hallway_bot.playground.messages import Message
from hallway_bot.playground.people import BOT
from hallway_bot.playground.typed import Typist, rich_text
from hallway_bot.playground.workspace import Workspace

Json = dict[str, Any]


class Person(Eyes):
    """One person's hands and eyes.

    Acting on what is not there, or may not be done, raises NotPossible. What the app answers
    comes back as an Outcome. A `container` is {"type": "message", "channel", "ts"},
    {"type": "view", "view_id"}, or a message or view as the reading methods return it.
    """

    def __init__(
        self, workspace: Workspace, manifest: Manifest, hearing: Hearing,
        interactions: Interactions, user_id: str,
    ) -> None:  # fmt: skip
        super().__init__(workspace, manifest, user_id)
        self._hearing = hearing
        self._interactions = interactions
        self._typist = Typist(workspace)

    # Writing

    def say(self, channel: str, text: str, thread_ts: str | None = None) -> Message:
        """Type a message and send it."""
        room = self._writable(channel)
        sent = self._typist.message(text)
        blocks = rich_text(sent, "b" + self._workspace.messages.next_ts())
        message = self._workspace.post(room.id, self.id, sent, thread_ts=thread_ts, blocks=blocks)
        self._hearing.said(message)
        return message

    def edit(self, channel: str, ts: str, text: str) -> Message:
        """Change an own message."""
        message = self._own(channel, ts)
        before = message.to_slack(self._workspace.team.id)
        sent = self._typist.message(text)
        blocks = rich_text(sent, "b" + message.ts)
        self._workspace.messages.change(message, self.id, text=sent, blocks=blocks)
        self._workspace.announce(message)
        self._hearing.changed(message, before)
        return message

    def delete(self, channel: str, ts: str) -> None:
        """Delete an own message."""
        message = self._own(channel, ts)
        self._workspace.messages.remove(message)
        self._workspace.announce(message)
        self._hearing.deleted(message)

    def react(self, channel: str, ts: str, name: str) -> None:
        """Put an emoji on a message."""
        message = self._message(channel, ts)
        self._workspace.messages.react(message, self.id, name)
        self._workspace.announce(message)
        self._hearing.reacted(message, self.id, name)

    def join(self, channel: str) -> None:
        """Enter a public channel."""
        room = self._workspace.room(channel)
        if not self._workspace.can_read(self.id, room):
            raise NotPossible("channel_not_found", "There is no such channel for you.")
        self._workspace.join(channel, self.id)
        self._hearing.joined(channel, self.id)

    def invite_bot(self, channel: str) -> None:
        """Bring the bot into a channel (/invite @hallway)."""
        self._writable(channel)
        self._workspace.join(channel, BOT.id)
        self._hearing.joined(channel, BOT.id)

    def command(self, channel: str, text: str) -> Outcome:
        """Type a slash command, with its arguments."""
        room = self._writable(channel)
        name, _, rest = text.strip().partition(" ")
        command = self._manifest.command(name)
        if command is None:
            raise NotPossible("unknown_command", f"{name} is not a valid command.")
        rest = self._typist.command(rest.strip(), command.should_escape)
        return self._interactions.command(self.id, room, name, rest)

    def shortcut(self, callback_id: str) -> Outcome:
        """Start a global shortcut."""
        if self._manifest.shortcut(callback_id, "global") is None:
            raise NotPossible("unknown_shortcut", f"There is no shortcut {callback_id}.")
        payload = self._interactions.payloads.shortcut(self.id, callback_id)
        return self._interactions.send(self.id, payload)

    def message_shortcut(self, callback_id: str, channel: str, ts: str) -> Outcome:
        """Start a shortcut from a message's menu."""
        if self._manifest.shortcut(callback_id, "message") is None:
            raise NotPossible("unknown_shortcut", f"There is no shortcut {callback_id}.")
        message = self._message(channel, ts)
        payload = self._interactions.payloads.message_action(self.id, callback_id, message)
        return self._interactions.send(self.id, payload)

    # About oneself

    def set_status(self, text: str, emoji: str = "") -> None:
        """Say what one is doing, as under one's picture in Slack; empty takes it away."""
        self._change(status_text=text, status_emoji=emoji)

    def set_zone(self, tz: str) -> None:
        """Travel: `tz` is an IANA name."""
        self._change(tz=tz)

    def do_not_disturb(self, minutes: int = 24 * 60) -> None:
        """Pause notifications for so long; 0 resumes them."""
        self._workspace.keep_quiet(self.id, minutes)
        self._workspace.bus.publish("person", {self.id})
        self._hearing.changed_quiet(self.id)

    def _change(self, **changes: Any) -> None:
        self._workspace.change_member(self.id, **changes)
        self._workspace.bus.publish("person")
        self._hearing.changed_person(self.id)

    # Touching

    def click(
        self, container: Mapping[str, Any], block_id: str | None, action_id: str,
        value: Any = None, state: Mapping[str, Any] | None = None,
    ) -> Outcome:  # fmt: skip
        """Press a button or choose something.

        `value` is what was chosen (an option's value, ids, a date, a text, or Slack's own shape);
        `state` is what the other fields hold. `block_id` None takes the first such action_id.
        """
        view, message = self._container(container)
        blocks = view["blocks"] if view else message.blocks if message else []
        block, element = find_element(blocks, block_id or _home_of(blocks, action_id), action_id)
        action = action_of(block, element, value, self._workspace.messages.next_ts())
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise NotPossible("not_dispatched", f"{action_id} is sent with its form only.")
        chosen = {block["block_id"]: {action_id: value}} if _keeps(block, element, blocks) else {}
        if view:
            values = merge_state(blocks, view["state"]["values"], state, strict=False)
            values = merge_state(blocks, values, chosen)
            view = self._workspace.views.remember(view["id"], values)
            payload = self._interactions.payloads.view_click(self.id, view, action)
        else:
            assert message is not None
            values = merge_state(blocks, opening_state(blocks, {}), state, strict=False)
            values = merge_state(blocks, values, chosen)
            payload = self._interactions.payloads.message_click(self.id, message, action, values)
        return self._interactions.send(self.id, payload)

    def type(
        self, container: Mapping[str, Any], block_id: str, text: str, *, enter: bool = False
    ) -> Outcome | None:
        """Type into the text field of an input block, and perhaps press Enter.

        The app hears of it when the block dispatches and the field's `dispatch_action_config`
        names the key: by default Enter only. One call is one burst of typing, heard once.
        None when the app hears nothing; then the field holds the text all the same.
        """
        view, message = self._container(container)
        blocks = view["blocks"] if view else message.blocks if message else []
        block = next((one for one in leaves(blocks) if one.get("block_id") == block_id), None)
        if block is None or block["type"] != "input" or not is_text(block["element"]):
            raise NotPossible("no_such_field", f"There is nothing to type into in {block_id}.")
        if heard(block, enter=enter):
            return self.click(container, block_id, block["element"]["action_id"], text)
        if view:
            typed = {block_id: {block["element"]["action_id"]: text}}
            values = merge_state(blocks, view["state"]["values"], typed)
            self._workspace.views.remember(view["id"], values)
        return None

    def submit(self, view_id: str, values: Mapping[str, Any] | None = None) -> Outcome:
        """Fill in a modal and send it; Slack's own complaints come before the app's."""
        view = self._view(view_id)
        filled = merge_state(view["blocks"], view["state"]["values"], values)
        view = self._workspace.views.remember(view_id, filled)
        wrong = complaints(view["blocks"], filled)
        if wrong:
            return Outcome(False, "incomplete", errors=wrong)
        return self._interactions.submit(self.id, view)

    def close(self, view_id: str, *, everything: bool = False) -> Outcome:
        """Close a modal with its close button, or `everything` under it too with its ✕."""
        view = self._view(view_id)
        views = self._workspace.views
        cleared = everything or bool(view["clear_on_close"])
        if cleared:
            closed = views.close_all(self.id)
        else:
            closed = [view]
            views.close(view_id)
        self._workspace.bus.publish("modal", {self.id})
        self._interactions.closed(self.id, closed, cleared)
        return Outcome()

    def options(
        self, container: str | Mapping[str, Any], block_id: str, action_id: str, value: str,
        state: Mapping[str, Any] | None = None,
    ) -> Outcome:  # fmt: skip
        """Type in an external select; the Outcome has the options. A string is a view id."""
        if isinstance(container, str):
            container = {"type": "view", "view_id": container}
        view, message = self._container(container)
        if view:
            blocks = view["blocks"]
            values = merge_state(blocks, view["state"]["values"], state, strict=False)
            view = self._workspace.views.remember(view["id"], values)
            about: Json = {
                "view": view,
                "container": {"type": "view", "view_id": view["id"]},
            }
        else:
            assert message is not None
            blocks = message.blocks
            about = {"message": message.to_slack(self._workspace.team.id)}
        _, element = find_element(blocks, block_id, action_id)
        payload = self._interactions.payloads.suggestion(
            self.id, about, (block_id, action_id), value
        )
        return self._interactions.options(self.id, element, payload)

    def open_home(self, tab: str = "home") -> None:
        """Open the app's Home tab, or its "messages" tab."""
        self._hearing.opened_home(self.id, tab)


def _home_of(blocks: list[Json], action_id: str) -> str:
    for block in leaves(blocks):
        if any(element.get("action_id") == action_id for element in elements_of(block)):
            return str(block["block_id"])
    raise NotPossible("no_such_element", f"There is no {action_id} here.")


def _keeps(block: Json, element: Json, blocks: list[Json]) -> bool:
    state = opening_state(blocks, {})
    return element["action_id"] in state.get(block["block_id"], {})
