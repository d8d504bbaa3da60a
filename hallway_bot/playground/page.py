"""The page in the browser: its files, its JSON, its news. Only for this machine."""

from __future__ import annotations

import json
import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, jsonify, request, send_from_directory

from hallway_bot.playground.deliver import LOOPBACK
from hallway_bot.playground.errors import NotPossible, SlackError
from hallway_bot.playground.interactions import Outcome
from hallway_bot.playground.manifest import Manifest
from hallway_bot.playground.people import BOT, Member
from hallway_bot.playground.persons import Person
from hallway_bot.playground.workspace import Workspace

Json = dict[str, Any]
PersonOf = Callable[[str], Person]
STATIC = Path(__file__).parent / "static"
HEARTBEAT_SECONDS = 15.0
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


class _Fields(dict[str, Any]):
    """A posted object that says which of its fields is missing."""

    def __missing__(self, key: str) -> Any:
        raise NotPossible("missing_field", f"{key} is missing.")


def guard(app: Flask) -> None:
    """Refuse what a foreign web page could make a browser send here.

    A Host that is not loopback means DNS rebinding; a foreign Origin means a forged request.
    """

    @app.before_request
    def refuse_strangers() -> Response | None:
        host = urlsplit("//" + request.host).hostname
        if host not in LOOPBACK:
            return Response("This server answers on this machine only.\n", 403)
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.host:
            return Response("Foreign origin.\n", 403)
        return None

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def page_blueprint(workspace: Workspace, manifest: Manifest, person_of: PersonOf) -> Blueprint:
    """Routes of the page."""
    routes = Blueprint("page", __name__)
    _add_files(routes)
    _add_reads(routes, workspace, manifest, person_of)
    _add_writes(routes, manifest, person_of)

    @routes.get("/page/events")
    def events() -> Response:
        person = person_of(request.args.get("as", ""))
        return Response(_news(workspace, person.id), mimetype="text/event-stream")

    @routes.errorhandler(NotPossible)
    def not_possible(error: NotPossible) -> Response:
        refused = Outcome(False, error.code, error.message, error.errors)
        return jsonify(refused.to_json())

    @routes.errorhandler(SlackError)
    def slack_error(error: SlackError) -> tuple[Response, int]:
        message = f"Slack would say: {error.code}"
        return jsonify({"ok": False, "error": error.code, "message": message}), 404

    return routes


def _add_files(routes: Blueprint) -> None:
    @routes.get("/")
    def index() -> Response:
        return send_from_directory(STATIC, "index.html")

    # The page names its files relative to itself, so they are found next to it as well.
    @routes.get("/<name>")
    @routes.get("/static/<path:name>")
    def static_file(name: str) -> Response:
        return send_from_directory(STATIC, name)

    @routes.get("/favicon.ico")
    def favicon() -> Response:
        return Response(status=204)


def _add_reads(
    routes: Blueprint, workspace: Workspace, manifest: Manifest, person_of: PersonOf
) -> None:
    @routes.get("/page/people")
    def people() -> Response:
        team = {"id": workspace.team.id, "name": workspace.team.name}
        shown = [_member(one) for one in workspace.people()]
        return jsonify({"team": team, "people": shown, "bot": _member(BOT)})

    @routes.get("/page/state")
    def state() -> Response:
        return jsonify(_state(workspace, manifest, person_of(request.args.get("as", ""))))

    @routes.get("/page/messages")
    def messages() -> Response:
        person = person_of(request.args.get("as", ""))
        return jsonify({"messages": person.messages(request.args.get("channel", ""))})

    @routes.get("/page/home")
    def home() -> Response:
        return jsonify({"view": person_of(request.args.get("as", "")).home()})


def _add_writes(routes: Blueprint, manifest: Manifest, person_of: PersonOf) -> None:
    def add(path: str, act: Callable[[Person, Json], Outcome | None]) -> None:
        def handle() -> Response:
            # Browsers cannot send JSON across origins without asking first; forms they can.
            given = _Fields(request.get_json() or {})
            outcome = act(person_of(str(given.get("as", ""))), given)
            return jsonify((outcome or Outcome()).to_json())

        routes.add_url_rule(path, path.strip("/").replace("/", "_"), handle, methods=["POST"])

    add("/page/send", lambda person, given: _send(manifest, person, given))
    add("/page/shortcut", _shortcut)
    add("/page/action", _action)
    add("/page/submit", lambda person, given: person.submit(given["view_id"], given.get("state")))
    add("/page/close", _close)
    add("/page/options", _options)
    add("/page/open", lambda person, given: person.open_home(given.get("tab", "home")))


def _send(manifest: Manifest, person: Person, given: Json) -> Outcome | None:
    text, thread_ts = str(given.get("text", "")), given.get("thread_ts")
    name = text.split(" ", 1)[0]
    if manifest.command(name) is None:
        if not text.strip():
            raise NotPossible("no_text", "Type something first.")
        person.say(given["channel"], text, thread_ts)
        return None
    if thread_ts:
        raise NotPossible("not_in_thread", f"{name} is not supported in threads. Sorry!")
    return person.command(given["channel"], text)


def _shortcut(person: Person, given: Json) -> Outcome:
    if given.get("ts"):
        return person.message_shortcut(given["callback_id"], given["channel"], given["ts"])
    return person.shortcut(given["callback_id"])


def _action(person: Person, given: Json) -> Outcome:
    action = given["action"]
    return person.click(
        given["container"], given.get("block_id"), action["action_id"], action, given.get("state")
    )


def _close(person: Person, given: Json) -> Outcome:
    return person.close(given["view_id"], everything=bool(given.get("everything")))


def _options(person: Person, given: Json) -> Outcome:
    return person.options(
        given.get("container") or given["view_id"],
        given["block_id"],
        given["action_id"],
        str(given.get("value", "")),
        given.get("state"),
    )


def _member(member: Member) -> Json:
    keys = ("id", "name", "real_name", "title", "locale", "is_guest", "color")
    return {key: getattr(member, key) for key in keys}


def _state(workspace: Workspace, manifest: Manifest, person: Person) -> Json:
    rooms = [one for one in workspace.rooms() if workspace.can_read(person.id, one)]
    ims = [one for one in rooms if one.kind == "im"]
    return {
        "me": _member(workspace.member(person.id)),
        "people": [_member(one) for one in workspace.people()],
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


def _news(workspace: Workspace, user_id: str) -> Iterator[str]:
    inbox = workspace.bus.subscribe(user_id)
    try:
        yield ": hello\n\n"
        while True:
            try:
                news = inbox.get(timeout=HEARTBEAT_SECONDS)
            except queue.Empty:
                yield ": still here\n\n"
                continue
            if news is None:
                return
            yield f"data: {json.dumps(news)}\n\n"
    finally:
        workspace.bus.unsubscribe(inbox)
