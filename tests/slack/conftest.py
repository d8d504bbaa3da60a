"""The real bot against the Slack stand-in, over HTTP with signed requests."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hallway_bot.assembly import build, utc_now
from hallway_bot.bot import Bot, make_bot
from hallway_bot.domain.reflecting import Reflecting, Taking
from hallway_bot.domain.workdays import instant
from hallway_bot.playground.server import Playground
from hallway_bot.ports import Clock
from hallway_bot.services.sources import read
from hallway_bot.serving import served
from hallway_bot.settings import load
from hallway_bot.slack.clients import OneClient, make_client
from hallway_bot.slack.http import make_http
from hallway_bot.slack.manifest import manifest

LESSONS = Path(__file__).parents[2] / "hallway_bot" / "playground" / "lessons.jsonl"


class MovableClock:
    """A Tuesday at ten in Amsterdam, whenever the tests run: what is sent unasked waits for
    working hours. Tests move it forward."""

    def __init__(self) -> None:
        now = utc_now()
        day = (now + timedelta(days=(1 - now.weekday()) % 7 or 7)).date()
        self.ahead = instant(day, time(10), ZoneInfo("Europe/Amsterdam")) - now

    def __call__(self) -> datetime:
        return utc_now() + self.ahead

    def to(self, at: datetime) -> None:
        """Move forward to `at` (aware); never back."""
        self.ahead = max(self.ahead, at - utc_now())

    def move(self, by: timedelta) -> None:
        """Forward."""
        self.ahead += by


@contextmanager
def opened(
    folder: Path, now: Clock, *, invited: bool, wall: Clock | None = None
) -> Iterator[tuple[Playground, Bot]]:
    """A playground with the forty lessons, indexed, and the bot listening.

    `invited`: everybody has been asked whether they would like prompts, and said no. `wall`:
    Slack's own clock, the bot's unless told.
    """
    hallway = build(load(folder), now)
    workspace = hallway.store.workspace(None)
    hallway.exchange.take_in(workspace, read(LESSONS))
    for lesson in hallway.store.all_lessons(workspace):
        hallway.store.reviewed(workspace, lesson.id, now())  # asked about for this year
    assert hallway.indexer is not None
    hallway.indexer.catch_up(workspace)
    playground = Playground(
        manifest("http://127.0.0.1"),
        "secret",
        "xoxb-playground",
        wall=lambda: (wall or now)().timestamp(),
    ).start()
    client = make_client("xoxb-playground", playground.api_url)
    bot = make_bot(hallway, OneClient(client, hallway.store), "secret", per_minute=60_000)
    _count_slow_work(playground, bot)
    for person in playground.workspace.people() if invited else []:
        off = Reflecting(person.id, now(), state=Taking.OFF)
        hallway.store.save_reflecting(workspace, off)
    bot.start()
    try:  # a test that failed must leave nothing running beside the next
        with served(make_http(bot.bolt, bot.desk)) as port:
            playground.connect(f"http://127.0.0.1:{port}/slack/events")
            yield playground, bot
            playground.settle(20, 0.5)
            bot.desk.slow.shutdown(wait=True)
    finally:
        playground.stop()
        bot.stop()


def _count_slow_work(playground: Playground, bot: Bot) -> None:
    """`settle` waits for what the bot still does after it acknowledged, however busy the machine
    is: between its calls nothing else shows that it goes on."""
    submit = bot.desk.slow.submit

    def counted(work: Any, *args: Any, **more: Any) -> Future[Any]:
        playground.activity.begin()
        try:
            done = submit(work, *args, **more)
        except BaseException:
            playground.activity.end()
            raise
        done.add_done_callback(lambda _: playground.activity.end())
        return done

    bot.desk.slow.submit = counted  # type: ignore[method-assign]


@pytest.fixture(scope="module")
def clock() -> MovableClock:
    """The stage's clock."""
    return MovableClock()


@pytest.fixture(scope="module")
def stage(
    tmp_path_factory: pytest.TempPathFactory, clock: MovableClock
) -> Iterator[tuple[Playground, Bot]]:
    """The playground and the bot for everything that people begin themselves."""
    with opened(tmp_path_factory.mktemp("data"), clock, invited=True) as both:
        yield both


@pytest.fixture
def playground(stage: tuple[Playground, Bot]) -> Playground:
    """The Slack stand-in."""
    return stage[0]


@pytest.fixture(scope="module")
def moving(
    tmp_path_factory: pytest.TempPathFactory, clock: MovableClock
) -> Iterator[tuple[Playground, Bot]]:
    """A stage whose clock tests move."""
    with opened(tmp_path_factory.mktemp("data"), clock, invited=False) as both:
        yield both
