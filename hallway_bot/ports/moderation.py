"""What moderation needs from a store."""

from datetime import datetime
from typing import Protocol

from ..domain.moderation import Act


class Moderation(Protocol):
    """Hidden lessons, and a log that only grows. An act about a lesson settles every report of
    it: the claims with its `report_key` end with it."""

    def hide_lesson(self, workspace: str, lesson_id: str, because: str | None, act: Act) -> bool:
        """Hide it for a reason, or (None) show it again, and log the act with it.

        False when there is no such lesson, or it is so already; then nothing is logged.
        """

    def note_act(self, workspace: str, act: Act) -> None: ...

    def acts(self, workspace: str, since: datetime) -> list[Act]:
        """What was done from `since` on (aware), oldest first."""

    def acts_on(self, workspace: str, lesson_id: str) -> list[Act]:
        """What was ever done about one lesson, oldest first."""
