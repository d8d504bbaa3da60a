"""Commands and interactions as real Slack sends them. Builds JSON, changes nothing but tickets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hallway_bot.playground.forms import leaves
from hallway_bot.playground.messages import Message
from hallway_bot.playground.people import APP_ID, Room
from hallway_bot.playground.workspace import Workspace

Json = dict[str, Any]


class Payloads:
    """`base_url` is called when needed, because the server's port is known late."""

    def __init__(self, workspace: Workspace, base_url: Callable[[], str]) -> None:
        self._workspace = workspace
        self._base_url = base_url

    def common(self, kind: str, user_id: str) -> Json:
        """What every interaction has."""
        member = self._workspace.member(user_id)
        team = self._workspace.team
        return {
            "type": kind,
            "team": {"id": team.id, "domain": team.domain},
            "user": {
                "id": member.id,
                "username": member.name,
                "name": member.name,
                "team_id": team.id,
            },
            "api_app_id": APP_ID,
            "token": "standin",
            "enterprise": {"id": team.enterprise_id} if team.enterprise_id else None,
            "is_enterprise_install": team.org_install,
        }

    def response_url(self, room: Room, user_id: str, message: Message | None = None) -> str:
        """A fresh response URL for this conversation (and message)."""
        ts = message.ts if message else None
        thread_ts = message.thread_ts if message else None
        key = self._workspace.tickets.response(room.id, user_id, ts, thread_ts)
        return f"{self._base_url()}response/{key}"

    def command(self, user_id: str, room: Room, name: str, text: str) -> dict[str, str]:
        """The form of a slash command."""
        team = self._workspace.team
        return {
            "token": "standin",
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": room.id,
            "channel_name": room_name(room),
            "user_id": user_id,
            "user_name": self._workspace.member(user_id).name,
            "command": name,
            "text": text,
            "api_app_id": APP_ID,
            "is_enterprise_install": str(team.org_install).lower(),
            **({"enterprise_id": team.enterprise_id} if team.enterprise_id else {}),
            "response_url": self.response_url(room, user_id),
            "trigger_id": self._workspace.tickets.trigger(user_id),
        }

    def shortcut(self, user_id: str, callback_id: str) -> Json:
        """A global shortcut: no conversation, no response URL."""
        return self.common("shortcut", user_id) | {
            "callback_id": callback_id,
            "action_ts": self._workspace.messages.next_ts(),
            "trigger_id": self._workspace.tickets.trigger(user_id),
        }

    def message_action(self, user_id: str, callback_id: str, message: Message) -> Json:
        """A shortcut on a message."""
        room = self._workspace.room(message.channel)
        return self.common("message_action", user_id) | {
            "callback_id": callback_id,
            "action_ts": self._workspace.messages.next_ts(),
            "trigger_id": self._workspace.tickets.trigger(user_id),
            "response_url": self.response_url(room, user_id, message),
            "message_ts": message.ts,
            "channel": {"id": room.id, "name": room_name(room)},
            "message": message.to_slack(self._workspace.team.id),
        }

    def message_click(self, user_id: str, message: Message, action: Json, values: Json) -> Json:
        """A click in a message. Slack leaves the message out when it is ephemeral."""
        room = self._workspace.room(message.channel)
        ephemeral = message.ephemeral_to is not None
        payload = self.common("block_actions", user_id) | {
            "container": self._container(message),
            "channel": {"id": room.id, "name": room_name(room)},
            "trigger_id": self._workspace.tickets.trigger(user_id),
            "response_url": self.response_url(room, user_id, message),
            "state": {"values": values},
            "actions": [action],
        }
        if not ephemeral:
            payload["message"] = message.to_slack(self._workspace.team.id)
        return payload

    def _container(self, message: Message) -> Json:
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": message.ephemeral_to is not None,
        }
        if message.is_reply:
            container["thread_ts"] = message.thread_ts
        return container

    def view_click(self, user_id: str, view: Json, action: Json) -> Json:
        """A click in a modal or on Home."""
        inside = view["id"] if view["type"] == "modal" else None
        return self.common("block_actions", user_id) | {
            "container": {"type": "view", "view_id": view["id"]},
            "trigger_id": self._workspace.tickets.trigger(user_id, inside),
            "view": view,
            "actions": [action],
        }

    def submission(self, user_id: str, view: Json) -> Json:
        """A modal that was sent."""
        return self.common("view_submission", user_id) | {
            "trigger_id": self._workspace.tickets.trigger(user_id, view["id"]),
            "view": view,
            "response_urls": self._response_urls(user_id, view),
        }

    def _response_urls(self, user_id: str, view: Json) -> list[Json]:
        found: list[Json] = []
        for block in leaves(view["blocks"]):
            element = block.get("element") or {}
            if not element.get("response_url_enabled"):
                continue
            state = view["state"]["values"][block["block_id"]][element["action_id"]]
            channel = state.get("selected_conversation") or state.get("selected_channel")
            if channel:
                found.append({
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": channel,
                    "response_url": self.response_url(self._workspace.room(channel), user_id),
                })  # fmt: skip
        return found

    def closed(self, user_id: str, view: Json, is_cleared: bool) -> Json:
        """A modal that was closed without sending it."""
        return self.common("view_closed", user_id) | {"view": view, "is_cleared": is_cleared}

    def suggestion(self, user_id: str, container: Json, ids: tuple[str, str], value: str) -> Json:
        """Somebody types in an external select; `container` has "view" or "message" in it."""
        return self.common("block_suggestion", user_id) | {
            "block_id": ids[0],
            "action_id": ids[1],
            "value": value,
            **container,
        }


def room_name(room: Room) -> str:
    """The name that payloads give: Slack hides those of private conversations."""
    if room.kind == "im":
        return "directmessage"
    return "privategroup" if room.is_private and room.kind == "channel" else room.name
