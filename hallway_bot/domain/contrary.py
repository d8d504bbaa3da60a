"""Lessons that came to opposite conclusions: both belong in the hallway, side by side.

Simple cues, in both languages: a sentence of each lesson is about the same thing (they share
content words), and one speaks for it where the other speaks against it.
"""

import re
from collections.abc import Sequence
from itertools import combinations

from .analysis import content_terms
from .lesson import Lesson
from .passages import sentences

_SHARED = 2  # content words two sentences must share to be about one thing
_FOR = re.compile(
    r"\b(works?|worked|pays? off|paid off|helps?|helped|recommend|always|worth|success\w*|"
    r"saved (us|me)|(do|did) it again|better with|"
    r"werkt|werkte|loont|loonde|helpt|hielp|aanrad\w*|raden .{1,40} aan|altijd|waard|succes\w*|"
    r"scheelde|bespaarde|beter met)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(never|avoid\w*|stop(ped)? (doing|using)|fail(s|ed)?|made (it|things) worse|"
    r"not worth|waste of|backfired|better without|no use|"
    r"nooit|vermijd\w*|mislukt\w*|gestopt met|averechts|slechter|zonde van|beter zonder|"
    r"had geen zin|zinloos)\b",
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


def _stances(lesson: Lesson) -> list[tuple[int, str]]:
    said = [lesson.title, *sentences(lesson.learned)]
    return [(side, sentence) for sentence in said if (side := stance(sentence))]


def opposed(lessons: Sequence[Lesson]) -> tuple[int, int] | None:
    """The places of the first two lessons of `lessons` that contradict one another."""
    held = [_stances(lesson) for lesson in lessons]
    for one, other in combinations(range(len(lessons)), 2):
        for side, sentence in held[one]:
            against = [said for its, said in held[other] if its == -side]
            terms = content_terms(sentence, lessons[one].language) if against else frozenset()
            for said in against:
                if len(terms & content_terms(said, lessons[other].language)) >= _SHARED:
                    return one, other
    return None
