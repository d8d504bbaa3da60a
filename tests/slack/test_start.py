"""A bot that has just been started: it listens at once, and the model comes when it comes."""

import threading
from pathlib import Path

import pytest
from waitress.server import create_server

from hallway_bot.assembly import build
from hallway_bot.bot import make_bot
from hallway_bot.playground.server import Playground
from hallway_bot.services.sources import read
from hallway_bot.settings import load
from hallway_bot.slack.clients import OneClient, make_client
from hallway_bot.slack.http import make_http
from hallway_bot.slack.manifest import manifest

from .acting import asks
from .conftest import LESSONS


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A data folder as a bot leaves it behind: the forty lessons, indexed."""
    hallway = build(load(tmp_path))
    workspace = hallway.store.workspace(None)
    hallway.exchange.take_in(workspace, read(LESSONS))
    assert hallway.indexer is not None
    hallway.indexer.catch_up(workspace)
    hallway.close()
    return tmp_path


def test_a_question_that_comes_before_the_model_waits_and_is_answered(filled: Path) -> None:
    hallway = build(load(filled))
    playground = Playground(manifest("http://127.0.0.1"), "secret", "xoxb-playground").start()
    client = make_client("xoxb-playground", playground.api_url)
    bot = make_bot(hallway, OneClient(client, hallway.store), "secret")
    server = create_server(make_http(bot.bolt, bot.desk), host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    playground.connect(f"http://127.0.0.1:{server.effective_port}/slack/events")
    try:
        bot.start()
        assert not hallway.embedder.ready
        answer = asks(playground, "U0BRAM", "should I lower the DNS TTL before moving?")
        assert "TTL" in answer
        assert hallway.embedder.ready
    finally:
        playground.settle(20, 0.5)
        server.close()
        playground.stop()
        bot.stop()


def test_building_a_hallway_opens_no_index_and_loads_no_model(tmp_path: Path) -> None:
    hallway = build(load(tmp_path))
    assert not hallway.embedder.ready
    assert not (tmp_path / "chroma").exists()
    hallway.close()
