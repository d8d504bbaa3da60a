"""Finding lessons for a text: meaning and words, filtered to what the audience may see."""

from dataclasses import dataclass

from ..domain.analysis import question_terms
from ..domain.lesson import Lesson
from ..domain.ranking import Ranked, fuse
from ..domain.visibility import Audience, may_see
from ..ports import Embedder, Store, VectorIndex
from .indexing import lesson_of

# Several passages of one lesson and lessons that may not be shown take places too.
_OVER_FETCH = 5


@dataclass(frozen=True, slots=True)
class Search:
    """One ranking for answers, people, near lessons and the terminal."""

    store: Store
    embedder: Embedder
    index: VectorIndex | None

    def find(
        self, workspace: str, text: str, audience: Audience, limit: int
    ) -> list[tuple[Lesson, Ranked]]:
        """At most `limit` lessons that the audience may see, best first, near or not."""
        found = self.store.search_words(
            workspace, question_terms(text), audience, max(50, limit * 2)
        )
        dense = self.dense(workspace, text, limit * _OVER_FETCH)
        ids = dense.keys() | {match.lesson_id for match in found}
        visible = self.store.visible(workspace, ids, audience)
        ranked = fuse({i: c for i, c in dense.items() if i in visible}, found)
        lessons = [(visible[r.lesson_id], r) for r in ranked if r.lesson_id in visible]
        return [pair for pair in lessons if may_see(pair[0], audience)][:limit]

    def dense(self, workspace: str, text: str, limit: int) -> dict[str, float]:
        """Cosine similarity by lesson id, of whomever: filter before anybody sees it."""
        if self.index is None:
            return {}
        vector = self.embedder.encode_question(text)
        nearest = self.index.nearest(workspace, self.embedder.name, vector, max(50, limit))
        best: dict[str, float] = {}
        for entry, cosine in nearest:
            lesson_id = lesson_of(entry)
            best[lesson_id] = max(cosine, best.get(lesson_id, -1.0))
        return best
