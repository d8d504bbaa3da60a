"""What is written in each kind of message that Hallway sends by itself."""

from ...domain.attention import Kind
from ...domain.delivery import Delivery
from ..courier import Letter, Write
from ..desk import Desk, Visitor
from . import meeting, questions, reflecting, relay


def by_subject(writers: dict[str, Write]) -> Write:
    """One kind that serves several letters: `about` in the subject says which."""

    def write(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
        return writers[delivery.subject["about"]](desk, workspace, visitor, delivery)

    return write


WRITERS: dict[Kind, Write] = {
    Kind.TALK_ANSWER: meeting.answer,
    Kind.MEETING: meeting.meeting,
    Kind.RELAY: by_subject({"start": relay.start, "words": relay.words, "ended": relay.ended}),
    Kind.MATCH: questions.match,
    Kind.INTRODUCTION: meeting.introduction,
    Kind.FOLLOW_UP: by_subject({"question": questions.still, "talk": meeting.did_you_talk}),
    Kind.INVITATION: reflecting.invitation,
    Kind.PROMPT: reflecting.prompt,
}
