"""What the page shows around a conversation, as JSON."""

from __future__ import annotations

from typing import Any

from hallway_bot.playground.manifest import Manifest
from hallway_bot.playground.people import BOT, Member
from hallway_bot.playground.persons import Person
from hallway_bot.playground.workspace import Workspace

Json = dict[str, Any]
_MEMBER = (
    "id", "name", "real_name", "title", "locale", "tz", "is_guest", "color", "status_text",
    "status_emoji",
)  # fmt: skip


def member_json(member: Member) -> Json:
    """A person as the page knows them."""
    return {key: getattr(member, key) for key in _MEMBER}


def state_json(workspace: Workspace, manifest: Manifest, person: Person) -> Json:
    """Everything around the open conversation, for this person."""
    rooms = [one for one in workspace.rooms() if workspace.can_read(person.id, one)]
    ims = [one for one in rooms if one.kind == "im"]
    return {
        "me": member_json(workspace.member(person.id)) | {"is_quiet": _is_quiet(workspace, person)},
        "clock": {"now": workspace.clock(), "since": workspace.since},
        "people": [member_json(one) for one in workspace.people()],
        "rooms": [
            {
                "id": one.id,
                "name": one.name,
                "is_private": one.is_private,
                "topic": one.topic,
                "is_member": person.id in one.members,
                "is_archived": one.is_archived,
            }
            for one in rooms
            if one.kind == "channel"
        ],
        "ims": [{"id": one.id, "user": BOT.id} for one in ims],
        "mpims": [
            {"id": one.id, "members": sorted(one.members)} for one in rooms if one.kind == "mpim"
        ],
        "app": _app(manifest, person),
        "prompts": {
            one.id: workspace.prompts[one.id] for one in rooms if one.id in workspace.prompts
        },
        "modal": person.stack(),
        "statuses": {
            one.id: workspace.statuses[one.id] for one in rooms if one.id in workspace.statuses
        },
    }


def _app(manifest: Manifest, person: Person) -> Json:
    return {
        "user_id": BOT.id,
        "im": person.im,
        "commands": [
            {"command": one.command, "description": one.description, "usage_hint": one.usage_hint}
            for one in manifest.commands
        ],
        "shortcuts": [
            {
                "type": one.type,
                "callback_id": one.callback_id,
                "name": one.name,
                "description": one.description,
            }
            for one in manifest.shortcuts
        ],
    }


def _is_quiet(workspace: Workspace, person: Person) -> bool:
    return workspace.quiet_time(person.id) is not None
