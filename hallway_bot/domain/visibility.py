"""The one decision on who may see a lesson. Every path that shows one asks here."""

from dataclasses import dataclass

from .lesson import Lesson, Visibility
from .person import Person


@dataclass(frozen=True, slots=True)
class Audience:
    """Who will read what is about to be shown.

    `room` is the channel in which all members read along, or None where only `viewer`
    does (a DM, a slash command's answer, Home, the terminal).
    `channels` are the channels that `viewer` is a member of at this moment.
    No `viewer` at all is the operator at the terminal: they see what all colleagues may see.
    """

    viewer: Person | None
    room: str | None = None
    channels: frozenset[str] = frozenset()

    @property
    def is_operator(self) -> bool:
        """Whether this is the terminal of the machine on which Hallway runs."""
        return self.viewer is None


def may_see(lesson: Lesson, audience: Audience) -> bool:
    """Whether everyone in `audience` may see `lesson`. What a moderator hid nobody sees; its
    author has it on Home."""
    if lesson.hidden_because is not None:
        return False
    if audience.is_operator:
        return lesson.visibility in (Visibility.EVERYONE, Visibility.ANONYMOUS)
    viewer = audience.viewer
    if viewer is None or not viewer.is_colleague:
        return False
    if lesson.visibility in (Visibility.EVERYONE, Visibility.ANONYMOUS):
        return True
    if audience.room is not None:
        return lesson.visibility is Visibility.CHANNEL and lesson.channel_id == audience.room
    if lesson.author.user_id is not None and lesson.author.user_id == viewer.id:
        return True
    return lesson.visibility is Visibility.CHANNEL and lesson.channel_id in audience.channels


def may_bring_up(lesson: Lesson, audience: Audience, *, replaced: bool = False) -> bool:
    """Whether an answer to `audience` may bring `lesson` up: what its author retired or
    replaced stays readable, and is not offered any more. `replaced`: also what was replaced,
    which still says whom to ask."""
    current = lesson.retired_at is None if replaced else lesson.is_current
    return current and may_see(lesson, audience)


def opens(lesson: Lesson, visibility: Visibility, channel_id: str | None) -> bool:
    """Whether people could read `lesson` who could not before, were it shown like that."""
    if visibility is Visibility.PRIVATE:
        return False
    if lesson.visibility in (Visibility.EVERYONE, Visibility.ANONYMOUS):
        return False
    return lesson.visibility is not visibility or lesson.channel_id != channel_id


def can_replace(other: Lesson, lesson: Lesson) -> bool:
    """Whether all readers of `lesson` may be led to `other`, of the same author."""
    if other.hidden_because is not None or other.is_named != lesson.is_named:
        return False
    return not opens(other, lesson.visibility, lesson.channel_id)


def may_lead(lesson: Lesson, other: Lesson, audience: Audience) -> bool:
    """Whether readers of `lesson` may be led to `other`, which its author says replaces it.

    Both have one author, so a link between a named and an unnamed lesson would give a name
    away. `may_see` decides about `lesson` itself.
    """
    return lesson.is_named == other.is_named and may_see(other, audience)
