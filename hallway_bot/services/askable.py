"""Who may be asked for a talk, as often as they allow and when their week has room for it."""

from dataclasses import dataclass
from datetime import datetime

from ..domain.attention import Kind
from ..domain.delivery import Delivery
from ..domain.errors import Unknown
from ..domain.lesson import Lesson
from ..domain.person import Person
from ..domain.talks import (
    DEFAULT_LIMIT,
    WINDOW,
    TalkRequest,
    can_be_asked,
    introduction_key,
    least_asked,
)
from ..domain.visibility import Audience, may_see
from ..ports import Clock, Directory, Store
from .attention import Attention
from .search import Search
from .told import Told

_NEAR = 20


@dataclass(frozen=True, slots=True)
class Wait:
    """When a full week has room for a request, as things stand, and until when it may wait."""

    expected: datetime
    latest: datetime


@dataclass(frozen=True, slots=True)
class Room:
    """How often somebody may still be asked: `really`, and as far as may be `told`. Below 0 it
    was too often."""

    really: int
    told: int


@dataclass(frozen=True, slots=True)
class Askable:
    """The use case."""

    store: Store
    search: Search
    directory: Directory
    now: Clock

    def limit(self, workspace: str, user_id: str) -> int:
        """How often this person says that they may be asked within `WINDOW`."""
        wished = self.store.wishes(workspace, user_id).introductions_limit
        return DEFAULT_LIMIT if wished is None else wished

    def room_for(self, workspace: str, author_id: str) -> Room:
        """How often they may still be asked. What never reached them, because it had to look as
        if they gave no sign, takes no place: else it could be used to keep others from them."""
        asked = self.store.asked_of(workspace, author_id, self.now() - WINDOW)
        allowed = self._allowed(workspace, author_id)
        named = Told(self.store).named(workspace, {one.lesson_id for one in asked})
        told = sum(one.lesson_id in named for one in asked)
        really = sum(not self._is_left_out(workspace, one) for one in asked)
        return Room(allowed - really, allowed - told)

    def _is_left_out(self, workspace: str, request: TalkRequest) -> bool:
        sent = self.store.delivery_by_key(workspace, introduction_key(request.id))
        return sent is not None and sent.is_left_out

    def _allowed(self, workspace: str, user_id: str) -> int:
        """`limit`, unless they want nothing at all that they did not ask for."""
        if not self._attention.limit(workspace, user_id):
            return 0
        return self.limit(workspace, user_id)

    def is_reachable(self, workspace: str, lesson: Lesson, asker: Person) -> bool:
        """Whether a colleague other than the asker is behind this lesson."""
        author_id = lesson.author.user_id
        if author_id is None or author_id == asker.id:
            return False
        try:
            return self.directory.person(workspace, author_id).is_colleague
        except Unknown:
            return False

    def wait(self, workspace: str, author_id: str) -> Wait | None:
        """How long their full week has somebody wait, as far as may be told; None: there is room
        for a request."""
        now, kind = self.now(), Kind.INTRODUCTION
        author = self.directory.person(workspace, author_id)
        expected = self._attention.full_until(workspace, kind, author, now)
        latest = now + kind.patience
        return Wait(min(expected, latest), latest) if expected is not None else None

    def would_have_gone(
        self, workspace: str, request: TalkRequest, delivery: Delivery
    ) -> datetime | None:
        """When the author would have been asked if it were not for what they got because of
        unnamed lessons; None: nothing of that kind kept it waiting."""
        author = self.directory.person(workspace, request.author_id)
        limit = self._attention.limit(workspace, author.id)
        free = Told(self.store).would_have_gone(workspace, request, delivery, limit)
        return self._attention.at_work(workspace, author, free) if free else None

    def next_lesson(
        self, workspace: str, asker: Person, question: str, lesson_id: str | None
    ) -> Lesson | None:
        """A near lesson, instead of `lesson_id`, whose author may be asked and was asked least.

        Left out are named authors who were tried by name, who have left, or who are full as far
        as may be told. Of an unnamed author nothing counts but that it is not the asker, nor how
        often they were asked about anything but this lesson: it would tell who they are.
        """
        if not question.strip():
            return None
        audience = Audience(asker, channels=self.directory.channels_of(workspace, asker.id))
        found = self.search.find(workspace, question, audience, _NEAR)
        since = self.now() - WINDOW
        talks = self.store.talks_of(workspace, asker.id)
        past = {talk.lesson_id for talk in talks if talk.created_at > since}
        past |= {lesson_id} if lesson_id else set()
        known = self.store.lessons(workspace, sorted(past)).values()
        tried = {one.author.user_id for one in known if one.is_named and may_see(one, audience)}
        near = [
            lesson
            for lesson, rank in found
            if rank.near_enough
            and lesson.is_current
            and lesson.id not in past
            and can_be_asked(lesson, asker)
            and (lesson.is_anonymous or lesson.author.user_id not in tried)
            and (lesson.is_anonymous or self.is_reachable(workspace, lesson, asker))
        ]
        return self._least_asked(workspace, near, since)

    def _least_asked(self, workspace: str, near: list[Lesson], since: datetime) -> Lesson | None:
        closed = self.store.not_about(workspace, [lesson.id for lesson in near])
        times = self.store.times_asked(workspace, [_author(lesson) for lesson in near], since)
        named = Told(self.store).named(
            workspace, {id_ for theirs in times.values() for id_ in theirs}
        )
        asked = {}
        for lesson in near:
            theirs = times.get(_author(lesson), {})
            counts = named if lesson.is_named else {lesson.id}
            asked[lesson.id] = sum(count for id_, count in theirs.items() if id_ in counts)
        free = [
            lesson
            for lesson in near
            if lesson.id not in closed
            and not (lesson.is_named and self._is_full(workspace, lesson, asked[lesson.id]))
        ]
        return least_asked(free, asked)

    def _is_full(self, workspace: str, lesson: Lesson, asked: int) -> bool:
        author = _author(lesson)
        if asked >= self._allowed(workspace, author):
            return True
        return self.wait(workspace, author) is not None

    @property
    def _attention(self) -> Attention:
        return Attention(self.store, self.directory)


def _author(lesson: Lesson) -> str:
    return lesson.author.user_id or ""
