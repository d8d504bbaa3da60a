"""Finding lessons for a text: meaning and words, filtered to what the audience may see."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from ..domain.analysis import question_terms
from ..domain.lesson import Lesson
from ..domain.ranking import Nearest, Ranked, WordMatch, fuse
from ..domain.visibility import Audience, may_see
from ..ports import LanguageDetector, Store, VectorIndex
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


def _readers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(4, thread_name_prefix="words")


@dataclass(frozen=True, slots=True)
class Search:
    """One ranking for answers, people, near lessons and the terminal."""

    store: Store
    encoders: Encoders
    index: VectorIndex | None
    detect: LanguageDetector
    pool: ThreadPoolExecutor = field(default_factory=_readers, repr=False)

    def find(
        self, workspace: str, text: str, audience: Audience, limit: int
    ) -> list[tuple[Lesson, Ranked]]:
        """At most `limit` lessons that the audience may see, best first, near or not."""
        language = self.detect.detect(text)
        terms = question_terms(text, language)
        # The database looks for words while the model reads.
        words = self.pool.submit(
            self.store.search_words, workspace, terms, audience, max(_FEWEST, limit * 2)
        )
        encoder = self.encoders.current(workspace)
        vector = encoder.encode_question(text, language) if self.index else None
        wanted = max(_FEWEST, limit * _OVER_FETCH)
        dense = self._nearest(workspace, encoder, vector, wanted)
        found = words.result()
        dense |= self._compare(workspace, encoder, vector, dense, found)
        ids = dense.keys() | {match.lesson_id for match in found}
        visible = self.store.visible(workspace, ids, audience)
        if len(dense) >= limit > len(visible):
            # Much of what is near belongs to other eyes: look further for what does not.
            dense |= self._nearest(workspace, encoder, vector, wanted * _FURTHER)
            visible |= self.store.visible(workspace, dense.keys() - ids, audience)
        ranked = fuse({i: near for i, near in dense.items() if i in visible}, found)
        lessons = [(visible[r.lesson_id], r) for r in ranked if r.lesson_id in visible]
        return [pair for pair in lessons if may_see(pair[0], audience)][:limit]

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

    def _compare(
        self,
        workspace: str,
        encoder: Encoder,
        vector: list[float] | None,
        dense: dict[str, Nearest],
        found: list[WordMatch],
    ) -> dict[str, Nearest]:
        """How alike the best by words are that meaning alone did not bring up."""
        missing = [m.lesson_id for m in found[:_COMPARED] if m.lesson_id not in dense]
        if self.index is None or vector is None or not missing:
            return {}
        ids = [entry_id(i, n) for i in missing for n in range(_PASSAGES_COMPARED)]
        return _best(self.index.similarities(workspace, encoder.name, vector, ids))


def _best(entries: list[tuple[str, float]]) -> dict[str, Nearest]:
    best: dict[str, Nearest] = {}
    for entry, cosine in entries:
        lesson_id, passage = place_of(entry)
        if lesson_id not in best or cosine > best[lesson_id].cosine:
            best[lesson_id] = Nearest(cosine, passage)
    return best
