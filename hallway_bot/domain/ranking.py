"""Putting meaning and words into one order, and knowing when to stay silent.

The numbers here are chosen on the judged sets of `hallway eval`, at a plateau where a small
change moves nothing; `.github/decisions/0007-ranking.md` has the figures.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# BM25's usual constants (Robertson & Zaragoza 2009): how soon repeats stop counting, and how
# much a long lesson is held against its words.
_K1, _B = 1.2, 0.75
# What a lesson that holds all of a question's words may gain on one that is merely alike.
_WORDS = 0.7
_PEAKED = 1.25
# Where the nearest lesson is this alike, meaning has settled it and words mostly mislead.
_SETTLED, _OPEN, _AT_LEAST = 0.8, 0.5, 0.3
# Cosine similarity plus a fifth of the words' share. Of the judged questions that have an answer
# 95 % are above. A lesson with a title is compared by that too, comes nearer to every question,
# and so has to come nearer still: 98 % above, 80 % of those without an answer below.
NEAR_ENOUGH, NEAR_ENOUGH_TITLED = 0.40, 0.55
_NEAR_WORDS = 0.2
# A question of a word or two is near to nothing in meaning. Where a lesson holds all its words,
# rare ones and more than once, it is brought up unless it is about something else.
_ALL_THERE, _NOT_ELSEWHERE = 0.6, 0.25
# All that is asked for stands in the topics that its author chose.
NEAR_BY_TOPIC = 0.0
# Where meaning could not be compared: a third of all that the question's words could give.
NEAR_BY_WORDS = 0.35
# Too far to be shown, but one more sign of what somebody works on.
WORTH_COUNTING = 0.30


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A lesson found by words. `share`, 0 to 1: its BM25 score over the highest that any
    lesson could have for this question, so rare words that are all there give nearly 1."""

    lesson_id: str
    share: float


@dataclass(frozen=True, slots=True)
class Nearest:
    """How alike a lesson's best passage is. `cosine` is -1 to 1; `passage` counts from 0."""

    cosine: float
    passage: int = 0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A lesson in the order of an answer. `cosine` is None where meaning was not compared.

    `line` is the nearness from which on it is near enough.
    """

    lesson_id: str
    score: float
    cosine: float | None
    share: float
    passage: int = 0
    line: float = NEAR_ENOUGH

    @property
    def nearness(self) -> float:
        """What silence is decided by; unlike `score` it is comparable between questions."""
        return (self.cosine or 0.0) + _NEAR_WORDS * self.share

    @property
    def near_enough(self) -> bool:
        """Whether to bring this up at all."""
        if self.cosine is None:
            return self.share >= NEAR_BY_WORDS
        all_there = self.share >= _ALL_THERE and self.cosine >= _NOT_ELSEWHERE
        return all_there or self.nearness >= self.line


def inverse_frequency(lessons: int, holding: int) -> float:
    """BM25's idf, kept above 0: ln(1 + (N - n + ½) / (n + ½))."""
    return math.log(1 + max(lessons - holding + 0.5, 0.5) / (holding + 0.5))


@dataclass(frozen=True, slots=True)
class Candidates:
    """What an engine found for a question's words, to be scored.

    `idf` has one value for each of `terms`; `average_length` is in terms, > 0; `held` has a
    lesson's id and its terms, spaces apart.
    """

    terms: Sequence[tuple[str, ...]] = ()
    idf: Sequence[float] = ()
    average_length: float = 1.0
    held: Sequence[tuple[str, str]] = ()

    def best(self, limit: int) -> list[WordMatch]:
        """At most `limit` by BM25, best first, ties by id.

        The alternatives of a question's word count as one word: their frequencies are summed.
        """
        highest = (_K1 + 1) * sum(self.idf)
        weighed = list(zip(self.terms, self.idf, strict=True))
        found = []
        for lesson_id, text in self.held:
            terms = text.split()
            damping = _K1 * (1 - _B + _B * len(terms) / self.average_length)
            score = 0.0
            for options, idf in weighed:
                if frequency := sum(terms.count(term) for term in options):
                    score += idf * frequency * (_K1 + 1) / (frequency + damping)
            if score > 0:
                found.append(WordMatch(lesson_id, score / highest))
        return sorted(found, key=lambda match: (-match.share, match.lesson_id))[:limit]


def fuse(dense: dict[str, Nearest], found: Iterable[WordMatch]) -> list[Ranked]:
    """Cosine similarity plus what the words add, best first; ties by id.

    Words are trusted by the question: superlinearly in how much of it a lesson holds (a
    peaked match, rare words all there), and less where some lesson's meaning is so near that
    the question is a paraphrase of it. Without any cosine the words stand alone.
    """
    by_words = {match.lesson_id: match.share for match in found}
    top = max((near.cosine for near in dense.values()), default=0.0)
    trust = min(max((_SETTLED - top) / (_SETTLED - _OPEN), _AT_LEAST), 1.0)
    ranked = []
    for lesson_id in dense.keys() | by_words.keys():
        near = dense.get(lesson_id)
        share = by_words.get(lesson_id, 0.0)
        cosine = near.cosine if near else None
        score = (cosine or 0.0) + _WORDS * trust * share**_PEAKED
        ranked.append(Ranked(lesson_id, score, cosine, share, near.passage if near else 0))
    return sorted(ranked, key=lambda r: (-r.score, r.lesson_id))
