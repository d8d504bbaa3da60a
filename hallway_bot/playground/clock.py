"""The stand-in's clock: it runs by itself, and a person may move it on. Never back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

THURSDAY, HALF_PAST_THREE = 3, time_of_day(15, 30)


class Clock:
    """Seconds since 1970, ahead of `base` by as much as it was moved. Thread-safe."""

    def __init__(self, base: Callable[[], float] = time.time) -> None:
        self._base = base
        self._lock, self._passing = threading.Lock(), threading.Lock()
        self._ahead = 0.0
        self._told: list[Callable[[], object]] = []

    def __call__(self) -> float:
        return self._base() + self._ahead

    def now(self) -> datetime:
        """The present, as an aware UTC time."""
        return datetime.fromtimestamp(self(), UTC)

    def on_move(self, told: Callable[[], object]) -> None:
        """Call this after every move, in the mover's thread."""
        self._told.append(told)

    def move(self, seconds: float) -> None:
        """Move on by so much. Raises ValueError for less than nothing."""
        if seconds < 0:
            raise ValueError("The clock never goes back.")
        with self._lock:
            self._ahead += seconds
        for told in self._told:
            told()

    def move_to(self, moment: datetime) -> None:
        """Move on to this aware moment; one that is over changes nothing."""
        self.move(max(0.0, moment.timestamp() - self()))

    def pass_to(self, moment: datetime) -> bool:
        """Let time pass until this aware moment: those told live through each half hour on the way,
        and what was due in it is not late. False when it passes already."""
        if not self._passing.acquire(blocking=False):
            return False
        try:
            for stop in hours(self.now(), moment):
                self.move_to(stop)
        finally:
            self._passing.release()
        return True


def hours(now: datetime, moment: datetime) -> Iterator[datetime]:
    """Every hour and half past between `now` and `moment` (aware), and `moment` itself: people
    are asked at such times, and would wonder at another."""
    half = timedelta(minutes=30)
    stop = now.replace(minute=0, second=0, microsecond=0)
    while stop < moment:
        if stop > now:
            yield stop
        stop += half
    yield moment


def later(step: str, now: datetime, tz: str) -> datetime:
    """The moment that a step leads to, for somebody in this zone.

    Steps: "hour", "day" and "week" (the same time on a later day, whatever the clocks do in
    between), "thursday" (the next Thursday at 15:30, never the present one). `now` and the
    result are aware; the result is in UTC. Raises KeyError for other steps.
    """
    local = now.astimezone(ZoneInfo(tz))
    if step == "hour":
        return now.astimezone(UTC) + timedelta(hours=1)
    if step == "thursday":
        days = (THURSDAY - local.weekday()) % 7
        day = datetime.combine(local.date() + timedelta(days), HALF_PAST_THREE, local.tzinfo)
        return (day if day > local else day + timedelta(7)).astimezone(UTC)
    # Adding days to a local time keeps what the clock on the wall says.
    return (local + timedelta({"day": 1, "week": 7}[step])).astimezone(UTC)
