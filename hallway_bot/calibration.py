"""`hallway eval --silence` and `--duplicates`: where to draw the two lines, measured.

Silence: lessons are sorted into topics by meaning (k-means). Each judged question is asked
twice of the same index: as it is, when it should be answered, and with the whole topic of its
answers held back, when it should be declined. Lessons without judged questions are asked for
by their titles, which are then left out of what is indexed.

Near-duplicates: lessons edited as people edit (slips of the keyboard, other order, words left
out, put in and replaced), which should be caught, beside each lesson's nearest other lesson,
which should not.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .assembly import Hallway
from .domain.lesson import Lesson
from .domain.nearly import nearly_the_same, overlap
from .domain.passages import passages, sentences
from .domain.ranking import Ranked
from .evaluation import DEEP, EVERYONE, holding
from .services.judged import Judged, read_corpus, read_questions
from .services.sources import read
from .settings import Settings

_TOPIC = 20  # lessons in a topic, on average
_ASKED = 500
_EDITED = 60
_OFTEN = 0.12  # the share of words that an edit touches
_ADDED = {
    "en": ("By the way, we found this last week.", "As I told Peter on Monday:"),
    "nl": ("Trouwens, dit vonden we vorige week.", "Zoals ik maandag aan Peter vertelde:"),
}
_ANSWERED = 0.95


@dataclass(frozen=True, slots=True)
class Silence:
    """How well nearness tells questions with an answer from those without.

    `auc`: area under the ROC curve. `answered` and `declined`: shares at the threshold that is
    in use. `line_at_95`, `declined_at_95`: the threshold at which 95 % of the answerable are
    answered, and the share that it declines of the others.
    """

    judged: str
    questions: int
    auc: float
    answered: float
    declined: float
    line_at_95: float
    declined_at_95: float


@dataclass(frozen=True, slots=True)
class Duplicates:
    """How well edited copies are told from merely related lessons, for one kind of edit."""

    edit: str
    pairs: int
    recall: float
    precision: float


def silence(settings: Settings, sources: Sequence[Path]) -> Iterator[Silence]:
    """A row for each BEIR folder or file of lessons."""
    for source in sources:
        with holding(settings, None) as empty:
            if source.is_dir():
                lessons = read_corpus(source, empty.search.detect)
                judged = read_questions(source, lessons)
            else:
                lessons, judged = _by_title(empty, source)
        with holding(settings, lessons) as hallway:
            topics = _topics(hallway, lessons)
            near, far = _nearness(hallway, judged, topics)
        yield _row(judged, near, far)


def _by_title(hallway: Hallway, file: Path) -> tuple[list[Lesson], Judged]:
    workspace = hallway.store.workspace(None)
    hallway.exchange.take_in(workspace, read(file))
    lessons = list(hallway.store.all_lessons(workspace))
    titled = [x for x in lessons if len(x.title.split()) > 2]
    asked = random.Random(0).sample(titled, min(_ASKED, len(titled)))
    questions = {x.id: x.title for x in asked}
    judged = Judged(file.stem, questions, {x.id: {x.id: 1} for x in asked})
    return [replace(x, title="") for x in lessons], judged


def _topics(hallway: Hallway, lessons: Sequence[Lesson]) -> dict[str, int]:
    """Topic by lesson id."""
    from sklearn.cluster import KMeans

    encoder = hallway.search.encoders.current("")
    index, workspace = hallway.search.index, hallway.store.workspace(None)
    assert index is not None
    firsts = dict(index.vectors(workspace, encoder.name, [f"{x.id}#0" for x in lessons]))
    ids = list(firsts)
    means = KMeans(max(2, len(ids) // _TOPIC), n_init=1, random_state=0)
    labels = means.fit_predict(np.asarray([firsts[key] for key in ids]))
    return {key.rpartition("#")[0]: int(label) for key, label in zip(ids, labels, strict=True)}


def _nearness(
    hallway: Hallway, judged: Judged, topics: dict[str, int]
) -> tuple[list[Ranked], list[Ranked]]:
    """For each question what is nearest to it; and what is with its topic held back."""
    workspace = hallway.store.workspace(None)
    near: list[Ranked] = []
    far: list[Ranked] = []
    for qid, question in judged.questions.items():
        held_back = {topics[lesson_id] for lesson_id in judged.relevant[qid]}
        found = hallway.search.find(workspace, question, EVERYONE, DEEP)
        near.append(_nearest([rank for _, rank in found]))
        far.append(_nearest([rank for x, rank in found if topics[x.id] not in held_back]))
    return near, far


def _nearest(ranks: Sequence[Ranked]) -> Ranked:
    # By how far it is above its line, since that is what decides.
    nothing = Ranked("", 0.0, -1.0, 0.0)
    return max(ranks, key=lambda rank: rank.nearness - rank.line, default=nothing)


def _row(judged: Judged, answerable: list[Ranked], unanswerable: list[Ranked]) -> Silence:
    from sklearn.metrics import roc_auc_score

    near = [rank.nearness for rank in answerable]
    far = [rank.nearness for rank in unanswerable]
    auc = float(roc_auc_score([1] * len(near) + [0] * len(far), near + far))
    line = sorted(near)[int(len(near) * (1 - _ANSWERED))]
    return Silence(
        judged.name,
        len(near),
        auc,
        _share([rank.near_enough for rank in answerable]),
        _share([not rank.near_enough for rank in unanswerable]),
        line,
        _share([value < line for value in far]),
    )


def _share(said: Sequence[bool]) -> float:
    return sum(said) / len(said) if said else 0.0


def duplicates(settings: Settings, sources: Sequence[Path]) -> Iterator[Duplicates]:
    """A row for each kind of edit, and one for all; the related pairs are the same for each."""
    found: dict[str, list[bool]] = {}
    related: list[bool] = []
    for source in sources:
        with holding(settings, None) as hallway:
            lessons = _whole(hallway, source)
            copies, others = _pairs(hallway, lessons)
        related += others
        for edit, caught in copies.items():
            found.setdefault(edit, []).extend(caught)
    found["all"] = [caught for edit in found.values() for caught in edit]
    for edit, caught in found.items():
        # As many related pairs as copies, whatever was drawn.
        wrong = _share(related) * len(caught)
        right = sum(caught)
        precision = right / (right + wrong) if right else 0.0
        yield Duplicates(edit, len(caught), _share(caught), precision)


def _whole(hallway: Hallway, source: Path) -> list[Lesson]:
    """Lessons of one passage, as most are that people type."""
    if source.is_dir():
        lessons = read_corpus(source, hallway.search.detect)
    else:
        lessons = _by_title(hallway, source)[0]
    return [x for x in lessons if len(x.learned) > 80 and len(passages(x)) == 1]


def _pairs(hallway: Hallway, lessons: list[Lesson]) -> tuple[dict[str, list[bool]], list[bool]]:
    """Whether each edited copy, and each nearest other lesson, is taken for the same."""
    drawn = random.Random(0).sample(lessons, min(len(lessons), _EDITED * 5))
    encoder = hallway.search.encoders.current("")
    vectors = np.asarray(encoder.encode_lessons(drawn, [[x.learned] for x in drawn]))
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -1.0)
    related = [
        _same(float(alike[place, other]), drawn[place], drawn[other].learned)
        for place, other in enumerate(alike.argmax(axis=1))
        if drawn[place].learned != drawn[other].learned
    ]
    edited, own = drawn[:_EDITED], vectors[:_EDITED]
    copies = {}
    for name, edit in _edits([word for x in drawn for word in x.learned.split()]).items():
        texts = [edit(x) for x in edited]
        made = np.asarray(encoder.encode_lessons(edited, [[text] for text in texts]))
        cosines = (made * own).sum(axis=1)
        copies[name] = [
            _same(float(cosine), lesson, text)
            for cosine, lesson, text in zip(cosines, edited, texts, strict=True)
        ]
    return copies, related


def _same(cosine: float, lesson: Lesson, text: str) -> bool:
    return nearly_the_same(cosine, overlap(lesson.learned, text, lesson.language))


def _edits(pool: list[str]) -> dict[str, Callable[[Lesson], str]]:
    chance = random.Random(1)

    def each_word(change: Callable[[str], str]) -> Callable[[Lesson], str]:
        def edit(lesson: Lesson) -> str:
            words = lesson.learned.split(" ")
            return " ".join(change(w) if chance.random() < _OFTEN else w for w in words)

        return edit

    def slip(word: str) -> str:
        if len(word) < 4:
            return word
        place = chance.randrange(1, len(word) - 1)
        swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        return chance.choice(
            [swapped, word[:place] + word[place + 1 :], word[:place] + word[place - 1 :]]
        )

    def reordered(lesson: Lesson) -> str:
        said = sentences(lesson.learned)
        chance.shuffle(said)
        return "\n".join(said)

    return {
        "slips": each_word(slip),
        "other order": reordered,
        "put in": lambda x: f"{chance.choice(_ADDED[x.language])} {x.learned}",
        "left out": each_word(lambda word: ""),
        "other words": each_word(lambda word: chance.choice(pool)),
    }
