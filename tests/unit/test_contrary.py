"""Opposite conclusions are recognised, agreement and other subjects are not."""

import pytest

from hallway_bot.domain.contrary import opposed, stance
from hallway_bot.domain.ranking import Ranked
from hallway_bot.services.ask import disputed

from ..conftest import make_lesson


@pytest.mark.parametrize(
    ("said", "side"),
    [
        ("Feature flags worked well for us.", 1),
        ("Feature flags did not work for us.", -1),
        ("We would never use feature flags again.", -1),
        ("It doesn't help to ask twice.", -1),
        ("Een proefmaand werkt goed.", 1),
        ("Een proefmaand werkt niet.", -1),
        ("Wij raden een proefmaand aan.", 1),
        ("De proefmaand is op 3 mei.", 0),
    ],
)
def test_a_sentence_speaks_for_or_against(said: str, side: int) -> None:
    assert stance(said) == side


def test_two_colleagues_who_conclude_the_opposite_are_found() -> None:
    lessons = [
        make_lesson("a", learned="Pair programming with juniors always pays off."),
        make_lesson("b", learned="Ask early."),
        make_lesson("c", learned="Pair programming with juniors was a waste of time for us."),
    ]
    assert opposed(lessons) == (0, 2)


def test_across_languages_as_well() -> None:
    lessons = [
        make_lesson("a", learned="A fixed price contract worked well."),
        make_lesson(
            "b",
            learned="Een contract met vaste prijs werkte niet met de leverancier.",
            language="nl",
        ),
    ]
    assert opposed(lessons) == (0, 1)


def test_two_topics_in_common_make_one_shared_word_enough_but_not_none() -> None:
    enough = "Docker Compose was enough; we did not need Kubernetes"
    paid = "Kubernetes paid for itself at the image pipeline"
    topics = ("docker", "Kubernetes")
    one = make_lesson("a", title=enough, learned="Ask.", topics=topics)
    for title, held, found in (
        (paid, ("kubernetes", "docker", "deploy"), (0, 1)),
        (paid, ("kubernetes",), None),
        ("The image pipeline paid for itself", ("kubernetes", "docker"), None),
    ):
        other = make_lesson("b", title=title, learned="Try.", topics=held)
        assert opposed([one, other]) == found


PAIRS = [
    ("en", "A daily standup works well for us.", "The daily standup did not work for us."),
    (
        "en",
        "We recommend fixed price contracts with this supplier.",
        "Avoid fixed price contracts: the supplier cut corners.",
    ),
    (
        "en",
        "Moving to Kubernetes was worth the effort.",
        "We regret moving to Kubernetes, it cost us more effort than it gave.",
    ),
    (
        "en",
        "Letting customers test early was a success.",
        "Letting customers test early backfired.",
    ),
    (
        "nl",
        "Een proefmaand met nieuwe klanten loont.",
        "Een proefmaand met nieuwe klanten: nooit meer.",
    ),
    (
        "nl",
        "Wij raden een vaste prijs aan bij aanbestedingen.",
        "Begin nooit met een vaste prijs bij aanbestedingen.",
    ),
    (
        "nl",
        "Met een checklist gaat de overdracht beter.",
        "De checklist maakte de overdracht juist slechter.",
    ),
    (
        "nl",
        "Klanten vroeg laten testen was de moeite waard.",
        "Klanten vroeg laten testen pakte averechts uit.",
    ),
]


@pytest.mark.parametrize(("language", "one", "other"), PAIRS)
def test_people_who_found_the_opposite_are_recognised(language: str, one: str, other: str) -> None:
    told = [
        make_lesson(id, learned=text, language=language)
        for id, text in zip("ab", (one, other), strict=True)
    ]
    assert opposed(told) == opposed(told[::-1]) == (0, 1)
    assert opposed([told[0], told[0]]) is None


def test_a_lesson_that_is_torn_contradicts_nobody() -> None:
    torn = "The daily standup did not work for us. Since we do it standing, the standup works well."
    against = "The daily standup was a waste of time for us."
    assert opposed([make_lesson("a", learned=torn), make_lesson("b", learned=against)]) is None


def test_agreement_and_other_subjects_are_left_alone() -> None:
    lessons = [
        make_lesson("a", learned="Pair programming with juniors always pays off."),
        make_lesson("b", learned="Pair programming with juniors worked well."),
        make_lesson("c", learned="Sending invoices on Friday was a waste of paper."),
    ]
    assert opposed(lessons) is None


def test_another_dispute_further_off_does_not_hide_the_one_about_what_is_shown() -> None:
    told = {
        "a": "Sending invoices on Friday always works.",
        "b": "Sending invoices on Friday was a waste of paper.",
        "c": "Pair programming with juniors always pays off.",
        "d": "Pair programming with juniors was a waste of time.",
    }
    said = [(make_lesson(id, learned=text), Ranked(id, 1.0, 0.5, 0.0)) for id, text in told.items()]
    assert disputed(said, said[2:3]) == said[2:]
    assert disputed(said[1:3], said[2:3]) == []
