"""From a prompt to words, and from words to where the person wants them."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from threading import Lock

from ..domain.delivery import Delivery
from ..domain.errors import NotAllowed
from ..domain.lesson import Lesson, Visibility
from ..domain.person import Person
from ..domain.reflecting import COMES_BACK, Intention, Note
from ..domain.workdays import zone_of
from ..ports import Clock, Store
from .reflect import Asked, Source
from .screening import holds_secret, refuse_secrets
from .share import Draft, Share


@dataclass(frozen=True, slots=True)
class Notes:
    """The use case. A note is its author's alone; nobody else's id ever opens it."""

    store: Store
    share: Share
    now: Clock
    _adding: Lock = field(default_factory=Lock, repr=False)

    def begin(
        self, workspace: str, person: Person, delivery: Delivery, asked: Asked, question: str
    ) -> Note:
        """The note in which a prompt is answered, as far as it was written.

        `question` is what the person was asked, in words.
        """
        if delivery.user_id != person.id:
            raise NotAllowed("This prompt was somebody else's.")
        if asked.source is Source.NOTE:
            return self.own(workspace, asked.id, person)
        about = asked.id if asked.source is Source.QUESTION else None
        with self._adding:
            made = Note(
                note_id(delivery.id),
                person.id,
                question,
                self.now(),
                asked.follow_ups,
                delivery.id,
                about,
            )
            if known := self.store.note(workspace, made.id):
                return known
            self.store.save_note(workspace, made)
        return made

    def keep(self, workspace: str, person: Person, draft: Draft, question: str) -> bool:
        """Keep what somebody began to share when they cannot go on now; False without words, and
        with a secret among them."""
        words = (draft.happened.strip(), draft.learned.strip())
        if not any(words) or holds_secret("\n".join(words)):
            return False
        # The same words twice are one note; without the key nobody can try whose words they are.
        mark = self.store.marks(workspace, repr((person.id, *words)))[0]
        made = f"lesson-{mark[:32]}"
        note = Note(
            made, person.id, question, self.now(), happened=draft.happened, learned=draft.learned
        )
        self.store.save_note(workspace, note)
        return True

    def own(self, workspace: str, note_id: str, person: Person) -> Note:
        """The person's own note; raises NotAllowed for anybody else, or when it is gone."""
        note = self.store.note(workspace, note_id)
        if note is None or note.user_id != person.id:
            raise NotAllowed("This note is somebody else's, or placed already.")
        return note

    def write(self, workspace: str, note: Note, at: datetime, **words: object) -> Note:
        """Keep what was typed `at` (aware); returns the note with it. Raises HoldsSecret."""
        refuse_secrets(**{name: text for name, text in words.items() if isinstance(text, str)})
        changed = replace(note, updated_at=max(at, note.updated_at), **words)  # type: ignore[arg-type]
        self.store.save_note(workspace, changed)
        return changed

    def reply(self, workspace: str, note: Note, text: str) -> Note:
        """Words below a prompt: more of what happened. Raises HoldsSecret."""
        with self._adding:  # two messages in one breath are two lines, whichever is first
            kept = self.store.note(workspace, note.id) or note
            said = f"{kept.happened}\n{text}".strip()
            return self.write(workspace, kept, self.now(), happened=said)

    def take_back(self, workspace: str, note: Note, text: str) -> bool:
        """Take words out that were no answer; True when nothing is left, and the note is gone."""
        with self._adding:
            kept = self.store.note(workspace, note.id) or note
            before, found, rest = f"\n{kept.happened}\n".rpartition(f"\n{text.strip()}\n")
            if not found:  # one of the two was changed since: it stays, for them alone
                return False
            left = f"{before}\n{rest}".strip()
            if replace(kept, happened=left).words or kept.intention.strip():
                self.write(workspace, kept, self.now(), happened=left)
                return False
            return self.store.drop_note(workspace, kept.id, kept.user_id)

    def place(
        self,
        workspace: str,
        note: Note,
        person: Person,
        visibility: Visibility,
        channel_id: str | None,
    ) -> Lesson:
        """Make it a lesson where its author wants it; the intention is kept beside it.

        Raises InvalidInput as `Share.check` does; then the note stays as it is.
        """
        draft = self.draft(workspace, note, visibility, channel_id)
        lesson = self.share.save(workspace, draft, person)
        self.placed(workspace, note.id, person)
        return lesson

    def placed(self, workspace: str, note_id: str, person: Person) -> None:
        """The lesson that began as this note is saved: only the intention stays."""
        note = self.store.note(workspace, note_id)
        if note is None or note.user_id != person.id:
            return
        if note.intention.strip():
            self._mean(workspace, note, person)
        self.store.drop_note(workspace, note_id, person.id)

    def draft(
        self, workspace: str, note: Note, visibility: Visibility, channel_id: str | None
    ) -> Draft:
        """The note as something to share. Who wrote only what happened has told it all there."""
        learned, happened = note.learned, note.happened
        if not learned.strip():
            learned, happened = happened, ""
        ids = self._lesson_ids(workspace, note.id)
        known = self.store.lessons(workspace, ids)
        made = next((one for one in ids if one in known), ids[0])
        when = note.useful_when
        return Draft(made, happened, learned, when, (), visibility, channel_id, language=None)

    def is_placed(self, workspace: str, delivery: Delivery) -> bool:
        """Whether the answer to this prompt is a lesson already."""
        begun = note_id(delivery.id)
        # Until 24 November 2026 a lesson had the id of the note that it was.
        ids = [*self._lesson_ids(workspace, begun), begun]
        return bool(self.store.lessons(workspace, ids))

    def _lesson_ids(self, workspace: str, note_id: str) -> list[str]:
        """The ids that this note may have as a lesson, first the one that it gets now.

        Colleagues come to see a lesson's id, and the note's can be worked out from who was asked
        when: by that alone they would know who wrote what is anonymous.
        """
        return [f"lesson-{mark[:32]}" for mark in self.store.marks(workspace, note_id)]

    def _mean(self, workspace: str, note: Note, person: Person) -> None:
        today = self.now().astimezone(zone_of(person.tz)).date()
        due: date = note.intention_on or today + COMES_BACK
        self.store.save_intention(
            workspace,
            Intention(_intention_id(note), person.id, note.intention.strip(), due, self.now()),
        )


def note_id(delivery_id: str) -> str:
    """The note in which this prompt is answered, whoever asks and however often."""
    return f"lesson-{delivery_id}"


def _intention_id(note: Note) -> str:
    return note.id.removeprefix("lesson-")[:40]
