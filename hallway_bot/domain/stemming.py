"""Folding and stemming: what makes two spellings one word."""

import unicodedata
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

_SNOWBALL = {"en": "english", "nl": "dutch"}


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(_SNOWBALL[language])


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The Snowball stem of a folded word; `language` is "en" or "nl"."""
    stemmed: str = _stemmer(language).stemWord(word)
    return stemmed


def fold(text: str) -> str:
    """Lower case without accents: "Één" and "een" are one word to a searcher."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
