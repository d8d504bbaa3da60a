"""What `hallway ask` and `hallway who` print."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .domain.errors import InvalidInput
from .domain.intent import topic_of
from .domain.lesson import Lesson
from .domain.visibility import Audience

if TYPE_CHECKING:
    from .assembly import Hallway
    from .evaluation import Row

OPERATOR = Audience(viewer=None)


def ask_one(hallway: "Hallway", workspace: str, question: str, limit: int, as_json: bool) -> None:
    """Print the experiences near to one question, or that there are none."""
    found = hallway.search.find(workspace, question, OPERATOR, limit)
    near = [(lesson, rank) for lesson, rank in found if rank.near_enough]
    if as_json:
        results = [{**_shown(lesson), "score": round(rank.score, 6)} for lesson, rank in near]
        print(json.dumps({"answered": bool(near), "results": results}, ensure_ascii=False))
        return
    if not near:
        print("Nothing near enough: nobody has shared an experience like this yet.")
    for lesson, rank in near:
        print(f"{lesson.headline}\n  {_by(lesson)}  [{lesson.id}, {rank.score:.2f}]")
        print("  " + lesson.body[:300].replace("\n", "\n  ") + "\n")


def who_one(hallway: "Hallway", workspace: str, topic: str, limit: int, as_json: bool) -> None:
    """Print the people who know about one thing, or that nobody is known."""
    knowers = hallway.who_knows(workspace, topic_of(topic) or topic, OPERATOR, limit)
    if as_json:
        people = [
            {"author": p.key, "score": round(p.score, 6), "lessons": [x.id for x in p.lessons]}
            for p in knowers.people
        ]
        print(json.dumps({"people": people, "unnamed": knowers.unnamed}, ensure_ascii=False))
        return
    if not knowers.people and not knowers.unnamed:
        print("Nobody has shared an experience with this yet.")
    for person in knowers.people:
        print(f"{person.name or person.key}")
        for lesson in person.lessons[:3]:
            print(f"  {lesson.headline}  [{lesson.id}]")
    if knowers.unnamed:
        print(f"and {knowers.unnamed} who prefer not to be named")


def ask_batch(hallway: "Hallway", workspace: str, file: Path, limit: int) -> None:
    """One JSON line a question: the whole ranking up to `limit`, answered or not."""
    for qid, query in _queries(file):
        found = hallway.search.find(workspace, query, OPERATOR, limit)
        line = {
            "qid": qid,
            "answered": any(rank.near_enough for _, rank in found),
            "results": [{"id": x.id, "score": round(r.score, 6)} for x, r in found],
        }
        print(json.dumps(line, ensure_ascii=False), flush=True)


def who_batch(hallway: "Hallway", workspace: str, file: Path, limit: int) -> None:
    """One JSON line a topic: the whole ranking of people up to `limit`, near or not."""
    for qid, query in _queries(file):
        topic = topic_of(query) or query
        people = hallway.who_knows.ranking(workspace, topic, OPERATOR)[0].people[:limit]
        shown = [
            {"author": p.key, "score": round(p.score, 6), "lessons": [x.id for x in p.lessons]}
            for p in people
        ]
        print(json.dumps({"qid": qid, "people": shown}, ensure_ascii=False), flush=True)


def print_figures(rows: "Iterable[Row]", as_json: bool) -> None:
    """One line a way of ranking; with `as_json` one JSON object a line."""
    measures: tuple[str, ...] = ()
    for row in rows:
        if as_json:
            figures = {name: [f.mean, f.low, f.high] for name, f in row.figures.items()}
            line = {"set": row.judged, "questions": row.questions, "way": row.way, **figures}
            print(json.dumps(line, ensure_ascii=False), flush=True)
            continue
        if tuple(row.figures) != measures:
            measures = tuple(row.figures)
            heads = "".join(f"  {name:22}" for name in measures)
            print(f"{'set':26} {'n':>4}  {'way':11}{heads}".rstrip())
        cells = "".join(
            f"  {f.mean:.3f} ({f.low:.3f}-{f.high:.3f})   " for f in row.figures.values()
        )
        print(f"{row.judged:26} {row.questions:>4}  {row.way:11}{cells}".rstrip(), flush=True)


def _queries(file: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError:
        raise InvalidInput(f"{file}: this file cannot be read.") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                record = json.loads(line)
                yield str(record["qid"]), str(record["query"])
            except (ValueError, KeyError, TypeError):
                print(f"{file.name}:{number}: needs qid and query; left out.", file=sys.stderr)


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
