"""One suite over lingua and the tests' own detector."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallway_bot.domain.language import LANGUAGES
from hallway_bot.index.language import LinguaDetector
from hallway_bot.ports import LanguageDetector

from ..fakes import English

DETECTORS = [English(), LinguaDetector()]


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: type(d).__name__)
@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=400))
def test_any_text_at_all_is_in_a_language_that_hallway_speaks(
    detector: LanguageDetector, text: str
) -> None:
    assert detector.detect(text) in LANGUAGES


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: type(d).__name__)
@pytest.mark.parametrize(
    "text", ["", "🙂 🙂", "12345", "Who knows about postgres?", "Test the restore as well. " * 400]
)
def test_english_and_what_is_no_language_is_english(detector: LanguageDetector, text: str) -> None:
    assert detector.detect(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "Wie weet iets van aanbesteden?",
        "Hoe verhuis ik een server?",
        "Test ook het terugzetten, niet alleen de back-up.",
        "De leverancier hield zich niet aan de afspraken over de levertijd.",
    ],
)
def test_dutch_is_told_from_english(text: str) -> None:
    assert LinguaDetector().detect(text) == "nl"
