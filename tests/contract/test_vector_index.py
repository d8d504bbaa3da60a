"""One suite over memory, Chroma in process and a `chroma run` server."""

import math
import random
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hallway_bot.domain.errors import ConfigurationError, Unavailable
from hallway_bot.index.vectors import ChromaIndex
from hallway_bot.ports import VectorIndex

from ..fakes import MemoryIndex

EAST, NORTH, BETWEEN = [1.0, 0.0], [0.0, 1.0], [math.sqrt(0.5), math.sqrt(0.5)]


@pytest.fixture(params=["memory", "in process", "server"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorIndex]:
    """An index without anything in it."""
    made: VectorIndex = MemoryIndex()
    if request.param == "in process":
        made = ChromaIndex.in_process(tmp_path / "chroma")
    elif request.param == "server":
        fresh: Callable[[], str] = request.getfixturevalue("chroma_server")
        made = ChromaIndex.on_server(fresh())
    yield made
    made.close()


def test_the_nearest_come_first_with_their_cosine(index: VectorIndex) -> None:
    index.upsert("w", "m", ["east", "north", "between"], [EAST, NORTH, BETWEEN])
    found = index.nearest("w", "m", EAST, 2)
    assert [key for key, _ in found] == ["east", "between"]
    assert [cosine for _, cosine in found] == pytest.approx([1.0, math.sqrt(0.5)], abs=1e-5)
    assert all(type(cosine) is float for _, cosine in found)


def test_asking_for_more_than_there_is_gives_what_there_is(index: VectorIndex) -> None:
    assert index.nearest("w", "m", EAST, 10) == []
    index.upsert("w", "m", ["east"], [EAST])
    assert [key for key, _ in index.nearest("w", "m", NORTH, 1_000)] == ["east"]


def test_putting_the_same_id_again_replaces_its_vector(index: VectorIndex) -> None:
    index.upsert("w", "m", ["a"], [EAST])
    index.upsert("w", "m", ["a"], [NORTH])
    assert index.count("w", "m") == 1
    assert index.nearest("w", "m", NORTH, 1)[0][1] == pytest.approx(1.0, abs=1e-5)


def test_what_is_deleted_is_not_found(index: VectorIndex) -> None:
    index.upsert("w", "m", ["a#0", "a#1"], [EAST, NORTH])
    index.delete("w", "m", ["a#0", "never there"])
    index.delete("w", "m", [])
    assert [key for key, _ in index.nearest("w", "m", EAST, 10)] == ["a#1"]


def test_vectors_come_back_for_the_ids_that_are_there(index: VectorIndex) -> None:
    index.upsert("w", "m", ["a", "b"], [EAST, NORTH])
    held = dict(index.vectors("w", "m", ["b", "gone", "a"]))
    assert held.keys() == {"a", "b"}
    assert list(held["b"]) == pytest.approx(NORTH)
    assert list(index.vectors("w", "m", ["gone"])) == []
    assert list(index.vectors("w", "m", [])) == []


def test_workspaces_and_models_are_kept_apart(index: VectorIndex) -> None:
    index.upsert("w", "m", ["a"], [EAST])
    index.upsert("w", "other model", ["b"], [[1.0, 0.0, 0.0]])
    index.upsert("w-m", "", ["c"], [EAST])
    assert [key for key, _ in index.nearest("w", "m", EAST, 10)] == ["a"]
    assert index.count("other", "m") == 0


def test_a_dropped_collection_starts_anew(index: VectorIndex) -> None:
    index.drop("w", "m")  # never made: nothing to complain about
    index.upsert("w", "m", ["a"], [EAST])
    index.drop("w", "m")
    assert index.count("w", "m") == 0
    index.upsert("w", "m", ["b"], [[0.0, 0.0, 1.0]])  # even with another length
    assert index.count("w", "m") == 1


def test_thousands_go_in_and_out_at_once(index: VectorIndex) -> None:
    ids = [f"lesson-{n}#0" for n in range(4_500)]
    index.upsert("w", "m", ids, [[math.cos(n), math.sin(n)] for n in range(len(ids))])
    assert index.count("w", "m") == len(ids)
    index.delete("w", "m", ids[1:])
    assert index.count("w", "m") == 1


def test_a_server_index_that_another_process_built_anew_is_found_again(
    chroma_server: Callable[[], str],
) -> None:
    url = chroma_server()
    bot, terminal = ChromaIndex.on_server(url), ChromaIndex.on_server(url)
    bot.upsert("w", "m", ["old"], [EAST])
    terminal.drop("w", "m")
    assert bot.nearest("w", "m", EAST, 1) == []
    terminal.upsert("w", "m", ["new"], [EAST])
    assert [key for key, _ in bot.nearest("w", "m", EAST, 1)] == ["new"]


def test_a_server_that_is_away_or_no_address_is_said_so() -> None:
    with pytest.raises(Unavailable, match="Chroma server"):
        ChromaIndex.on_server("http://127.0.0.1:9").check()
    with pytest.raises(ConfigurationError, match="CHROMA_URL"):
        ChromaIndex.on_server("localhost:8000")


def test_compacting_keeps_what_is_there_and_finds_it(index: VectorIndex) -> None:
    index.upsert("w", "m", ["east", "north"], [EAST, NORTH])
    index.delete("w", "m", ["north"])
    index.compact("w", "m")
    assert index.count("w", "m") == 1
    assert index.nearest("w", "m", EAST, 5) == [("east", pytest.approx(1.0, abs=1e-5))]
    index.delete("w", "m", ["east"])
    index.compact("w", "m")
    assert index.count("w", "m") == 0 and index.nearest("w", "m", EAST, 5) == []


def test_compacting_clears_what_one_that_was_killed_had_put_in(index: VectorIndex) -> None:
    index.upsert("w", "m", ["east", *(f"filler#{n}" for n in range(1_000))], [EAST] * 1_001)
    index.compact("w", "m")
    assert isinstance(index, MemoryIndex) or index.count("w", "m") == 1


@pytest.mark.parametrize("others", [0, 3, 300])
def test_after_compacting_no_file_holds_a_deleted_id_or_vector(tmp_path: Path, others: int) -> None:
    index = ChromaIndex.in_process(tmp_path)
    numbers = random.Random(1)
    vectors = [[numbers.gauss(0, 1) for _ in range(32)] for _ in range(others + 2)]
    ids = ["gone-1", "gone-2", *(f"kept-{n}" for n in range(others))]
    index.upsert("w", "m", ids, vectors)
    length = math.hypot(*vectors[0])
    forms = [struct.pack("<8f", *(x / scale for x in vectors[0][8:16])) for scale in (1, length)]
    sought = [b"gone-", forms[0], forms[1]]

    def found() -> list[str]:
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        return [path.name for path in files if any(s in path.read_bytes() for s in sought)]

    assert found()
    index.delete("w", "m", ["gone-1", "gone-2"])
    index.compact("w", "m")
    assert found() == []
    assert index.count("w", "m") == others
