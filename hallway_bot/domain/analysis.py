"""One analyser for both SQL engines: text in, the terms that words are matched by out.

Accents are folded, code and identifiers are split as well as kept whole, and each word is
stemmed with Snowball for the language of its text. Dutch words bring their English along
(see `dutch`), in lessons and in questions, so that each language is found from the other and
a compound by its parts. A question is stemmed for both languages, because the lessons it
should meet may be in either.
"""

import re
from collections.abc import Iterable, Iterator

from .dutch import glossary_version, tokens
from .language import LANGUAGES, STOPWORDS
from .lesson import Lesson
from .stemming import fold, stem

_WORD = re.compile(r"[^\W_]+(?:[._/:+#-]+[^\W_]+)*[+#]*", re.UNICODE)
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+", re.UNICODE)
_MAX_TERM = 64
_ALL_STOPWORDS = frozenset().union(*STOPWORDS.values())
# Raise it when this module changes what it makes of a text.
_RULES = "2"


def analyser_version() -> str:
    """Lessons whose words were written by another version are written again."""
    return f"{_RULES}-{glossary_version()}"


def words(text: str) -> Iterable[str]:
    """The folded words of `text`, an identifier both whole and in its parts."""
    for match in _WORD.finditer(text):
        whole = match.group()
        yield fold(whole)[:_MAX_TERM]
        parts = _PART.findall(whole)
        if len(parts) > 1:
            for part in parts:
                yield fold(part)[:_MAX_TERM]


def _english_stems(english: str) -> list[str]:
    return [stem(word, "en") for word in english.split() if word not in _ALL_STOPWORDS]


def text_terms(text: str, language: str) -> list[str]:
    """Terms of a text in reading order, repeats kept (they are its term frequencies)."""
    found = [stem(word, language) for word in words(text)]
    if language == "nl":
        for token in tokens(text):
            found += _english_stems(token.english or "")
    return found


def content_terms(text: str, language: str) -> frozenset[str]:
    """The distinct terms of a text that carry its subject, in English where they are known."""
    kept = [word for word in words(text) if word not in _ALL_STOPWORDS]
    if language != "nl":
        return frozenset(stem(word, language) for word in kept)
    english = {fold(token.word): token.english for token in tokens(text)}
    found: set[str] = set()
    for word in kept:
        meaning = english.get(word)
        found.update([stem(word, language)] if meaning is None else _english_stems(meaning))
    return frozenset(found)


def lesson_terms(lesson: Lesson) -> list[str]:
    """Terms of everything that a lesson is found by."""
    whole = "\n".join((lesson.title, " ".join(lesson.topics), lesson.body))
    return text_terms(whole, lesson.language)


def question_terms(text: str, language: str = "en") -> list[tuple[str, ...]]:
    """A question's distinct words without the empty ones, each as the terms it may meet.

    A word counts as found when any of its terms (English stem, Dutch stem, English meaning)
    is in a lesson. A Dutch compound of two known parts gives a tuple for each part.
    """
    seen: dict[tuple[str, ...], None] = {}
    for word, meanings in _question_words(text, language):
        if word in _ALL_STOPWORDS:
            continue
        stems = dict.fromkeys(stem(word, language) for language in LANGUAGES)
        for meaning in meanings or [""]:
            seen.setdefault(tuple(dict.fromkeys(term for term in (*stems, meaning) if term)))
    return list(seen)


def _question_words(text: str, language: str) -> Iterator[tuple[str, list[str]]]:
    if language != "nl":
        yield from ((word, []) for word in words(text))
        return
    known: dict[str, list[str]] = {}
    empty: set[str] = set()
    for token in tokens(text):
        if token.english is not None:
            stems = _english_stems(token.english)
            known.setdefault(fold(token.word), stems)
            if not stems:  # a particle or a word like "krijgen te": nothing to search for
                empty.add(fold(token.word))
    for word in words(text):
        if word not in empty:
            yield word, known.get(word, [])
