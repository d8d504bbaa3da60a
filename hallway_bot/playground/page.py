"""The page in the browser: its files, its JSON, its news. Only for this machine."""

from __future__ import annotations

import json
import queue
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, jsonify, request, send_file, send_from_directory

from hallway_bot.playground.clock import later
from hallway_bot.playground.deliver import LOOPBACK
from hallway_bot.playground.errors import NotPossible, SlackError
from hallway_bot.playground.interactions import Outcome
from hallway_bot.playground.manifest import Manifest
from hallway_bot.playground.page_state import member_json, state_json
from hallway_bot.playground.people import BOT
from hallway_bot.playground.persons import Person
from hallway_bot.playground.workspace import Workspace

Json = dict[str, Any]
PersonOf = Callable[[str], Person]
STATIC = Path(__file__).parent / "static"
HEARTBEAT_SECONDS = 15.0
# name -> (text, emoji, minutes without notifications)
STATUSES = {
    "working": ("", "", 0),
    "holiday": ("On holiday", ":palm_tree:", 0),
    "quiet": ("", "", 24 * 60),
}
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
        response.headers["X-Frame-Options"] = "DENY"
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def page_blueprint(workspace: Workspace, manifest: Manifest, person_of: PersonOf) -> Blueprint:
    """Routes of the page."""
    routes = Blueprint("page", __name__)
    _add_files(routes)
    _add_reads(routes, workspace, manifest, person_of)
    _add_writes(routes, manifest, person_of)
    _add_world(routes, workspace, person_of)

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
        shown = [member_json(one) for one in workspace.people()]
        return jsonify({"team": team, "people": shown, "bot": member_json(BOT)})

    @routes.get("/page/state")
    def state() -> Response:
        return jsonify(state_json(workspace, manifest, person_of(request.args.get("as", ""))))

    @routes.get("/page/messages")
    def messages() -> Response:
        person = person_of(request.args.get("as", ""))
        return jsonify({"messages": person.messages(request.args.get("channel", ""))})

    @routes.get("/page/file/<file_id>/<name>")
    def file(file_id: str, name: str) -> Response:
        data = person_of(request.args.get("as", "")).file(file_id)
        return send_file(BytesIO(data), as_attachment=True, download_name=name)

    @routes.get("/page/home")
    def home() -> Response:
        return jsonify({"view": person_of(request.args.get("as", "")).home()})


def _add(
    routes: Blueprint, person_of: PersonOf, path: str, act: Callable[[Person, Json], Outcome | None]
) -> None:
    def handle() -> Response:
        # Browsers cannot send JSON across origins without asking first; forms they can.
        given = _Fields(request.get_json() or {})
        outcome = act(person_of(str(given.get("as", ""))), given)
        return jsonify((outcome or Outcome()).to_json())

    routes.add_url_rule(path, path.strip("/").replace("/", "_"), handle, methods=["POST"])


def _add_writes(routes: Blueprint, manifest: Manifest, person_of: PersonOf) -> None:
    def add(path: str, act: Callable[[Person, Json], Outcome | None]) -> None:
        _add(routes, person_of, path, act)

    add("/page/send", lambda person, given: _send(manifest, person, given))
    add("/page/shortcut", _shortcut)
    add("/page/action", _action)
    add("/page/submit", lambda person, given: person.submit(given["view_id"], given.get("state")))
    add("/page/close", _close)
    add("/page/options", _options)
    add("/page/open", lambda person, given: person.open_home(given.get("tab", "home")))


def _add_world(routes: Blueprint, workspace: Workspace, person_of: PersonOf) -> None:
    """What no Slack has: moving the clock. And what one says about oneself."""

    def move(person: Person, given: Json) -> None:
        clock, tz = workspace.clock, workspace.member(person.id).tz
        try:
            moment = later(str(given["to"]), clock.now(), tz)
        except KeyError as error:
            raise NotPossible("no_such_step", "The clock cannot be moved like that.") from error
        if not clock.pass_to(moment):
            raise NotPossible("time_passes", "Time is passing already. One moment.")

    _add(routes, person_of, "/page/clock", move)
    _add(routes, person_of, "/page/status", _status)


def _status(person: Person, given: Json) -> None:
    status = STATUSES.get(str(given["status"]))
    if status is None:
        raise NotPossible("no_such_status", "There is no such status.")
    text, emoji, quiet = status
    person.set_status(text, emoji)
    person.do_not_disturb(quiet)


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
