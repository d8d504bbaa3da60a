"""HTTP mode: Slack's requests to Bolt, and whether we are well."""

from flask import Flask, Response, jsonify, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler

from ..domain.errors import Unavailable
from .desk import Desk

# Slack's largest payload is a view of 250 KB; percent-encoding can triple it.
_LARGEST = 1_000_000


def make_http(bolt: App, desk: Desk) -> Flask:
    """The WSGI app: POST /slack/events (signed by Slack) and GET /health."""
    http = Flask("hallway")
    http.config["MAX_CONTENT_LENGTH"] = _LARGEST
    handler = SlackRequestHandler(bolt)

    @http.post("/slack/events")
    def events() -> Response:
        return handler.handle(request)

    @http.get("/health")
    def health() -> tuple[Response, int]:
        try:
            desk.store.check()
        except Unavailable:
            return jsonify(ok=False), 503
        return jsonify(ok=True), 200

    return http
