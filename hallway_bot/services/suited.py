"""Which open questions to show to whom: those that they may know about and did not answer yet."""

from collections.abc import Iterator

from ..domain.records import MatchState, OpenQuestion
from ..ports import Store

_LOOKED_AT = 20


def suited(store: Store, workspace: str, user_id: str) -> Iterator[OpenQuestion]:
    """Colleagues' open questions that come near to this person's lessons, best first.

    Not those for which a lesson of theirs was told: they gave what they have.
    """
    found = store.questions_for(workspace, user_id, _LOOKED_AT)
    mine = {lesson.id for lesson in store.lessons_of(workspace, user_id)} if found else set()
    for question in found:
        matches = store.matches(workspace, question.id)
        if not any(matches.get(x, MatchState.KNOWN) is not MatchState.KNOWN for x in mine):
            yield question
