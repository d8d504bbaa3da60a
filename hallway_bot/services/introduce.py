"""Bringing an asker and an author together: the author is asked first, always.

The rules stand in `domain.talks`. A request's state says which messages there must be; `follow`
writes them down, and may do so again and again.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Event
from uuid import NAMESPACE_OID, uuid5

from ..domain.attention import Kind
from ..domain.delivery import DeliveryState
from ..domain.errors import NotAllowed, Unavailable
from ..domain.lesson import Lesson
from ..domain.person import Person
from ..domain.talks import (
    FOLLOW_UP,
    NOT_YET,
    WORKDAYS,
    Talked,
    TalkRequest,
    TalkState,
    can_be_asked,
    introduction_key,
)
from ..domain.visibility import Audience, may_see
from ..domain.workdays import CLOSES, instant, workdays_after, zone_of
from ..ports import Clock, Directory, Store
from .askable import Askable
from .screening import refuse_secrets
from .sending import Outbox
from .turns import COUNTRY

_JUST_NOW, _LONG_DOWN = timedelta(minutes=10), timedelta(days=14)


class Asked(StrEnum):
    """What became of asking for a talk."""

    ASKED = "asked"
    BEFORE = "before"  # this person asked about this lesson already
    OWN = "own"
    GONE = "gone"  # the lesson is not there for them
    IMPOSSIBLE = "impossible"  # there is no colleague behind it in this Slack
    FULL = "full"  # the author was asked as often as they allow
    WAITS = "waits"  # there is no room in the author's week: nothing is asked yet
    NOT_ABOUT = "not_about"  # the author does not want to talk about this one


@dataclass(frozen=True, slots=True)
class Introduce:
    """The use case."""

    store: Store
    askable: Askable
    directory: Directory
    outbox: Outbox
    now: Clock
    _started: Event = field(default_factory=Event, repr=False)

    def ask(
        self, workspace: str, lesson_id: str, asker: Person, question: str, *, waits: bool = False
    ) -> Asked:
        """Ask the author, if they may be asked. `waits`: even where it waits for a full week.
        Raises HoldsSecret."""
        refuse_secrets(question=question)
        lesson = self.seen(workspace, lesson_id, asker)
        if lesson is None:
            return Asked.GONE
        if lesson.author.user_id == asker.id:
            return Asked.OWN
        reachable = self.askable.is_reachable(workspace, lesson, asker)
        # An unnamed lesson that was imported without its author says so at once: nobody's secret
        # is in that, and to pretend would have the asker wait for a person who is not there.
        if not can_be_asked(lesson, asker) or not (reachable or lesson.is_anonymous):
            return Asked.IMPOSSIBLE
        made = talk_id(workspace, lesson_id, asker.id)
        before = self.store.talk(workspace, made)
        if before is not None:
            return Asked.FULL if before.state is TalkState.UNASKED else Asked.BEFORE
        if self.store.not_about(workspace, [lesson_id]):
            return Asked.NOT_ABOUT
        author_id = lesson.author.user_id or ""
        request = TalkRequest(
            made, lesson_id, asker.id, author_id, question, TalkState.ASKED, self.now()
        )
        room = self.askable.room_for(workspace, author_id)
        if lesson.is_named and room.told < 1:
            return Asked.FULL
        if lesson.is_named and not waits and self.askable.wait(workspace, author_id):
            return Asked.WAITS
        if not reachable or room.really < 1:
            return self._pretend(workspace, request)
        if not self.store.ask_to_talk(workspace, request):
            return Asked.BEFORE
        room = self.askable.room_for(workspace, author_id)
        if lesson.is_named and room.told < 0:
            # Several asked at the same moment. Whoever sees that it is too much steps back.
            self.store.withdraw_talk(workspace, request.id)
            return Asked.FULL
        if room.really < 0:
            return self._pretend(workspace, request)
        self.follow(workspace, request)
        return Asked.ASKED

    def _pretend(self, workspace: str, request: TalkRequest) -> Asked:
        """Have it end as if the author gave no sign: "full" or "gone" tells who is unnamed."""
        # The letter that nobody gets comes first, so that no kill has it sent.
        key = introduction_key(request.id)
        self.outbox.leave_out(workspace, request.author_id, Kind.INTRODUCTION, key)
        self.store.ask_to_talk(workspace, request)
        return Asked.ASKED

    def answer(
        self, workspace: str, request_id: str, author: Person, state: TalkState
    ) -> TalkRequest | None:
        """Record the author's answer; None when there is nothing to answer any more.

        A yes to an asker who has left meanwhile comes back as LAPSED.
        """
        request = self.store.talk(workspace, request_id)
        if request is None or request.author_id != author.id:
            raise NotAllowed("Only the author answers.")
        if not request.state.may_be_answered:
            return None
        agrees = state in (TalkState.ACCEPTED, TalkState.RELAYED)
        if agrees and not self.directory.person(workspace, request.asker_id).is_colleague:
            state = TalkState.LAPSED
        return self._move(workspace, request, state)

    def talked(
        self, workspace: str, request_id: str, person: Person, talked: Talked
    ) -> TalkRequest:
        """What one of the two says two days later; "not yet" is asked once more."""
        request = self.between(workspace, request_id, person)
        self.store.set_talked(workspace, request.id, person.id, talked)
        if talked is Talked.NOT_YET:
            self._ask_whether(workspace, request, person.id, "again", self.now() + NOT_YET)
        return request

    def end(self, workspace: str, request_id: str, person: Person) -> bool:
        """One of the two ends the carrying of words; False when it was over."""
        request = self.between(workspace, request_id, person)
        if request.state is not TalkState.RELAYED:
            return False
        return self._move(workspace, request, TalkState.ENDED) is not None

    def between(self, workspace: str, request_id: str, person: Person) -> TalkRequest:
        """A request of this person's or to them; raises NotAllowed for anybody else."""
        request = self.store.talk(workspace, request_id)
        if request is None or person.id not in (request.asker_id, request.author_id):
            raise NotAllowed("Only the two of them.")
        return request

    def goes_on(self, workspace: str, request: TalkRequest, person: Person) -> bool:
        """Whether this person's words are carried on: as long as the other is there, and to an
        unnamed author always, as if they gave no sign, whatever became of their lesson. That it
        ends would tell who left."""
        if person.id == request.asker_id and request.unnamed:
            return True
        other = request.other(person.id)
        return bool(other) and self.directory.person(workspace, other).is_colleague

    def lapse(self, workspace: str, request: TalkRequest) -> None:
        """The lesson or one of the two is not there any more."""
        self._move(workspace, request, TalkState.LAPSED)

    def _move(self, workspace: str, request: TalkRequest, state: TalkState) -> TalkRequest | None:
        now = self.now()
        if not self.store.move_talk(workspace, request, state, now):
            return None
        moved = replace(request, state=state, answered_at=now)
        self.follow(workspace, moved)
        return moved

    def follow(self, workspace: str, request: TalkRequest) -> None:
        """Write down every message that the request's state asks for."""
        subject, both = {"talk": request.id}, (request.asker_id, request.author_id)
        if request.state is TalkState.ASKED:
            key = introduction_key(request.id)
            if request.author_id:
                self.outbox.add(workspace, request.author_id, Kind.INTRODUCTION, key, subject)
        elif request.state is TalkState.ACCEPTED:
            key = f"meeting:{request.id}"
            self.outbox.add(workspace, request.asker_id, Kind.MEETING, key, subject)
            for user_id in both:
                at = (request.answered_at or self.now()) + FOLLOW_UP
                self._ask_whether(workspace, request, user_id, "first", at)
        elif request.state in (TalkState.RELAYED, TalkState.ENDED):
            about = "start" if request.state is TalkState.RELAYED else "ended"
            for user_id in filter(None, both):
                key = relay_key(request.id, user_id, about)
                self.outbox.add(workspace, user_id, Kind.RELAY, key, subject | {"about": about})
        else:
            key = f"talk-answer:{request.id}"
            self.outbox.add(workspace, request.asker_id, Kind.TALK_ANSWER, key, subject)

    def _ask_whether(
        self, workspace: str, request: TalkRequest, user_id: str, time: str, at: datetime
    ) -> None:
        subject = {"about": "talk", "talk": request.id}
        key = talked_key(request.id, user_id, time)
        self.outbox.add(workspace, user_id, Kind.FOLLOW_UP, key, subject, at)

    def catch_up(self) -> None:
        """See what became of requests that wait, and write down what a kill left out."""
        # After a start everything that a kill may have cut in two; later what changed just now.
        back = _JUST_NOW if self._started.is_set() else _LONG_DOWN
        for workspace, request in self.store.talks_to_follow(self.now() - back):
            try:
                if request.state is not TalkState.ASKED:
                    self.follow(workspace, request)
                elif state := self._over(workspace, request):
                    self._move(workspace, request, state)
            except Unavailable:
                continue  # Slack is away: the next tick comes back to it
        self._started.set()

    def _over(self, workspace: str, request: TalkRequest) -> TalkState | None:
        """What a request that waits has become, if it is over."""
        sent = self.store.delivery_by_key(workspace, introduction_key(request.id))
        if sent is None:  # we died before it was written down
            self.follow(workspace, request)
        asker = self.directory.person(workspace, request.asker_id)
        lesson = self.seen(workspace, request.lesson_id, asker)
        if lesson is None or not asker.is_colleague:
            return TalkState.LAPSED
        if lesson.is_anonymous:  # the author's hours, holidays or absence would tell who they are
            return self._silent_after(workspace, request.created_at, asker)
        if not request.author_id:
            return TalkState.LAPSED
        author = self.directory.person(workspace, request.author_id)
        if not author.is_colleague:
            return TalkState.LAPSED
        if sent is None or sent.state is DeliveryState.SENDING:
            return None
        ends = request.created_at + Kind.INTRODUCTION.patience
        told = self.askable.would_have_gone(workspace, request, sent)
        if told is not None and told < ends:  # what really kept it tells who wrote something else
            return self._silent_after(workspace, told, author)
        if sent.is_left_out:
            return TalkState.UNASKED if self.now() >= ends else None
        if sent.sent_at is not None:
            return self._silent_after(workspace, sent.sent_at, author)
        waits = sent.state is DeliveryState.WAITING and self.now() < sent.expires_at
        return None if waits else TalkState.UNASKED

    def _silent_after(self, workspace: str, since: datetime, person: Person) -> TalkState | None:
        """SILENT once the workdays of this person's own zone and country since then are over."""
        zone = zone_of(person.tz)
        wished = self.store.wishes(workspace, person.id).country
        country = wished or self.store.option(workspace, COUNTRY)
        last = workdays_after(since.astimezone(zone).date(), WORKDAYS, country)
        return TalkState.SILENT if self.now() >= instant(last, CLOSES, zone) else None

    def seen(self, workspace: str, lesson_id: str, reader: Person) -> Lesson | None:
        """The lesson, if this person may see it."""
        lesson = self.store.lesson(workspace, lesson_id)
        audience = Audience(reader, channels=self.directory.channels_of(workspace, reader.id))
        return lesson if lesson is not None and may_see(lesson, audience) else None


def talk_id(workspace: str, lesson_id: str, asker_id: str) -> str:
    """The same for the same request."""
    return uuid5(NAMESPACE_OID, f"{workspace}\n{lesson_id}\n{asker_id}").hex


def talked_key(request_id: str, user_id: str, time: str) -> str:
    """The key of the message that asks whether they talked; `time` is first or again."""
    return f"talked:{request_id}:{user_id}:{time}"


def relay_key(request_id: str, user_id: str, about: str = "start") -> str:
    """The key of the message below whose thread words are carried, or of the one that ends it."""
    return f"relay-{about}:{request_id}:{user_id}"
