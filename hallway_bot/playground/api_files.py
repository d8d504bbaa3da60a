"""files.*: asking where to upload, uploading, and sharing what was uploaded."""

from __future__ import annotations

from typing import Any

from flask import request

from hallway_bot.playground.calls import Call, Method, read_room
from hallway_bot.playground.errors import SlackError
from hallway_bot.playground.files import File
from hallway_bot.playground.people import BOT

Json = dict[str, Any]


def get_upload_url(call: Call) -> Json:
    call.scope("files:write")
    try:
        length = int(call.need("length"))
    except ValueError as error:
        raise SlackError("invalid_arguments") from error
    if length <= 0:
        raise SlackError("invalid_arguments", ["[ERROR] must be greater than 0: length"])
    made = call.workspace.files.expect(call.need("filename"), length)
    return {"upload_url": f"{request.host_url}upload/v1/{made.id}", "file_id": made.id}


def complete_upload(call: Call) -> Json:
    call.scope("files:write")
    given = call.args.get("files")
    if not isinstance(given, list) or not given:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: files"])
    shared = [_uploaded(call, str(one.get("id")), one.get("title")) for one in given]
    if channel := call.text("channel_id"):
        room = read_room(call, channel)
        if BOT.id not in room.members:
            raise SlackError("not_in_channel")
        message = call.workspace.post(
            room.id,
            BOT.id,
            call.text("initial_comment") or "",
            thread_ts=call.text("thread_ts"),
            files=[one.to_slack() for one in shared],
        )
        call.desk.hearing.said(message)
    return {"files": [one.to_slack() for one in shared]}


def _uploaded(call: Call, file_id: str, title: str | None) -> File:
    return call.workspace.files.share(file_id, title, call.text("channel_id"))


METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
}
