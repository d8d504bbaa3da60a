"""One budget for a person's attention: what Hallway may say unasked, and in which order.

Rules: within seven days a person gets at most as many unasked messages as they allow. What
matters most goes first (`Kind`, in order). While a reflection prompt of theirs is still to
come within those days, one place is kept for it from all that matters less; what will be a week
old by then, give or take the hour that sending may take, takes none. What does not fit waits, and
lapses when its time is over.
"""

from datetime import timedelta
from enum import StrEnum

WINDOW = timedelta(days=7)
DEFAULT_LIMIT = 3
HIGHEST_LIMIT = 10


class Kind(StrEnum):
    """Why Hallway writes to somebody, what matters most first."""

    # Part of something that the person began: not counted, sent whenever it is there.
    TALK_ANSWER = "talk_answer"  # an author's answer to their request, or that none came
    MEETING = "meeting"  # the opening of a conversation that both agreed to
    RELAY = "relay"  # words carried between two people
    MATCH = "match"  # a lesson that may answer the question they keep open
    DIGEST = "digest"  # to a channel that an admin chose
    MODERATION = "moderation"  # a lesson was reported, hidden, answered for, shown again
    # Unasked: counted.
    INTRODUCTION = "introduction"  # somebody would like to talk with them
    PROMPT = "prompt"  # their reflection prompt
    FOLLOW_UP = "follow_up"  # did you talk, did it hold, is it still a question
    INVITATION = "invitation"  # would you like prompts
    THANKS = "thanks"  # what became of their lesson
    REVIEW = "review"  # does this old lesson still hold
    SUGGESTION = "suggestion"  # a colleague thinks that what they wrote would help others

    @property
    def rank(self) -> int:
        """0 matters most."""
        return list(Kind).index(self)

    @property
    def is_counted(self) -> bool:
        """Whether it is unasked and takes from the budget."""
        return self.rank >= Kind.INTRODUCTION.rank

    @property
    def at_any_hour(self) -> bool:
        """Whether it may come outside working hours: asked for, at a time of their own, or because
        a colleague acts at that moment."""
        return not self.is_counted or self in (
            Kind.PROMPT,
            Kind.INVITATION,
            Kind.SUGGESTION,
        )

    @property
    def patience(self) -> timedelta:
        """How long it may wait after it is due before it has lost its sense."""
        return _PATIENCE.get(self, timedelta(days=14))


_PATIENCE = {
    # A full week has room again after seven days, unless that is a weekend or a holiday. Of two
    # prompts that wait only the newer is left.
    Kind.PROMPT: timedelta(days=10),
    Kind.INTRODUCTION: timedelta(days=10),
    Kind.DIGEST: timedelta(days=1),
    Kind.RELAY: timedelta(days=30),
    # What a colleague wrote is kept no longer for it than that.
    Kind.SUGGESTION: timedelta(days=1),
    Kind.REVIEW: timedelta(days=60),
}


def may_send(kind: Kind, sent: int, limit: int, *, at_prompt: int | None) -> bool:
    """Whether a message of `kind` fits, `sent` unasked ones having gone out in `WINDOW`.

    `at_prompt`: how many of them will still be in the window when the person's next prompt
    comes; None when none comes within it."""
    if not kind.is_counted:
        return True
    if at_prompt is not None and kind.rank > Kind.PROMPT.rank and at_prompt + 1 >= limit:
        return False
    return sent < limit
