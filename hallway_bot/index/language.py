"""Dutch or English, by lingua: made for texts as short as a question."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector


class LinguaDetector:
    """`ports.LanguageDetector`."""

    @cached_property
    def _detector(self) -> "LanguageDetector":
        from lingua import Language, LanguageDetectorBuilder

        return LanguageDetectorBuilder.from_languages(Language.ENGLISH, Language.DUTCH).build()

    def detect(self, text: str) -> str:
        from lingua import Language

        found = self._detector.detect_language_of(text[:2_000])
        return "nl" if found == Language.DUTCH else "en"
