"""What moderators and the author of a lesson hear of each other: a report, a reason, an answer."""

from ...domain.delivery import WORDS, Delivery
from ...domain.errors import NotAllowed
from ...domain.lesson import Lesson
from ..courier import Letter
from ..desk import Desk, Visitor
from ..views import report as views


def report(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """To a moderator: somebody reported a lesson; nothing if its author took it back."""
    try:
        lesson = desk.moderate.reported(workspace, delivery.subject["lesson"], visitor.person)
    except NotAllowed:
        return None
    name = desk.names(workspace, [lesson]).get(lesson.author.key or "")
    return Letter(views.to_moderator(visitor.t, lesson, name, delivery.subject[WORDS]))


def answer(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """To a moderator: what the author of a hidden lesson says."""
    try:
        lesson = desk.moderate.answered_for(workspace, delivery.subject["lesson"], visitor.person)
    except NotAllowed:
        return None
    return Letter(views.answered(visitor.t, lesson, delivery.subject[WORDS]))


def hidden(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """It is hidden, and why; nothing if moderators decided anew meanwhile."""
    lesson = _theirs(desk, workspace, delivery)
    if lesson is None or lesson.hidden_because is None:
        return None
    return Letter(views.hidden(visitor.t, lesson, lesson.hidden_because))


def shown(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """It can be found again; nothing if moderators decided anew meanwhile."""
    lesson = _theirs(desk, workspace, delivery)
    if lesson is None or lesson.hidden_because is not None:
        return None
    return Letter(views.shown(visitor.t, lesson.headline))


def _theirs(desk: Desk, workspace: str, delivery: Delivery) -> Lesson | None:
    if not desk.moderate.is_news(workspace, delivery):
        return None
    lesson = desk.store.lesson(workspace, delivery.subject["lesson"])
    return lesson if lesson and lesson.author.user_id == delivery.user_id else None
