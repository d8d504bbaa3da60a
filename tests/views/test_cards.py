"""A card says a thing once."""

from datetime import UTC, datetime

import pytest

from hallway_bot.domain.lesson import Author, Lesson
from hallway_bot.domain.person import Person
from hallway_bot.slack.views.lesson import card
from hallway_bot.texts import Texts

AT = datetime(2026, 3, 31, tzinfo=UTC)
LONG = "Drain the irrigation pump before the first frost, and write the day of it on the door. "


@pytest.mark.parametrize(
    ("learned", "title", "passage", "shown"),
    [
        ("Bel eerst.", "", "Bel eerst.", ("Bel eerst", None)),
        ("Bel eerst. Ga dan.", "", "Bel eerst. Ga dan.", ("Bel eerst. Ga dan", None)),
        (LONG * 2, "", LONG.strip(), (LONG.strip(" ."), None)),
        ("Bel eerst.", "", "Niemand deed open.", ("Bel eerst", "*Niemand deed open.*")),
        ("Bel eerst.", "Bellen", "Bellen helpt.", ("Bellen", "*Bellen helpt.*")),
        ("Bel eerst.", "Eerst bellen.", "Eerst bellen", ("Eerst bellen", None)),
    ],
)
def test_what_a_card_is_called_it_does_not_say_again(
    learned: str, title: str, passage: str, shown: tuple[str, str | None]
) -> None:
    lesson = Lesson("a", Author("U1"), learned, AT, title=title)
    made = card(Texts("nl"), lesson, "Anna", passage, Person("U2", "Bram"), "wie belt er?")[0]
    assert (made["title"]["text"], made.get("body", {}).get("text")) == shown


@pytest.mark.parametrize(("viewer", "judged"), [("U1", False), ("U2", True), (None, True)])
def test_nobody_is_asked_to_judge_their_own_lesson(viewer: str | None, judged: bool) -> None:
    lesson = Lesson("a", Author("U1"), LONG, AT)
    person = Person(viewer, "x") if viewer else None
    blocks = card(Texts("en"), lesson, "Anna", "", person, "how?")
    assert ("verdict" in str(blocks)) == judged


def test_a_title_is_not_cut_behind_a_comma() -> None:
    lesson = Lesson("a", Author("U1"), f"{'word ' * 16}stop; afterwards something more", AT)
    assert lesson.headline == f"{'word ' * 16}stop…"
