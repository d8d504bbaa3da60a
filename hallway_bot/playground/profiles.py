"""A person as Slack's API and events show them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hallway_bot.playground.people import Member
from hallway_bot.playground.workspace import Workspace

Json = dict[str, Any]


def user_json(workspace: Workspace, member: Member, *, with_email: bool, with_locale: bool) -> Json:
    """Slack's user object. `with_email` needs a scope, `with_locale` is asked for."""
    team_id = "T0ELSEWHERE" if member.is_stranger else workspace.team.id
    profile: Json = {
        "real_name": member.real_name,
        "display_name": member.real_name,
        "title": member.title,
        "team": team_id,
        "status_text": member.status_text,
        "status_emoji": member.status_emoji,
        "status_expiration": 0,
    }
    if member.email and with_email:
        profile["email"] = member.email
    shown: Json = {
        "id": member.id,
        "team_id": team_id,
        "name": member.name,
        "deleted": member.deleted,
        "profile": profile,
        "is_bot": member.is_bot,
        "is_app_user": False,
        "updated": workspace.updated(member.id),
    }
    if member.deleted:  # Slack leaves the rest out for people who left
        return shown
    shown |= {
        "color": member.color,
        "real_name": member.real_name,
        "tz": member.tz,
        "tz_label": member.tz,
        "tz_offset": _offset(workspace.clock(), member.tz),
        "is_admin": member.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": member.is_guest,
        "is_ultra_restricted": member.is_guest,
    }
    if member.is_stranger and not any(
        member.id in room.members and room.kind == "channel" for room in workspace.rooms()
    ):
        shown["is_stranger"] = True  # Slack says so only of those in no channel of ours
    if with_locale:
        shown["locale"] = member.locale
    return shown


def quiet_json(workspace: Workspace, user_id: str) -> Json:
    """When this person is not to be disturbed, as everybody else may know it.

    Slack keeps every `snooze_…` field to the person themselves: an app sees only that the
    present lies within the quiet time.
    """
    quiet = workspace.quiet_time(user_id)
    start, end = quiet or (1, 1)
    return {"dnd_enabled": quiet is not None, "next_dnd_start_ts": start, "next_dnd_end_ts": end}


def _offset(wall: float, tz: str) -> int:
    """Seconds east of UTC in this zone at that moment."""
    offset = datetime.fromtimestamp(wall, UTC).astimezone(ZoneInfo(tz)).utcoffset()
    return int(offset.total_seconds()) if offset else 0
