"""Answering "who knows about X" with people, never with a document alone."""

from dataclasses import dataclass, replace

from ..domain.expertise import Evidence, Knowers, rank_people
from ..domain.feedback import NO_FEEDBACK
from ..domain.lesson import Lesson
from ..domain.ranking import WORTH_COUNTING, Ranked
from ..domain.visibility import Audience, may_lead
from ..ports import Clock, Store
from .search import Search

SHOWN = 5
_EVIDENCE = 100
# Lessons that replaced one another are followed so far.
_CHAIN = 5
# Whoever asks for a topic by its name mostly means the name: its words count on top of the score.
_LITERAL = 1.5


@dataclass(frozen=True, slots=True)
class WhoKnows:
    """The use case."""

    search: Search
    store: Store
    now: Clock

    def __call__(
        self, workspace: str, topic: str, audience: Audience, limit: int = SHOWN
    ) -> Knowers:
        """At most `limit` people, besides the asker, who chose to be named and have something
        near to show."""
        found = self.ranking(workspace, topic, audience)
        people = [
            replace(person, lessons=tuple(x for x in person.lessons if x.id in found[1]))
            for person in found[0].people
            if person.near
        ]
        nobody = not people and not found[0].unnamed
        reading = nobody and self.search.unread(workspace) > 0
        return replace(found[0], people=tuple(people[:limit]), reading=reading)

    def ranking(
        self, workspace: str, topic: str, audience: Audience
    ) -> tuple[Knowers, frozenset[str]]:
        """Everybody there is some evidence for, and which lessons are near enough to show."""
        found = self._found(workspace, topic, audience)
        feedback = self.store.feedback(workspace, [lesson.id for lesson, _ in found])
        evidence = [
            Evidence(
                lesson,
                rank.score + _LITERAL * rank.share,
                rank.near_enough,
                feedback.get(lesson.id, NO_FEEDBACK),
            )
            for lesson, rank in found
            if (rank.near_enough or rank.nearness >= WORTH_COUNTING)
            and not _is_own(lesson, audience)
        ]
        keys = {one.lesson.author.key for one in evidence if one.lesson.is_named}
        written = self.store.lessons_written(workspace, [key for key in keys if key])
        near = frozenset(one.lesson.id for one in evidence if one.near)
        return rank_people(evidence, written, self.now()), near

    def _found(self, workspace: str, topic: str, audience: Audience) -> list[tuple[Lesson, Ranked]]:
        """What was found, each lesson once and as it is now: whoever replaced one by another
        that no longer names the topic still knows about it."""
        found = self.search.find(workspace, topic, audience, limit=_EVIDENCE, replaced=True)
        current: dict[str, tuple[Lesson, Ranked]] = {}
        for lesson, rank in found:
            now = self._successor(workspace, lesson, audience)
            if now is not None:
                current.setdefault(now.id, (now, rank))  # the best comes first
        return list(current.values())

    def _successor(self, workspace: str, lesson: Lesson, audience: Audience) -> Lesson | None:
        """The current lesson at the end of the chain, where the audience may be shown it. Only
        of a named one: who knows without a name is not traced from lesson to lesson."""
        for _ in range(_CHAIN):
            if lesson.is_current:
                return lesson
            after = self.store.lessons(workspace, [lesson.replaced_by or ""])
            if not lesson.is_named or not after:
                return None
            [successor] = after.values()
            if not may_lead(lesson, successor, audience):
                return None
            lesson = successor
        return None


def _is_own(lesson: Lesson, audience: Audience) -> bool:
    # Nobody asks which colleagues know something to hear of themselves. But where others read along
    # they hear how many unnamed ones there are, and one fewer would be the asker.
    viewer = audience.viewer
    if viewer is None or (audience.room is not None and lesson.is_anonymous):
        return False
    return lesson.author.user_id == viewer.id
