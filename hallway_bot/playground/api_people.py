"""auth.*, users.* and conversations.*"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from hallway_bot.playground.calls import Call, Method, read_room, room_scope
from hallway_bot.playground.errors import SlackError
from hallway_bot.playground.messages import Message
from hallway_bot.playground.people import BOT, BOT_ID, Member, Room
from hallway_bot.playground.profiles import user_json

Json = dict[str, Any]
TYPES = {"public_channel": "channel", "private_channel": "group", "mpim": "mpim", "im": "im"}
MPIM_PEOPLE = 8


def auth_test(call: Call) -> Json:
    team = call.workspace.team
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": BOT.name,
        "team_id": team.id,
        "user_id": BOT.id,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> Json:
    error = call.text("error")
    if error:
        raise SlackError(error, extra={"args": dict(call.args)})
    return {"args": dict(call.args)}


def _user(call: Call, member: Member, with_locale: bool) -> Json:
    email = call.has_scope("users:read.email")
    return user_json(call.workspace, member, with_email=email, with_locale=with_locale)


def users_info(call: Call) -> Json:
    call.scope("users:read")
    member = call.workspace.member(call.need("user"))
    return {"user": _user(call, member, call.flag("include_locale"))}


def users_list(call: Call) -> Json:
    call.scope("users:read")
    found, metadata = call.page(call.workspace.members())
    locale = call.flag("include_locale")
    return {"members": [_user(call, one, locale) for one in found], **metadata}


def users_lookup(call: Call) -> Json:
    call.scope("users:read.email")
    email = call.need("email").lower()
    for member in call.workspace.people():
        if member.email.lower() == email and not member.deleted:
            return {"user": _user(call, member, False)}
    raise SlackError("users_not_found")


def room_json(room: Room) -> Json:
    """A conversation as Slack's API shows it."""
    channel = room.kind == "channel"
    shown: Json = {
        "id": room.id,
        "created": 1_700_000_000,
        "is_archived": room.is_archived,
        "is_channel": channel and not room.is_private,
        "is_group": channel and room.is_private,
        "is_im": room.kind == "im",
        "is_mpim": room.kind == "mpim",
        "is_private": room.is_private,
    }
    if room.kind == "im":
        return shown | {"user": next(iter(room.members - {BOT.id}))}
    return shown | {
        "name": room.name,
        "name_normalized": room.name,
        "is_general": room.name == "general",
        "is_shared": room.is_ext_shared,
        "is_ext_shared": room.is_ext_shared,
        "is_member": BOT.id in room.members,
        "topic": {"value": room.topic},
        "purpose": {"value": ""},
        "num_members": len(room.members),
    }


def _of_types(call: Call, rooms: list[Room]) -> list[Room]:
    types = (call.text("types") or "public_channel").replace(" ", "").split(",")
    if not set(types) <= TYPES.keys():
        raise SlackError("invalid_types")
    wanted = {TYPES[one] for one in types}
    for room_type in wanted:
        call.scope({"channel": "channels", "group": "groups"}.get(room_type, room_type) + ":read")
    found = [one for one in rooms if one.channel_type in wanted]
    return [one for one in found if not (one.is_archived and call.flag("exclude_archived"))]


def users_conversations(call: Call) -> Json:
    user_id = call.workspace.member(call.text("user") or BOT.id).id
    rooms = [one for one in _of_types(call, call.workspace.rooms()) if user_id in one.members]
    # Of what is private, the bot learns only what it is itself a member of.
    known = [one for one in rooms if not one.is_private or BOT.id in one.members]
    found, metadata = call.page(known)
    return {"channels": [room_json(one) for one in found], **metadata}


def conversations_list(call: Call) -> Json:
    rooms = _of_types(call, call.workspace.rooms())
    known = [one for one in rooms if not one.is_private or BOT.id in one.members]
    found, metadata = call.page(known)
    return {"channels": [room_json(one) for one in found], **metadata}


def conversations_info(call: Call) -> Json:
    room = read_room(call, call.need("channel"))
    call.scope(room_scope(room, "read"))
    return {"channel": room_json(room)}


def conversations_members(call: Call) -> Json:
    room = read_room(call, call.need("channel"))
    call.scope(room_scope(room, "read"))
    found, metadata = call.page(sorted(room.members))
    return {"members": found, **metadata}


def conversations_open(call: Call) -> Json:
    users = (call.text("users") or "").replace(" ", "").split(",")
    if call.text("channel"):
        return _resume(call, read_room(call, call.need("channel")))
    named = dict.fromkeys(one for one in users if one and one != BOT.id)
    others = [call.workspace.member(one).id for one in named]
    if not others:
        raise SlackError("users_list_not_supplied")
    if len(others) > MPIM_PEOPLE:
        raise SlackError("too_many_users")
    if any(call.workspace.member(one).deleted for one in others):
        raise SlackError("user_disabled")
    if len(others) == 1:
        call.scope("im:write")
        room = call.workspace.im_of(others[0])
    else:
        call.scope("mpim:write")
        room = call.workspace.mpim_of(others)
    return {"channel": room_json(room) if call.flag("return_im") else {"id": room.id}}


def _resume(call: Call, room: Room) -> Json:
    if room.kind == "channel":
        raise SlackError("method_not_supported_for_channel_type")
    call.scope(f"{room.kind}:write")
    return {"channel": room_json(room) if call.flag("return_im") else {"id": room.id}}


def _history_room(call: Call) -> Room:
    room = read_room(call, call.need("channel"))
    call.scope(room_scope(room, "history"))
    if BOT.id not in room.members:
        raise SlackError("not_in_channel")
    return room


def _listed(call: Call, messages: list[Message]) -> Json:
    oldest, latest = _moment(call, "oldest") or Decimal(0), _moment(call, "latest")
    edge = call.flag("inclusive")

    def between(ts: Decimal) -> bool:
        if edge and ts in (oldest, latest):
            return True
        return oldest < ts and (latest is None or ts < latest)

    kept = [one for one in messages if one.ephemeral_to is None and between(Decimal(one.ts))]
    found, metadata = call.page(kept)
    shown = [one.to_slack(call.workspace.team.id) for one in found]
    if not call.flag("include_all_metadata"):
        for one in shown:
            one.pop("metadata", None)
    more = bool(metadata["response_metadata"]["next_cursor"])
    return {"messages": shown, "has_more": more, **(metadata if more else {})}


def _moment(call: Call, name: str) -> Decimal | None:
    given = call.text(name)
    try:
        return None if given is None else Decimal(given)
    except InvalidOperation as error:
        raise SlackError(f"invalid_ts_{name}") from error


def history(call: Call) -> Json:
    room = _history_room(call)
    messages = call.workspace.messages.seen_by(room.id, BOT.id)
    return _listed(call, [one for one in reversed(messages) if not one.is_reply or one.broadcast])


def replies(call: Call) -> Json:
    room = _history_room(call)
    thread = call.workspace.messages.thread(room.id, call.need("ts"), BOT.id)
    if not thread:
        raise SlackError("thread_not_found")
    return _listed(call, thread)


METHODS: dict[str, Method] = {
    "auth.test": auth_test,
    "api.test": api_test,
    "users.info": users_info,
    "users.list": users_list,
    "users.lookupByEmail": users_lookup,
    "users.conversations": users_conversations,
    "conversations.list": conversations_list,
    "conversations.info": conversations_info,
    "conversations.members": conversations_members,
    "conversations.open": conversations_open,
    "conversations.history": history,
    "conversations.replies": replies,
}
