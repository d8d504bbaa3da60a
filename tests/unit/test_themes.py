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
    found, left = themes(lessons, vectors)
    assert not left
    told = {frozenset(int(i[1:]) % 3 for i in group): n for n, group in enumerate(ids(found))}
    named = [set(found[told[frozenset({place})]].words) for place in range(3)]
    assert named[0] & {"domain", "lower", "moving", "nameserver", "ttl"}
    assert named[1] <= {"aanbesteding", "boeteclausule", "leverancier"}
    assert named[2] & {"candidates", "colleagues", "interview", "manager"}


@given(st.integers(0, 60), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_every_lesson_is_in_one_theme_or_in_none_whatever_the_order(count: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    lessons = [make_lesson(f"l{n}", learned=f"word{n % 5} thing{n % 3}") for n in range(count)]
    vectors = {lesson.id: dice.normal(size=6).tolist() for lesson in lessons}
    found, left = themes(lessons, vectors)
    grouped = [i for group in ids(found) for i in group]
    assert sorted([*grouped, *(x.id for x in left)]) == sorted(x.id for x in lessons)
    assert len(found) <= MOST and all(len(theme.lessons) > 1 for theme in found)
    shuffled = list(lessons)
    random.Random(seed).shuffle(shuffled)
    assert themes(shuffled, vectors) == (found, left)
    named = [word for theme in found for word in theme.words]
    assert len(named) == len(set(named))


def test_what_says_nothing_is_in_no_theme() -> None:
    lessons = [make_lesson(f"l{n}") for n in range(6)]
    found, left = themes(lessons, {lesson.id: [0.0, 0.0] for lesson in lessons})
    assert not found and left == lessons


def test_a_lesson_that_is_like_no_other_is_in_no_theme() -> None:
    lessons, vectors = about(10)
    lessons.append(make_lesson("stray", learned="The coffee machine leaks."))
    vectors["stray"] = np.eye(8)[5].tolist()
    found, left = themes(lessons, vectors)
    assert [x.id for x in left] == ["stray"] and len(found) == 3


def test_two_that_are_unlike_are_no_theme() -> None:
    lessons = [make_lesson("a"), make_lesson("b", learned="Call the planner first.")]
    assert themes(lessons, {"a": [1.0, 0.1], "b": [0.1, 1.0]}) == ([], lessons)


def test_the_lesson_that_a_theme_is_named_after_stands_first() -> None:
    told = ["Ask early, then wait.", "Drain the pumps before the frost.", "The frost bursts pumps."]
    told += [f"Hire {name}." for name in ("slowly", "together", "twice")]
    lessons = [make_lesson(str(n), learned=text) for n, text in enumerate(told)]
    near = [[1.0, 0.0], [0.95, 0.3], [0.95, -0.3]]  # the first is the most central
    places = [[*near[n % 3], 0.0] if n < 3 else [0.0, 0.0, 1.0] for n in range(6)]
    found, _ = themes(lessons, {x.id: place for x, place in zip(lessons, places, strict=True)})
    theme = next(one for one in found if "frost" in one.words)
    assert [lesson.id for lesson in theme.lessons] == ["1", "2", "0"]


def test_two_hundred_lessons_give_four_or_five_themes() -> None:
    lessons, vectors = about(200)
    found, _ = themes(lessons, vectors)
    assert 4 <= len(found) <= 5
    assert all(len({int(i[1:]) % 3 for i in group}) == 1 for group in ids(found))


def test_no_link_number_or_empty_word_names_a_theme() -> None:
    text = "We waren toen altijd heel erg bezig, see https://example.com/barometer 1234 and the"
    lessons = [replace(make_lesson(f"l{n}"), learned=text, title="Manometer") for n in range(2)]
    ((found,), _) = themes(lessons, {"l0": [1.0], "l1": [1.0]})
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
    found, left = themes(lessons, {x.id: v for x, v in zip(lessons, vectors, strict=True)})
    assert len(found) == MOST and len(left) >= 10
    titles = [{x.title for x in theme.lessons} for theme in found]
    postgres = next(group for group in titles if any("Postgres" in t for t in group))
    assert len([title for title in postgres if "Postgres" in title]) == 3
    assert not any("DNS" in title or "aanbesteding" in title for title in postgres)
    assert all(theme.words for theme in found)
