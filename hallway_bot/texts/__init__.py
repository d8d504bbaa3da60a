"""What Hallway says, in English and Dutch: gettext catalogs, plurals and dates by Babel."""

from datetime import datetime
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
_BABEL = {"en": "en_GB", "nl": "nl_NL"}


@cache
def _catalog(language: str) -> GNUTranslations:
    # The .po files are read as they stand: no compiled copies that could grow stale.
    with (FOLDER / f"{language}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


class Texts:
    """The sentences in one language; a key without a sentence raises KeyError."""

    def __init__(self, language: str, tz: str = "Etc/UTC") -> None:
        self.language = language
        self._catalog = _catalog(language)
        try:
            self._zone = ZoneInfo(tz)
        except (ZoneInfoNotFoundError, ValueError):
            self._zone = ZoneInfo("Etc/UTC")

    def __call__(self, key: str, **params: object) -> str:
        """The sentence, its {placeholders} filled in."""
        found = self._catalog.gettext(key)
        if found == key:
            raise KeyError(key)
        return found.format(**params)

    def count(self, key: str, n: int, **params: object) -> str:
        """The sentence for `n` of something; {n} is the number."""
        found = self._catalog.ngettext(key, key, n)
        if found == key:
            raise KeyError(key)
        return found.format(n=n, **params)

    def date(self, at: datetime) -> str:
        """The day of `at` (aware) in the person's time zone, in words."""
        return format_date(at.astimezone(self._zone), "d MMMM y", locale=_BABEL[self.language])

    def list(self, items: list[str]) -> str:
        """Items as one phrase: "a, b and c"."""
        return format_list(items, locale=_BABEL[self.language])


def language_of(locale: str) -> str:
    """Hallway's language for a Slack locale: Dutch for nl-NL and nl-BE, else English."""
    return "nl" if locale.lower().startswith("nl") else "en"
