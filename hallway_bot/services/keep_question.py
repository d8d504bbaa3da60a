"""Keeping a question open with its asker's consent, and closing it again."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from ..domain.attention import Kind
from ..domain.delivery import DeliveryState
from ..domain.errors import InvalidInput
from ..domain.person import Person
from ..domain.questions import WAITS, to_be_checked
from ..domain.records import MatchState, OpenQuestion, QuestionState
from ..ports import Clock, LanguageDetector, Store
from .match import match_key
from .screening import refuse_secrets
from .sending import Outbox

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class KeepQuestion:
    """The use case. `wake` has a new question laid beside the lessons soon."""

    store: Store
    outbox: Outbox
    detect: LanguageDetector
    now: Clock
    wake: Callable[[], None] = lambda: None

    def keep(self, workspace: str, asker: Person, text: str, *, anonymous: bool) -> bool:
        """Keep it, to be seen by colleagues; False when this person keeps it open already."""
        text = text.strip()
        if not text:
            raise InvalidInput("question.error.empty", "question")
        refuse_secrets(question=text)
        question = OpenQuestion(
            uuid4().hex,
            asker.id,
            text[:LONGEST],
            self.detect.detect(text),
            self.now(),
            anonymous=anonymous,
        )
        kept = self.store.keep_question(workspace, question)
        if kept:
            self.wake()
        return kept

    def keeps(self, workspace: str, asker: Person, text: str) -> bool:
        """Whether this person keeps exactly this question open."""
        mine = self.store.questions_of(workspace, asker.id)
        return _plain(text) in {_plain(question.text) for question in mine}

    def close(self, workspace: str, question_id: str, asker: Person) -> bool:
        """The asker needs it no longer; False when it was closed, or is not theirs."""
        question = self.store.question(workspace, question_id)
        if question is None or question.asker_id != asker.id:
            return False
        return self.store.close_question(workspace, question_id, QuestionState.CLOSED, self.now())

    def answered(self, workspace: str, question_id: str, lesson_id: str, asker: Person) -> bool:
        """The asker says that this lesson answers it, which closes it."""
        question = self.store.question(workspace, question_id)
        if question is None or question.asker_id != asker.id:
            return False
        now = self.now()
        self.store.set_match(workspace, question_id, lesson_id, MatchState.ANSWERS, now)
        return self.store.close_question(workspace, question_id, QuestionState.ANSWERED, now)

    def helped(self, workspace: str, lesson_id: str, reader: Person) -> list[OpenQuestion]:
        """Somebody found a lesson helpful: their questions that it was told for close."""
        told = self.store.questions_told(workspace, reader.id, lesson_id)
        return [q for q in told if self.answered(workspace, q.id, lesson_id, reader)]

    def not_quite(self, workspace: str, question_id: str, lesson_id: str, asker: Person) -> bool:
        """The asker says that this lesson does not answer it; it stays open."""
        question = self.store.question(workspace, question_id)
        if question is None or question.asker_id != asker.id:
            return False
        if question.state is QuestionState.OPEN:
            state = MatchState.NOT_QUITE
            self.store.set_match(workspace, question_id, lesson_id, state, self.now())
        return question.state is QuestionState.OPEN

    def renew(self, workspace: str, question_id: str, asker: Person) -> bool:
        """It still is a question for its asker; False when it is closed, or not theirs."""
        question = self.store.question(workspace, question_id)
        if question is None or question.asker_id != asker.id:
            return False
        return self.store.renew_question(workspace, question_id, self.now())

    def letters(self, workspace: str, question_id: str, asker: Person) -> list[str]:
        """The keys of what the asker may have been written about a question of theirs."""
        question = self.store.question(workspace, question_id)
        if question is None or question.asker_id != asker.id:
            return []
        asked = [_key(question, question.checked_at)] if question.checked_at else []
        lessons = self.store.matches(workspace, question_id)
        return [*asked, *(match_key(question_id, lesson_id) for lesson_id in lessons)]

    def tidy(self, workspace: str) -> None:
        """Ask about old questions once, and quietly close those that got no sign."""
        for question in self.store.open_questions(workspace):
            if to_be_checked(question, self.now()):
                self._check(workspace, question)
            elif question.checked_at is not None:
                self._without_sign(workspace, question)

    def _check(self, workspace: str, question: OpenQuestion) -> None:
        now = self.now()
        if self.store.check_question(workspace, question, now):
            subject = {"about": "question", "question": question.id}
            self.outbox.add(
                workspace, question.asker_id, Kind.FOLLOW_UP, _key(question, now), subject
            )

    def _without_sign(self, workspace: str, question: OpenQuestion) -> None:
        asked_at, now = question.checked_at, self.now()
        renewed = question.renewed_at
        if asked_at is None or (renewed is not None and renewed >= asked_at):
            return
        sent = self.store.delivery_by_key(workspace, _key(question, asked_at))
        if sent is None or sent.state is DeliveryState.LAPSED:
            # They were never asked, for want of room or because we died: ask anew.
            self.store.check_question(workspace, question, None)
        elif now - (sent.sent_at or asked_at) >= WAITS and sent.state in _OVER:
            self.store.close_question(workspace, question.id, QuestionState.LAPSED, now)


# A message that waits is not yet asked.
_OVER = (DeliveryState.SENT, DeliveryState.DROPPED)


def _key(question: OpenQuestion, at: object) -> str:
    return f"still:{question.id}:{at:%Y%m%d%H%M%S}"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
