"""What every request passes on its way in: once only, counted, and nothing told to strangers."""

import hashlib
import time
from collections.abc import Callable

from flask import Flask, Response
from slack_bolt import App, BoltRequest, BoltResponse

from .desk import Desk

Count = Callable[[str, int, float], None]


# What Slack says when Hallway is uninstalled; Bolt lets it in without any token.
LEAVING = ("app_uninstalled", "team_access_revoked", "tokens_revoked")


def not_counted(kind: str, status: int, seconds: float) -> None:
    """For where nobody asks for figures."""


def guard(app: App, desk: Desk, count: Count = not_counted) -> None:
    """Let each delivery in once. Bolt has checked signature and timestamp before this."""

    @app.middleware
    def counted(req: BoltRequest, next: Callable[[], BoltResponse]) -> BoltResponse:
        start = time.monotonic()
        response = next()
        status = response.status if response else 404
        count(_kind(req), status, time.monotonic() - start)
        return response

    @app.middleware
    def once(req: BoltRequest, next: Callable[[], BoltResponse]) -> BoltResponse | None:
        """Slack delivers an event again when it is unsure, and somebody else may repeat what
        they overheard; Bolt notices neither."""
        if req.body.get("event", {}).get("type") in LEAVING:
            return next()  # there may be no workspace any more; and twice does no harm
        event_id, signature = req.body.get("event_id"), req.headers.get("x-slack-signature")
        if event_id:
            if not _first(desk, req, f"event:{event_id}"):
                return BoltResponse(status=200, body="")
        elif signature and not _first(desk, req, f"event:{_digest(signature[0])}"):
            return BoltResponse(status=401, body="This was sent before.\n")
        return next()


def _first(desk: Desk, req: BoltRequest, key: str) -> bool:
    return desk.store.claim(desk.workspace(req.context.team_id), key, desk.now())


def _digest(signature: str) -> str:
    return hashlib.sha256(signature.encode()).hexdigest()


def _kind(req: BoltRequest) -> str:
    """What Slack calls it; never something that a person typed."""
    body = req.body
    if "event" in body:
        return "event"
    return "command" if "command" in body else str(body.get("type") or "other")[:40]


def secure(http: Flask) -> None:
    """Headers for every answer: nothing here is meant for a browser, a frame or a cache."""

    @http.after_request
    def add(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        # Heeded on https only, so harmless to whoever asks from the same machine.
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response
