"""Finding lessons for a text: meaning and words, filtered to what the audience may see."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np

from ..domain.analysis import question_terms
from ..domain.lesson import Lesson
from ..domain.ranking import Candidates, Nearest, Ranked, WordMatch, fuse
from ..domain.visibility import Audience, may_see
from ..ports import LanguageDetector, Reranker, Store, VectorIndex
from .encoding import Encoder
from .indexing import entry_id, place_of
from .models import Encoders

# Several passages of one lesson and lessons that may not be shown take places too.
_OVER_FETCH = 3
_FEWEST = 30
_FURTHER = 20
# The best by words whose meaning was not near enough to be found by it, compared as well.
_COMPARED = 10
_PASSAGES_COMPARED = 3
# As many as a small cross-encoder reads in the time that somebody waits.
_RERANKED = 20


# Lesson id, passage, vector.
_Held = tuple[str, int, Sequence[float]]


def _readers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(8, thread_name_prefix="words")


@dataclass(frozen=True, slots=True)
class Search:
    """One ranking for answers, people, near lessons and the terminal."""

    store: Store
    encoders: Encoders
    index: VectorIndex | None
    detect: LanguageDetector
    reranker: Reranker | None = None
    pool: ThreadPoolExecutor = field(default_factory=_readers, repr=False)

    def find(
        self, workspace: str, text: str, audience: Audience, limit: int
    ) -> list[tuple[Lesson, Ranked]]:
        """At most `limit` lessons that the audience may see, best first, near or not."""
        language = self.detect.detect(text)
        encoder = self.encoders.current(workspace)
        terms = question_terms(text, language)
        # The database looks for words while the model reads; scoring them would stand in the
        # model's way (one interpreter lock), so that is done while the index looks.
        looking = self.pool.submit(self.store.word_candidates, workspace, terms, audience)
        vector = encoder.encode_question(text, language) if self.index else None
        few = max(_FEWEST, limit * 2)
        scoring = self.pool.submit(self._by_words, workspace, encoder, looking, few)
        wanted = max(_FEWEST, limit * _OVER_FETCH)
        dense = self._nearest(workspace, encoder, vector, wanted)
        found, compared = scoring.result()
        dense |= _compare(vector, [one for one in compared if one[0] not in dense])
        ranked = fuse(dense, found)
        depth = max(limit, _RERANKED) if self.reranker else limit
        # The best are looked at first; only where few of them may be shown, all the others.
        visible = self.store.visible(
            workspace, [r.lesson_id for r in ranked[: depth * 2]], audience
        )
        if len(visible) < min(depth, len(ranked)):
            dense |= self._nearest(workspace, encoder, vector, wanted * _FURTHER)
            ids = dense.keys() | {match.lesson_id for match in found}
            visible = self.store.visible(workspace, ids, audience)
        ranked = fuse(
            {i: near for i, near in dense.items() if i in visible},
            [match for match in found if match.lesson_id in visible],
        )
        lessons = [(visible[r.lesson_id], r) for r in ranked]
        shown = [pair for pair in lessons if may_see(pair[0], audience)][:depth]
        return self._reranked(text, encoder, shown)[:limit]

    def _reranked(
        self, text: str, encoder: Encoder, shown: list[tuple[Lesson, Ranked]]
    ) -> list[tuple[Lesson, Ranked]]:
        """The best in the second stage's order, where there is one and it is in time."""
        best = shown[:_RERANKED]
        if self.reranker is None or len(best) < 2:
            return shown
        texts = [f"{x.title}\n{encoder.passage(x, rank.passage)}" for x, rank in best]
        scores = self.reranker.scores(text, texts)
        if scores is None:
            return shown
        order = sorted(range(len(best)), key=lambda place: (-scores[place], place))
        # Each takes over the score of its new place, so that scores go on falling.
        moved = [
            (best[old][0], replace(best[old][1], score=best[new][1].score))
            for new, old in enumerate(order)
        ]
        return moved + shown[_RERANKED:]

    def _by_words(
        self, workspace: str, encoder: Encoder, looking: Future[Candidates], limit: int
    ) -> tuple[list[WordMatch], list[_Held]]:
        """The best by words, with the vectors to compare those by that meaning may not bring."""
        found = looking.result().best(limit)
        if self.index is None or not found:
            return found, []
        best = [match.lesson_id for match in found[:_COMPARED]]
        ids = [entry_id(i, n) for i in best for n in range(_PASSAGES_COMPARED)]
        held = self.index.vectors(workspace, encoder.name, ids)
        return found, [(*place_of(entry), vector) for entry, vector in held]

    def alike(self, workspace: str, text: str, language: str, limit: int) -> dict[str, Nearest]:
        """The nearest by meaning, by lesson id, of whomever: filter before anybody sees it."""
        encoder = self.encoders.current(workspace)
        vector = encoder.encode_question(text, language) if self.index else None
        return self._nearest(workspace, encoder, vector, limit)

    def _nearest(
        self, workspace: str, encoder: Encoder, vector: list[float] | None, limit: int
    ) -> dict[str, Nearest]:
        if self.index is None or vector is None:
            return {}
        return _best(self.index.nearest(workspace, encoder.name, vector, limit))


def _compare(vector: list[float] | None, held: list[_Held]) -> dict[str, Nearest]:
    best: dict[str, Nearest] = {}
    if vector is None or not held:
        return best
    cosines = np.asarray([other for _, _, other in held]) @ np.asarray(vector)
    for (lesson_id, passage, _), cosine in zip(held, cosines, strict=True):
        if lesson_id not in best or cosine > best[lesson_id].cosine:
            best[lesson_id] = Nearest(float(cosine), passage)
    return best


def _best(entries: list[tuple[str, float]]) -> dict[str, Nearest]:
    best: dict[str, Nearest] = {}
    for entry, cosine in entries:
        lesson_id, passage = place_of(entry)
        if lesson_id not in best or cosine > best[lesson_id].cosine:
            best[lesson_id] = Nearest(cosine, passage)
    return best
