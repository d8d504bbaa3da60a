"""How long a question stays open without a sign of its asker."""

from datetime import datetime, timedelta

from .records import OpenQuestion

STAYS_OPEN = timedelta(days=90)
# After "is this still a question for you?"
WAITS = timedelta(days=14)


def to_be_checked(question: OpenQuestion, now: datetime) -> bool:
    """Whether the asker is to be asked if it still is a question for them."""
    since = question.renewed_at or question.created_at
    return now - since >= STAYS_OPEN and (
        question.checked_at is None or question.checked_at < since
    )
