"""Short words do what a button does; whatever tells anything is an answer."""

from time import monotonic

import pytest

from hallway_bot.domain.language import LANGUAGES
from hallway_bot.domain.ways_out import WayOut, way_out
from hallway_bot.slack.listeners.ways_out import meant
from hallway_bot.texts import Texts


def listed(text: str) -> list[str]:
    """What stands between bars and line ends."""
    return [one.strip() for line in text.splitlines() for one in line.split("|")]


@pytest.mark.parametrize(
    "said",
    listed(
        """skip|Skip it this week please|pass this week, too busy|not this week|No, thank you|nope
    no time right now|I don't have time this week|sorry, too busy today|Can I skip this one?
    I'll skip this one|I have no time for this
    I'd rather not|pass|sla deze maar over|sla maar over deze week|ik heb nu geen tijd|overslaan
    sla deze maar over, ik heb geen tijd|niet deze week|nee dank je|Nee, dank je wel!|geen tijd
    mag ik deze overslaan?|ik sla deze week over|deze week even niet|Niet nu.|liever niet|pas
    ik pas deze week|nu even te druk"""
    ),
)
def test_skip(said: str) -> None:
    assert way_out(said.replace(", ", "\n")) is WayOut.SKIP


@pytest.mark.parametrize(
    "said",
    listed(
        """later|maybe later|next week please|Ask me in a week|another time|not now, later please
    remind me next week|volgende week graag|Vraag het me over een week|een andere keer
    herinner me volgende week|vraag het later nog eens|nu niet, later graag"""
    ),
)
def test_later(said: str) -> None:
    assert way_out(said) is WayOut.LATER


@pytest.mark.parametrize(
    "said",
    listed(
        """stop|please stop|Stop asking me|no more questions please|don't ask again|unsubscribe
    stop maar|stop met vragen|niet meer vragen|geen vragen meer|vraag me niets meer
    laat me met rust"""
    ),
)
def test_stop(said: str) -> None:
    assert way_out(said) is WayOut.STOP


@pytest.mark.parametrize(
    ("said", "way"),
    [
        ("keep asking", WayOut.STAY),
        ("blijf maar vragen", WayOut.STAY),
        ("less often please", WayOut.LESS),
        ("vraag wat minder vaak", WayOut.LESS),
        ("pauze", WayOut.PAUSE),
        ("ja graag", WayOut.YES),
    ],
)
def test_the_others(said: str, way: WayOut) -> None:
    assert way_out(said) is way


@pytest.mark.parametrize(
    "said",
    listed(
        """too busy|it stopped|don't skip|don't stop|I skip lunch|we skipped the test|not yet|now|it
    No time was left, so I called Bram|I passed it on to Bram|Stop the pump first|ask me|this week
    I had no time|in a week we moved|ask me about the pump|no, it was fine|not this time
    nu pas|stop niet|nee, niet overslaan|stop de pomp|vraag het|vraag het Bram|te druk
    Nee, het was druk|ik vraag het volgende keer eerder|het was te druk|nog niet|de pauze
    deze keer niet|I will stop asking|ik ga stoppen|I'll stop|"""
    ),
)
def test_what_tells_something_is_an_answer(said: str) -> None:
    assert way_out(said) is None


def test_what_is_long_is_an_answer_and_costs_no_time() -> None:
    begun = monotonic()
    assert way_out("sla deze maar over " * 4) is None
    for said in ("i will " * 5, "ask me this " * 4, "dank je wel " * 4, "stop me " * 6, "-" * 119):
        assert way_out(f"{said}x") is None
    assert way_out("skip " * 9_000) is None
    assert monotonic() - begun < 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("label", "way"),
    [
        ("reflect.skip", WayOut.SKIP),
        ("reflect.snooze", WayOut.LATER),
        ("reflect.pause", WayOut.PAUSE),
        ("reflect.stop", WayOut.STOP),
        ("reflect.stay", WayOut.STAY),
        ("reflect.less", WayOut.LESS),
        ("welcome.no", WayOut.SKIP),
    ],
)
def test_the_words_of_every_button_do_what_it_does(language: str, label: str, way: WayOut) -> None:
    said = Texts(language)(label)
    assert meant(said) is meant(f"{said.upper()}.") is way
