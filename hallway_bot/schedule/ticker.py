"""APScheduler's clock: recurring work of this process, and a nudge to do it now."""

from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler


class Ticker:
    """Runs named jobs every so many seconds, each at most once at a time."""

    def __init__(self) -> None:
        self._running = False
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def every(self, seconds: float, name: str, work: Callable[[], object]) -> None:
        """Run `work` now and then each `seconds`."""
        self._scheduler.add_job(
            work, "interval", seconds=seconds, id=name, next_run_time=datetime.now(UTC)
        )

    def soon(self, name: str) -> None:
        """Run the job at once rather than at its next turn."""
        if self._scheduler.running:
            self._scheduler.modify_job(name, next_run_time=datetime.now(UTC))

    @property
    def running(self) -> bool:
        """Whether it has been started and not been told to stop."""
        return self._running

    def start(self) -> None:
        """Begin; returns at once."""
        self._running = True
        self._scheduler.start()

    def stop(self) -> None:
        """Finish what runs and end."""
        self._running = False
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
