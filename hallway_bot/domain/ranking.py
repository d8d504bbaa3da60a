"""Putting meaning and words into one order, and knowing when to stay silent."""

from dataclasses import dataclass

# Measured on the judged sets in ../shared/data: a plain weighted sum loses least.
WORD_WEIGHT = 0.3
# Cosine similarity of all-MiniLM-L6-v2 below which two texts are seldom about one thing.
NEAR_ENOUGH = 0.40
# With half of a question's rare words found in one lesson, meaning may be vaguer: Dutch.
NEAR_WITH_WORDS = 0.22
COVERED = 0.5
# Two texts at or above this cosine say nearly the same.
NEARLY_THE_SAME = 0.90


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A lesson found by words. `score` ≥ 0 is the engine's own; `covered` is the share of
    the question's distinct words, 0 to 1, that the lesson contains."""

    lesson_id: str
    score: float
    covered: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A lesson in the order of an answer. `cosine` is -1 to 1, 0 when unknown."""

    lesson_id: str
    score: float
    cosine: float
    covered: float

    @property
    def near_enough(self) -> bool:
        """Whether to bring this up at all."""
        return self.cosine >= NEAR_ENOUGH or (
            self.covered >= COVERED and self.cosine >= NEAR_WITH_WORDS
        )


def fuse(dense: dict[str, float], found: list[WordMatch]) -> list[Ranked]:
    """Cosine + WORD_WEIGHT × words/max, best first; ties by id so that order is stable.

    `dense` maps lesson id to cosine similarity (-1 to 1).
    """
    top = max((match.score for match in found), default=0.0) or 1.0
    by_words = {match.lesson_id: match for match in found}
    ranked = []
    for lesson_id in dense.keys() | by_words.keys():
        cosine = dense.get(lesson_id, 0.0)
        match = by_words.get(lesson_id)
        score = cosine + (WORD_WEIGHT * match.score / top if match else 0.0)
        ranked.append(Ranked(lesson_id, score, cosine, match.covered if match else 0.0))
    return sorted(ranked, key=lambda r: (-r.score, r.lesson_id))
