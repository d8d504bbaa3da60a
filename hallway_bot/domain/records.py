"""The small things Hallway remembers beside lessons. All times are aware UTC times."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What a reader says of a lesson they were shown."""

    HELPFUL = "helpful"
    NOT_FOR_ME = "not_for_me"


class TalkState(StrEnum):
    """Where a request to talk stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question somebody asked Hallway to keep."""

    id: str
    asker_id: str
    text: str
    language: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class TalkRequest:
    """One person asks the author of one lesson for a conversation."""

    id: str
    lesson_id: str
    asker_id: str
    author_id: str
    question: str
    state: TalkState
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """How much Hallway holds about one person."""

    lessons: int
    private_lessons: int
    questions: int
    verdicts: int
    talks: int


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index is believed to hold of a lesson, for one model."""

    lesson_id: str
    content_hash: str
    passages: int


@dataclass(frozen=True, slots=True)
class ActiveModel:
    """The model that a workspace is searched by: its collection, and what makes it again."""

    name: str
    source: dict[str, str]
