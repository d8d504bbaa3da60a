"""Who knows about something: people ranked by the evidence in their lessons.

The document-centric model of Balog, Azzopardi & De Rijke (SIGIR 2006, model 2) sums over a
person's documents p(query | document) · p(document | person). Here p(query | document) is a
lesson's score to the power 1.5, so that near counts for more than vaguely near, times how recent
it is and what colleagues made of it (`domain.feedback`). A plain sum lets two hundred loose
mentions win from one excellent lesson, so each further lesson counts less than the one before:
breadth counts, bulk does not. p(document | person) is 1/n in the original, which makes whoever
wrote one lesson an expert; it is damped to (1 + ln n)^-0.3. The weights were chosen on
people.jsonl at a plateau (`.github/decisions/0007-ranking.md`).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from .feedback import IN_KNOWING, NO_FEEDBACK, Feedback
from .lesson import Lesson

FURTHER_LESSON = 0.8
FOCUS = 0.3
NEARNESS = 1.5
# A lesson never loses more than a fifth to age; half of that fifth is gone in three years.
AGED, HALF_LIFE_DAYS = 0.2, 3 * 365


@dataclass(frozen=True, slots=True)
class Evidence:
    """A lesson that says something about the topic. `score` > 0 is comparable within one
    topic; `near` whether it may be brought up at all; `feedback` what colleagues made of it."""

    lesson: Lesson
    score: float
    near: bool
    feedback: Feedback = NO_FEEDBACK


@dataclass(frozen=True, slots=True)
class Knower:
    """Somebody who chose to be named, with the lessons that show it, best first.

    `near` is whether any of them is near enough to name this person in an answer.
    """

    key: str
    user_id: str | None
    name: str | None
    score: float
    lessons: tuple[Lesson, ...]
    near: bool = True


@dataclass(frozen=True, slots=True)
class Knowers:
    """An answer to "who knows": people, and how many more prefer not to be named.

    `reading`: there is nobody yet, and lessons wait to be read."""

    people: tuple[Knower, ...]
    unnamed: int
    reading: bool = False


def weight(evidence: Evidence, now: datetime) -> float:
    """What one lesson says about its author's knowledge, ≥ 0."""
    age = max((now - evidence.lesson.created_at).days, 0)
    recent = 1 - AGED * (1 - math.pow(0.5, age / HALF_LIFE_DAYS))
    esteemed = 1 + IN_KNOWING * evidence.feedback.esteem
    return math.pow(max(evidence.score, 0.0), NEARNESS) * recent * esteemed


def rank_people(evidence: Iterable[Evidence], written: Mapping[str, int], now: datetime) -> Knowers:
    """Everybody there is evidence for, best first, ties by key.

    `written`: how many lessons each person has under their name; `now` is an aware time.
    """
    named: dict[str, list[tuple[float, Evidence]]] = defaultdict(list)
    unnamed: set[str] = set()
    for one in evidence:
        key = one.lesson.author.key
        if not one.lesson.is_named:
            if one.near:
                unnamed.add(key or one.lesson.id)
        elif key is not None:
            named[key].append((weight(one, now), one))
    people = [_knower(key, shown, written.get(key, 1)) for key, shown in named.items()]
    people.sort(key=lambda person: (-person.score, person.key))
    return Knowers(tuple(people), len(unnamed))


def _knower(key: str, shown: list[tuple[float, Evidence]], written: int) -> Knower:
    shown.sort(key=lambda pair: (-pair[0], pair[1].lesson.id))
    breadth = sum(value * FURTHER_LESSON**place for place, (value, _) in enumerate(shown))
    focus = (1 + math.log(max(written, 1))) ** -FOCUS
    author = shown[0][1].lesson.author
    lessons = tuple(one.lesson for _, one in shown)
    near = any(one.near for _, one in shown)
    return Knower(key, author.user_id, author.name, breadth * focus, lessons, near)


def may_know(evidence: Iterable[Evidence], now: datetime) -> list[str]:
    """Slack user ids of everybody whose named lessons say something, best first.

    Not of those who stay unnamed: it is written down beside the question who may know, and
    whoever stands there without a named lesson would have written an unnamed one.
    """
    shown: dict[str, list[float]] = defaultdict(list)
    for one in evidence:
        if one.lesson.author.user_id is not None and one.lesson.is_named:
            shown[one.lesson.author.user_id].append(weight(one, now))
    worth = {
        user_id: sum(
            value * FURTHER_LESSON**place
            for place, value in enumerate(sorted(weights, reverse=True))
        )
        for user_id, weights in shown.items()
    }
    return sorted(worth, key=lambda user_id: (-worth[user_id], user_id))
