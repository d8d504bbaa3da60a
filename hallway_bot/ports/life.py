"""What the life of lessons needs from a store: trials, feedback, and asking about old ones."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ..domain.feedback import Feedback
from ..domain.lesson import Lesson
from ..domain.trials import Trial


class Trials(Protocol):
    """Who tries what, and how it went: one trial a person and lesson."""

    def plan_trial(self, workspace: str, trial: Trial) -> bool:
        """False when this person has one for this lesson, unless they had let it go."""

    def trial(self, workspace: str, lesson_id: str, user_id: str) -> Trial | None: ...

    def move_trial(self, workspace: str, before: Trial, after: Trial) -> bool:
        """Save `after` if state and day are still those of `before`."""

    def keep_told(self, workspace: str, lesson_id: str, user_id: str, told: str) -> None:
        """Keep a person's words about what was different."""

    def trials_of(self, workspace: str, user_id: str) -> list[Trial]:
        """Those that this person still means to do, the soonest first."""

    def feedback(self, workspace: str, lesson_ids: Sequence[str]) -> dict[str, Feedback]:
        """What colleagues made of these lessons; without those nobody said anything about.

        One voice a person and lesson; authors have none about their own.
        """

    def heard(self, workspace: str, since: datetime, until: datetime) -> dict[str, Feedback]:
        """The same of all lessons, of what was said from `since` until before `until`."""

    def lessons_to_review(self, before: datetime) -> list[tuple[str, Lesson]]:
        """(workspace, lesson), one an author: the oldest that they still stand for, told and
        last asked about before then, that nobody tried."""

    def reviewed(self, workspace: str, lesson_id: str, at: datetime) -> None:
        """Its author is asked about it, or answered."""
