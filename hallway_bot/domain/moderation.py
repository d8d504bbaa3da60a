"""What administrators and moderators do."""

from dataclasses import dataclass
from datetime import datetime


def report_key(lesson_id: str, user_id: str = "") -> str:
    """The claim that says that a lesson was reported, by whom or (since they can be forgotten) by
    somebody; without either, how the keys of all of them begin."""
    return f"reported:{lesson_id}:{user_id}"


def is_report_of(lesson_id: str, key: str) -> bool:
    """Whether a claim's key is of a report of this very lesson: ids may have colons in them, and
    what is a letter to us may be a wildcard to SQL."""
    before, _, _ = key.rpartition(":")
    return f"{before}:" == report_key(lesson_id)


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what, when (aware UTC), to which lesson. Never anybody's words."""

    at: datetime
    who: str
    what: str
    lesson_id: str | None = None
