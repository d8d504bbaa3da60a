"""A changed model is indexed beside the old one, which answers until the new one is complete."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hallway_bot.assembly import Hallway, build
from hallway_bot.domain.visibility import Audience
from hallway_bot.settings import load

from ..conftest import make_lesson
from ..tiny import sentence_model

EVERYONE = Audience(viewer=None)
MANY = 300  # more than the indexer takes in one step


class Killed(Exception):
    """The process ended here."""


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two models that agree on nothing."""
    return [sentence_model(tmp_path_factory.mktemp(f"m{n}"), seed=n) for n in (1, 2)]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Opens the data folder with a model, after closing what was open."""
    held: list[Hallway] = []

    def open_with(model: Path) -> Hallway:
        for one in held:
            one.close()
        monkeypatch.setenv("HALLWAY_EMBEDDING_MODEL", str(model))
        held[:] = [build(load(tmp_path))]
        return held[0]

    yield open_with
    for one in held:
        one.close()


def answering(hallway: Hallway) -> str:
    """The name of the index that answers now."""
    return hallway.search.encoders.current("first").name


def entries(hallway: Hallway, model: str) -> int:
    assert hallway.search.index is not None
    return hallway.search.index.count("first", model)


def finds(hallway: Hallway, text: str) -> str:
    """The first answer, which must have been compared by meaning."""
    lesson, rank = hallway.search.find("first", text, EVERYONE, 3)[0]
    assert rank.cosine is not None and rank.cosine > 0.99
    return lesson.id


def test_the_old_model_answers_until_the_new_index_is_complete_then_it_is_dropped(
    models: list[Path], opened: object
) -> None:
    first = opened(models[0])  # type: ignore[operator]
    workspace = first.store.workspace(None)
    lessons = [make_lesson(f"l{n:03}", learned=f"bake the cake {n}") for n in range(MANY)]
    first.store.save_lessons(workspace, [*lessons, make_lesson("dns", learned="lower dns ttl")])
    first.indexer.catch_up(workspace)
    old = answering(first)
    assert finds(first, "lower dns ttl") == "dns"

    second = opened(models[1])  # type: ignore[operator]
    new = second.indexer.encoder.name
    assert new != old and answering(second) == old
    assert finds(second, "lower dns ttl") == "dns"

    def killed(_: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        second.indexer.catch_up(workspace, killed)
    assert 0 < entries(second, new) < MANY
    assert answering(second) == old and finds(second, "lower dns ttl") == "dns"

    third = opened(models[1])  # type: ignore[operator]  # after the crash
    assert answering(third) == old and finds(third, "lower dns ttl") == "dns"
    third.indexer.catch_up(workspace)
    assert answering(third) == new and finds(third, "lower dns ttl") == "dns"
    assert entries(third, new) == MANY + 1
    assert entries(third, old) == 0
    assert third.store.indexed(workspace, old, ["dns"]) == {}


def test_when_the_old_model_is_gone_from_the_disk_the_new_one_answers_with_what_it_has(
    models: list[Path], opened: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    doomed = sentence_model(tmp_path_factory.mktemp("doomed"), seed=3)
    first = opened(doomed)  # type: ignore[operator]
    workspace = first.store.workspace(None)
    first.store.save_lessons(workspace, [make_lesson("dns", learned="lower dns ttl")])
    first.indexer.catch_up(workspace)
    doomed.rename(doomed.with_name("moved"))
    second = opened(models[1])  # type: ignore[operator]
    [(lesson, rank)] = second.search.find(workspace, "dns", EVERYONE, 3)
    assert lesson.id == "dns" and rank.cosine is None and rank.near_enough
    second.indexer.catch_up(workspace)
    assert finds(second, "lower dns ttl") == "dns"
