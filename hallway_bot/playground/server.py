"""The stand-in as a whole: one object that tests start and the demonstration shows."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from hallway_bot.playground.activity import Activity
from hallway_bot.playground.api import api_blueprint
from hallway_bot.playground.calls import Desk
from hallway_bot.playground.clock import Clock
from hallway_bot.playground.deliver import ACK_SECONDS, RETRY_DELAYS, Deliverer
from hallway_bot.playground.faults import Faults
from hallway_bot.playground.hearing import Hearing
from hallway_bot.playground.interactions import Interactions
from hallway_bot.playground.manifest import read_manifest
from hallway_bot.playground.page import guard, page_blueprint
from hallway_bot.playground.payloads import Payloads
from hallway_bot.playground.people import Member, Room, Team
from hallway_bot.playground.persons import Person
from hallway_bot.playground.workspace import Workspace

HOST = "127.0.0.1"
QUIET_SECONDS = 0.05
POLL_SECONDS = 0.02  # how soon the server notices that it should stop
log = logging.getLogger(__name__)


class Playground:
    """A Slack workspace on this machine.

    `manifest` is the app's Slack manifest as JSON; `port` 0 takes a free one. `wall` and
    `monotonic` are clocks in seconds; `retry_delays` are seconds before each retry of an event.
    Raises ValueError for any host but 127.0.0.1: there is no login here.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any],
        signing_secret: str,
        bot_token: str,
        host: str = HOST,
        port: int = 0,
        people: Iterable[Member] | None = None,
        rooms: Iterable[Room] | None = None,
        team: Team | None = None,
        *,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        retry_delays: Sequence[float] = RETRY_DELAYS,
        ack_seconds: float = ACK_SECONDS,
    ) -> None:
        if host != HOST:
            raise ValueError(f"The playground has no login, so it binds {HOST} only, not {host!r}")
        self.manifest = read_manifest(manifest)
        self.workspace = Workspace(people, rooms, team, wall=wall, monotonic=monotonic)
        self.faults = Faults()
        self.activity = Activity()
        self.deliverer = Deliverer(
            signing_secret,
            self.workspace.team,
            self.activity,
            self.workspace.clock,
            retry_delays,
            ack_seconds,
        )
        self.hearing = Hearing(self.workspace, self.manifest, self.deliverer)
        payloads = Payloads(self.workspace, lambda: self.page_url)
        self._interactions = Interactions(self.workspace, self.manifest, self.deliverer, payloads)
        self.app = self._make_app(bot_token)
        self._server: BaseWSGIServer = make_server(
            host, port, self.app, threaded=True, request_handler=Quiet
        )
        self._thread: threading.Thread | None = None
        self._greet()

    def _make_app(self, bot_token: str) -> Flask:
        app = Flask("hallway_bot.playground", static_folder=None)
        guard(app)
        desk = Desk(self.workspace, self.manifest, self.hearing)
        app.register_blueprint(api_blueprint(desk, bot_token, self.faults, self.activity))
        app.register_blueprint(page_blueprint(self.workspace, self.manifest, self.person))
        return app

    def _greet(self) -> None:
        # A manifest may bring prompts that every conversation with the app starts with.
        if self.manifest.prompts:
            prompts = [dict(one) for one in self.manifest.prompts]
            for member in self.workspace.people():
                im = self.workspace.im_of(member.id).id
                self.workspace.prompts[im] = {"title": "", "prompts": prompts}

    @property
    def page_url(self) -> str:
        """Where a browser goes."""
        return f"http://{HOST}:{self._server.server_port}/"

    @property
    def api_url(self) -> str:
        """What a WebClient takes as base_url."""
        return f"{self.page_url}api/"

    def start(self) -> Playground:
        """Serve in the background until `stop`."""
        self.workspace.since = self.clock()
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL_SECONDS,), daemon=True
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        """End deliveries, open pages and the server."""
        self.deliverer.stop()
        self.workspace.bus.stop()
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join(5)
        self._server.server_close()

    def __enter__(self) -> Playground:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def connect(self, app_url: str) -> None:
        """Send events, commands and interactions to this URL, on loopback."""
        self.deliverer.connect(app_url)

    @property
    def clock(self) -> Clock:
        """The clock of everything here; an app that shall follow its moves takes `clock.now`."""
        return self.workspace.clock

    def person(self, user_id: str) -> Person:
        """Somebody to act as. Raises SlackError: user_not_found."""
        return Person(self.workspace, self.manifest, self.hearing, self._interactions, user_id)

    def settle(self, timeout: float = 10.0, quiet: float = QUIET_SECONDS) -> bool:
        """Wait until every event is delivered and no call is in flight; False on a timeout.

        An app that thinks for longer than `quiet` seconds between its calls needs a larger one.
        """
        return self.activity.settle(timeout, quiet)

    def wait_for(self, happened: Callable[[], Any], timeout: float = 10.0) -> bool:
        """Wait until `happened()` is true; False on a timeout."""
        deadline = time.monotonic() + timeout
        while not happened():
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.01)
        return True


class Quiet(WSGIRequestHandler):
    """No line per request; the page asks often."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        log.debug("%s %s", self.requestline, code)
