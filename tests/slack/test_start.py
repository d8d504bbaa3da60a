"""A bot that has just been started: it listens at once, and the model comes when it comes."""

import threading
from collections import Counter
from pathlib import Path

import pytest

from hallway_bot.assembly import build
from hallway_bot.bot import make_bot
from hallway_bot.playground.server import Playground
from hallway_bot.services.sources import read
from hallway_bot.serving import served
from hallway_bot.settings import load
from hallway_bot.slack.clients import OneClient, make_client
from hallway_bot.slack.http import make_http
from hallway_bot.slack.manifest import manifest

from .acting import asks
from .conftest import LESSONS, MovableClock, opened


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
    try:
        with served(make_http(bot.bolt, bot.desk)) as port:
            playground.connect(f"http://127.0.0.1:{port}/slack/events")
            bot.start()
            assert not hallway.embedder.ready
            answer = asks(playground, "U0BRAM", "should I lower the DNS TTL before moving?")
            assert "TTL" in answer
            assert hallway.embedder.ready
            playground.settle(20, 0.5)
    finally:
        playground.stop()
        bot.stop()


def test_building_a_hallway_opens_no_index_and_loads_no_model(tmp_path: Path) -> None:
    hallway = build(load(tmp_path))
    assert not hallway.embedder.ready
    assert not (tmp_path / "chroma").exists()
    hallway.close()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="Only Linux tells what is open.")
def test_what_has_ended_leaves_no_thread_running_and_no_file_open(tmp_path: Path) -> None:
    before = _threads()
    with opened(tmp_path, MovableClock(), invited=True) as (playground, _):
        assert "TTL" in asks(playground, "U0BRAM", "should I lower the DNS TTL before moving?")
        assert _threads() > before and _open_in(tmp_path)
    assert playground.wait_for(lambda: _threads() <= before)
    assert _open_in(tmp_path) == []


def _threads() -> Counter[str]:
    """How many there are of each kind: pools number theirs."""
    return Counter(one.name.rstrip("0123456789-_") for one in threading.enumerate())


def _open_in(folder: Path) -> list[Path]:
    found = [one.readlink() for one in Path("/proc/self/fd").iterdir() if one.is_symlink()]
    return [one for one in found if one.is_relative_to(folder)]
