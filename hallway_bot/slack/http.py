"""HTTP mode: Slack's requests to Bolt, and whether we are well."""

import re

from flask import Flask, Response, jsonify, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.adapter.flask.handler import to_bolt_request, to_flask_response

from ..domain.errors import Unavailable
from .desk import Desk, report
from .oauth import INSTALL, REDIRECT, page
from .wire import secure

# Slack's largest payload is a view of 250 KB; percent-encoding can triple it.
_LARGEST = 1_000_000
_NUMBER = re.compile(r"[0-9]{1,12}")


def make_http(bolt: App, desk: Desk) -> Flask:
    """The WSGI app: POST /slack/events (signed by Slack) and GET /health; with
    many workspaces also GET /slack/install and /slack/oauth_redirect."""
    http = make_health(desk)
    http.config["MAX_CONTENT_LENGTH"] = _LARGEST

    @http.post("/slack/events")
    def events() -> Response:
        # Bolt fails on what is no number, where it should refuse.
        if not _NUMBER.fullmatch(request.headers.get("X-Slack-Request-Timestamp", "")):
            return Response("This is not signed by Slack.\n", 401)
        request.get_data()  # refuses what is too large
        try:
            asked = to_bolt_request(request)
        except Exception:  # no JSON, or nothing like what Slack sends; who sent it is unknown yet
            return Response("This is not understood.\n", 400)
        try:
            return to_flask_response(bolt.dispatch(asked))
        except Exception as error:  # Bolt fails over some shapes even while it reports a failure
            report(error)
            return Response("This is not understood.\n", 400)

    if bolt.oauth_flow is not None:
        handler = SlackRequestHandler(bolt)
        # To Slack, and back from there.
        http.get(INSTALL)(lambda: _browse(handler))
        http.get(REDIRECT, endpoint="redirect")(lambda: _browse(handler))
    return http


def _browse(handler: SlackRequestHandler) -> Response:
    try:
        return handler.handle(request)
    except Exception as error:  # Slack is away, for instance: a browser waits for an answer
        report(error)
        told = {"accept-language": request.headers.getlist("Accept-Language")}
        return to_flask_response(page(told, 503, "again", link=INSTALL))


def make_health(desk: Desk) -> Flask:
    """GET /health alone: 200 while the database answers, else 503."""
    http = Flask("hallway", static_folder=None)
    secure(http)

    @http.get("/health")
    def health() -> tuple[Response, int]:
        try:
            desk.store.check()
        except Unavailable:
            return jsonify(ok=False), 503
        return jsonify(ok=True), 200

    return http
