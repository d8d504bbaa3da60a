"""views.* and assistant.threads.*"""

from __future__ import annotations

from typing import Any

from hallway_bot.playground.calls import Call, Method
from hallway_bot.playground.errors import SlackError
from hallway_bot.playground.people import BOT, Room
from hallway_bot.playground.validate import check_view

Json = dict[str, Any]
MODAL = ("modal",)
PROMPTS = 4


def _view(call: Call, kinds: tuple[str, ...]) -> Json:
    view = call.args.get("view")
    check_view(view, kinds)
    assert isinstance(view, dict)
    return view


def open_view(call: Call) -> Json:
    trigger = call.need("trigger_id")
    view = _view(call, MODAL)  # first: a refused view does not use the trigger up
    user_id, _ = call.workspace.tickets.redeem(trigger)
    call.workspace.views.after_answers(user_id)
    shown = call.workspace.views.open(user_id, view)
    call.workspace.bus.publish("modal", {user_id})
    return {"view": shown}


def push_view(call: Call) -> Json:
    trigger = call.need("trigger_id")
    view = _view(call, MODAL)
    user_id, inside = call.workspace.tickets.redeem(trigger)
    if inside is None:
        raise SlackError("not_found")
    call.workspace.views.after_answers(user_id)
    shown = call.workspace.views.push(user_id, view)
    call.workspace.bus.publish("modal", {user_id})
    return {"view": shown}


def update_view(call: Call) -> Json:
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if view_id is None and external_id is None:
        call.need("view_id")
    view = _view(call, ("modal", "home"))
    call.workspace.views.after_answers(call.workspace.views.owner(view_id, external_id))
    user_id, shown = call.workspace.views.update(view, view_id, external_id, call.text("hash"))
    call.workspace.bus.publish(shown["type"], {user_id})
    return {"view": shown}


def publish_view(call: Call) -> Json:
    user_id = call.workspace.member(call.need("user_id")).id
    view = _view(call, ("home",))
    if not call.desk.manifest.home_tab:
        raise SlackError("not_enabled")
    shown = call.workspace.views.publish(user_id, view, call.text("hash"))
    call.workspace.bus.publish("home", {user_id})
    return {"view": shown}


def _thread(call: Call) -> Room:
    room = call.workspace.room(call.need("channel_id"))
    if BOT.id not in room.members:
        raise SlackError("channel_not_found")
    return room


def set_status(call: Call) -> Json:
    call.scope("assistant:write", "chat:write")
    room = _thread(call)
    call.need("thread_ts")
    status = call.text("status")
    if status is None:
        call.workspace.clear_status(room.id)
    else:
        call.workspace.statuses[room.id] = status
        call.workspace.bus.publish("status", room.members, room.id, status)
    return {}


def set_prompts(call: Call) -> Json:
    call.scope("assistant:write")
    room = _thread(call)
    prompts = call.args.get("prompts")
    if not isinstance(prompts, list) or not all(
        isinstance(one, dict) and one.get("title") and one.get("message") for one in prompts
    ):
        raise SlackError("invalid_arguments", ["[ERROR] prompts need a title and a message"])
    if not 1 <= len(prompts) <= PROMPTS:
        raise SlackError("invalid_arguments", [f"[ERROR] no more than {PROMPTS} items allowed"])
    title = call.text("title") or ""
    call.workspace.prompts[room.id] = {"title": title, "prompts": prompts}
    call.workspace.bus.publish("prompts", room.members, room.id)
    return {}


def set_title(call: Call) -> Json:
    call.scope("assistant:write")
    room = _thread(call)
    call.workspace.titles[room.id] = call.need("title")
    return {}


METHODS: dict[str, Method] = {
    "views.open": open_view,
    "views.push": push_view,
    "views.update": update_view,
    "views.publish": publish_view,
    "assistant.threads.setStatus": set_status,
    "assistant.threads.setSuggestedPrompts": set_prompts,
    "assistant.threads.setTitle": set_title,
}
