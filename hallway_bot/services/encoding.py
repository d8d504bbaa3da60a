"""What the model is given to read of a lesson and of a question."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..domain.dutch import gloss, glossary_version
from ..domain.lesson import Lesson
from ..domain.passages import halves, passages
from ..ports import Embedder

# Raise it when lessons are cut differently: entries made by another rule are another index.
_RULES = "p3"
_SHORTEST = 40  # characters; halving ends here, whatever the model's word pieces are


@dataclass(frozen=True, slots=True)
class Encoder:
    """An embedder that reads every language Hallway speaks, each lesson to its end."""

    embedder: Embedder
    collection: str | None = None

    @property
    def name(self) -> str:
        """The model with everything that decides what it is given; names the collection.

        `collection` stands in for it while what an older rule made is still in use.
        """
        if self.collection is not None:
            return self.collection
        dutch = "" if "nl" in self.embedder.languages else f"-nl{glossary_version()}"
        return f"{self.embedder.name}-{_RULES}{dutch}"

    def current(self, workspace: str) -> "Encoder":
        """The encoder whose entries are searched: this one (see `models.Models`)."""
        return self

    @property
    def ready(self) -> bool:
        """Whether the model is loaded."""
        return self.embedder.ready

    def readable(self, text: str, language: str) -> str:
        """`text` in words that the model knows."""
        return text if language in self.embedder.languages else gloss(text)

    def entries(self, lessons: Sequence[Lesson]) -> list[list[str]]:
        """What is indexed of each lesson: its passages, and after them its title alone.

        A question mostly asks what a title says, and says no more than that: beside the
        passages a lesson's title is found by it (`.github/decisions/0007-ranking.md`).
        """
        cut = self.passages(lessons)
        return [
            [*parts, lesson.title] if lesson.title and parts != [lesson.title] else parts
            for lesson, parts in zip(lessons, cut, strict=True)
        ]

    def passages(self, lessons: Sequence[Lesson]) -> list[list[str]]:
        """For each lesson its consecutive passages, as they stand in it."""
        cut = [passages(lesson) for lesson in lessons]
        while True:
            flat = [
                self.readable(part, lesson.language)
                for lesson, parts in zip(lessons, cut, strict=True)
                for part in parts
            ]
            fits = iter(self.embedder.fits(flat))
            shorter = [
                [
                    piece
                    for part in parts
                    for piece in ([part] if next(fits) or len(part) < _SHORTEST else halves(part))
                ]
                for parts in cut
            ]
            if shorter == cut:
                return cut
            cut = shorter

    def passage(self, lesson: Lesson, number: int) -> str:
        """The passage that an entry is about; the first for the title and for one now gone."""
        parts = self.passages([lesson])[0]
        return parts[number if number < len(parts) else 0]

    def encode_lessons(
        self, lessons: Sequence[Lesson], cut: Sequence[Sequence[str]]
    ) -> list[list[float]]:
        """A vector for each passage of `cut`, one lesson after the other."""
        texts = [
            self.readable(part, lesson.language)
            for lesson, parts in zip(lessons, cut, strict=True)
            for part in parts
        ]
        return self.embedder.encode_passages(texts)

    def encode_question(self, text: str, language: str) -> list[float]:
        """The vector to look for."""
        return self.embedder.encode_question(self.readable(text, language))
