"""Going no faster than Slack allows."""

import threading
import time
from collections.abc import Callable


class Pace:
    """Spaces calls evenly; threads may share one.

    Slack takes about one message a second in a channel and some hundreds a minute in a
    workspace: `per_minute` stays below that.
    """

    def __init__(
        self,
        per_minute: float,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._gap = 60 / per_minute
        self._monotonic, self._sleep = monotonic, sleep
        self._free = 0.0
        self._lock = threading.Lock()

    def __call__(self) -> None:
        """Wait for the next turn, which then is taken."""
        with self._lock:
            now = self._monotonic()
            mine = max(now, self._free)
            self._free = mine + self._gap
        if mine > now:
            self._sleep(mine - now)
