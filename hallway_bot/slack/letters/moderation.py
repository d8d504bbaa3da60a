"""What the author of a lesson hears from moderators; their reason stands with the lesson."""

from ...domain.delivery import Delivery
from ...domain.lesson import Lesson
from ..courier import Letter
from ..desk import Desk, Visitor
from ..views import report as views


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
