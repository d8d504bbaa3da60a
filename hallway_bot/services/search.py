"""Finding lessons for a text: meaning and words, filtered to what the audience may see."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from ..domain.analysis import question_terms
from ..domain.errors import Unavailable
from ..domain.lesson import Lesson
from ..domain.ranking import NEAR_BY_TOPIC, NEAR_ENOUGH_TITLED, Nearest, Ranked, WordMatch, fuse
from ..domain.visibility import Audience, may_bring_up
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
# Lessons are read oldest first, so what waits is among the newest; going through all of 100,000
# takes five times as long as the question.
_NEWEST = 500


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

    def close(self) -> None:
        """Let go of the index; nothing may be looked for any more."""
        self.pool.shutdown()
        if self.index is not None:
            self.index.close()

    def find(
        self,
        workspace: str,
        text: str,
        audience: Audience,
        limit: int,
        *,
        replaced: bool = False,
    ) -> list[tuple[Lesson, Ranked]]:
        """At most `limit` lessons that the audience may see, best first, near or not. `replaced`
        as for `may_bring_up`: whoever asks for those shows none of them."""
        return self.look(workspace, text, audience, limit, replaced=replaced)[0]

    def look(
        self,
        workspace: str,
        text: str,
        audience: Audience,
        limit: int,
        *,
        replaced: bool = False,
    ) -> tuple[list[tuple[Lesson, Ranked]], bool]:
        """The same, and whether meaning was compared: by words alone while the index is away."""
        try:
            return self._find(workspace, text, audience, limit, replaced), True
        except Unavailable:
            by_words = replace(self, index=None)
            return by_words._find(workspace, text, audience, limit, replaced), False

    def _find(
        self, workspace: str, text: str, audience: Audience, limit: int, replaced: bool
    ) -> list[tuple[Lesson, Ranked]]:
        language = self.detect.detect(text)
        encoder = self.encoders.current(workspace)
        terms = question_terms(text, language)
        # The database looks for words while the model reads.
        by_words = partial(self.store.word_candidates, audience=audience, replaced=replaced)
        looking = self.pool.submit(by_words, workspace, terms)
        vector = encoder.encode_question(text, language) if self.index else None
        wanted = max(_FEWEST, limit * _OVER_FETCH)
        dense = _best(self._entries(workspace, encoder, vector, wanted))
        found = looking.result().best(max(_FEWEST, limit * 2))
        missed = [m for m in found[:_COMPARED] if m.lesson_id not in dense]
        depth = max(limit, _RERANKED) if self.reranker else limit
        ranked = fuse(_compare(vector, self._held(workspace, encoder, missed)) | dense, found)
        # Mostly everything may be shown, and then the best are all that has to be read.
        best = [r.lesson_id for r in ranked[:depth]]
        seen = partial(self.store.visible, workspace, audience=audience, replaced=replaced)
        visible = seen(best)
        if len(visible) < len(best):
            ranked, visible = self._past_hidden(workspace, encoder, vector, found, depth, seen)
        lessons = [_lined(visible[r.lesson_id], r, terms) for r in ranked if r.lesson_id in visible]
        shown = [x for x in lessons if may_bring_up(x[0], audience, replaced=replaced)][:depth]
        return self._reranked(text, encoder, shown)[:limit]

    def _past_hidden(
        self,
        workspace: str,
        encoder: Encoder,
        vector: list[float] | None,
        found: list[WordMatch],
        depth: int,
        seen: Callable[[Iterable[str]], dict[str, Lesson]],
    ) -> tuple[list[Ranked], dict[str, Lesson]]:
        """The order among what may be seen, as if the hidden were not there.

        Hidden lessons take places among the nearest. Looks further until nothing that was not
        fetched can be better than the `depth` best that were.
        """
        held = self._held(workspace, encoder, found)
        wanted = depth * _FURTHER
        while True:
            entries = self._entries(workspace, encoder, vector, wanted)
            dense = _compare(vector, held) | _best(entries)
            visible = seen(dense.keys() | {match.lesson_id for match in found})
            ranked = fuse(
                {i: near for i, near in dense.items() if i in visible},
                [match for match in found if match.lesson_id in visible],
            )
            lowest = entries[-1][1] if entries else 0.0
            enough = len(ranked) >= depth and ranked[depth - 1].score >= lowest
            if enough or len(entries) < wanted:
                return ranked, visible
            wanted *= _FURTHER

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

    def _held(self, workspace: str, encoder: Encoder, found: list[WordMatch]) -> list[_Held]:
        if self.index is None or not found:
            return []
        ids = [entry_id(m.lesson_id, n) for m in found for n in range(_PASSAGES_COMPARED)]
        held = self.index.vectors(workspace, encoder.name, ids)
        return [(*place_of(entry), vector) for entry, vector in held]

    def alike(self, workspace: str, text: str, language: str, limit: int) -> dict[str, Nearest]:
        """The nearest by meaning, by lesson id, of whomever: filter before anybody sees it.

        None while the index is away.
        """
        encoder = self.encoders.current(workspace)
        vector = encoder.encode_question(text, language) if self.index else None
        try:
            return _best(self._entries(workspace, encoder, vector, limit))
        except Unavailable:
            return {}

    def unread(self, workspace: str) -> int:
        """How many lessons meaning does not find yet, because they wait to be read; no more than
        `_NEWEST`."""
        if self.index is None:
            return 0
        model = self.encoders.current(workspace).name
        return self.store.count_unindexed(workspace, model, newest=_NEWEST)

    def _entries(
        self, workspace: str, encoder: Encoder, vector: list[float] | None, limit: int
    ) -> list[tuple[str, float]]:
        if self.index is None or vector is None:
            return []
        return self.index.nearest(workspace, encoder.name, vector, limit)


def _lined(lesson: Lesson, rank: Ranked, terms: Sequence[tuple[str, ...]]) -> tuple[Lesson, Ranked]:
    """With the line that counts for it: who asks for a topic means what is filed under it."""
    topics = {
        term for topic in lesson.topics for options in question_terms(topic) for term in options
    }
    if terms and all(not topics.isdisjoint(options) for options in terms):
        return lesson, replace(rank, line=NEAR_BY_TOPIC)
    return lesson, replace(rank, line=NEAR_ENOUGH_TITLED) if lesson.title else rank


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
