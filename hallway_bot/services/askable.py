"""Who may be asked for a talk, as often as they allow and when their week has room for it."""

from dataclasses import dataclass
from datetime import datetime

from ..domain.attention import Kind
from ..domain.lesson import Lesson
from ..domain.person import Person
from ..domain.talks import DEFAULT_LIMIT, WINDOW, can_be_asked, least_asked
from ..domain.visibility import Audience, may_see
from ..ports import Clock, Directory, Store
from .attention import Attention
from .search import Search

_NEAR = 20


@dataclass(frozen=True, slots=True)
class Wait:
    """When a full week has room for a request, as things stand, and until when it may wait."""

    expected: datetime
    latest: datetime


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

    def room_for(self, workspace: str, author_id: str) -> int:
        """How often they may still be asked; less than 0 when it was too often."""
        asked = self.store.times_asked(workspace, [author_id], self.now() - WINDOW)
        return self._allowed(workspace, author_id) - asked.get(author_id, 0)

    def _allowed(self, workspace: str, user_id: str) -> int:
        """`limit`, unless they want nothing at all that they did not ask for."""
        if not self._attention.limit(workspace, user_id):
            return 0
        return self.limit(workspace, user_id)

    def is_reachable(self, workspace: str, lesson: Lesson, asker: Person) -> bool:
        """Whether a colleague other than the asker is behind this lesson."""
        author_id = lesson.author.user_id
        if author_id is None or not can_be_asked(lesson, asker):
            return False
        return self.directory.person(workspace, author_id).is_colleague

    def wait(self, workspace: str, author_id: str) -> Wait | None:
        """How long their full week has somebody wait; None: there is room for a request."""
        now, kind = self.now(), Kind.INTRODUCTION
        author = self.directory.person(workspace, author_id)
        expected = self._attention.full_until(workspace, kind, author, now)
        latest = now + kind.patience
        return Wait(min(expected, latest), latest) if expected is not None else None

    def next_lesson(
        self, workspace: str, asker: Person, question: str, lesson_id: str | None
    ) -> Lesson | None:
        """A near lesson, instead of `lesson_id`, whose author may be asked and was asked least.

        Authors who were tried are left out where their name stood on the lesson, and those whose
        week is full where it stands on this one; the same of what an unnamed author wrote would
        tell who they are.
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
            and lesson.author.user_id not in tried
            and self.is_reachable(workspace, lesson, asker)
        ]
        return self._least_asked(workspace, near, since)

    def _least_asked(self, workspace: str, near: list[Lesson], since: datetime) -> Lesson | None:
        closed = self.store.not_about(workspace, [lesson.id for lesson in near])
        authors = [str(lesson.author.user_id) for lesson in near]
        asked = self.store.times_asked(workspace, authors, since)
        free = [
            lesson
            for lesson, author in zip(near, authors, strict=True)
            if lesson.id not in closed
            and asked.get(author, 0) < self._allowed(workspace, author)
            and not (lesson.is_named and self.wait(workspace, author))
        ]
        return least_asked(free, asked)

    @property
    def _attention(self) -> Attention:
        return Attention(self.store, self.directory)
