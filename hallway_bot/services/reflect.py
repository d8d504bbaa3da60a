"""Taking part in reflecting, always by choice, and what a prompt asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from ..domain.attention import Kind
from ..domain.delivery import Delivery
from ..domain.person import Person
from ..domain.prompts import Prompt, Role, Season, choose
from ..domain.records import OpenQuestion, QuestionState
from ..domain.reflecting import FITS_FOR, Fits, Note, Reflecting, Taking
from ..domain.rhythm import Frequency, Rhythm, Turn, a_week_later, next_due, planned_again
from ..domain.workdays import instant, workdays_after, zone_of
from ..ports import Clock, Store
from .planning import Planning, leave_key
from .resting import is_after_incident
from .sending import Outbox
from .suited import suited
from .turns import COUNTRY, turn_of

# Nobody gets the same prompt of the library twice within this.
_NOT_AGAIN = timedelta(weeks=12)
# A note that was left lying this long is offered again, once.
_LEFT_LYING = timedelta(days=6)
# So many workdays away are a leave that one comes back from.
_LEAVE = 3
_RARER = {
    Frequency.WEEKLY: Frequency.FORTNIGHTLY,
    Frequency.FORTNIGHTLY: Frequency.MONTHLY,
    Frequency.MONTHLY: Frequency.MONTHLY,
}


class Source(StrEnum):
    """What jogs the person's memory, what is most theirs first."""

    INTENTION = "intention"
    QUESTION = "question"
    NOTE = "note"
    LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class Asked:
    """What one prompt asks. `text` is the library's, or the intention, the colleague's
    question or the note itself; `since` when the person wrote it."""

    source: Source
    id: str
    text: str
    follow_ups: tuple[str, ...] = ()
    since: datetime | None = None
    asker_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reflect:
    """The use case. `prompts` by language."""

    store: Store
    planning: Planning
    outbox: Outbox
    prompts: Mapping[str, Sequence[Prompt]]
    now: Clock
    _met: set[tuple[str, str]] = field(default_factory=set, repr=False)

    def meet(self, workspace: str, user_id: str) -> None:
        """Somebody uses Hallway: once, ever, they are asked whether they would like prompts."""
        if (workspace, user_id) in self._met:
            return
        self._met.add((workspace, user_id))
        self.invite(workspace, user_id)

    def invite(self, workspace: str, user_id: str) -> bool:
        """Ask this person once; False when they were asked before or chose already."""
        if self.store.reflecting(workspace, user_id) is not None:
            return False
        return self.outbox.add(workspace, user_id, Kind.INVITATION, invitation_key(user_id))

    def take_part(
        self, workspace: str, person: Person, rhythm: Rhythm, fits: Fits | None = None
    ) -> Reflecting:
        """Begin, or change when: nobody is asked twice in a period, and no period is lost.

        `fits` None leaves what the person said of themselves as it is.
        """
        now = self.now()
        before = self.store.reflecting(workspace, person.id)
        made = before or Reflecting(person.id, now)
        rhythm = self.planning.rhythm(workspace, person, rhythm)
        if made.state is Taking.ON and before is not None:
            due = planned_again(rhythm, now, made.done_period)
            due = self.planning.spaced(workspace, person.id, rhythm, due)
        else:
            due = next_due(rhythm, now, made.done_period)
            due = self.planning.first(workspace, person.id, rhythm, due)
            made = replace(made, started_at=now)
        if fits is not None and fits is not made.fitting(now):
            made = replace(made, fits=fits, fits_until=now + FITS_FOR)
        made = replace(
            made, rhythm=rhythm, state=Taking.ON, next=due, paused_until=None, unanswered=0
        )
        self.store.save_reflecting(workspace, made)
        return made

    def moved(self, workspace: str, person: Person) -> None:
        """Slack says that this person changed; their prompts follow their clock."""
        one = self.store.reflecting(workspace, person.id)
        if one is None or one.next is None or one.rhythm.zone == person.tz:
            return
        rhythm = self.planning.rhythm(workspace, person, one.rhythm)
        back = max(self.now(), one.paused_until or self.now())
        due = planned_again(rhythm, back, one.done_period)
        due = self.planning.spaced(workspace, person.id, rhythm, due)
        self.store.move_reflecting(workspace, one, replace(one, rhythm=rhythm, next=due))

    def stop(self, workspace: str, person: Person) -> None:
        """No prompts any more, nor what of them waits. Declining the invitation is the same."""
        one = self._of(workspace, person)
        stopped = replace(one, state=Taking.OFF, next=None, paused_until=None)
        self.store.save_reflecting(workspace, stopped)
        self.store.release(workspace, leave_key(person.id))
        self.store.drop_waiting(workspace, person.id, [Kind.PROMPT])

    def stay(self, workspace: str, person: Person, *, less_often: bool) -> Reflecting:
        """Go on after Hallway paused by itself, or after a pause."""
        rhythm = self._of(workspace, person).rhythm
        if less_often:
            rhythm = replace(rhythm, frequency=_RARER[rhythm.frequency])
        return self.take_part(workspace, person, rhythm)

    def pause(self, workspace: str, person: Person, until: date) -> Reflecting:
        """Nothing comes before `until`, a day of theirs."""
        now = self.now()
        one = self._of(workspace, person)
        rhythm = self.planning.rhythm(workspace, person, one.rhythm)
        back = max(instant(until, time(0), zone_of(rhythm.zone)), now)
        due = next_due(rhythm, back, one.done_period)
        due = self.planning.spaced(workspace, person.id, rhythm, due)
        one = replace(one, rhythm=rhythm, state=Taking.ON, next=due, paused_until=back)
        self.store.save_reflecting(workspace, one)
        self.store.drop_waiting(workspace, person.id, [Kind.PROMPT])
        return one

    def snooze(self, workspace: str, person: Person, delivery: Delivery) -> Reflecting:
        """Nothing for a week; what is theirs then comes back, at their own time."""
        now = self.now()
        one = self._of(workspace, person)
        rhythm = self.planning.rhythm(workspace, person, one.rhythm)
        again = a_week_later(rhythm, now, one.done_period)
        if one.paused_until is None or again.at >= one.paused_until:
            one = one.planned(again)
        self.store.save_reflecting(workspace, replace(one, state=Taking.ON, unanswered=0))
        if delivery.subject.get("source") == Source.INTENTION:
            intention = self.store.intention(workspace, delivery.subject["id"])
            if intention is not None:
                self.store.save_intention(workspace, replace(intention, asked=False))
        return one

    def _of(self, workspace: str, person: Person) -> Reflecting:
        return self.store.reflecting(workspace, person.id) or Reflecting(person.id, self.now())

    def asked(
        self, workspace: str, person: Person, language: str, delivery: Delivery
    ) -> Asked | None:
        """What this prompt asks, chosen the first time and the same ever after.

        None when what it asked about is gone, or when a small library has nothing left that
        they did not get within twelve weeks: then a week goes by in silence.
        """
        if "source" in delivery.subject:
            return self._chosen(workspace, language, delivery)
        made = self._choose(workspace, person, language, delivery)
        if made is None:
            return None
        subject = {**delivery.subject, "source": made.source.value, "id": made.id}
        self.store.set_subject(workspace, delivery, subject)
        return made

    def _chosen(self, workspace: str, language: str, delivery: Delivery) -> Asked | None:
        source, made = Source(delivery.subject["source"]), delivery.subject["id"]
        if source is Source.INTENTION:
            intention = self.store.intention(workspace, made)
            if intention is None:
                return None
            return Asked(source, made, intention.text, (), intention.created_at)
        if source is Source.QUESTION:
            question = self.store.question(workspace, made)
            still = question is not None and question.state is QuestionState.OPEN
            return _about(question) if question and still else None
        if source is Source.NOTE:
            note = self.store.note(workspace, made)
            return _left(note) if note else None
        found = next((p for p in self.prompts[language] if p.id == made), None)
        return Asked(source, made, found.text, found.follow_ups) if found else None

    def _choose(
        self, workspace: str, person: Person, language: str, delivery: Delivery
    ) -> Asked | None:
        today = self.now().astimezone(zone_of(person.tz)).date()
        is_back = self._is_back(workspace, person, today)
        if intention := self.store.due_intention(workspace, person.id, today):
            self.store.save_intention(workspace, replace(intention, asked=True))
            return Asked(Source.INTENTION, intention.id, intention.text, (), intention.created_at)
        if self._leads(workspace, person):
            # They go first with a mistake of their own; the rest waits for them on Home.
            return self._from_library(workspace, person, language, delivery, is_back)
        for question in suited(self.store, workspace, person.id):
            if self.store.suggest_question(workspace, question.id, person.id, self.now()):
                return _about(question)
        for note in self.store.notes_of(workspace, person.id):
            lies = note.words and self.now() - note.updated_at >= _LEFT_LYING
            if lies and self.store.claim(workspace, f"note-asked:{note.id}", self.now()):
                return _left(note)
        return self._from_library(workspace, person, language, delivery, is_back)

    def _is_back(self, workspace: str, person: Person, today: date) -> bool:
        """Whether this is their first prompt after a leave: one that kept a prompt waiting, or
        that they told of. True once."""
        one = self.store.reflecting(workspace, person.id)
        told = one is not None and one.fitting(self.now()) is Fits.AFTER_LEAVE
        if one is not None and one.fits is Fits.AFTER_LEAVE:
            since = replace(one, fits=Fits.NOTHING, fits_until=None)
            self.store.move_reflecting(workspace, one, since)
        key = leave_key(person.id)
        wished = self.store.wishes(workspace, person.id).country
        country = wished or self.store.option(workspace, COUNTRY)
        zone = zone_of(person.tz)
        seen = [
            workdays_after(at.astimezone(zone).date(), _LEAVE, country) <= today
            for found, at in self.store.claims_before(workspace, key, self.now())
            if found == key
        ]
        self.store.release(workspace, key)
        return told or any(seen)

    def _from_library(
        self, workspace: str, person: Person, language: str, delivery: Delivery, is_back: bool
    ) -> Asked | None:
        now = self.now()
        role, season = self._fitting(workspace, person, now)
        season = Season.AFTER_LEAVE if is_back else season
        seen = self.store.prompts_seen(workspace, person.id, now - _NOT_AGAIN)
        found = choose(self.prompts[language], role, season, seen, delivery.key)
        if found is None:
            return None
        self.store.see_prompt(workspace, person.id, found.id, now)
        return Asked(Source.LIBRARY, found.id, found.text, found.follow_ups)

    def _fitting(self, workspace: str, person: Person, now: datetime) -> tuple[Role, Season]:
        one = self.store.reflecting(workspace, person.id)
        fits = one.fitting(now) if one else Fits.NOTHING
        season = Season.ANY if fits in (Fits.NOTHING, Fits.NEWCOMER) else Season(fits.value)
        if season is Season.ANY and is_after_incident(self.store, workspace, now):
            season = Season.AFTER_INCIDENT
        if self._leads(workspace, person):
            return Role.LEAD, season
        return (Role.NEWCOMER if fits is Fits.NEWCOMER else Role.EVERYONE), season

    def _leads(self, workspace: str, person: Person) -> bool:
        turn = turn_of(self.store, self.planning.directory, workspace, person.id)
        return turn is Turn.LEAD


def invitation_key(user_id: str) -> str:
    """The key of the message that asks this person, once."""
    return f"welcome:{user_id}"


def _about(question: OpenQuestion) -> Asked:
    asker = None if question.anonymous else question.asker_id
    return Asked(Source.QUESTION, question.id, question.text, (), question.created_at, asker)


def _left(note: Note) -> Asked:
    return Asked(Source.NOTE, note.id, note.words, note.follow_ups, note.updated_at)
