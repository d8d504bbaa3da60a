"""Bringing the asker and an author together: the author is asked first, always."""

from dataclasses import dataclass
from uuid import NAMESPACE_OID, uuid5

from ..domain.errors import NotAllowed
from ..domain.person import Person
from ..domain.talks import TalkRequest, TalkState, can_be_asked
from ..domain.visibility import Audience, may_see
from ..ports import Clock, Directory, Store


@dataclass(frozen=True, slots=True)
class Talk:
    """The use case."""

    store: Store
    directory: Directory
    now: Clock

    def ask(
        self, workspace: str, lesson_id: str, asker: Person, question: str
    ) -> TalkRequest | None:
        """A request for the author to answer, or None when this person asked before.

        Raises NotAllowed when the lesson may not be seen or its author cannot be reached.
        """
        lesson = self.store.lesson(workspace, lesson_id)
        audience = Audience(asker, channels=self.directory.channels_of(asker.id))
        if lesson is None or not may_see(lesson, audience) or not can_be_asked(lesson, asker):
            raise NotAllowed("This author cannot be asked.")
        author_id = str(lesson.author.user_id)
        made = talk_id(workspace, lesson_id, asker.id)
        request = TalkRequest(
            made, lesson_id, asker.id, author_id, question, TalkState.ASKED, self.now()
        )
        return request if self.store.ask_to_talk(workspace, request) else None

    def answer(
        self, workspace: str, talk_id: str, author: Person, state: TalkState
    ) -> TalkRequest | None:
        """Record the author's answer; None when it was given before."""
        request = self.store.talk(workspace, talk_id)
        if request is None or request.author_id != author.id:
            raise NotAllowed("Only the author answers.")
        if request.state is not TalkState.ASKED:
            return None
        moved = self.store.move_talk(workspace, request, state, self.now())
        return request if moved else None


def talk_id(workspace: str, lesson_id: str, asker_id: str) -> str:
    """The same for the same request, so that one whose delivery failed can be sent again."""
    return uuid5(NAMESPACE_OID, f"{workspace}\n{lesson_id}\n{asker_id}").hex
