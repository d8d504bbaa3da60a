"""The index follows SQL, whatever happened in between."""

from collections.abc import Iterator
from typing import Any

import pytest

from hallway_bot.domain.errors import Damaged
from hallway_bot.services.encoding import Encoder
from hallway_bot.services.indexing import Indexer, entry_id, place_of

from ..conftest import make_lesson
from ..fakes import MemoryIndex, MemoryStore, WordEmbedder

WORKSPACE = "first"
ENCODER = Encoder(WordEmbedder())
MODEL = ENCODER.name
LONG = " ".join(f"Sentence number {n} says something of its own." for n in range(80))


class Killed(Exception):
    """The process ended here."""


class Mortal:
    """Passes calls on, and dies before or after the n-th one of all that share `calls`."""

    def __init__(self, real: Any, calls: Iterator[int], n: int, *, after: bool) -> None:
        self._real, self._calls, self._n, self._after = real, calls, n, after

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._real, name)
        if not callable(real):
            return real

        def call(*args: Any, **kwargs: Any) -> Any:
            dies = next(self._calls) == self._n
            if dies and not self._after:
                raise Killed
            result = real(*args, **kwargs)
            if dies:
                raise Killed
            return result

        return call


def filled() -> tuple[MemoryStore, MemoryIndex]:
    """A store in which a lesson is new, one became shorter, one longer, and one is gone."""
    store, index = MemoryStore(), MemoryIndex()
    store.save_lessons(
        WORKSPACE,
        [
            make_lesson("shrinks", learned=LONG),
            make_lesson("grows", learned="Short."),
            make_lesson("goes", learned=LONG),
        ],
    )
    Indexer(store, index, ENCODER).catch_up(WORKSPACE)
    store.save_lessons(
        WORKSPACE,
        [
            make_lesson("new"),
            make_lesson("shrinks", learned="Short now."),
            make_lesson("grows", learned=LONG),
        ],
    )
    store.delete_lesson(WORKSPACE, "goes")
    return store, index


def held(index: MemoryIndex) -> set[str]:
    return set(index.held[WORKSPACE, MODEL])


def expected() -> set[str]:
    """What an index holds that was built from the same lessons without a mishap."""
    store, _ = filled()
    fresh = MemoryIndex()
    store.forget_model(WORKSPACE, MODEL)
    Indexer(store, fresh, ENCODER).catch_up(WORKSPACE)
    return held(fresh)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_around_any_call_the_next_run_leaves_each_lesson_in_once_and_no_orphan(
    after: bool,
) -> None:
    wanted = expected()
    kills = 0
    for n in range(1_000):
        store, index = filled()
        calls = iter(range(1_000))
        mortal = Indexer(
            Mortal(store, calls, n, after=after),
            Mortal(index, calls, n, after=after),
            ENCODER,
        )
        try:
            mortal.catch_up(WORKSPACE)
        except Killed:
            kills += 1
        else:
            break
        Indexer(store, index, ENCODER).catch_up(WORKSPACE)
        assert held(index) == wanted, f"killed at call {n}"
        assert store.count_unindexed(WORKSPACE, MODEL) == 0
        assert not store.orphans(WORKSPACE, MODEL, 10)
    assert kills > 8


@pytest.mark.parametrize("then", ["deleted", "changed"])
def test_what_happens_to_a_lesson_after_a_kill_is_followed_too(then: str) -> None:
    for n in range(1_000):
        store, index = MemoryStore(), MemoryIndex()
        store.save_lessons(WORKSPACE, [make_lesson("a", learned=LONG), make_lesson("b")])
        calls = iter(range(1_000))
        mortal = Indexer(
            Mortal(store, calls, n, after=True),
            Mortal(index, calls, n, after=True),
            ENCODER,
        )
        try:
            mortal.catch_up(WORKSPACE)
        except Killed:
            pass
        else:
            break
        if then == "deleted":
            store.delete_lesson(WORKSPACE, "a")
        else:
            store.save_lessons(WORKSPACE, [make_lesson("a", learned="Short.")])
        Indexer(store, index, ENCODER).catch_up(WORKSPACE)
        assert held(index) == {"b#0"} | ({"a#0"} if then == "changed" else set())
    assert n > 4


def test_a_deleted_lesson_leaves_the_index() -> None:
    store, index = filled()
    Indexer(store, index, ENCODER).catch_up(WORKSPACE)
    assert {place_of(entry)[0] for entry in held(index)} == {"new", "shrinks", "grows"}
    store.delete_lesson(WORKSPACE, "grows")
    Indexer(store, index, ENCODER).catch_up(WORKSPACE)
    assert {place_of(entry)[0] for entry in held(index)} == {"new", "shrinks"}


def test_nothing_is_embedded_twice_and_progress_counts_every_lesson() -> None:
    store, index = filled()
    steps: list[int] = []
    indexer = Indexer(store, index, ENCODER)
    waiting = indexer.pending(WORKSPACE)
    assert indexer.catch_up(WORKSPACE, steps.append) == sum(steps) == waiting == 3
    assert indexer.catch_up(WORKSPACE) == 0


def test_a_rebuild_replaces_whatever_the_collection_held() -> None:
    store, index = filled()
    index.upsert(WORKSPACE, MODEL, ["stray#0"], [[1.0] * WordEmbedder.dimensions])
    assert Indexer(store, index, ENCODER).rebuild(WORKSPACE) == 3
    assert held(index) == expected()


def test_an_index_that_was_removed_is_built_again_by_itself() -> None:
    store, index = filled()
    Indexer(store, index, ENCODER).catch_up(WORKSPACE)
    before = held(index)
    index.held.clear()
    assert Indexer(store, index, ENCODER).catch_up(WORKSPACE) == 3
    assert held(index) == before


def test_an_index_that_cannot_be_read_any_more_is_built_again_by_itself() -> None:
    class Torn(MemoryIndex):
        """Killed while it wrote; nothing but dropping helps."""

        torn = False

        def count(self, workspace: str, model: str) -> int:
            if self.torn:
                raise Damaged("It does not fit together.")
            return super().count(workspace, model)

        def compact(self, workspace: str, model: str) -> None:
            self.count(workspace, model)

        def drop(self, workspace: str, model: str) -> None:
            super().drop(workspace, model)
            self.torn = False

    store, index = MemoryStore(), Torn()
    store.save_lessons("w", [make_lesson("a"), make_lesson("b")])
    indexer = Indexer(store, index, Encoder(WordEmbedder()))
    indexer.catch_up("w")
    index.torn = True
    assert indexer.catch_up("w") == 2 == index.count("w", indexer.encoder.name)
    index.torn = True
    indexer.compact("w")
    assert indexer.catch_up("w") == 2


def test_another_model_starts_a_collection_of_its_own() -> None:
    class Newer(WordEmbedder):
        name = "words-2"

    store, index = filled()
    Indexer(store, index, ENCODER).catch_up(WORKSPACE)
    before = held(index)
    assert Indexer(store, index, Encoder(Newer())).catch_up(WORKSPACE) == 3
    assert held(index) == before
    assert set(index.held[WORKSPACE, Encoder(Newer()).name]) == before


def test_more_lessons_than_one_batch_all_get_in() -> None:
    store, index = MemoryStore(), MemoryIndex()
    store.save_lessons(WORKSPACE, [make_lesson(f"l{n}") for n in range(700)])
    assert Indexer(store, index, ENCODER).catch_up(WORKSPACE) == 700
    assert index.count(WORKSPACE, MODEL) == 700


def test_an_entry_names_its_lesson_even_with_a_hash_in_the_id() -> None:
    assert place_of(entry_id("notes#3/a", 12)) == ("notes#3/a", 12)
