"""What the commands print about lessons: progress, answers, people, figures."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress

from .domain.errors import InvalidInput, Unavailable
from .domain.intent import topic_of
from .domain.lesson import Lesson
from .domain.visibility import Audience
from .printing import say

if TYPE_CHECKING:
    from .assembly import Hallway
    from .calibration import Duplicates, Silence
    from .evaluation import Row

OPERATOR = Audience(viewer=None)
BY_WORDS = "this is answered by words alone."


def catch_up(hallway: "Hallway", workspace: str, otherwise: str, *, rebuild: bool = False) -> int:
    """Index what is pending; `otherwise` is said where a running bot has the index."""
    if hallway.indexer is None:
        say(f"hallway: a running bot has the index; {otherwise}", wrong=True)
        return 0
    if rebuild:  # so that all of it counts as pending
        hallway.store.forget_model(workspace, hallway.indexer.encoder.name)
    pending, console = hallway.indexer.pending(workspace), Console(stderr=True)
    watched = pending and console.is_terminal
    with Progress(console=console, disable=not watched, transient=True) as progress:
        task = progress.add_task("Indexing", total=pending)
        step = hallway.indexer.rebuild if rebuild else hallway.indexer.catch_up
        try:
            return step(workspace, lambda n: progress.advance(task, n))
        except Unavailable as error:
            if rebuild:
                raise
            say(f"hallway: {error} Meanwhile, {otherwise}", wrong=True)
            return 0


def ask_one(hallway: "Hallway", workspace: str, question: str, limit: int, as_json: bool) -> None:
    """Print the experiences near to one question, or that there are none."""
    found, by_meaning = hallway.search.look(workspace, question, OPERATOR, limit)
    if not by_meaning and hallway.search.index is not None:
        say(f"hallway: the index is away; {BY_WORDS}", wrong=True)
    near = [(lesson, rank) for lesson, rank in found if rank.near_enough]
    if as_json:
        results = [{**_shown(lesson), "score": round(rank.score, 6)} for lesson, rank in near]
        say(json.dumps({"answered": bool(near), "results": results}, ensure_ascii=False))
        return
    if not near:
        say("Nothing near enough: nobody has shared an experience like this yet.")
    for lesson, rank in near:
        say(f"{lesson.headline}\n  {_by(lesson)}  [{lesson.id}, {rank.score:.2f}]")
        say("  " + lesson.body[:300].replace("\n", "\n  ") + "\n")


def who_one(hallway: "Hallway", workspace: str, topic: str, limit: int, as_json: bool) -> None:
    """Print the people who know about one thing, or that nobody is known."""
    knowers = hallway.who_knows(workspace, topic_of(topic) or topic, OPERATOR, limit)
    if as_json:
        people = [
            {"author": p.key, "score": round(p.score, 6), "lessons": [x.id for x in p.lessons]}
            for p in knowers.people
        ]
        say(json.dumps({"people": people, "unnamed": knowers.unnamed}, ensure_ascii=False))
        return
    if not knowers.people and not knowers.unnamed:
        say("Nobody has shared an experience with this yet.")
    for person in knowers.people:
        say(f"{person.name or person.key}")
        for lesson in person.lessons[:3]:
            say(f"  {lesson.headline}  [{lesson.id}]")
    if knowers.unnamed:
        say(f"and {knowers.unnamed} who prefer not to be named")


def ask_batch(hallway: "Hallway", workspace: str, file: Path, limit: int) -> int:
    """One JSON line a question: the whole ranking up to `limit`, answered or not.

    Returns how many lines of `file` were no question.
    """
    skipped: list[int] = []
    for qid, query in _queries(file, skipped):
        found = hallway.search.find(workspace, query, OPERATOR, limit) if query.strip() else []
        line = {
            "qid": qid,
            "answered": any(rank.near_enough for _, rank in found),
            "results": [{"id": x.id, "score": round(r.score, 6)} for x, r in found],
        }
        say(json.dumps(line, ensure_ascii=False))
    return len(skipped)


def who_batch(hallway: "Hallway", workspace: str, file: Path, limit: int) -> int:
    """One JSON line a topic: the whole ranking of people up to `limit`, near or not.

    Returns how many lines of `file` were no question.
    """
    skipped: list[int] = []
    for qid, query in _queries(file, skipped):
        topic = topic_of(query) or query
        people = hallway.who_knows.ranking(workspace, topic, OPERATOR)[0].people[:limit]
        shown = [
            {"author": p.key, "score": round(p.score, 6), "lessons": [x.id for x in p.lessons]}
            for p in people
        ]
        say(json.dumps({"qid": qid, "people": shown}, ensure_ascii=False))
    return len(skipped)


def print_figures(rows: "Iterable[Row]", as_json: bool) -> None:
    """One line a way of ranking; with `as_json` one JSON object a line."""
    measures: tuple[str, ...] = ()
    for row in rows:
        if as_json:
            figures = {name: [f.mean, f.low, f.high] for name, f in row.figures.items()}
            line = {"set": row.judged, "questions": row.questions, "way": row.way, **figures}
            say(json.dumps(line, ensure_ascii=False))
            continue
        if tuple(row.figures) != measures:
            measures = tuple(row.figures)
            heads = "".join(f"  {name:22}" for name in measures)
            say(f"{'set':26} {'n':>4}  {'way':11}{heads}".rstrip())
        cells = "".join(
            f"  {f.mean:.3f} ({f.low:.3f}-{f.high:.3f})   " for f in row.figures.values()
        )
        say(f"{row.judged:26} {row.questions:>4}  {row.way:11}{cells}".rstrip())


def print_rows(rows: "Iterable[Silence | Duplicates]", as_json: bool) -> None:
    """One line a row, its names above the first; with `as_json` one JSON object a line."""
    headed = False
    for row in rows:
        cells = asdict(row)
        if as_json:
            say(json.dumps(cells, ensure_ascii=False))
            continue
        if not headed:
            say("  ".join(f"{name:14}" for name in cells).rstrip())
            headed = True
        say("  ".join(f"{_cell(value):14}" for value in cells.values()).rstrip())


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _queries(file: Path, skipped: list[int]) -> Iterator[tuple[object, str]]:
    try:
        # Not splitlines: JSON may hold U+2028, and a line of JSONL ends at a line feed only.
        lines = file.read_bytes().decode("utf-8", "replace").split("\n")
    except OSError:
        raise InvalidInput(f"{file}: this file cannot be read.") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                record = json.loads(line)
                # A lone surrogate is text to JSON, but to no model and no database.
                query = str(record["query"]).encode("utf-8", "replace").decode()
                asked = record["qid"], query
            except (ValueError, KeyError, TypeError, RecursionError):
                say(f"{file.name}:{number}: needs qid and query; left out.", wrong=True)
                skipped.append(number)
                continue
            yield asked


def _by(lesson: Lesson) -> str:
    who = (lesson.author.name or lesson.author.key) if lesson.is_named else None
    return f"{who or 'anonymous'}, {lesson.created_at:%Y-%m-%d}"


def _shown(lesson: Lesson) -> dict[str, object]:
    return {
        "id": lesson.id,
        "author": lesson.author.key if lesson.is_named else None,
        "title": lesson.headline,
        "date": lesson.created_at.date().isoformat(),
        "text": lesson.body,
    }


def some(ids: list[str]) -> str:
    """A few of them by name and how many more there are."""
    more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
    return ", ".join(ids[:3]) + more


def lessons_in(count: int, changed: int) -> str:
    """How many lessons a file brought, and how many of them were not there like this."""
    if count == 1:
        return f"1 lesson in, {'new or changed' if changed else 'known already'}."
    return f"{count} lessons in, {changed} of them new or changed."
