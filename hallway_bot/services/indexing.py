"""Bringing the vector index up to SQL, whatever happened before."""

from collections.abc import Callable
from dataclasses import dataclass

from ..domain.errors import Damaged
from ..domain.records import Indexed
from ..ports import Store, VectorIndex
from .encoding import Encoder

# Enough texts for the model to sort by length, few enough to show progress.
_BATCH = 256


def entry_id(lesson_id: str, passage: int) -> str:
    """The index's id of one passage of a lesson."""
    return f"{lesson_id}#{passage}"


def place_of(entry: str) -> tuple[str, int]:
    """The lesson that an index entry belongs to, and which of its passages it is."""
    lesson_id, _, passage = entry.rpartition("#")
    return lesson_id, int(passage)


@dataclass(frozen=True, slots=True)
class Indexer:
    """Embeds what is not indexed yet. Every step can be repeated: a kill loses nothing.

    The ledger is told how many passages are about to be written before they are, so that
    whatever a killed run left behind is known and removed by the next.
    """

    store: Store
    index: VectorIndex
    encoder: Encoder
    complete: Callable[[str, VectorIndex], None] = lambda workspace, index: None

    def catch_up(self, workspace: str, progress: Callable[[int], None] = lambda n: None) -> int:
        """Index everything pending and drop what is gone; returns how many lessons. What cannot
        be read any more is built again."""
        try:
            return self._catch_up(workspace, progress)
        except Damaged:
            self._begin_again(workspace, self.encoder.name)
            return self._catch_up(workspace, progress)

    def _catch_up(self, workspace: str, progress: Callable[[int], None]) -> int:
        self._sweep(workspace, self.encoder.name)
        self._notice_loss(workspace)
        while self.store.rewrite_words(workspace, _BATCH):
            pass
        done = 0
        while step := self._step(workspace):
            done += step
            progress(step)
        self.complete(workspace, self.index)
        return done

    def pending(self, workspace: str) -> int:
        """How many lessons wait to be indexed."""
        return self.store.count_unindexed(workspace, self.encoder.name)

    def rebuild(self, workspace: str, progress: Callable[[int], None] = lambda n: None) -> int:
        """Drop the collection and index every lesson again."""
        self._begin_again(workspace, self.encoder.name)
        return self.catch_up(workspace, progress)

    def _notice_loss(self, workspace: str) -> None:
        """Begin again where the index holds less than was put in: somebody removed it."""
        model = self.encoder.name
        written = self.store.passages_indexed(workspace, model)
        if written and self.index.count(workspace, model) < written:
            self._begin_again(workspace, model)

    def _begin_again(self, workspace: str, model: str) -> None:
        self.index.drop(workspace, model)
        self.store.forget_model(workspace, model)

    def compact(self, workspace: str) -> None:
        """Leave nothing of deleted lessons in the index, not even of an earlier model's."""
        for model in {self.encoder.name, *self.store.indexed_models(workspace)}:
            try:
                self._sweep(workspace, model)
                self.index.compact(workspace, model)
            except Damaged:
                self._begin_again(workspace, model)
                self.index.clear_files()

    def remove(self, workspace: str) -> None:
        """Leave nothing of a whole workspace in the index."""
        for model in {self.encoder.name, *self.store.indexed_models(workspace)}:
            self.index.drop(workspace, model)
        self.index.clear_files()

    def _step(self, workspace: str) -> int:
        model = self.encoder.name
        lessons = self.store.unindexed(workspace, model, _BATCH)
        if not lessons:
            return 0
        cut = self.encoder.entries(lessons)
        texts = {lesson.id: parts for lesson, parts in zip(lessons, cut, strict=True)}
        before = self.store.indexed(workspace, model, texts)
        held = {
            id_: max(len(parts), before[id_].passages if id_ in before else 0)
            for id_, parts in texts.items()
        }
        self.store.mark_indexed(workspace, model, [Indexed(i, "", n) for i, n in held.items()])
        ids = [entry_id(i, n) for i, parts in texts.items() for n in range(len(parts))]
        vectors = self.encoder.encode_lessons(lessons, cut)
        self.index.upsert(workspace, model, ids, vectors)
        stale = [entry_id(i, n) for i, parts in texts.items() for n in range(len(parts), held[i])]
        if stale:
            self.index.delete(workspace, model, stale)
        self.store.mark_indexed(
            workspace,
            model,
            [Indexed(lesson.id, lesson.content_hash, len(texts[lesson.id])) for lesson in lessons],
        )
        return len(lessons)

    def _sweep(self, workspace: str, model: str) -> None:
        while gone := self.store.orphans(workspace, model, 500):
            ids = [entry_id(row.lesson_id, n) for row in gone for n in range(row.passages)]
            if ids:
                self.index.delete(workspace, model, ids)
            self.store.forget_indexed(workspace, model, [row.lesson_id for row in gone])
