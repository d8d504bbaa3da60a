"""One suite over the bundled model and the tests' own embedder."""

import math

import pytest

from hallway_bot.index.embedder import TransformerEmbedder
from hallway_bot.ports import Embedder

from ..fakes import WordEmbedder

TEXTS = [
    "Lower the TTL of the DNS record two days before you move.",
    "Descale the espresso machine.",
    "Test a restore of the Postgres backup each month, not only the backup itself. " * 5,
    "مرحبا 🙂",
]


@pytest.fixture(params=["words", "model"])
def either(request: pytest.FixtureRequest, embedder: TransformerEmbedder) -> Embedder:
    """The fake, and the real model."""
    return embedder if request.param == "model" else WordEmbedder()


def test_every_vector_has_length_one_and_the_same_size(either: Embedder) -> None:
    vectors = [*either.encode_passages(TEXTS), either.encode_question("dns"), *_empty(either)]
    assert [math.hypot(*vector) for vector in vectors] == pytest.approx([1.0] * len(vectors))
    assert len({len(vector) for vector in vectors}) == 1


def _empty(embedder: Embedder) -> list[list[float]]:
    return [embedder.encode_question(""), *embedder.encode_passages([""])]


def test_passages_keep_their_order_whatever_their_length(either: Embedder) -> None:
    together = either.encode_passages(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        assert vector == pytest.approx(either.encode_passages([text])[0], abs=1e-4)


def test_no_passages_give_no_vectors(either: Embedder) -> None:
    assert either.encode_passages([]) == []
    assert either.fits([]) == []


def test_a_question_is_nearest_to_the_passage_that_shares_its_words(either: Embedder) -> None:
    asked = either.encode_question("When should I lower the TTL of a DNS record?")
    cosines = [_dot(asked, vector) for vector in either.encode_passages(TEXTS)]
    assert max(cosines) == cosines[0]


def _dot(one: list[float], other: list[float]) -> float:
    return sum(x * y for x, y in zip(one, other, strict=True))


def test_it_says_what_it_is_and_what_it_reads(either: Embedder) -> None:
    assert either.name
    assert either.languages <= {"en", "nl"} and either.languages
    assert either.fits(["short"]) == [True]
    assert either.ready
