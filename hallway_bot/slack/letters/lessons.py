"""What becomes of lessons: asked of who tries one, told to who wrote one."""

from ...domain.delivery import Delivery
from ...domain.feedback import NO_FEEDBACK, Feedback
from ...domain.lesson import Lesson
from ..courier import Letter
from ..desk import Desk, Visitor
from ..views import tending, trying


def did_it_hold(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """You meant to try this: did it hold?"""
    person, lesson_id = visitor.person, delivery.subject["lesson"]
    trial = desk.store.trial(workspace, lesson_id, person.id)
    if trial is None or not trial.state.is_open:
        return None
    if trial.due_on.isoformat() != delivery.subject["day"]:
        return None
    lesson = desk.trying.lesson(workspace, lesson_id, person)
    return Letter(trying.follow_up(visitor.t, lesson)) if lesson else None


def it_helped(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """To the author: the first colleague was helped."""
    lesson, feedback = _theirs(desk, workspace, delivery)
    if lesson is None or not feedback.helped:
        return None  # they changed their mind
    return Letter(trying.helped(visitor.t, lesson))


def it_was_tried(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """To the author: the first colleague tried it."""
    lesson, feedback = _theirs(desk, workspace, delivery)
    if lesson is None or not feedback.tried:
        return None
    return Letter(trying.tried(visitor.t, lesson, feedback))


def _theirs(desk: Desk, workspace: str, delivery: Delivery) -> tuple[Lesson | None, Feedback]:
    lesson = desk.store.lesson(workspace, delivery.subject["lesson"])
    if lesson is None or lesson.author.user_id != delivery.user_id:
        return None, NO_FEEDBACK
    return lesson, desk.store.feedback(workspace, [lesson.id]).get(lesson.id, NO_FEEDBACK)


def does_it_still_hold(
    desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery
) -> Letter | None:
    """To the author of an old lesson that nobody tried."""
    lesson = desk.tending.question(workspace, delivery)
    return Letter(tending.review(visitor.t, lesson)) if lesson else None
