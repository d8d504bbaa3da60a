"""Words that name something are told from what is done with it, in both languages."""

from collections import Counter

import pytest

from hallway_bot.domain.naming import votes
from hallway_bot.services.themes import themes

from ..conftest import make_lesson

DULL = frozenset("before was were niet and had naar".split())


def said(text: str) -> dict[str, int]:
    found: Counter[str] = Counter()
    for word, vote in votes(text, DULL):
        found[word] += vote
    return found


@pytest.mark.parametrize(
    ("text", "names", "others"),
    [
        ("We could not reach the nameserver.", "nameserver", "reach"),
        ("I had to restart the gateway before lunch.", "gateway", "restart"),
        ("Two people from Postgres helped.", "postgres", "helped"),
        ("De instellingen bleken weg, en we wilden de firmware niet.", "firmware", "bleken"),
        ("Ik wilde te snel rijden naar de kweker, de klep brak.", "kweker", "rijden"),
    ],
)
def test_what_names_something_gets_votes_and_what_is_done_does_not(
    text: str, names: str, others: str
) -> None:
    found = said(text)
    assert found[names] > 0 >= found[others]


def test_a_theme_is_named_by_things() -> None:
    told = (
        "The firmware did not reach the gateway. We could reach it by the cable.",
        "We tried to reach the gateway, and the firmware was old.",
        "I could not reach a gateway. The firmware was new.",
    )
    lessons = [make_lesson(str(n), learned=text) for n, text in enumerate(told)]
    ((theme,), _) = themes(lessons[:2], {x.id: [1.0, 0.0] for x in lessons})
    assert set(theme.words) == {"firmware", "gateway"}


def test_where_nothing_is_named_the_words_that_there_are_stand_above_it() -> None:
    lessons = [make_lesson(one, learned="Bellen helpt.") for one in "ab"]
    ((theme,), _) = themes(lessons, {"a": [1.0], "b": [1.0]})
    assert theme.words
