"""Grouping lessons into a few themes by what they mean, each named by its distinctive words.

Ward's hierarchical clustering on unit vectors: no chance is in it, so the same lessons always
give the same themes. How many there are is what the silhouette finds clearest (Rousseeuw
1987). It puts every lesson somewhere; of each group only those stay together that are alike on
average and share a word, and what is like nothing else belongs to no theme. The words are
weighed by class-based TF-IDF (Grootendorst 2022): frequent in the theme, rare in the others.
Only words that name something stand above a theme (`domain.naming`), and only shared ones.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..domain.language import STOPWORDS
from ..domain.lesson import Lesson
from ..domain.naming import votes
from ..domain.stemming import fold, stem

MOST = 5
_NAMED_BY = 3
# A lesson that stands alone is hardly a theme: it must make the others so much clearer.
_ALONE = 0.03
# How alike the lessons of a theme are on average (cosine): of pairs drawn by chance from one
# company's lessons nineteen of twenty are below, in either language.
_ALIKE = 0.40
# Clustering is quadratic; of more lessons than this the first so many are grouped.
MOST_LESSONS = 1_000
_LINK = re.compile(r"https?://\S+|www\.\S+|`[^`]*`")
_WORD = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]+)*")
_TOPIC = 5  # votes for a word that an author chose as a topic to be a name
_TITLE = 2  # a word of the title counts as so many more in the text
# Dutch words that carry no subject, beside those that a question may do without.
_DUTCH = frozenset(
    """
    een twee drie vier vijf zes zeven acht negen tien onze echte aantal achter allemaal alleen
    anders beetje begin begon beide beter bijna binnen blijf blijft bleef bleek bovendien buiten
    daarna daarom daarvoor deed deden dezelfde ding dingen direct eerder eerst eerste eigen
    eigenlijk elk elke enkel erg even gaan gaat gedaan gewoon ging gingen goed graag hele helemaal
    heel ieder iedere iedereen ineens juist keer keren klein kleine komen komt kreeg kregen krijgen
    krijgt kwam laat laten later lang liet maak maakt maakte maken meestal meteen minder misschien
    moest moesten moeten mogen nieuw nieuwe nieuws nodig nooit ongeveer oude overal paar pas precies
    samen sinds snel soms staan staat stond straks terug terwijl tijdens totdat tussen uiteindelijk
    vaak vanaf vandaag veel verder volgende vond vooraf vooral vorige vroeg vraag waarom wanneer
    weer weg weinig werden wilde wilden zaten zeggen zegt zei zelfs zit zoals zodat zodra zorg zorgt
    zorgde zou zouden
    jaar jaren kwartaal maand maanden week weken dag dagen nacht ochtend middag avond uur uren
    minuut minuten mensen man zin
    """.split()
)
_ENGLISH = frozenset(
    """
    one two three four five six seven eight nine ten able actually added ago always asked away
    better big came come did didn different doesn don easy end even ever far fine gave get gets
    getting give given goes going gone good got great half instead isn just kept know later left let
    little long looked lot made make makes making many maybe need needed needs new next nobody old
    part people put quite ran really right run said saw say says second set small soon started still
    stopped sure take takes thing think took tried try turned used useful using ve want wanted wasn
    way week weeks went won work works worked wouldn year years days day month months hour hours
    time times minute minutes morning afternoon evening night quarter following current line
    lines question questions
    """.split()
)


@cache
def _dull() -> frozenset[str]:
    """Words that name no theme, folded."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    known = (STOPWORDS["en"], STOPWORDS["nl"], ENGLISH_STOP_WORDS, _DUTCH, _ENGLISH)
    return frozenset(fold(word) for words in known for word in words)


_Vectors = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Theme:
    """Lessons about one thing, and up to three words that name it: first the lesson that has
    most of those words, and of such ones the most central."""

    words: tuple[str, ...]
    lessons: tuple[Lesson, ...]


def themes(
    lessons: Sequence[Lesson], vectors: Mapping[str, Sequence[float]]
) -> tuple[list[Theme], list[Lesson]]:
    """Up to five themes of two lessons or more, the largest first, and the lessons of none.

    `vectors` has one for each lesson's id. The order of `lessons` makes no difference.
    """
    ordered = sorted(lessons, key=lambda lesson: lesson.id)
    chosen = ordered[:MOST_LESSONS]
    if not chosen:
        return [], []
    units = _units(np.asarray([vectors[lesson.id] for lesson in chosen], dtype=np.float64))
    groups = [part for group in _parts(_labels(units)) for part in _alike(units, group)]
    groups.sort(key=lambda places: (-len(places), -_tight(units, places), places[0]))
    members = [[chosen[place] for place in _central_first(units, places)] for places in groups]
    grouped = {lesson.id for group in members for lesson in group}
    named = _names(members, [lesson for lesson in chosen if lesson.id not in grouped])
    both = zip(named, members, strict=True)
    made = [_theme(words, group) for words, group in both if words][:MOST]
    within = {lesson.id for theme in made for lesson in theme.lessons}
    return made, [lesson for lesson in ordered if lesson.id not in within]


def _theme(named: Mapping[str, str], members: list[Lesson]) -> Theme:
    """`named`: the words that name it, by their stems."""

    def names(lesson: Lesson) -> int:
        return len(named.keys() & _terms(lesson).keys())

    return Theme(tuple(named.values()), tuple(sorted(members, key=names, reverse=True)))


def _tight(units: _Vectors, places: NDArray[np.int64]) -> float:
    return round(float((units[places] @ units[places].T).mean()), 9)


def _parts(labels: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    return [np.flatnonzero(labels == label) for label in np.unique(labels)]


def _alike(units: _Vectors, places: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Those of a group that belong together, in parts of two or more."""
    from sklearn.cluster import AgglomerativeClustering

    if len(places) < 2:
        return []
    apart = np.clip(1 - units[places] @ units[places].T, 0, 2)
    linked = AgglomerativeClustering(
        n_clusters=None, distance_threshold=1 - _ALIKE, metric="precomputed", linkage="average"
    )
    parts = _parts(linked.fit_predict(apart).astype(np.int64))
    return [places[part] for part in parts if len(part) > 1]


def _units(vectors: _Vectors) -> _Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: _Vectors = vectors / np.where(lengths == 0, 1, lengths)
    return units


def _labels(units: _Vectors) -> NDArray[np.int64]:
    """The theme of each lesson, counted from 0."""
    # Only here: it takes longer to import than everything that the bot needs to begin.
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.metrics import silhouette_score

    count = len(units)
    if count < 3:
        return np.zeros(count, dtype=np.int64)
    # Two themes of a hundred lessons would tell nobody anything.
    fewest = 2 if count < 8 else 3 if count < 40 else 4
    best: NDArray[np.int64] = np.zeros(count, dtype=np.int64)
    clearest = -math.inf
    for themes_ in range(fewest, min(MOST, count - 1) + 1):
        labels = AgglomerativeClustering(n_clusters=themes_, linkage="ward").fit_predict(units)
        alone = int((np.bincount(labels) == 1).sum())
        clear = float(silhouette_score(units, labels, metric="cosine")) - _ALONE * alone
        if clear > clearest + 1e-9:
            best, clearest = labels.astype(np.int64), clear
    return best


def _central_first(units: _Vectors, places: NDArray[np.int64]) -> list[int]:
    alike = units[places] @ units[places].mean(axis=0)
    order = sorted(range(len(places)), key=lambda n: (-round(float(alike[n]), 9), n))
    return [int(places[n]) for n in order]


def _names(groups: Sequence[Sequence[Lesson]], left: Sequence[Lesson]) -> Iterator[dict[str, str]]:
    """For each group the words that set it apart, by their stems; no word names two.

    Only words that two of its lessons share, so that it is not named after one of them.
    """
    counts: list[dict[str, float]] = []
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    holding: list[Counter[str]] = []
    for group in (*groups, left):
        held: dict[str, float] = defaultdict(float)
        in_it: Counter[str] = Counter()
        for lesson in group:
            for term, written in _terms(lesson).items():
                # A lesson that repeats itself is still one lesson.
                held[term] += 1 + math.log(written.total())
                in_it[term] += 1
                shown[term].update(written)
        counts.append(held)
        holding.append(in_it)
    total: dict[str, float] = defaultdict(float)
    for held in counts:
        for term, weight in held.items():
            total[term] += weight
    average = sum(total.values()) / len(counts)
    taken: set[str] = set()
    naming = _naming(groups)
    for held, in_it in zip(counts[: len(groups)], holding, strict=False):
        telling = {t: w * math.log(1 + average / total[t]) for t, w in held.items()}
        free = [term for term in telling if term not in taken and in_it[term] > 1]
        free = [term for term in free if term in naming] or free
        best = sorted(free, key=lambda term: (-round(telling[term], 9), term))[:_NAMED_BY]
        taken.update(best)
        yield {term: _as_written(shown[term]) for term in best}


def _naming(groups: Sequence[Sequence[Lesson]]) -> set[str]:
    """The stems that name something: topics, and what the lessons' sentences use like that."""
    said: Counter[str] = Counter()
    for lesson in (lesson for group in groups for lesson in group):
        for text in (f"{lesson.title}.".lower(), lesson.body):
            for word, vote in votes(text, _dull()):
                said[stem(fold(word), lesson.language)] += vote
        for word in _WORD.findall(" ".join(lesson.topics).lower()):
            said[stem(fold(word), lesson.language)] += _TOPIC
    return {term for term, vote in said.items() if vote > 0}


def _as_written(forms: Counter[str]) -> str:
    return min(forms, key=lambda word: (-forms[word], word))


def _terms(lesson: Lesson) -> dict[str, Counter[str]]:
    """The stems of a lesson, each with how often it is written how."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text, weight in ((lesson.body, 1), (lesson.title, _TITLE), (" ".join(lesson.topics), 1)):
        for word in _WORD.findall(_LINK.sub(" ", text.lower())):
            if fold(word) in _dull():
                continue
            found[stem(fold(word), lesson.language)][word] += weight
    return found
