"""What is written in each kind of message that Hallway sends by itself."""

from ...domain.attention import Kind
from ...domain.delivery import Delivery
from ..courier import Letter, Write
from ..desk import Desk, Visitor
from . import digest, inviting, lessons, meeting, moderation, questions, reflecting, relay


def by_subject(writers: dict[str, Write]) -> Write:
    """One kind that serves several letters: `about` in the subject says which. There is
    nothing to say about what it does not know, such as what a newer version wrote down."""

    def write(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
        writer = writers.get(delivery.subject.get("about", ""))
        return writer(desk, workspace, visitor, delivery) if writer else None

    return write


WRITERS: dict[Kind, Write] = {
    Kind.TALK_ANSWER: meeting.answer,
    Kind.MEETING: meeting.meeting,
    Kind.RELAY: by_subject(
        {
            "start": relay.start,
            "words": relay.words,
            "changed": relay.changed,
            "ended": relay.ended,
        }
    ),
    Kind.MATCH: questions.match,
    Kind.DIGEST: by_subject({"digest": digest.week, "outsiders": digest.outsiders}),
    Kind.INTRODUCTION: meeting.introduction,
    Kind.FOLLOW_UP: by_subject(
        {
            "question": questions.still,
            "talk": meeting.did_you_talk,
            "trial": lessons.did_it_hold,
        }
    ),
    Kind.INVITATION: reflecting.invitation,
    Kind.PROMPT: reflecting.prompt,
    Kind.THANKS: by_subject({"helpful": lessons.it_helped, "trial": lessons.it_was_tried}),
    Kind.REVIEW: lessons.does_it_still_hold,
    Kind.MODERATION: by_subject(
        {
            "report": moderation.report,
            "answer": moderation.answer,
            "hidden": moderation.hidden,
            "shown": moderation.shown,
        }
    ),
    Kind.SUGGESTION: inviting.suggestion,
}
