"""dnd.* and usergroups.*"""

from __future__ import annotations

from typing import Any

from hallway_bot.playground.calls import Call, Method
from hallway_bot.playground.errors import SlackError
from hallway_bot.playground.people import BOT, Group
from hallway_bot.playground.profiles import quiet_json

Json = dict[str, Any]
DND_PEOPLE = 50
CREATED = 1_700_000_000


def dnd_info(call: Call) -> Json:
    call.scope("dnd:read")
    member = call.workspace.member(call.text("user") or BOT.id)
    own = {"snooze_enabled": False} if member.id == BOT.id else {}
    return {**quiet_json(call.workspace, member.id), **own}


def dnd_team_info(call: Call) -> Json:
    call.scope("dnd:read")
    users = (call.text("users") or "").replace(" ", "").split(",")
    named = [one for one in users if one]
    if not named:
        raise SlackError("no_users_provided")
    if len(named) > DND_PEOPLE:
        raise SlackError("too_many_users")
    known = [call.workspace.member(one).id for one in named]
    return {"users": {one: quiet_json(call.workspace, one) for one in known}}


def _shown(call: Call, group: Group) -> Json:
    shown: Json = {
        "id": group.id,
        "team_id": call.workspace.team.id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": group.description,
        "handle": group.handle,
        "is_external": False,
        "date_create": CREATED,
        "date_update": CREATED,
        "date_delete": CREATED if group.is_disabled else 0,
        "auto_type": None,
        "prefs": {"channels": [], "groups": []},
    }
    if call.flag("include_users"):
        shown["users"] = list(group.members)
    if call.flag("include_count"):
        shown["user_count"] = len(group.members)
    return shown


def usergroups_list(call: Call) -> Json:
    call.scope("usergroups:read")
    everything = call.flag("include_disabled")
    found = [one for one in call.workspace.groups() if everything or not one.is_disabled]
    return {"usergroups": [_shown(call, one) for one in found]}


def usergroups_users_list(call: Call) -> Json:
    call.scope("usergroups:read")
    wanted = call.need("usergroup")
    for group in call.workspace.groups():
        if group.id == wanted and (call.flag("include_disabled") or not group.is_disabled):
            return {"users": list(group.members)}
    raise SlackError("no_such_subteam")


METHODS: dict[str, Method] = {
    "dnd.info": dnd_info,
    "dnd.teamInfo": dnd_team_info,
    "usergroups.list": usergroups_list,
    "usergroups.users.list": usergroups_users_list,
}
