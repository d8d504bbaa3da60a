"""Trying what a colleague learned: meaning to, being asked how it went, and saying so."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import NAMESPACE_OID, uuid5

from .errors import InvalidInput

# "Not tried yet": asked once more after so long.
_ONCE_MORE = timedelta(days=14)
# Nobody plans further ahead than this.
_FURTHEST = timedelta(days=366)
TOLD = 3_000


class TrialState(StrEnum):
    """Where a trial stands."""

    PLANNED = "planned"
    POSTPONED = "postponed"  # not tried yet when asked: it is asked about once more
    HELD = "held"
    DID_NOT_HOLD = "did_not_hold"
    LET_GO = "let_go"  # never mind

    @property
    def is_open(self) -> bool:
        """Whether the person still means to try."""
        return self in (TrialState.PLANNED, TrialState.POSTPONED)

    @property
    def is_result(self) -> bool:
        """Whether they tried it and said how it went."""
        return self in (TrialState.HELD, TrialState.DID_NOT_HOLD)


class After(StrEnum):
    """When to ask how it went."""

    TWO_WEEKS = "two_weeks"
    MONTH = "month"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Trial:
    """One person tries one lesson. `due_on` is a day where they are; `told` are their words
    about what was different, theirs alone; times are aware UTC times."""

    lesson_id: str
    user_id: str
    due_on: date
    created_at: datetime
    state: TrialState = TrialState.PLANNED
    told: str = ""
    answered_at: datetime | None = None

    def key(self, workspace: str) -> str:
        """Names the one question that is asked about it on `due_on`."""
        about = uuid5(NAMESPACE_OID, f"{workspace}\n{self.lesson_id}\n{self.user_id}").hex
        return f"trial:{about}:{self.due_on}"

    def answered(self, state: TrialState, at: datetime) -> "Trial":
        """The same with how it went. The last word counts: people press wrong buttons."""
        return replace(self, state=state, answered_at=at)

    def postponed(self, today: date) -> "Trial":
        """Not tried yet: once more after a while, and then it is let go."""
        if self.state is not TrialState.PLANNED:
            return replace(self, state=TrialState.LET_GO)
        return replace(self, state=TrialState.POSTPONED, due_on=today + _ONCE_MORE)


def due_on(after: After, chosen: date | None, today: date) -> date:
    """The day to ask; raises InvalidInput for a date that is missing, past or far away."""
    if after is After.TWO_WEEKS:
        return today + timedelta(days=14)
    if after is After.MONTH:
        return today + timedelta(days=30)
    if chosen is None:
        raise InvalidInput("trial.error.date_missing", "date")
    if chosen <= today:
        raise InvalidInput("trial.error.date_past", "date")
    if chosen > today + _FURTHEST:
        raise InvalidInput("trial.error.date_far", "date")
    return chosen
