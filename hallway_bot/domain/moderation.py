"""What administrators and moderators do."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what, when (aware UTC), to which lesson. Never anybody's words."""

    at: datetime
    who: str
    what: str
    lesson_id: str | None = None
