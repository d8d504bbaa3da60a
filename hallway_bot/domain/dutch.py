"""Dutch in English words, so that a model and a colleague who know English find it.

The default model reads English only, and a lesson in one language should be found from the
other. So each Dutch word is looked up, by its form, its stem, its root, as a separable verb
("sla … op" is "opslaan") or as a compound, in the glossary beside this file. This is no
translation: word order and grammar stay Dutch, which a sentence model forgives.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from .stemming import fold, stem

PARTICLES = frozenset(
    """
    aan af bij door her in klaar leeg los mee na om onder op over samen terug toe uit vast voor
    weg
    """.split()
)
# After these a particle is a preposition: "zet de server aan het net" is not "aanzetten".
_PREPOSITIONS = frozenset("aan bij door in na om onder op over uit voor".split())
_DETERMINERS = frozenset(
    """
    alle dat de deze die dit een elk elke haar het hun je jouw mijn ons onze welke zijn
    """.split()
)
_REACH = 12  # words between a separable verb and its particle
_SHORTEST_COMPOUND = 7
_LINKS = ("", "s", "en", "e")
_WORD = re.compile(r"[^\W_]+(?:[._/:+#]+[^\W_]+)*[+#]*")
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_CLAUSE = re.compile(r"[.!?;\n]")
_ENDING = re.compile(r"(ten|den|te|de|en|e|t|d|s)$")
_LONG_VOWEL = re.compile(r"([aeou])\1")
_DOUBLED = re.compile(r"([bdfgklmnprst])\1$")


@dataclass(frozen=True, slots=True)
class _Glossary:
    """English by exact form, by Snowball stem and by root; particles by root of their verb."""

    exact: dict[str, str]
    stems: dict[str, str]
    roots: dict[str, str]
    separable: dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, where it stands, and its English: None unknown, "" said elsewhere."""

    word: str
    start: int
    end: int
    english: str | None


def root(word: str) -> str:
    """What the forms of a Dutch verb share: "maken", "maakt" and "gemaakt" minus "ge"."""
    if word.endswith(("aan", "oen", "ien")):  # slaan, doen, zien: sla, doe, zie
        return word[:-2] if word.endswith("aan") else word[:-1]
    short = _ENDING.sub("", word) if len(word) > 4 else word
    short = _DOUBLED.sub(r"\1", _LONG_VOWEL.sub(r"\1", short))
    if short.endswith(("v", "z")):
        return short[:-1] + ("f" if short.endswith("v") else "s")
    return short


def _source() -> str:
    return files("hallway_bot.domain").joinpath("dutch.txt").read_text(encoding="utf-8")


@cache
def glossary_version() -> str:
    """Changes whenever the glossary does; part of what indexed texts are known by."""
    return hashlib.sha256(_source().encode()).hexdigest()[:6]


@cache
def _glossary() -> _Glossary:
    made = _Glossary({}, {}, {}, {})
    for line in _source().splitlines():
        if line.startswith("#") or not line.strip():
            continue
        english, _, dutch = line.partition(": ")
        for word in dutch.split():
            made.exact.setdefault(fold(word), english.replace("-", " "))
    for word, english in made.exact.items():
        if len(word) > 3:
            made.stems.setdefault(stem(word, "nl"), english)
            made.roots.setdefault(root(word), english)
        for particle in PARTICLES:
            verb = word.removeprefix(particle)
            if verb != word and len(verb) > 3 and verb.endswith("n"):
                made.separable.setdefault(root(verb), {}).setdefault(particle, english)
    return made


@lru_cache(maxsize=50_000)
def english_of(word: str, *, compound: bool = True) -> str | None:
    """The English of one folded Dutch word, None when the glossary does not know it."""
    made = _glossary()
    if word in made.exact:
        return made.exact[word]
    if len(word) < 3:
        return None
    if (found := made.stems.get(stem(word, "nl"))) is not None:
        return found
    for form in _verb_forms(word):
        if len(form) > 2 and form in made.roots:
            return made.roots[form]
    if compound and len(word) >= _SHORTEST_COMPOUND and (parts := split_compound(word)):
        return " ".join(english_of(part, compound=False) or part for part in parts)
    return None


def _verb_forms(word: str) -> Iterator[str]:
    yield root(word)
    if word.startswith("ge") and len(word) > 5:
        yield root(word[2:])
    for particle in PARTICLES:  # aangemaakt, aan te maken written as one
        rest = word.removeprefix(particle)
        if rest != word and rest.startswith(("ge", "te")) and len(rest) > 4:
            yield root(particle + rest[2:])


@lru_cache(maxsize=50_000)
def split_compound(word: str) -> tuple[str, ...]:
    """Two known parts of a folded Dutch compound, the most even cut; () when there are none."""
    best: tuple[int, tuple[str, ...]] = (0, ())
    for cut in range(3, len(word) - 2):
        tail = word[cut:]
        if english_of(tail, compound=False) is None:
            continue
        for link in _LINKS:
            head = word[:cut].removesuffix(link)
            if len(head) + len(link) != cut or len(head) < 3:
                continue
            evenness = min(len(head), len(tail))
            if evenness > best[0] and english_of(head, compound=False) is not None:
                best = (evenness, (head, tail))
    return best[1]


def tokens(text: str) -> list[Token]:
    """The words of a Dutch text outside code, each with its English."""
    found: list[Token] = []
    position = 0
    for place, piece in enumerate(_CODE.split(text)):
        if place % 2 == 0:
            start = position
            for part in _CLAUSE.split(piece):
                found.extend(_clause(part, start))
                start += len(part) + 1
        position += len(piece)
    return found


def _clause(text: str, offset: int) -> list[Token]:
    spots = [(m.group(), m.start() + offset, m.end() + offset) for m in _WORD.finditer(text)]
    folded = [fold(word) for word, _, _ in spots]
    verbs = _separated(folded)
    particles = {place for place, _ in verbs.values()}
    result = []
    for place, (word, start, end) in enumerate(spots):
        if place in particles:
            english: str | None = ""
        elif place in verbs:
            english = verbs[place][1]
        else:
            english = english_of(folded[place])
        result.append(Token(word, start, end, english))
    return result


def _separated(folded: list[str]) -> dict[int, tuple[int, str]]:
    """Verb place → (particle place, English) for verbs like "sla … op"."""
    found: dict[int, tuple[int, str]] = {}
    taken: set[int] = set()
    for place, word in enumerate(folded):
        particles = _glossary().separable.get(root(word))
        if not particles or word in _DETERMINERS or word in PARTICLES:
            continue
        for other in range(place + 1, min(place + _REACH, len(folded))):
            following = folded[other + 1] if other + 1 < len(folded) else ""
            preposition = folded[other] in _PREPOSITIONS and following in _DETERMINERS
            if folded[other] in particles and other not in taken and not preposition:
                found[place] = (other, particles[folded[other]])
                taken.add(other)
                break
    return found


def gloss(text: str) -> str:
    """`text` with every known Dutch word in English; code and unknown words stay."""
    parts, position = [], 0
    for token in tokens(text):
        if token.english is not None:
            parts += [text[position : token.start], token.english]
            position = token.end
    return "".join(parts) + text[position:]
