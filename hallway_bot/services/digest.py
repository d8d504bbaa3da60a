"""What happened in the hallway in one week, for everyone to read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from ..domain.contrary import opposed
from ..domain.feedback import Feedback
from ..domain.lesson import Lesson, Visibility
from ..domain.person import Person
from ..domain.records import OpenQuestion
from ..domain.visibility import Audience, may_bring_up
from ..ports import Store, VectorIndex
from .indexing import entry_id, place_of
from .models import Encoders
from .themes import Theme, themes

_QUESTIONS, _TRIED = 5, 5
_PASSAGES = 3  # the first so many of a lesson say what it is about
_EVERYONE = (Visibility.EVERYONE, Visibility.ANONYMOUS)


@dataclass(frozen=True, slots=True)
class Digest:
    """Only what all colleagues may see. `lessons` is how many are new; `questions` are open,
    newest first; `tried` says what was heard of lessons in that week; `opposed` are two new
    ones that came to opposite conclusions about one thing. New ones that are neither are in
    `themes`, or in `others` where they are like none."""

    lessons: int
    themes: tuple[Theme, ...]
    others: tuple[Lesson, ...]
    questions: tuple[OpenQuestion, ...]
    tried: tuple[tuple[Lesson, Feedback], ...]
    opposed: tuple[Lesson, Lesson] | None
    is_news: bool

    @property
    def shown(self) -> list[Lesson]:
        """Every lesson in it."""
        grouped = [lesson for theme in self.themes for lesson in theme.lessons]
        heard = [lesson for lesson, _ in self.tried]
        return [*grouped, *self.others, *(self.opposed or ()), *heard]


@dataclass(frozen=True, slots=True)
class Digests:
    """The use case. `index` None: a running bot has it, so the model reads the lessons again."""

    store: Store
    encoders: Encoders
    index: VectorIndex | None

    def __call__(
        self, workspace: str, since: datetime, until: datetime, room: str | None = None
    ) -> Digest:
        """What happened from `since` until before `until` (aware times), for the members of
        the channel `room`, or for the operator at the terminal."""
        new = self._for_all(self.store.lessons_between(workspace, since, until), room)
        questions = self.store.open_questions(workspace, shown=True)
        tried = self._tried(workspace, since, until, room)[:_TRIED]
        asked = any(since <= question.created_at < until for question in questions)
        vectors = self._vectors(workspace, new)
        opposed = _opposed(themes(new, vectors)[0])
        told = {lesson.id for lesson in opposed or ()} | {lesson.id for lesson, _ in tried}
        grouped, others = themes([x for x in new if x.id not in told], vectors)
        return Digest(
            lessons=len(new),
            themes=tuple(grouped),
            others=tuple(others),
            questions=tuple(questions[:_QUESTIONS]),
            tried=tried,
            opposed=opposed,
            is_news=bool(new or tried or asked),
        )

    def _for_all(self, lessons: Sequence[Lesson], room: str | None) -> list[Lesson]:
        # Somebody in that room, whoever they are: nothing in it depends on the person.
        reader = Audience(Person(room, ""), room=room) if room else Audience(None)
        return [x for x in lessons if x.visibility in _EVERYONE and may_bring_up(x, reader)]

    def _tried(
        self, workspace: str, since: datetime, until: datetime, room: str | None
    ) -> tuple[tuple[Lesson, Feedback], ...]:
        heard = self.store.heard(workspace, since, until)
        lessons = self._for_all(list(self.store.lessons(workspace, heard).values()), room)
        lessons.sort(key=lambda x: (-heard[x.id].tried, -heard[x.id].helped, x.id))
        return tuple((lesson, heard[lesson.id]) for lesson in lessons)

    def _vectors(self, workspace: str, lessons: list[Lesson]) -> dict[str, list[float]]:
        """One vector a lesson: the mean of its first passages."""
        encoder = self.encoders.current(workspace)
        held: dict[str, list[Sequence[float]]] = defaultdict(list)
        if self.index is not None and lessons:
            ids = [entry_id(x.id, n) for x in lessons for n in range(_PASSAGES)]
            for entry, vector in sorted(self.index.vectors(workspace, encoder.name, ids)):
                held[place_of(entry)[0]].append(vector)
        missing = [lesson for lesson in lessons if lesson.id not in held]
        if missing:
            cut = [parts[:_PASSAGES] for parts in encoder.passages(missing)]
            read = iter(encoder.encode_lessons(missing, cut))
            for lesson, parts in zip(missing, cut, strict=True):
                held[lesson.id] = [next(read) for _ in parts]
        return {key: np.mean(vectors, axis=0).tolist() for key, vectors in held.items()}


def _opposed(grouped: Sequence[Theme]) -> tuple[Lesson, Lesson] | None:
    # Within a theme: two sentences that share words by chance are mostly about other things.
    for theme in grouped:
        pair = opposed(theme.lessons)
        if pair is not None:
            return theme.lessons[pair[0]], theme.lessons[pair[1]]
    return None
