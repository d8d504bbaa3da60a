"""The small things Hallway remembers beside lessons. All times are aware UTC times."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What a reader says of a lesson they were shown."""

    HELPFUL = "helpful"
    NOT_FOR_ME = "not_for_me"


class QuestionState(StrEnum):
    """What became of a question that was kept open."""

    OPEN = "open"
    ANSWERED = "answered"  # the asker said which lesson answers it
    CLOSED = "closed"  # by the asker
    LAPSED = "lapsed"  # quietly: asked whether it still is a question, they gave no sign


class MatchState(StrEnum):
    """How a lesson stands to an open question."""

    KNOWN = "known"  # not told: it was there before, or better ones were told at that time
    LINKED = "linked"  # told as an answer by its author; still to be passed on
    TOLD = "told"
    ANSWERS = "answers"  # says the asker
    NOT_QUITE = "not_quite"  # says the asker


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question somebody asked Hallway to keep.

    `shown`: they agreed that colleagues see it; `anonymous`: without their name.
    `renewed_at`: when they last said that it still is one; `checked_at`: when they were last
    asked; `surveyed_at`: when it was first laid beside the lessons.
    """

    id: str
    asker_id: str
    text: str
    language: str
    created_at: datetime
    anonymous: bool = False
    shown: bool = True
    state: QuestionState = QuestionState.OPEN
    renewed_at: datetime | None = None
    checked_at: datetime | None = None
    surveyed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """How much Hallway holds about one person. `open_questions` and `private_lessons` are
    among the `questions` and `lessons`."""

    lessons: int
    private_lessons: int
    questions: int
    verdicts: int
    talks: int
    trials: int = 0
    open_questions: int = 0


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


@dataclass(frozen=True, slots=True)
class Team:
    """A Slack team, and the internal id of its workspace here.

    `team_id` None: nobody's yet, such as what was imported before any team was known.
    `enterprise_id`: its organisation in Enterprise Grid. `in_use`: Hallway is installed there.
    """

    workspace: str
    team_id: str | None
    enterprise_id: str | None = None
    in_use: bool = True
