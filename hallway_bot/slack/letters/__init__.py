"""What is written in each kind of message that Hallway sends by itself."""

from ...domain.attention import Kind
from ...domain.delivery import Delivery
from ..courier import Letter, Write
from ..desk import Desk, Visitor
from . import questions, reflecting


def by_subject(writers: dict[str, Write]) -> Write:
    """One kind that serves several letters: `about` in the subject says which."""

    def write(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
        return writers[delivery.subject["about"]](desk, workspace, visitor, delivery)

    return write


WRITERS: dict[Kind, Write] = {
    Kind.MATCH: questions.match,
    Kind.FOLLOW_UP: by_subject({"question": questions.still}),
    Kind.INVITATION: reflecting.invitation,
    Kind.PROMPT: reflecting.prompt,
}
