"""Knows whether anything is going on, so that a test can wait instead of sleeping."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Activity:
    """Counts work in flight. Thread-safe."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._busy = 0
        self._last = time.monotonic()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Work is in flight inside this block."""
        self.begin()
        try:
            yield
        finally:
            self.end()

    def begin(self) -> None:
        """One more piece of work; must be followed by one `end`."""
        with self._changed:
            self._busy += 1

    def end(self) -> None:
        """That piece of work is done."""
        with self._changed:
            self._busy -= 1
            self._last = time.monotonic()
            self._changed.notify_all()

    def settle(self, timeout: float, quiet: float) -> bool:
        """Wait until nothing is in flight and nothing was for `quiet` seconds.

        The quiet time is there because an app works on after it acknowledged, and only its calls
        show that it does. False when `timeout` seconds passed first.
        """
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                now = time.monotonic()
                rest = self._last + quiet - now
                if self._busy == 0 and rest <= 0:
                    return True
                if now >= deadline:
                    return False
                wait = rest if self._busy == 0 else deadline - now
                self._changed.wait(min(wait, deadline - now))
