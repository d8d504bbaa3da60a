"""What Hallway says, in English and Dutch: gettext catalogs, plurals and dates by Babel."""

from datetime import date as Date
from datetime import datetime, timedelta
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_date, format_timedelta, get_day_names
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
_BABEL = {"en": "en_GB", "nl": "nl_NL"}
# A sentence does not begin with a digit. In Dutch it begins "Eén", without the first accent.
_WORDS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve".split(),
    "nl": "nul eén twee drie vier vijf zes zeven acht negen tien elf twaalf".split(),
}


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

    def day(self, day: Date) -> str:
        """A day, with its weekday, in words: "Thursday 3 December"."""
        return format_date(day, "EEEE d MMMM", locale=_BABEL[self.language])

    def moment(self, at: datetime) -> str:
        """`at` (aware) in the person's time zone: "Thursday 3 December at 15:30"."""
        local = at.astimezone(self._zone)
        return self("moment", day=self.day(local.date()), time=f"{local:%H:%M}")

    def local_day(self, at: datetime) -> str:
        """`day` of `at` (aware) in the person's time zone."""
        return self.day(at.astimezone(self._zone).date())

    def weekday(self, number: int) -> str:
        """The name of a day of the week; 0 is Monday."""
        return str(get_day_names("wide", locale=_BABEL[self.language])[number])

    def ago(self, since: datetime, now: datetime) -> str:
        """How long ago, roughly and in words, the first letter large: "Three weeks ago"."""
        if now - since < timedelta(days=1):
            return self("earlier")
        said = format_timedelta(
            since - now, granularity="day", add_direction=True, locale=_BABEL[self.language]
        )
        number, _, rest = said.partition(" ")
        if number.isdigit() and int(number) < len(_WORDS[self.language]):
            said = f"{_WORDS[self.language][int(number)]} {rest}"
        return said[:1].upper() + said[1:]

    def country(self, code: str) -> str:
        """The name of a country by its ISO 3166-1 code; the code itself when unknown."""
        return str(Locale.parse(_BABEL[self.language]).territories.get(code, code))

    def list(self, items: list[str]) -> str:
        """Items as one phrase: "a, b and c"."""
        return format_list(items, locale=_BABEL[self.language])


def language_of(locale: str) -> str:
    """Hallway's language for a Slack locale: Dutch for nl-NL and nl-BE, else English."""
    return "nl" if locale.lower().startswith("nl") else "en"
