"""Two companies whose people and channels have the same ids, and one Hallway for both."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from pydantic import SecretStr

from hallway_bot.access import many_workspaces
from hallway_bot.assembly import Hallway, build
from hallway_bot.bot import Bot, make_bot
from hallway_bot.domain.reflecting import Reflecting, Taking
from hallway_bot.playground.people import Member, Team, default_people
from hallway_bot.playground.server import Playground
from hallway_bot.playground.town import Grant, Town
from hallway_bot.serving import served
from hallway_bot.settings import load
from hallway_bot.slack.http import make_http
from hallway_bot.slack.manifest import manifest
from hallway_bot.slack.many import ManyClients

from .conftest import MovableClock

CLIENT_ID, CLIENT_SECRET, SECRET, INNER = "1.2", "client-secret", "secret", "xoxb-inner"
ONE = Team("T0ONE", "Company One", "one")
TWO = Team("T0TWO", "Company Two", "two")


@dataclass
class Browser:
    """Somebody's browser: it keeps cookies and follows nothing by itself."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """(status, headers by lower-case name, body)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request("GET", path, headers={**({"Cookie": jar} if jar else {}), **headers})
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        body = answer.read().decode()
        connection.close()
        if "set-cookie" in told:
            name, _, value = told["set-cookie"].partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, told, body

    def begin(self, path: str = "/slack/install") -> dict[str, str]:
        """Go to the install page; returns what it hands to Slack."""
        status, told, _ = self.get(path)
        assert status == 302
        parts = urlsplit(told["location"])
        assert (parts.scheme, parts.netloc, parts.path) == (
            "https",
            "slack.com",
            "/oauth/v2/authorize",
        )
        handed = parse_qs(parts.query)
        assert all(len(values) == 1 for values in handed.values()), handed
        return {name: values[0] for name, values in handed.items()}

    def back(self, code: str, state: str, **headers: str) -> tuple[int, str]:
        """Come back from Slack."""
        query = urlencode({"code": code, "state": state})
        status, _, body = self.get(f"/slack/oauth_redirect?{query}", **headers)
        return status, body


@dataclass
class Companies:
    """Everything at hand."""

    places: dict[str, Playground]
    town: Town
    bot: Bot
    hallway: Hallway
    port: int
    folder: Path
    clock: MovableClock

    def install(self, grant: Grant) -> tuple[int, str]:
        """Somebody installs Hallway from start to end; returns the page."""
        browser = Browser(self.port)
        state = browser.begin()["state"]
        done = browser.back(self.town.agree(grant), state)
        for team in self.hallway.store.teams():
            self.decline(team.workspace)
        return done

    def decline(self, workspace: str) -> None:
        """Everybody has been asked about prompts, and said no."""
        for person in next(iter(self.places.values())).workspace.people():
            if self.hallway.store.reflecting(workspace, person.id) is None:
                off = Reflecting(person.id, self.clock(), state=Taking.OFF)
                self.hallway.store.save_reflecting(workspace, off)

    @property
    def clients(self) -> ManyClients:
        found = self.bot.desk.clients
        assert isinstance(found, ManyClients)
        return found

    def index(self) -> None:
        """Let the index catch up everywhere."""
        assert self.hallway.indexer is not None
        for workspace in self.hallway.store.workspaces():
            self.hallway.indexer.catch_up(workspace)

    def holding(self, *sought: str) -> set[str]:
        """Which of these stand in any file of the data folder."""
        files = [file for file in self.folder.rglob("*") if file.is_file()]
        read = [file.read_bytes() for file in files if file.exists()]
        return {one for one in sought if any(one.encode() in raw for raw in read)}


def _of(team: Team, one: Member) -> Member:
    return replace(one, real_name=f"{one.real_name} {team.domain.title()}")


@contextmanager
def companies(
    folder: Path, clock: MovableClock, *teams: Team, **settings: object
) -> Iterator[Companies]:
    """Nobody has installed it yet. People bear the name of their company, beside their own."""
    places = {}
    for team in teams:
        people = [_of(team, one) for one in default_people()]
        places[team.id] = Playground(
            manifest("http://127.0.0.1"), SECRET, INNER, people=people, team=team,
            wall=lambda: clock().timestamp(),
        ).start()  # fmt: skip
    with Town(
        places.values(), INNER, CLIENT_ID, CLIENT_SECRET, lambda: clock().timestamp()
    ) as town:
        given = {
            "client_id": CLIENT_ID,
            "client_secret": SecretStr(CLIENT_SECRET),
            "public_url": "https://hallway.example",
            "slack_api_url": town.api_url,
            **settings,
        }
        hallway = build(load(folder).model_copy(update=given), clock)
        entry = many_workspaces(hallway)
        bot = make_bot(hallway, entry.clients, SECRET, 60_000, many=entry.many)
        bot.start()
        try:  # a test that failed must leave nothing running beside the next
            with served(make_http(bot.bolt, bot.desk)) as port:
                for place in places.values():
                    place.connect(f"http://127.0.0.1:{port}/slack/events")
                yield Companies(places, town, bot, hallway, port, folder, clock)
                for place in places.values():
                    place.settle(20, 0.5)
                bot.desk.slow.shutdown(wait=True)
        finally:
            for place in places.values():
                place.stop()
            bot.stop()
