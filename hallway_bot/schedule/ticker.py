"""APScheduler's clock: recurring work of this process, and a nudge to do it now."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Lock, Thread

from apscheduler.schedulers.background import BackgroundScheduler

# How often is looked whether the machine's clock was set back, and by how much that matters.
_LOOK_SECONDS, _SET_BACK_SECONDS = 5.0, 2.0


class Ticker:
    """Runs named jobs every so many seconds, each at most once at a time.

    Goes on when the machine's clock (`wall`, in seconds) is set back, where the scheduler would
    wait until it is as late again as it was.
    """

    def __init__(
        self, wall: Callable[[], float] = time.time, look_every: float = _LOOK_SECONDS
    ) -> None:
        self._running = False
        self._wall, self._look_every, self._ended = wall, look_every, Event()
        self._jobs: dict[str, _Job] = {}
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def every(self, seconds: float, name: str, work: Callable[[], object]) -> None:
        """Run `work`, which never raises, now and then each `seconds`."""
        self._jobs[name] = job = _Job(work, lambda: self._running)
        self._scheduler.add_job(
            job, "interval", seconds=seconds, id=name, next_run_time=datetime.now(UTC)
        )

    def soon(self, name: str) -> None:
        """Run the job at once rather than at its next turn; once more if it runs just now."""
        if self._scheduler.running and not self._jobs[name].goes_on():
            self._scheduler.modify_job(name, next_run_time=datetime.now(UTC))

    def all_soon(self) -> None:
        """Run every job at once: the clock was moved."""
        for name in self._jobs:
            self.soon(name)

    def catch_up(self, *names: str) -> None:
        """Run these jobs once, one after the other, and return when all are done; without names
        every job, in the order they were added. One that runs just now ends first."""
        for name in names or list(self._jobs):
            self._jobs[name].once()

    @property
    def running(self) -> bool:
        """Whether it has been started and not been told to stop."""
        return self._running

    def start(self) -> None:
        """Begin; returns at once."""
        self._running = True
        self._scheduler.start()
        Thread(target=self._watch, name="clock", daemon=True).start()

    def _watch(self) -> None:
        before = self._wall() - time.monotonic()
        while not self._ended.wait(self._look_every):
            ahead = self._wall() - time.monotonic()
            if ahead < before - _SET_BACK_SECONDS:
                self.all_soon()
            before = ahead

    def stop(self) -> None:
        """Finish what runs and end."""
        self._running = False
        self._ended.set()
        for job in self._jobs.values():
            job.once()  # not any more; but it waits for one that runs just now
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)


class _Job:
    """The scheduler skips a run while the last one goes on; a nudge must not get lost then."""

    def __init__(self, work: Callable[[], object], running: Callable[[], bool]) -> None:
        self._work, self._running = work, running
        self._turn, self._lock = Lock(), Lock()
        self._busy = self._again = False

    def __call__(self) -> None:
        while self._begins():
            self.once()
            with self._lock:
                self._busy = self._again
            if not self._busy:
                return

    def once(self) -> None:
        """Do the work here and now, or right after whoever does it already."""
        with self._turn:
            if self._running():
                self._work()

    def _begins(self) -> bool:
        with self._lock:
            self._busy, self._again = self._running(), False
            return self._busy

    def goes_on(self) -> bool:
        """True when it runs just now; then it runs once more after that."""
        with self._lock:
            self._again = self._busy
            return self._busy
