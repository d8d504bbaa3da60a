"""chat.* and reactions.*"""

from __future__ import annotations

from typing import Any

from hallway_bot.playground.calls import Call, Method, read_room
from hallway_bot.playground.errors import SlackError
from hallway_bot.playground.messages import Message
from hallway_bot.playground.people import BOT, Room
from hallway_bot.playground.rules import UPDATE_TEXT
from hallway_bot.playground.validate import check_message
from hallway_bot.playground.viewbook import add_ids

Json = dict[str, Any]


def _target(call: Call) -> Room:
    """The room to post to. Slack takes user ids and #names here too."""
    channel = call.need("channel")
    if channel.startswith(("U", "W")):
        return _im(call, channel)
    if channel.startswith("#"):
        for room in call.workspace.rooms():
            if f"#{room.name}" == channel:
                channel = room.id
    room = read_room(call, channel)
    if room.is_archived:
        raise SlackError("is_archived")
    public = room.kind == "channel" and not room.is_private
    if BOT.id not in room.members and not (public and call.has_scope("chat:write.public")):
        raise SlackError("not_in_channel")
    return _check_im(call, room)


def _im(call: Call, user_id: str) -> Room:
    if user_id == BOT.id:
        raise SlackError("cannot_dm_bot")
    return _check_im(call, call.workspace.im_of(user_id))


def _check_im(call: Call, room: Room) -> Room:
    if room.kind == "im":
        if not call.desk.manifest.messages_tab:
            raise SlackError("messages_tab_disabled")
        other = call.workspace.member(next(iter(room.members - {BOT.id})))
        if other.deleted:
            raise SlackError("user_disabled")
    return room


def _content(call: Call, limit: int | None = None) -> tuple[str, list[Json] | None]:
    text, blocks = call.text("text") or "", call.blocks()
    if not text and not blocks:
        raise SlackError("no_text")
    check_message(text, blocks, *([limit] if limit else []))
    if blocks:
        add_ids(blocks)
    return text, blocks


def _metadata(call: Call) -> Json | None:
    metadata = call.args.get("metadata")
    if metadata in (None, ""):
        return None
    if not isinstance(metadata, dict) or not metadata.get("event_type"):
        raise SlackError("invalid_metadata_format")
    return metadata


def post_message(call: Call) -> Json:
    call.scope("chat:write")
    room = _target(call)
    text, blocks = _content(call)
    again = call.workspace.posted_before(room.id, call.text("client_msg_id"))
    if again is not None:  # a call that was repeated because its answer was lost
        return {"channel": room.id, "ts": again.ts, "message": _shown(call, again)}
    message = call.workspace.post(
        room.id,
        BOT.id,
        text,
        client_msg_id=call.text("client_msg_id"),
        blocks=blocks or [],
        thread_ts=call.text("thread_ts"),
        metadata=_metadata(call),
        broadcast=call.flag("reply_broadcast"),
    )
    call.desk.hearing.said(message)
    return {"channel": room.id, "ts": message.ts, "message": _shown(call, message)}


def _shown(call: Call, message: Message) -> Json:
    return message.to_slack(call.workspace.team.id)


def post_ephemeral(call: Call) -> Json:
    call.scope("chat:write")
    user_id = call.need("user")
    room = _target(call)
    text, blocks = _content(call)
    if user_id not in room.members:
        raise SlackError("user_not_in_channel")
    thread_ts = call.text("thread_ts")
    if thread_ts and not _is_thread(call, room, thread_ts):
        # Slack says yes, and shows it to nobody.
        return {"message_ts": call.workspace.messages.next_ts()}
    message = call.workspace.post(
        room.id, BOT.id, text, blocks=blocks or [], thread_ts=thread_ts, ephemeral_to=user_id
    )
    return {"message_ts": message.ts}


def _is_thread(call: Call, room: Room, ts: str) -> bool:
    message = call.workspace.messages.get(room.id, ts)
    return message.is_reply or call.workspace.messages.reply_count(message) > 0


def _own(call: Call, error: str) -> Message:
    room = read_room(call, call.need("channel"))
    message = call.workspace.messages.get(room.id, call.need("ts"))
    if message.ephemeral_to is not None:
        raise SlackError("message_not_found")
    if not message.by_bot:
        raise SlackError(error)
    return message


def update(call: Call) -> Json:
    call.scope("chat:write")
    message = _own(call, "cant_update_message")
    text, blocks = call.text("text") or "", call.blocks()
    if not text and blocks is None:
        raise SlackError("no_text")
    check_message(text, blocks, UPDATE_TEXT)
    add_ids(blocks or [])
    before = message.to_slack(call.workspace.team.id)
    changes: Json = {"text": text}
    if blocks is not None:  # Slack keeps the old blocks unless it gets an empty list
        changes["blocks"] = blocks
    if _metadata(call) is not None:
        changes["metadata"] = _metadata(call)
    call.workspace.messages.change(message, BOT.id, **changes)
    call.workspace.announce(message)
    call.desk.hearing.changed(message, before)
    shown = message.to_slack(call.workspace.team.id)
    return {"channel": message.channel, "ts": message.ts, "text": text, "message": shown}


def delete(call: Call) -> Json:
    call.scope("chat:write")
    message = _own(call, "cant_delete_message")
    call.workspace.messages.remove(message)
    call.workspace.announce(message)
    call.desk.hearing.deleted(message)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    room = read_room(call, call.need("channel"))
    message = call.workspace.messages.get(room.id, call.need("message_ts"))
    return {"channel": room.id, "permalink": call.workspace.permalink(message)}


def add_reaction(call: Call) -> Json:
    call.scope("reactions:write")
    room = read_room(call, call.need("channel"))
    message = call.workspace.messages.get(room.id, call.need("timestamp"))
    if BOT.id not in room.members:
        raise SlackError("not_in_channel")
    call.workspace.messages.react(message, BOT.id, call.need("name"))
    call.workspace.announce(message)
    call.desk.hearing.reacted(message, BOT.id, call.need("name"))
    return {}


METHODS: dict[str, Method] = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": get_permalink,
    "reactions.add": add_reaction,
}
