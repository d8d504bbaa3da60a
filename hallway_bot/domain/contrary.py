"""Lessons that came to opposite conclusions: both belong in the hallway, side by side.

Simple cues, in both languages: a sentence of each lesson is about the same thing (they share
most of their content words), and one speaks for it where the other speaks against it. A lesson
that speaks both for and against has come to no conclusion that could be contradicted.
"""

import re
from collections.abc import Sequence
from itertools import combinations

from .analysis import content_terms
from .lesson import Lesson
from .passages import sentences

# Content words that two sentences must share to be about one thing: this many, and this part of
# the shorter one. Technical notes share two words of many and mean nothing by it.
_SHARED, _PART = 2, 0.4
_LONGEST = 300  # characters; what is longer is code or a list, no conclusion
_FOR = re.compile(
    r"\b(works?|worked|pays? off|paid off|helps?|helped|recommend\w*|always|worth|success\w*|"
    r"saved (us|me)|(do|did) it again|better with|is fine|was fine|"
    r"werkt|werkte|loont|loonde|helpt|hielp|aanrad\w*|raden(?= .{1,40} aan\b)|altijd|waard|"
    r"succes\w*|scheelde|bespaarde|beter met|(gaat|ging|gingen|gaan)(?= .{1,40} beter\b)|prima)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(never|avoid\w*|stop(ped)? (doing|using)|fail(s|ed)?|made (it|things) worse|regret\w*|"
    r"hurts?|not worth|waste of|backfired|better without|no use|don['’]t do it|"
    r"nooit|vermijd\w*|mislukt\w*|gestopt met|averechts|slechter|zonde van|beter zonder|"
    r"had geen zin|zinloos|spijt|niet (meer )?doen|kostte (ons|me|mij) (vooral|alleen|te veel))\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(not|n't|no longer|hardly|cannot|niet|geen|nauwelijks|amper)\b|n['’]t\b", re.IGNORECASE
)


def stance(sentence: str) -> int:
    """1 for, -1 against, 0 neither: "it did not work" is against, "never again" too."""
    if _AGAINST.search(sentence):
        return -1
    if _FOR.search(sentence):
        return -1 if _NOT.search(sentence) else 1
    return 0


def _stances(lesson: Lesson) -> list[tuple[int, frozenset[str]]]:
    """The sides that a lesson takes, each with what its sentence is about; none if it is torn."""
    said = [x for x in (lesson.title, *sentences(lesson.learned)) if len(x) <= _LONGEST]
    found = [(side, _about(one, lesson.language)) for one in said if (side := stance(one))]
    return found if len({side for side, _ in found}) == 1 else []


def _about(sentence: str, language: str) -> frozenset[str]:
    # How it went is not what it is about: "works" in both would be something shared.
    for cue in (_AGAINST, _FOR, _NOT):
        sentence = cue.sub(" ", sentence)
    return content_terms(sentence, language)


def opposed(lessons: Sequence[Lesson]) -> tuple[int, int] | None:
    """The places of the first two lessons of `lessons` that contradict one another."""
    held = [_stances(lesson) for lesson in lessons]
    for one, other in combinations(range(len(lessons)), 2):
        for side, about in held[one]:
            if any(its == -side and _of_one_thing(about, theirs) for its, theirs in held[other]):
                return one, other
    return None


def _of_one_thing(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= _SHARED and shared >= _PART * min(len(one), len(other))
