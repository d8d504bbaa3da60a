"""The Web API over HTTP: tokens, scopes, faults, and Slack's way to answer."""

from __future__ import annotations

import hmac
import json
import socket
import time
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request

from hallway_bot.playground import api_chat, api_files, api_groups, api_people, api_views
from hallway_bot.playground.activity import Activity
from hallway_bot.playground.calls import Call, Desk, Method, parse
from hallway_bot.playground.errors import SlackError
from hallway_bot.playground.faults import Fault, Faults
from hallway_bot.playground.responses import respond

Json = dict[str, Any]
METHODS: dict[str, Method] = {
    **api_chat.METHODS,
    **api_files.METHODS,
    **api_groups.METHODS,
    **api_people.METHODS,
    **api_views.METHODS,
}
GONE = ("expired_url", "used_url")


def api_blueprint(desk: Desk, bot_token: str, faults: Faults, activity: Activity) -> Blueprint:
    """Routes /api/<method>, /upload/v1/<file id> and /response/<key>."""
    routes = Blueprint("api", __name__)

    @routes.route("/api/<method>", methods=["GET", "POST"])
    def call(method: str) -> Response:
        with activity.busy():
            args = _arguments()
            faults.record(method, args)
            answer = _faulty(faults.take(method), lambda: _answer(desk, bot_token, method, args))
            answer.headers["X-OAuth-Scopes"] = ",".join(sorted(desk.manifest.scopes))
            return answer

    @routes.post("/upload/v1/<file_id>")
    def upload(file_id: str) -> Response:
        with activity.busy():
            return _faulty(faults.take("upload"), lambda: _upload(desk, file_id))

    @routes.post("/response/<key>")
    def response_url(key: str) -> Response:
        with activity.busy():
            given = request.get_json(force=True, silent=True) or {}
            faults.record("response_url", given)
            return _faulty(faults.take("response_url"), lambda: _respond(desk, key, given))

    return routes


def _arguments() -> Json:
    args = parse(request.values.to_dict())
    body = request.get_json(silent=True) if request.is_json else None
    return {**args, **parse(body)} if isinstance(body, dict) else args


def _answer(desk: Desk, bot_token: str, method: str, args: Json) -> Response:
    try:
        if method != "api.test":
            _authorize(bot_token, args)
        handler = METHODS.get(method)
        if handler is None:
            raise SlackError("unknown_method", extra={"req_method": method})
        return jsonify({"ok": True, **handler(Call(desk, args))})
    except SlackError as error:
        return jsonify(error.body())


def _authorize(bot_token: str, args: Json) -> None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    given = token if kind.lower() == "bearer" else str(args.get("token") or "")
    if not given:
        raise SlackError("not_authed")
    if not hmac.compare_digest(given.encode(), bot_token.encode()):
        raise SlackError("invalid_auth")


def _upload(desk: Desk, file_id: str) -> Response:
    try:
        complete = desk.workspace.files.upload(file_id, request.get_data())
    except SlackError:
        return Response("no such upload", 404, mimetype="text/plain")
    return Response("OK" if complete else "incomplete", 200 if complete else 400)


def _respond(desk: Desk, key: str, given: Json) -> Response:
    try:
        respond(desk, key, given)
    except SlackError as error:
        status = 404 if error.code in GONE else 400
        return Response(json.dumps(error.body()), status, mimetype="application/json")
    return Response("ok", mimetype="text/plain")


def _faulty(fault: Fault | None, work: Callable[[], Response]) -> Response:
    """The answer of `work`, unless trouble is planned: then that, before or after the work."""
    if fault is None:
        return work()
    if fault.delay:
        time.sleep(fault.delay)
    spoils = fault.error or fault.status or fault.drop
    if fault.late or not spoils:
        done = work()
        if not spoils:
            return done
    if fault.drop:
        _drop()
    if fault.status:
        limited = {"ok": False, "error": "ratelimited"} if fault.status == 429 else None
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        body = json.dumps(limited) if limited else "<html>trouble</html>"
        kind = "application/json" if limited else "text/html"
        return Response(body, fault.status, headers, mimetype=kind)
    return jsonify({"ok": False, "error": fault.error})


def _drop() -> None:
    # Werkzeug notices the broken pipe when it writes the answer, and lets go quietly.
    connection = request.environ.get("werkzeug.socket")
    if isinstance(connection, socket.socket):
        connection.shutdown(socket.SHUT_RDWR)
