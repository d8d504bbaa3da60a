"""What administrators and moderators do."""

from dataclasses import dataclass
from datetime import datetime


def report_key(lesson_id: str, user_id: str = "") -> str:
    """What claims this person's one open report of a lesson; without a person, how the keys of
    all of them begin."""
    return f"reported:{lesson_id}:{user_id}"


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what, when (aware UTC), to which lesson. Never anybody's words."""

    at: datetime
    who: str
    what: str
    lesson_id: str | None = None
