"""Bringing an asker and an author together: what may become of a request.

The rules, all of them:

- The author is asked first, and is asked at most as often as they allow within `WINDOW`.
- A person asks about a lesson once. "Not about this" ends all requests about that lesson.
- Whoever gives no sign within `WORKDAYS` of their own country after the message reached them is
  taken to have no time; a yes that comes later still counts.
- Where the author's week is full the asker is told so first, and chooses between waiting and
  somebody else. What finds no place while it may wait ends, and the asker hears that nobody was
  asked.
- Nothing may tell who an unnamed author is. That they are full, or have left, looks as if they
  gave no sign, and the workdays are the asker's, from the asking on. What is told about the time
  of a named author leaves out all that unnamed lessons brought them: where only that is in the
  way, it looks as if they gave no sign as well.
- An unnamed lesson stays askable for a while after its author had themselves forgotten, or was
  made to be: until a day of chance within `ASKABLE`, one for each lesson. Until then a request
  ends as if the author gave no sign, and words that are carried reach nobody.
- When somebody else is offered, it is who was asked least within `WINDOW`, an unnamed author as
  often as about that lesson; among equals, who wrote what comes nearest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from .lesson import Lesson
from .person import Person

WINDOW = timedelta(days=30)
DEFAULT_LIMIT = 2
HIGHEST_LIMIT = 5
WORKDAYS = 3
FOLLOW_UP = timedelta(days=2)
NOT_YET = timedelta(days=7)
# From when until when after its author went an unnamed lesson ceases to be askable.
ASKABLE = (timedelta(days=30), timedelta(days=90))


class TalkState(StrEnum):
    """Where a request to talk stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    RELAYED = "relayed"  # words are carried, the author stays unnamed
    ENDED = "ended"  # words were carried, until one of them ended it
    DECLINED = "declined"  # not now
    NOT_ABOUT = "not_about"  # not about this lesson, now or later
    SILENT = "silent"  # no answer in three workdays
    UNASKED = "unasked"  # their week had no room for it in time, so they never saw it
    LAPSED = "lapsed"  # the lesson or one of the two is not there any more

    @property
    def may_be_answered(self) -> bool:
        """Whether the author may still say something."""
        return self in (TalkState.ASKED, TalkState.SILENT)


class Talked(StrEnum):
    """What one of the two says when asked whether they talked."""

    YES = "yes"
    NOT_YET = "not_yet"
    NO = "no"


@dataclass(frozen=True, slots=True)
class TalkRequest:
    """One person asks the author of one lesson for a conversation.

    `author_id` is empty once the author went and nobody may be told, see `ASKABLE`.
    `unnamed`: the asker was never shown the author's name, though the lesson may be out of their
    sight by now. `answered_at`: when `state` last changed. `group_channel`: where the two were
    brought together. All times are aware UTC times.
    """

    id: str
    lesson_id: str
    asker_id: str
    author_id: str
    question: str
    state: TalkState
    created_at: datetime
    answered_at: datetime | None = None
    group_channel: str | None = None
    asker_talked: Talked | None = None
    author_talked: Talked | None = None
    unnamed: bool = field(default=False, compare=False)

    def other(self, user_id: str) -> str:
        """The one of the two who is not `user_id`."""
        return self.author_id if user_id == self.asker_id else self.asker_id


def is_askable(lesson: Lesson) -> bool:
    """Whether there is somebody in this Slack to ask, or nobody may be told that they went."""
    if lesson.author.user_id is not None:
        return True
    return lesson.is_anonymous and lesson.askable_until is not None


def can_be_asked(lesson: Lesson, asker: Person) -> bool:
    """Whether there seems to be somebody to ask, other than the asker."""
    return is_askable(lesson) and lesson.author.user_id != asker.id


def least_asked(lessons: Sequence[Lesson], asked: Mapping[str, int]) -> Lesson | None:
    """Which to offer, of `lessons` best first. `asked`: requests within `WINDOW` that count
    against each lesson, by its id."""
    return min(lessons, key=lambda lesson: asked.get(lesson.id, 0), default=None)


def introduction_key(request_id: str) -> str:
    """The key of the message that asks the author."""
    return f"introduction:{request_id}"
