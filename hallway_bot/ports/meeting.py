"""What open questions and introductions need from a store. All times are aware UTC times."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ..domain.records import MatchState, OpenQuestion, QuestionState
from ..domain.talks import Talked, TalkRequest, TalkState


class Questions(Protocol):
    """Questions that people keep open."""

    def keep_question(self, workspace: str, question: OpenQuestion) -> bool:
        """False when this person keeps the same question open already; a closed one opens anew."""

    def question(self, workspace: str, question_id: str) -> OpenQuestion | None: ...

    def questions_of(self, workspace: str, user_id: str) -> list[OpenQuestion]:
        """The open ones of this person, newest first."""

    def open_questions(
        self, workspace: str, *, shown: bool = False, unsurveyed: bool = False
    ) -> list[OpenQuestion]:
        """Open questions, newest first. `shown`: only those that colleagues may see;
        `unsurveyed`: only those that were never laid beside the lessons."""

    def close_question(
        self, workspace: str, question_id: str, state: QuestionState, at: datetime
    ) -> bool:
        """True for whoever closes it; False when it was not open any more."""

    def survey_question(
        self, workspace: str, question_id: str, people: Sequence[str], at: datetime
    ) -> None:
        """Note that it was laid beside the lessons, and who may know something, best first."""

    def check_question(self, workspace: str, question: OpenQuestion, at: datetime | None) -> bool:
        """Note when its asker was asked whether it still is one; False when that changed."""

    def renew_question(self, workspace: str, question_id: str, at: datetime) -> bool:
        """It still is one; False when it is closed."""

    def matches(self, workspace: str, question_id: str) -> dict[str, MatchState]:
        """Lesson ids that have to do with it."""

    def set_match(
        self, workspace: str, question_id: str, lesson_id: str, state: MatchState, at: datetime
    ) -> None: ...

    def questions_told(self, workspace: str, user_id: str, lesson_id: str) -> list[OpenQuestion]:
        """This person's open questions for which they were told of this lesson."""

    def questions_for(self, workspace: str, user_id: str, limit: int) -> list[OpenQuestion]:
        """Open ones of others that this person may know something about, best first."""

    def suggest_question(
        self, workspace: str, question_id: str, user_id: str, at: datetime
    ) -> bool:
        """Note that it was suggested to them; True the first time."""


class Talks(Protocol):
    """Requests to talk with an author."""

    def ask_to_talk(self, workspace: str, request: TalkRequest) -> bool:
        """False when this person asked about this lesson already."""

    def withdraw_talk(self, workspace: str, talk_id: str) -> None:
        """Forget a request that was never passed on."""

    def talk(self, workspace: str, talk_id: str) -> TalkRequest | None: ...

    def talks_of(self, workspace: str, asker_id: str) -> list[TalkRequest]: ...

    def move_talk(
        self, workspace: str, request: TalkRequest, state: TalkState, at: datetime
    ) -> bool:
        """True for exactly one caller, as long as its state is still that of `request`."""

    def set_group(self, workspace: str, talk_id: str, channel: str) -> None: ...

    def set_talked(self, workspace: str, talk_id: str, user_id: str, talked: Talked) -> None:
        """What one of the two says."""

    def talks_to_follow(self, since: datetime) -> list[tuple[str, TalkRequest]]:
        """(workspace, request) of those that wait for an author or changed since then."""

    def asked_of(self, workspace: str, author_id: str, since: datetime) -> list[TalkRequest]:
        """What this person was asked since then, without what never reached them (UNASKED)."""

    def times_asked(
        self, workspace: str, author_ids: Sequence[str], since: datetime
    ) -> dict[str, dict[str, int]]:
        """How often each of them was asked since then, or is to be, by lesson; without those who
        were not, and without what never reached them (UNASKED)."""

    def not_about(self, workspace: str, lesson_ids: Sequence[str]) -> frozenset[str]:
        """Those lessons whose author does not want to talk about them."""
