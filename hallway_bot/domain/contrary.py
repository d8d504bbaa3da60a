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
    r"\b(works?|worked|pays? off|paid off|paid for itself|helps?|helped|recommend\w*|"
    r"always|worth|success\w*|saved (us|me)|(do|did) it again|better with|is fine|was fine|"
    r"werkt|werkte|loont|loonde|helpt|hielp|aanrad\w*|raden(?= .{1,40} aan\b)|altijd|waard|"
    r"succes\w*|verdiende zich terug|scheelde|bespaarde|beter met|"
    r"(gaat|ging|gingen|gaan)(?= .{1,40} beter\b)|prima)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(never|avoid\w*|stop(ped)? (doing|using)|fail(s|ed)?|made (it|things) worse|regret\w*|"
    r"hurts?|not worth|waste of|(did not|didn['’]t|do not|don['’]t) need|backfired|"
    r"better without|no use|don['’]t do it|"
    r"nooit|vermijd\w*|mislukt\w*|gestopt met|averechts|slechter|zonde van|beter zonder|"
    r"had geen zin|(hadden|hebben) [^.]{1,30} niet nodig|"
    r"zinloos|spijt|niet (meer )?doen|kostte (ons|me|mij) (vooral|alleen|te veel))\b",
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
    """The places of two lessons that contradict one another, in order; none has a first place
    that is lower."""
    held = [_stances(lesson) for lesson in lessons]
    for one, other in combinations(range(len(lessons)), 2):
        alike = len(_topics(lessons[one]) & _topics(lessons[other]))
        for side, about in held[one]:
            if any(
                its == -side and _of_one_thing(about, theirs, alike) for its, theirs in held[other]
            ):
                return one, other
    return None


def _topics(lesson: Lesson) -> frozenset[str]:
    return frozenset(topic.casefold() for topic in lesson.topics)


def _of_one_thing(one: frozenset[str], other: frozenset[str], topics: int) -> bool:
    shared = len(one & other)
    # Who filed both under the same two topics said so already; what is meant must still be named.
    if shared and topics >= _SHARED:
        return True
    return shared >= _SHARED and shared >= _PART * min(len(one), len(other))
