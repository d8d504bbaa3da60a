"""The second stage: a cross-encoder's order for the best few, in time or not at all."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sentence_transformers import CrossEncoder

from hallway_bot.domain.errors import ConfigurationError
from hallway_bot.index.reranker import CrossEncoderReranker

from ..conftest import make_lesson
from ..tiny import cross_encoder
from .test_search import BRAM, WORKSPACE, search_over

TEXTS = ["lower the ttl", "bake a cake slowly", "move the dns", "the cake", "you and the dns"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny cross-encoder."""
    return cross_encoder(tmp_path_factory.mktemp("tiny"))


def test_each_text_gets_the_models_own_score(folder: Path) -> None:
    reranker = CrossEncoderReranker(str(folder), 60_000)
    reranker.load()
    wanted = CrossEncoder(str(folder), device="cpu").predict([("dns", text) for text in TEXTS])
    assert reranker.scores("dns", TEXTS) == pytest.approx(wanted.tolist(), abs=1e-5)


def test_over_its_budget_or_not_loaded_yet_it_is_skipped(folder: Path) -> None:
    reranker = CrossEncoderReranker(str(folder), 60_000)
    assert reranker.scores("dns", TEXTS) is None
    hurried = CrossEncoderReranker(str(folder), 1)
    hurried.load()
    began = time.perf_counter()
    assert hurried.scores("dns", TEXTS * 500) is None
    assert time.perf_counter() - began < 5  # it stops, rather than reading on for nobody


def test_what_is_no_cross_encoder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="HALLWAY_RERANKER"):
        CrossEncoderReranker(str(tmp_path), 100).load()


class Opinion:
    """Prefers the later lesson, or has no time."""

    def __init__(self, in_time: bool) -> None:
        self.in_time = in_time
        self.read: list[str] = []

    def scores(self, question: str, texts: Sequence[str]) -> list[float] | None:
        self.read = list(texts)
        return [float(place) for place in range(len(texts))] if self.in_time else None

    def load(self) -> None: ...

    def warm_up(self) -> None: ...


def test_the_best_twenty_take_its_order_and_the_rest_follow() -> None:
    plain = search_over(*(make_lesson(f"l{n:02}") for n in range(30)))
    before = plain.find(WORKSPACE, "dns ttl", BRAM, 30)
    opinion = Opinion(in_time=True)
    after = replace(plain, reranker=opinion).find(WORKSPACE, "dns ttl", BRAM, 30)
    assert [x.id for x, _ in after[:20]] == [x.id for x, _ in reversed(before[:20])]
    assert [x.id for x, _ in after[20:]] == [x.id for x, _ in before[20:]]
    assert [r.score for _, r in after] == [r.score for _, r in before]
    assert len(opinion.read) == 20
    # Asked for three, it is still the best of twenty that are shown.
    three = replace(plain, reranker=opinion).find(WORKSPACE, "dns ttl", BRAM, 3)
    assert [x.id for x, _ in three] == [x.id for x, _ in after[:3]]


def test_without_an_answer_in_time_the_first_stage_stands() -> None:
    plain = search_over(*(make_lesson(f"l{n:02}") for n in range(30)))
    skipped = replace(plain, reranker=Opinion(in_time=False))
    assert skipped.find(WORKSPACE, "dns", BRAM, 10) == plain.find(WORKSPACE, "dns", BRAM, 10)
