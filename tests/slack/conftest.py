"""The real bot against the Slack stand-in, over HTTP with signed requests."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from waitress.server import create_server

from hallway_bot.assembly import build
from hallway_bot.bot import Bot, make_bot
from hallway_bot.playground.server import Playground
from hallway_bot.services.sources import read
from hallway_bot.settings import load
from hallway_bot.slack.app import make_client
from hallway_bot.slack.http import make_http
from hallway_bot.slack.manifest import manifest

LESSONS = Path(__file__).parents[2] / "hallway_bot" / "playground" / "lessons.jsonl"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Playground, Bot]]:
    """A playground with the forty lessons, indexed, and the bot listening."""
    hallway = build(load(tmp_path_factory.mktemp("data")))
    workspace = hallway.store.workspace(None)
    hallway.exchange.take_in(workspace, read(LESSONS))
    assert hallway.indexer is not None
    hallway.indexer.catch_up(workspace)
    playground = Playground(manifest("http://127.0.0.1"), "secret", "xoxb-playground").start()
    bot = make_bot(hallway, make_client("xoxb-playground", playground.api_url), "secret")
    server = create_server(make_http(bot.bolt, bot.desk), host="127.0.0.1", port=0, threads=16)
    threading.Thread(target=server.run, daemon=True).start()
    playground.connect(f"http://127.0.0.1:{server.effective_port}/slack/events")
    bot.start()
    yield playground, bot
    playground.settle(20, 0.5)
    bot.desk.slow.shutdown(wait=True)
    server.close()
    playground.stop()
    bot.stop()


@pytest.fixture
def playground(stage: tuple[Playground, Bot]) -> Playground:
    """The Slack stand-in."""
    return stage[0]
