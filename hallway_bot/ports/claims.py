"""What must happen once, and what was asked in a thread. All times are aware UTC times."""

from datetime import datetime
from typing import Protocol


class Claims(Protocol):
    """Who does a thing that must happen once."""

    def claim(self, workspace: str, key: str, at: datetime) -> bool:
        """True for exactly one caller a key."""

    def release(self, workspace: str, key: str) -> bool:
        """Let it be claimed again; True for exactly one caller a claim."""

    def claims_before(
        self, workspace: str, prefix: str, at: datetime
    ) -> list[tuple[str, datetime]]:
        """(key, when) of claims made before then whose keys begin so, oldest first."""

    def thread_question(self, workspace: str, channel: str, thread: str) -> str | None:
        """What was asked in this thread so far."""

    def set_thread_question(
        self,
        workspace: str,
        channel: str,
        thread: str,
        question: str,
        asker_id: str,
        at: datetime,
    ) -> None:
        """Remember it, and that this person is among those who asked."""
