"""One analyser for both SQL engines: text in, the terms that words are matched by out.

Accents are folded, code and identifiers are split as well as kept whole, and each word is
stemmed with Snowball for the language of its text. A question is stemmed for both languages,
because the lessons it should meet may be in either.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

from .language import LANGUAGES, STOPWORDS

_SNOWBALL = {"en": "english", "nl": "dutch"}
_WORD = re.compile(r"[^\W_]+(?:[._/:+#-]+[^\W_]+)*[+#]*", re.UNICODE)
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+", re.UNICODE)
_MAX_TERM = 64
_ALL_STOPWORDS = frozenset().union(*STOPWORDS.values())


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(_SNOWBALL[language])


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    stemmed: str = _stemmer(language).stemWord(word)
    return stemmed


def fold(text: str) -> str:
    """Lower case without accents: "Één" and "een" are one word to a searcher."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def words(text: str) -> Iterable[str]:
    """The folded words of `text`, an identifier both whole and in its parts."""
    for match in _WORD.finditer(text):
        whole = match.group()
        yield fold(whole)[:_MAX_TERM]
        parts = _PART.findall(whole)
        if len(parts) > 1:
            for part in parts:
                yield fold(part)[:_MAX_TERM]


def lesson_terms(text: str, language: str) -> list[str]:
    """Terms of a lesson in reading order, repeats kept (they are its term frequencies)."""
    return [_stem(word, language) for word in words(text)]


def question_terms(text: str) -> list[tuple[str, ...]]:
    """A question's distinct words without the empty ones, each as its possible stems.

    A word counts as found when any of its stems (English, Dutch) is in a lesson.
    """
    seen: dict[tuple[str, ...], None] = {}
    for word in words(text):
        if word not in _ALL_STOPWORDS:
            stems = dict.fromkeys(_stem(word, language) for language in LANGUAGES)
            seen.setdefault(tuple(stems))
    return list(seen)
