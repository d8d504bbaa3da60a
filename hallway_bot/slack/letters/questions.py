"""What Hallway writes to people about the questions that they keep open."""

from ...domain.analysis import question_terms
from ...domain.delivery import Delivery
from ...domain.highlight import best_sentence
from ...domain.records import QuestionState
from ...domain.visibility import may_see
from ..courier import Letter
from ..desk import Desk, Visitor
from ..views import questions as views


def match(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """A lesson that may answer it; nothing once it is closed or the lesson is out of sight."""
    question = desk.store.question(workspace, delivery.subject["question"])
    lesson = desk.store.lesson(workspace, delivery.subject["lesson"])
    if question is None or question.state is not QuestionState.OPEN:
        return None
    if lesson is None or not lesson.is_current or not may_see(lesson, desk.alone(visitor)):
        return None
    name = desk.names(workspace, [lesson]).get(lesson.author.key or "")
    terms = question_terms(question.text, question.language)
    passage = best_sentence(lesson, lesson.body, terms)
    return Letter(views.match(visitor.t, question, lesson, name, passage, visitor.person))


def still(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """Is it still a question for them? Nothing once it is closed."""
    question = desk.store.question(workspace, delivery.subject["question"])
    if question is None or question.state is not QuestionState.OPEN:
        return None
    return Letter(views.still(visitor.t, question))
