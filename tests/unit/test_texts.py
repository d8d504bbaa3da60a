"""Both catalogs say the same things with the same placeholders."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from hallway_bot.texts import FOLDER, Texts, language_of

PACKAGE = FOLDER.parent


def catalog(language: str) -> Catalog:
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def sentences(language: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for message in catalog(language):
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            text = message.string
            found[str(key)] = (text,) if isinstance(text, str) else tuple(text)
    return found


EN, NL = sentences("en"), sentences("nl")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_catalogs_have_the_same_keys() -> None:
    assert EN.keys() == NL.keys()
    assert len(EN) > 100


@pytest.mark.parametrize("key", sorted(EN))
def test_a_sentence_is_complete_in_both_languages(key: str) -> None:
    english, dutch = EN[key], NL[key]
    assert all(english) and all(dutch)
    assert len(english) == len(dutch)
    # A singular may say "one" in words; beside that both use the same names.
    assert placeholders(english[-1]) == placeholders(dutch[-1])
    for text in (*english, *dutch):
        assert placeholders(text) <= placeholders(english[-1])


def test_every_key_in_the_code_has_a_sentence() -> None:
    pattern = re.compile(r"""\bt(?:\.count)?\(\s*["']([a-z_]+(?:\.[a-z_]+)*)["']""")
    used = {
        key
        for path in Path(PACKAGE / "slack").rglob("*.py")
        for key in pattern.findall(path.read_text(encoding="utf-8"))
    }
    assert len(used) > 60
    assert used <= EN.keys()


def test_a_missing_sentence_is_loud() -> None:
    with pytest.raises(KeyError):
        Texts("nl")("no.such.key")


def test_slack_locales_choose_the_language() -> None:
    assert [language_of(x) for x in ("nl-NL", "nl-BE", "en-GB", "de-DE")] == [
        "nl",
        "nl",
        "en",
        "en",
    ]


@pytest.mark.parametrize(
    ("days", "english", "dutch"),
    [
        (0, "Earlier today", "Eerder vandaag"),
        (1, "One day ago", "Eén dag geleden"),
        (14, "Two weeks ago", "Twee weken geleden"),
        (21, "Three weeks ago", "Drie weken geleden"),
    ],
)
def test_how_long_ago_begins_a_sentence_in_words(days: int, english: str, dutch: str) -> None:
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    since = now - timedelta(days=days)
    assert (Texts("en").ago(since, now), Texts("nl").ago(since, now)) == (english, dutch)
