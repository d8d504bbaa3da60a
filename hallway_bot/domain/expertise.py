"""Who knows about something: people ranked by the evidence in their lessons.

Balog, Azzopardi & De Rijke (SIGIR 2006), model 2: a person's score is the sum over
documents of p(query | document) × p(document | person). A sum lets two hundred loose
mentions win from one excellent lesson, so each further lesson of one person counts half of
the one before, and lessons that are not near enough count for nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .lesson import Lesson, Visibility

FURTHER_LESSON = 0.5


@dataclass(frozen=True, slots=True)
class Knower:
    """Somebody who chose to be named, with the lessons that show it, best first."""

    key: str
    user_id: str | None
    name: str | None
    score: float
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class Knowers:
    """An answer to "who knows": people, and how many more prefer not to be named."""

    people: tuple[Knower, ...]
    unnamed: int


def rank_people(evidence: Iterable[tuple[Lesson, float]], limit: int) -> Knowers:
    """`evidence`: lessons near enough to the topic with their scores (> 0)."""
    named: dict[str, list[tuple[float, Lesson]]] = defaultdict(list)
    unnamed: set[str] = set()
    for lesson, score in evidence:
        key = lesson.author.key
        if lesson.visibility is Visibility.PRIVATE:
            continue  # only its author sees it, and knows what they know
        if not lesson.is_named:
            unnamed.add(key or lesson.id)
        elif key is not None:
            named[key].append((score, lesson))
    people = []
    for key, shown in named.items():
        shown.sort(key=lambda pair: (-pair[0], pair[1].id))
        score = sum(value * FURTHER_LESSON**place for place, (value, _) in enumerate(shown))
        author = shown[0][1].author
        lessons = tuple(lesson for _, lesson in shown)
        people.append(Knower(key, author.user_id, author.name, score, lessons))
    people.sort(key=lambda person: (-person.score, person.key))
    return Knowers(tuple(people[:limit]), len(unnamed))
