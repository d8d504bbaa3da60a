"""How somebody takes part in reflecting: their rhythm, and where they stand in it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from .rhythm import Due, Rhythm

# So many prompts in a row without any sign, and Hallway pauses by itself.
SILENT_PROMPTS = 3


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
