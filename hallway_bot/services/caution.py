"""What an author is asked about once before a lesson is saved; they may save it anyway."""

from dataclasses import dataclass

from ..domain.analysis import words
from ..domain.lesson import Lesson, Visibility
from ..domain.nearly import nearly_the_same, overlap
from ..domain.person import Person
from ..domain.sensitive import Sensitive
from ..domain.stemming import fold
from ..domain.visibility import opens
from ..ports import Store
from .screening import personal, to_ask
from .search import Search
from .share import TEXTS, Draft, Share, whole

# The share of all their words that two texts have in common when their wording is the same.
_SAME_WORDING = 0.85
_COMPARED = 30


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to ask about. `kind` names the sentence; `field` is where it stands, if
    anywhere; `lesson` is the author's own lesson that it is about; `held` what others would
    come to read."""

    kind: str
    field: str | None = None
    lesson: Lesson | None = None
    held: tuple[Sensitive, ...] = ()

    @property
    def name(self) -> str:
        """The same for what has been asked before."""
        return f"{self.kind}:{self.field}" if self.field else self.kind


@dataclass(frozen=True, slots=True)
class Caution:
    """The use case."""

    store: Store
    search: Search
    share: Share

    def __call__(self, workspace: str, draft: Draft, author: Person) -> list[Concern]:
        """Everything to ask about this draft, what is about the whole of it first."""
        near = self._near_own(
            workspace, draft.id, draft.text(), self.share.language(draft), author.id
        )
        linked = [lesson for lesson in near if _tells_who(draft.visibility, lesson)]
        found = [Concern("linked", lesson=lesson) for lesson in linked[:1]]
        if near and not linked:
            found.append(Concern("same", lesson=near[0]))
        for field in TEXTS:
            found += [Concern(kind.value, field) for kind in personal(getattr(draft, field))]
        return found + [Concern(kind.value, "topics") for kind in personal("\n".join(draft.topics))]

    def before_showing(
        self, workspace: str, lesson: Lesson, visibility: Visibility, channel_id: str | None
    ) -> list[Concern]:
        """What to ask before the author's own `lesson` is shown like that; raises HoldsSecret."""
        held: tuple[Sensitive, ...] = ()
        if opens(lesson, visibility, channel_id):
            held = to_ask("visibility", whole(lesson))
        near = self._near_own(
            workspace, lesson.id, lesson.body, lesson.language, lesson.author.user_id or ""
        )
        linked = [other for other in near if _tells_who(visibility, other)]
        found = [Concern("linked", lesson=other) for other in linked[:1]]
        if held:
            found.append(Concern("personal", held=held))
        return found

    def _near_own(
        self, workspace: str, lesson_id: str, text: str, language: str, author_id: str
    ) -> list[Lesson]:
        """The author's other lessons that say nearly the same, those in the same words first."""
        mine = {x.id: x for x in self.store.lessons_of(workspace, author_id) if x.id != lesson_id}
        if not mine:
            return []
        said = _wording(text)
        found = [x for x in mine.values() if _same_wording(said, _wording(x.body))]
        # The modal must be answered within three seconds: no waiting for a model.
        if self.search.encoders.current(workspace).ready:
            for near_id, near in self.search.alike(workspace, text, language, _COMPARED).items():
                if near_id not in mine:
                    continue
                shared = overlap(text, mine[near_id].body, language)
                if nearly_the_same(near.cosine, shared):
                    found.append(mine[near_id])
        return list({lesson.id: lesson for lesson in found}.values())


def _tells_who(visibility: Visibility, other: Lesson) -> bool:
    """Whether of the two exactly one is anonymous, and the other shows its author's name."""
    anonymous = (visibility, other.visibility).count(Visibility.ANONYMOUS)
    return anonymous == 1 and Visibility.PRIVATE not in (visibility, other.visibility)


def _wording(text: str) -> frozenset[str]:
    return frozenset(words(fold(text)))


def _same_wording(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and len(one & other) >= _SAME_WORDING * len(one | other)
