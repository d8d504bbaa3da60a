"""`hallway eval`: the real pipeline over judged questions, in a store made for it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .assembly import Hallway, build
from .domain.analysis import question_terms, words
from .domain.errors import ConfigurationError
from .domain.intent import topic_of
from .domain.lesson import Lesson
from .domain.ranking import Candidates, inverse_frequency
from .domain.stemming import stem
from .domain.visibility import Audience
from .services.encoding import Encoder
from .services.indexing import Indexer
from .services.judged import Judged, read_corpus, read_people, read_questions
from .services.sources import read
from .settings import Settings

EVERYONE = Audience(viewer=None)
DEEP = 100
_RESAMPLES = 2_000
# ir-measures' names; RR is the reciprocal rank, whose mean is MRR.
QUESTION_MEASURES = ("nDCG@10", "RR@10", "P@1", "R@10")
PEOPLE_MEASURES = ("RR@10", "P@1", "nDCG@10")

Ranking = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over questions with its bootstrap 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One way of ranking one set of questions."""

    judged: str
    questions: int
    way: str
    figures: dict[str, Figure]


class _Bare:
    """The embedder as it is, given every text unchanged: what Hallway is compared with."""

    languages = frozenset({"en", "nl"})

    def __init__(self, embedder: Any) -> None:
        self._embedder = embedder

    @property
    def name(self) -> str:
        return f"{self._embedder.name}-bare"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._embedder, name)


@dataclass(frozen=True, slots=True)
class _BareEncoder(Encoder):
    """Passages only: no title beside them."""

    def entries(self, lessons: Sequence[Lesson]) -> list[list[str]]:
        return self.passages(lessons)


def evaluate(
    settings: Settings, folders: Sequence[Path], lessons: Path | None, *, cross: bool
) -> Iterator[Row]:
    """Rows for each folder (or people file, over `lessons`), as they are ready.

    Raises InvalidInput for files that are not in the layout, ConfigurationError without the
    `eval` extra.
    """
    _needs_extra()
    for folder in folders:
        if folder.is_dir():
            yield from _questions(settings, folder, folders if cross else [folder])
        elif lessons is None:
            raise ConfigurationError(f"{folder.name} judges people: give the lessons by --lessons.")
        else:
            yield from _people(settings, read_people(folder), lessons)


def _needs_extra() -> None:
    try:
        import ir_measures  # noqa: F401
    except ImportError:
        raise ConfigurationError("hallway eval needs its extra: pip install '.[eval]'.") from None


@contextmanager
def holding(settings: Settings, lessons: Sequence[Lesson] | None) -> Iterator[Hallway]:
    with TemporaryDirectory(prefix="hallway-eval-") as folder:
        own = {"data": Path(folder), "database_url": None, "chroma_url": None}
        hallway = build(settings.model_copy(update=own))
        try:
            if lessons is not None:
                workspace = hallway.store.workspace(None)
                hallway.store.save_lessons(workspace, lessons)
                assert hallway.indexer is not None
                hallway.indexer.catch_up(workspace)
            yield hallway
        finally:
            hallway.close()


def _questions(settings: Settings, corpus: Path, sources: Sequence[Path]) -> Iterator[Row]:
    with holding(settings, None) as empty:
        lessons = read_corpus(corpus, empty.search.detect)
    with holding(settings, lessons) as hallway:
        dense = _dense_only(hallway)
        plain_words = _words_only(lessons)
        for source in sources:
            judged = read_questions(source, lessons)
            if not judged.questions:
                continue
            name = corpus.name if source == corpus else f"{source.name} → {corpus.name}"
            judged = replace(judged, name=name)
            for way, rank in (
                ("dense", dense),
                ("words", plain_words),
                ("Hallway", _hallway(hallway)),
            ):
                yield _row(judged, way, rank, QUESTION_MEASURES)


def _hallway(hallway: Hallway) -> Callable[[str], dict[str, float]]:
    workspace = hallway.store.workspace(None)

    def rank(question: str) -> dict[str, float]:
        found = hallway.search.find(workspace, question, EVERYONE, DEEP)
        return {lesson.id: float(DEEP - place) for place, (lesson, _) in enumerate(found)}

    return rank


def _dense_only(hallway: Hallway) -> Callable[[str], dict[str, float]]:
    """The nearest neighbours of the bare model, nothing else."""
    assert hallway.search.index is not None
    encoder = _BareEncoder(_Bare(hallway.embedder))
    search = replace(hallway.search, encoders=encoder)
    workspace = hallway.store.workspace(None)
    Indexer(hallway.store, hallway.search.index, encoder).catch_up(workspace)

    def rank(question: str) -> dict[str, float]:
        near = search.alike(workspace, question, "en", DEEP)
        return {lesson_id: found.cosine for lesson_id, found in near.items()}

    return rank


def _words_only(lessons: Sequence[Lesson]) -> Callable[[str], dict[str, float]]:
    """BM25 over Snowball stems, no glossary and nothing else."""
    held = []
    for lesson in lessons:
        text = f"{lesson.title}\n{lesson.body}"
        held.append((lesson.id, " ".join(stem(word, lesson.language) for word in words(text))))
    frequency = Counter(term for _, terms in held for term in set(terms.split()))
    average = sum(len(terms.split()) for _, terms in held) / len(held)

    def rank(question: str) -> dict[str, float]:
        options = question_terms(question)
        counts = [max(frequency[term] for term in terms) for terms in options]
        idf = [inverse_frequency(len(held), count) for count in counts]
        found = Candidates(options, idf, average, held).best(DEEP)
        return {match.lesson_id: match.share for match in found}

    return rank


def _people(settings: Settings, judged: Judged, lessons: Path) -> Iterator[Row]:
    with holding(settings, None) as hallway:
        workspace = hallway.store.workspace(None)
        hallway.exchange.take_in(workspace, read(lessons))
        assert hallway.indexer is not None
        hallway.indexer.catch_up(workspace)
        everything = list(hallway.store.all_lessons(workspace))
        authors = {lesson.id: lesson.author.key or "" for lesson in everything}
        prior = {author: float(n) for author, n in Counter(authors.values()).items()}
        by_words = _words_only(everything)

        def votes(question: str) -> dict[str, float]:
            counted: Counter[str] = Counter()
            for lesson_id, share in by_words(question).items():
                counted[authors[lesson_id]] += share  # type: ignore[assignment] # counts parts
            return dict(counted)

        def knows(question: str) -> dict[str, float]:
            topic = topic_of(question) or question
            knowers, _ = hallway.who_knows.ranking(workspace, topic, EVERYONE)
            return {person.key: person.score for person in knowers.people}

        ways = (("popularity", lambda _: prior), ("BM25 votes", votes), ("Hallway", knows))
        for part in _kinds(judged):
            for way, rank in ways:
                yield _row(part, way, rank, PEOPLE_MEASURES)


def _kinds(judged: Judged) -> list[Judged]:
    """All, then each kind of question: what stands before the first hyphen of its id."""
    kinds: dict[str, list[str]] = {}
    for qid in judged.questions:
        kinds.setdefault(qid.partition("-")[0], []).append(qid)
    if len(kinds) < 2:
        return [judged]
    parts = [
        Judged(
            f"{judged.name}: {kind}",
            {qid: judged.questions[qid] for qid in qids},
            {qid: judged.relevant[qid] for qid in qids},
        )
        for kind, qids in kinds.items()
    ]
    return [judged, *parts]


def _row(
    judged: Judged, way: str, rank: Callable[[str], dict[str, float]], measures: Sequence[str]
) -> Row:
    rankings = {qid: rank(question) for qid, question in judged.questions.items()}
    return Row(judged.name, len(rankings), way, measure(judged.relevant, rankings, measures))


def measure(
    relevant: dict[str, dict[str, int]], rankings: Ranking, measures: Sequence[str]
) -> dict[str, Figure]:
    """Each measure's mean over all judged questions; a question without a ranking counts 0."""
    import ir_measures

    parsed = {name: ir_measures.parse_measure(name) for name in measures}
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(relevant, 0.0) for name in measures}
    names = {str(parsed[name]): name for name in measures}
    for found in ir_measures.iter_calc(list(parsed.values()), relevant, rankings):
        values[names[str(found.measure)]][found.query_id] = float(found.value)
    return {name: _figure(list(per.values())) for name, per in values.items()}


def _figure(values: list[float]) -> Figure:
    from scipy.stats import bootstrap

    mean = sum(values) / len(values)
    if len(set(values)) < 2:
        return Figure(mean, mean, mean)
    drawn = bootstrap(
        (values,),
        lambda sample, axis: sample.mean(axis=axis),
        n_resamples=_RESAMPLES,
        method="percentile",
        rng=0,
    )
    interval = drawn.confidence_interval
    return Figure(mean, float(interval.low), float(interval.high))
