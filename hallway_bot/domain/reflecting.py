"""How somebody takes part in reflecting: their rhythm, and where they stand in it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from .rhythm import Due, Rhythm

# How long what a person says of themselves ("I am new here") goes on being so.
FITS_FOR = timedelta(weeks=6)
# An intention that was given no date comes back after this.
COMES_BACK = timedelta(weeks=3)
# So many prompts in a row without any sign, and Hallway pauses by itself.
SILENT_PROMPTS = 3


class Fits(StrEnum):
    """What a person comes through just now; prompts are chosen to fit."""

    NOTHING = ""
    NEWCOMER = "newcomer"
    PROJECT_END = "project_end"
    AFTER_INCIDENT = "after_incident"
    AFTER_LEAVE = "after_leave"


class Taking(StrEnum):
    """Whether prompts come."""

    ON = "on"
    QUIET = "quiet"  # paused by itself after silence, until the person says otherwise
    OFF = "off"  # they stopped, or said no


@dataclass(frozen=True, slots=True)
class Reflecting:
    """One person's weekly prompts. `next` is None unless `state` is ON; `paused_until` is an
    aware UTC time before which nothing comes. `unanswered` prompts in a row got no sign."""

    user_id: str
    started_at: datetime
    rhythm: Rhythm = field(default_factory=Rhythm)
    state: Taking = Taking.ON
    next: Due | None = None
    done_period: str | None = None
    paused_until: datetime | None = None
    unanswered: int = 0
    fits: Fits = Fits.NOTHING
    fits_until: datetime | None = None

    def fitting(self, now: datetime) -> Fits:
        """What the person comes through at `now` (aware)."""
        over = self.fits_until is not None and now >= self.fits_until
        return Fits.NOTHING if over else self.fits

    def planned(self, due: Due | None) -> "Reflecting":
        """The same with another next prompt."""
        return replace(self, next=due)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asked of Hallway. None: the workspace's default."""

    language: str | None = None
    attention_limit: int | None = None
    introductions_limit: int | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Rest for everyone (`scope` "") or for one channel's people (`scope` its id)."""

    scope: str
    until: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a person began to write: theirs alone until they place it.

    `question` is what they were asked, `follow_ups` what comes after it. `delivery_id` is the
    prompt it answers, `question_id` the colleague's open question that it may answer.
    `updated_at` (aware) orders what was typed: older words never replace newer ones.
    """

    id: str
    user_id: str
    question: str
    updated_at: datetime
    follow_ups: tuple[str, ...] = ()
    delivery_id: str | None = None
    question_id: str | None = None
    happened: str = ""
    learned: str = ""
    useful_when: str = ""
    intention: str = ""
    intention_on: date | None = None

    @property
    def words(self) -> str:
        """The first thing they wrote; empty while there is nothing."""
        return self.happened.strip() or self.learned.strip() or self.useful_when.strip()


@dataclass(frozen=True, slots=True)
class Intention:
    """What a person means to do next time, and when to ask how it went (their local day)."""

    id: str
    user_id: str
    text: str
    due_on: date
    created_at: datetime
    asked: bool = False
