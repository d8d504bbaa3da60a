"""Lessons fall into two to five themes by what they mean, each named by its own words."""

import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallway_bot.domain.lesson import Lesson
from hallway_bot.index.embedder import TransformerEmbedder
from hallway_bot.services.encoding import Encoder
from hallway_bot.services.themes import MOST, Theme, themes

from ..conftest import make_lesson

DEMO = Path(__file__).parents[2] / "hallway_bot" / "playground" / "lessons.jsonl"
SUBJECTS = {
    "dns": ("en", "Lower the TTL of the nameserver before moving the domain."),
    "tender": ("nl", "Vraag bij de aanbesteding naar de boeteclausule van de leverancier."),
    "hiring": ("en", "Let candidates interview their future colleagues without a manager."),
}


def about(count: int) -> tuple[list[Lesson], dict[str, list[float]]]:
    """So many lessons about three subjects in turn, with vectors that say which."""
    dice = np.random.default_rng(7)
    made, vectors = [], {}
    for n in range(count):
        place = n % 3
        language, text = list(SUBJECTS.values())[place]
        made.append(make_lesson(f"l{n:03}", learned=text, language=language))
        vectors[f"l{n:03}"] = (np.eye(8)[place] + dice.normal(0, 0.05, 8)).tolist()
    return made, vectors


def ids(found: list[Theme]) -> list[list[str]]:
    return [[lesson.id for lesson in theme.lessons] for theme in found]


@pytest.mark.parametrize("count", [10, 30])
def test_what_belongs_together_comes_together_and_is_named_by_its_own_words(count: int) -> None:
    lessons, vectors = about(count)
    found = themes(lessons, vectors)
    assert [{int(i[1:]) % 3 for i in group} for group in ids(found)] == [{0}, {1}, {2}]
    assert found[0].words[0] in ("domain", "lower", "moving", "nameserver", "ttl")
    assert set(found[1].words) <= {"aanbesteding", "boeteclausule", "leverancier"}
    assert set(found[2].words) & {"candidates", "colleagues", "interview", "manager"}


@given(st.integers(0, 60), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_every_lesson_is_in_one_theme_whatever_the_order(count: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    lessons = [make_lesson(f"l{n}", learned=f"word{n % 5} thing{n % 3}") for n in range(count)]
    vectors = {lesson.id: dice.normal(size=6).tolist() for lesson in lessons}
    found = themes(lessons, vectors)
    assert sorted(i for group in ids(found) for i in group) == sorted(x.id for x in lessons)
    assert len(found) == min(count, 1) if count < 3 else 2 <= len(found) <= MOST
    shuffled = list(lessons)
    random.Random(seed).shuffle(shuffled)
    assert themes(shuffled, vectors) == found
    named = [word for theme in found for word in theme.words]
    assert len(named) == len(set(named))


def test_the_same_words_and_no_vector_at_all_are_still_a_theme() -> None:
    lessons = [make_lesson(f"l{n}") for n in range(6)]
    found = themes(lessons, {lesson.id: [0.0, 0.0] for lesson in lessons})
    assert sum(len(theme.lessons) for theme in found) == 6


def test_two_hundred_lessons_give_four_or_five_themes() -> None:
    lessons, vectors = about(200)
    found = themes(lessons, vectors)
    assert 4 <= len(found) <= 5
    assert all(len({int(i[1:]) % 3 for i in group}) == 1 for group in ids(found))


def test_no_link_number_or_empty_word_names_a_theme() -> None:
    text = "We waren toen altijd heel erg bezig, see https://example.com/barometer 1234 and the"
    lessons = [replace(make_lesson(f"l{n}"), learned=text, title="Manometer") for n in range(2)]
    (found,) = themes(lessons, {"l0": [1.0], "l1": [1.0]})
    assert found.words == ("manometer", "bezig")


def test_the_demo_lessons_fall_into_what_a_reader_would_call_themes(
    embedder: TransformerEmbedder,
) -> None:
    lessons = []
    for line in DEMO.read_text().splitlines():
        one = json.loads(line)
        lessons.append(
            make_lesson(
                one["id"],
                learned=one["text"],
                title=one["title"],
                happened=one.get("happened", ""),
                language=one["lang"],
            )
        )
    encoder = Encoder(embedder)
    cut = [parts[:1] for parts in encoder.passages(lessons)]
    vectors = encoder.encode_lessons(lessons, cut)
    found = themes(lessons, {x.id: v for x, v in zip(lessons, vectors, strict=True)})
    assert 3 <= len(found) <= 5
    titles = [{x.title for x in theme.lessons} for theme in found]
    tender = next(group for group in titles if any("aanbesteding" in t for t in group))
    assert not any("DNS" in title for title in tender)
    assert all(theme.words for theme in found)
