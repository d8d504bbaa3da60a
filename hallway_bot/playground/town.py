"""Several workspaces behind one Web API address, as Slack has them: each token opens its own.

Teams and organisations install the app by a code; what they get for it can expire, be renewed
once, and be given back.
"""

from __future__ import annotations

import io
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask, jsonify, request
from werkzeug.serving import make_server

from hallway_bot.playground.faults import Faults
from hallway_bot.playground.people import BOT
from hallway_bot.playground.server import HOST, POLL_SECONDS, Playground, Quiet

Json = dict[str, Any]
Wsgi = Callable[[Json, Callable[..., Any]], Iterable[bytes]]
# Asked with an organisation's token, these need to be told of which team.
_OF_A_TEAM = frozenset(
    """
    users.list users.conversations conversations.list usergroups.list usergroups.users.list
    dnd.teamInfo
    """.split()
)


@dataclass
class Grant:
    """What somebody who installs the app agrees to: for a team, or (without one) for all teams of
    an organisation but `without`. `lasts`: seconds until a token expires, None for good."""

    team_id: str | None
    enterprise_id: str | None = None
    lasts: int | None = None
    token: str = ""
    refresh_token: str = ""
    ends: float | None = None
    without: set[str] = field(default_factory=set)


class Town:
    """`playgrounds` must all take `inner_token`; the outside never sees it."""

    def __init__(
        self,
        playgrounds: Iterable[Playground],
        inner_token: str,
        client_id: str,
        client_secret: str,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._places = {one.workspace.team.id: one for one in playgrounds}
        self._inner, self._wall = inner_token, wall
        self._app = (client_id, client_secret)
        self._codes: dict[str, Grant] = {}
        self.grants: list[Grant] = []
        self.renewals = 0  # asked for, given or not
        self.faults = Faults()  # an `error` of auth.teams.list; a playground has its own
        self._lock = threading.Lock()
        self._own = self._routes()
        self._server = make_server(HOST, 0, self._dispatch, threaded=True, request_handler=Quiet)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL_SECONDS,), daemon=True
        )

    @property
    def api_url(self) -> str:
        """What a WebClient takes as base_url."""
        return f"http://{HOST}:{self._server.server_port}/api/"

    def __enter__(self) -> Town:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join(5)
        self._server.server_close()

    def agree(self, grant: Grant) -> str:
        """Somebody agrees on Slack's page: the code that their browser brings back."""
        code = secrets.token_urlsafe(12)
        self._codes[code] = grant
        return code

    def expire(self, grant: Grant) -> None:
        """Its token is over from now on."""
        grant.ends = self._wall() - 1

    def _routes(self) -> Flask:
        app = Flask("hallway_bot.playground.town", static_folder=None)

        @app.post("/api/oauth.v2.access")
        def access() -> Any:
            given = request.values
            told = request.authorization  # as slack_sdk gives them
            if told is None or (told.username, told.password) != self._app:
                return jsonify(ok=False, error="bad_client_secret")
            with self._lock:
                if given.get("grant_type") == "refresh_token":
                    return jsonify(self._renew(given))
                grant = self._codes.pop(given.get("code", ""), None)
                if grant is None:
                    return jsonify(ok=False, error="invalid_code")
                self.grants.append(grant)
                return jsonify(self._hand_out(grant))

        @app.post("/api/auth.revoke")
        def revoke() -> Any:
            grant = self._grant(request.headers.get("Authorization", ""))
            if grant is None:
                return jsonify(ok=False, error="invalid_auth")
            self.grants.remove(grant)
            return jsonify(ok=True, revoked=True)

        return app

    def _renew(self, given: Mapping[str, str]) -> Json:
        self.renewals += 1
        for grant in self.grants:
            if grant.refresh_token and grant.refresh_token == given.get("refresh_token"):
                return self._hand_out(grant)
        return {"ok": False, "error": "invalid_refresh_token"}

    def _hand_out(self, grant: Grant) -> Json:
        grant.token = f"xoxb-{secrets.token_hex(12)}"
        place = self._places.get(grant.team_id or "")
        team = {"id": grant.team_id, "name": place.workspace.team.name} if place else None
        org = {"id": grant.enterprise_id, "name": "Veldkamp Groep"} if grant.enterprise_id else None
        told: Json = {
            "ok": True,
            "app_id": "A0HALLWAY",
            "access_token": grant.token,
            "token_type": "bot",
            "scope": "chat:write",
            "bot_user_id": BOT.id,
            "team": team,
            "enterprise": org,
            "is_enterprise_install": grant.team_id is None,
            "authed_user": {"id": "U0ANNA"},
        }
        if grant.lasts is not None:
            grant.refresh_token = f"xoxe-1-{secrets.token_hex(12)}"
            grant.ends = self._wall() + grant.lasts
            told |= {"refresh_token": grant.refresh_token, "expires_in": grant.lasts}
        return told

    def _grant(self, authorization: str) -> Grant | None:
        token = authorization.partition(" ")[2]
        return next((one for one in self.grants if token and one.token == token), None)

    def _dispatch(self, environ: Json, start: Callable[..., Any]) -> Iterable[bytes]:
        method = str(environ["PATH_INFO"]).removeprefix("/api/")
        if method in ("oauth.v2.access", "auth.revoke"):
            return self._own(environ, start)
        grant = self._grant(environ.get("HTTP_AUTHORIZATION", ""))
        if grant is None:
            return _refuse(start, "invalid_auth")
        if grant.ends is not None and grant.ends <= self._wall():
            return _refuse(start, "token_expired")
        if method == "auth.teams.list":
            if (fault := self.faults.take(method)) and fault.error:
                return _refuse(start, fault.error)
            return _answer(start, {"ok": True, "teams": self._teams(grant)})
        team_id = grant.team_id or _asked(environ).get("team_id")
        if team_id is None and method in _OF_A_TEAM:
            return _refuse(start, "missing_argument")
        place = self._places[team_id] if team_id else self._some_place(grant)
        if all(one["id"] != place.workspace.team.id for one in self._teams(grant)):
            return _refuse(start, "team_access_not_granted")
        environ["HTTP_AUTHORIZATION"] = f"Bearer {self._inner}"
        return place.app(environ, start)

    def _teams(self, grant: Grant) -> list[Json]:
        """Those that its token opens."""
        teams = [place.workspace.team for place in self._places.values()]
        org = [one for one in teams if one.enterprise_id == grant.enterprise_id]
        open_to = [one for one in teams if one.id == grant.team_id] if grant.team_id else org
        return [{"id": x.id, "name": x.name} for x in open_to if x.id not in grant.without]

    def _some_place(self, grant: Grant) -> Playground:
        return self._places[self._teams(grant)[0]["id"]]


def _asked(environ: Json) -> dict[str, str]:
    """The arguments of a call, without using them up."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    given = dict(parse_qsl(environ.get("QUERY_STRING", "")))
    if str(environ.get("CONTENT_TYPE", "")).startswith("application/json"):
        return given | dict(json.loads(body or b"{}"))
    return given | dict(parse_qsl(body.decode("utf-8", "replace")))


def _refuse(start: Callable[..., Any], error: str) -> list[bytes]:
    return _answer(start, {"ok": False, "error": error})


def _answer(start: Callable[..., Any], told: Json) -> list[bytes]:
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]
