"""What every request passes on its way in: once only, counted, and nothing told to strangers."""

import hashlib
import time
from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

from flask import Flask, Response
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from . import unanswered
from .desk import Desk, report
from .messenger import InDm
from .shapes import clean, is_user, is_whole
from .unanswered import Asked

Count = Callable[[str, int, float], None]
_KINDS = frozenset(
    """
    block_actions block_suggestion message_action shortcut view_closed view_submission
    """.split()
)
# What a person said or did; of other events they know nothing.
_THEIRS = frozenset({"message", "app_mention"})


# What Slack says when Hallway is uninstalled; Bolt lets it in without any token.
LEAVING = ("app_uninstalled", "team_access_revoked", "tokens_revoked")


def not_counted(kind: str, status: int, seconds: float) -> None:
    """For where nobody asks for figures."""


class CountedApp(App):
    """Bolt that tells of each request from Slack what became of it and how long that took.

    Around all of Bolt: a middleware is over before the listener has begun.
    """

    def __init__(self, count: Count, **options: Any) -> None:
        super().__init__(**options)
        self._count = count

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        start = time.monotonic()
        response = super().dispatch(req)
        self._count(_kind(req), response.status, time.monotonic() - start)
        return response


def guard(app: App, desk: Desk) -> None:
    """Let each delivery in once. Bolt has checked signature and timestamp before this."""

    @app.error
    def failed(
        error: Exception, request: BoltRequest, response: BoltResponse | None
    ) -> BoltResponse | None:
        """Not shaped as Slack shapes it, or a mistake of ours. A modal stays open after this,
        with all that was typed."""
        _apologise(desk, request, error)
        return _not_understood() if response else None

    app.use(Shaped(partial(_apologise, desk)))

    @app.middleware
    def once(req: BoltRequest, next: Callable[[], BoltResponse]) -> BoltResponse | None:
        """Slack delivers an event again when it is unsure, and somebody else may repeat what
        they overheard; Bolt notices neither."""
        if req.body.get("event", {}).get("type") in LEAVING:
            return next()  # there may be no workspace any more; and twice does no harm
        event_id, signature = req.body.get("event_id"), req.headers.get("x-slack-signature")
        if event_id:
            if not _first_event(desk, req, f"event:{event_id}"):
                return BoltResponse(status=200, body="")
        elif signature and not _first(desk, req, f"event:{_digest(signature[0])}"):
            return BoltResponse(status=401, body="This was sent before.\n")
        return next()


class Shaped(Middleware):
    """Lets in what is shaped as Slack shapes it, cleaned. No function: what Bolt hands those it
    reads out of the payload first, and fails."""

    def __init__(self, refused: Callable[[BoltRequest, Exception], None]) -> None:
        self._refused = refused

    def process(
        self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]
    ) -> BoltResponse | None:
        req.body = clean(req.body)
        if is_whole(req.body):
            return next()
        self._refused(req, ValueError("This payload lacks what its kind always has."))
        return _not_understood()


def _not_understood() -> BoltResponse:
    return BoltResponse(status=400, body="This is not understood.\n")


def _apologise(desk: Desk, request: BoltRequest, error: Exception) -> None:
    context = request.context
    if _is_theirs(request) and is_user(context.user_id) and isinstance(context.team_id, str):
        reply = InDm(context.client, str(context.user_id))
        desk.visit(context.team_id, reply.channel, reply, lambda _: _fail(error), meets=False)
    else:
        report(error)


def _fail(error: Exception) -> NoReturn:
    raise error


def _is_theirs(req: BoltRequest) -> bool:
    event = req.body.get("event")
    if event is None:
        return req.body.get("type") != "block_suggestion"
    return isinstance(event, dict) and event.get("type") in _THEIRS


def _first(desk: Desk, req: BoltRequest, key: str) -> bool:
    return desk.store.claim(desk.workspace(req.context.team_id), key, desk.now())


def _first_event(desk: Desk, req: BoltRequest, key: str) -> bool:
    asked, workspace = Asked.of(req.body.get("event")), desk.workspace(req.context.team_id)
    # First that they wait, then the claim: after a kill between the two, Slack says it again.
    new = asked is not None and unanswered.begin(desk, workspace, asked)
    if desk.store.claim(workspace, key, desk.now()):
        return True
    if new and asked is not None:  # it was answered before
        unanswered.settle(desk, workspace, asked, heard=True)
    return False


def _digest(signature: str) -> str:
    return hashlib.sha256(signature.encode()).hexdigest()


def _kind(req: BoltRequest) -> str:
    """What Slack calls it; never something that a person typed, and none that Slack never sends:
    whoever knocks without a signature is counted as well."""
    if "event" in req.body:
        return "event"
    if "command" in req.body:
        return "command"
    said = req.body.get("type")
    return said if isinstance(said, str) and said in _KINDS else "other"


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
