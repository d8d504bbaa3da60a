"""Recurring work, and being nudged."""

import time
from collections.abc import Iterator
from threading import Event, Semaphore
from time import sleep

import pytest

from hallway_bot.schedule.ticker import Ticker

LONG, PATIENCE = 3600.0, 10.0


@pytest.fixture
def ticker() -> Iterator[Ticker]:
    made = Ticker()
    yield made
    made.stop()


def test_work_is_done_at_once_and_again_when_nudged(ticker: Ticker) -> None:
    done = Semaphore(0)
    ticker.every(LONG, "one", done.release)
    ticker.start()
    assert done.acquire(timeout=PATIENCE)
    ticker.all_soon()
    assert done.acquire(timeout=PATIENCE)


def test_a_nudge_while_it_runs_is_not_lost(ticker: Ticker) -> None:
    begun, go_on = Semaphore(0), Event()

    def work() -> None:
        begun.release()
        go_on.wait(PATIENCE)

    ticker.every(LONG, "one", work)
    ticker.start()
    assert begun.acquire(timeout=PATIENCE)
    for _ in range(3):
        ticker.soon("one")
    go_on.set()
    assert begun.acquire(timeout=PATIENCE)
    assert not begun.acquire(timeout=0.3)  # three nudges are one run


def test_nothing_runs_before_the_start_or_after_the_end(ticker: Ticker) -> None:
    done = Semaphore(0)
    ticker.every(LONG, "one", done.release)
    ticker.soon("one")
    assert not done.acquire(timeout=0.1)
    ticker.start()
    assert done.acquire(timeout=PATIENCE)
    ticker.stop()
    ticker.soon("one")
    assert not done.acquire(timeout=0.1)


def test_catching_up_runs_every_job_in_order_and_waits_for_it(ticker: Ticker) -> None:
    done: list[str] = []
    ticker.every(LONG, "one", lambda: done.append("one"))
    ticker.every(LONG, "two", lambda: done.append("two"))
    ticker.catch_up()
    assert done == []  # it does not run
    ticker.start()
    while sorted(done) != ["one", "two"]:
        sleep(0.01)
    done.clear()
    ticker.catch_up()
    assert done == ["one", "two"]
    ticker.catch_up("two")
    assert done == ["one", "two", "two"]


def test_a_job_never_runs_twice_at_a_time(ticker: Ticker) -> None:
    inside, most = [0], [0]

    def work() -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        sleep(0.01)
        inside[0] -= 1

    ticker.every(0.01, "one", work)
    ticker.start()
    for _ in range(10):
        ticker.catch_up()
    assert most == [1]


def test_a_clock_that_is_set_back_an_hour_keeps_nothing_waiting() -> None:
    done, wall = Semaphore(0), [0.0]
    ticker = Ticker(lambda: time.monotonic() + wall[0], look_every=0.05)
    ticker.every(LONG, "one", done.release)
    ticker.start()
    try:
        assert done.acquire(timeout=PATIENCE)
        wall[0] += 3_600
        assert not done.acquire(timeout=0.5)  # forward, the scheduler sees by itself
        wall[0] -= 3_600
        assert done.acquire(timeout=PATIENCE)
    finally:
        ticker.stop()
