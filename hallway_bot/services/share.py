"""Taking a lesson into the hallway, changing it, and taking it out again."""

from dataclasses import dataclass, replace

from ..domain.errors import InvalidInput, NotAllowed
from ..domain.language import LANGUAGES
from ..domain.lesson import Author, Lesson, Visibility
from ..domain.person import Person
from ..domain.ranking import Ranked
from ..domain.visibility import Audience, opens
from ..ports import Clock, Directory, LanguageDetector, Store
from .screening import refuse_secrets
from .search import Search

LONGEST = 10_000
TEXTS = ("happened", "learned", "useful_when")
_NEAR_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person typed. `language` None: find out. `id` makes saving twice harmless.
    `parent_id`: the lesson that was tried when this was learned."""

    id: str
    happened: str
    learned: str
    useful_when: str
    topics: tuple[str, ...]
    visibility: Visibility
    channel_id: str | None
    language: str | None
    parent_id: str | None = None

    def text(self) -> str:
        """All words, for detecting the language and for finding what is near."""
        return "\n".join(part for part in (self.happened, self.learned, self.useful_when) if part)


@dataclass(frozen=True, slots=True)
class Share:
    """The use case."""

    store: Store
    search: Search
    directory: Directory
    detect: LanguageDetector
    now: Clock

    def check(self, workspace: str, draft: Draft, author: Person) -> None:
        """Raises InvalidInput naming the field when the draft cannot be saved like this."""
        if not author.is_colleague:
            raise NotAllowed("Only colleagues share.")
        if not draft.learned.strip():
            raise InvalidInput("share.error.learned_empty", "learned")
        for field in TEXTS:
            if len(getattr(draft, field)) > LONGEST:
                raise InvalidInput("share.error.too_long", field, limit=LONGEST)
        refuse_secrets(
            **{field: getattr(draft, field) for field in TEXTS}, topics="\n".join(draft.topics)
        )
        if draft.visibility is Visibility.CHANNEL:
            if not draft.channel_id:
                raise InvalidInput("share.error.channel_missing", "channel")
            if not self.directory.is_member(workspace, author.id, draft.channel_id):
                raise InvalidInput("share.error.channel_unknown", "channel")

    def save(self, workspace: str, draft: Draft, author: Person) -> Lesson:
        """Commit the lesson. Saving the same draft again changes nothing."""
        self.check(workspace, draft, author)
        known = self.store.lesson(workspace, draft.id)
        if known is not None and known.author.user_id != author.id:
            raise NotAllowed("Only the author changes a lesson.")
        new = Lesson(draft.id, Author(author.id), "", self.now(), parent_id=draft.parent_id)
        changed = replace(
            known or new,
            learned=draft.learned.strip(),
            happened=draft.happened.strip(),
            useful_when=draft.useful_when.strip(),
            topics=draft.topics,
            language=self.language(draft),
            visibility=draft.visibility,
            channel_id=draft.channel_id if draft.visibility is Visibility.CHANNEL else None,
        )
        self._keep(workspace, changed, known or changed, author, draft.parent_id)
        return changed

    def _keep(
        self, workspace: str, lesson: Lesson, before: Lesson, author: Person, tried: str | None
    ) -> None:
        self.store.save_lessons(workspace, [lesson])
        tried = before.parent_id or tried
        if lesson.is_anonymous and tried:
            # Under their name the same words stand beside the lesson that they tried.
            self.store.keep_told(workspace, tried, author.id, "")

    def language(self, draft: Draft) -> str:
        """The language that was chosen, else the one of its words."""
        if draft.language in LANGUAGES:
            return str(draft.language)
        return self.detect.detect(draft.text())

    def own(self, workspace: str, lesson_id: str, author: Person) -> Lesson:
        """The author's own lesson; raises NotAllowed for anybody else."""
        lesson = self.store.lesson(workspace, lesson_id)
        if lesson is None or lesson.author.user_id != author.id:
            raise NotAllowed("Only the author changes a lesson.")
        return lesson

    def show_to(
        self,
        workspace: str,
        lesson_id: str,
        author: Person,
        visibility: Visibility,
        channel_id: str | None,
    ) -> Lesson:
        """Change who may see a lesson. Raises HoldsSecret for a secret from before they were
        looked for that others would come to read."""
        lesson = self.own(workspace, lesson_id, author)
        if opens(lesson, visibility, channel_id):
            refuse_secrets(visibility=whole(lesson))
        if visibility is Visibility.CHANNEL:
            if not channel_id:
                raise InvalidInput("share.error.channel_missing", "channel")
            if not self.directory.is_member(workspace, author.id, channel_id):
                raise InvalidInput("share.error.channel_unknown", "channel")
        changed = replace(
            lesson,
            visibility=visibility,
            channel_id=channel_id if visibility is Visibility.CHANNEL else None,
        )
        self._keep(workspace, changed, lesson, author, None)
        return changed

    def delete(self, workspace: str, lesson_id: str, author: Person) -> None:
        """Remove a lesson for good; deleting what is gone is fine."""
        if self.store.lesson(workspace, lesson_id) is not None:
            self.own(workspace, lesson_id, author)
            self.store.delete_lesson(workspace, lesson_id)

    def is_reading(self, workspace: str) -> bool:
        """Whether lessons wait to be read, beside one that was shared just now."""
        return self.search.unread(workspace) > 1

    def near(self, workspace: str, lesson: Lesson, author: Person) -> list[tuple[Lesson, Ranked]]:
        """Colleagues' lessons near to this one that its author may see, nearest first."""
        audience = Audience(author, channels=self.directory.channels_of(workspace, author.id))
        found = self.search.find(workspace, lesson.body[:1_000], audience, limit=20)
        return [
            (other, rank)
            for other, rank in found
            if rank.near_enough and other.author.user_id != author.id
        ][:_NEAR_SHOWN]


def whole(lesson: Lesson) -> str:
    """Everything that its readers read."""
    return "\n".join((lesson.title, lesson.body, *lesson.topics))
