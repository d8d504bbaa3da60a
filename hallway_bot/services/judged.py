"""Judged questions: a folder in BEIR's layout, or a people file."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..domain.errors import InvalidInput
from ..domain.lesson import Author, Lesson
from ..ports import LanguageDetector

# Corpora without dates are given one, since a lesson has a date.
_DATE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Judged:
    """Questions by id, and for each what is relevant with its grade (> 0): lessons or people."""

    name: str
    questions: dict[str, str]
    relevant: dict[str, dict[str, int]]


def _records(path: Path) -> Iterator[dict[str, object]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        raise InvalidInput(f"{path}: this file cannot be read.") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError:
                record = None
            if not isinstance(record, dict):
                raise InvalidInput(f"{path.name}:{number}: this is not a line of JSON.")
            yield record


def read_corpus(folder: Path, detect: LanguageDetector) -> list[Lesson]:
    """The lessons of `corpus.jsonl`; raises InvalidInput naming file and line."""
    lessons = []
    for number, record in enumerate(_records(folder / "corpus.jsonl"), 1):
        if not record.get("_id") or not record.get("text"):
            raise InvalidInput(f"{folder.name}/corpus.jsonl:{number}: needs _id and text.")
        text = str(record["text"])
        title = str(record.get("title") or "")
        lessons.append(
            Lesson(
                id=str(record["_id"]),
                author=Author(name="corpus"),
                learned=text,
                created_at=_DATE,
                title=title,
                language=str(record.get("lang") or detect.detect(f"{title}\n{text}")),
            )
        )
    return lessons


def read_questions(folder: Path, lessons: list[Lesson]) -> Judged:
    """The questions that have something relevant among `lessons`."""
    texts = {str(r.get("_id")): str(r.get("text")) for r in _records(folder / "queries.jsonl")}
    known = {lesson.id for lesson in lessons}
    relevant: dict[str, dict[str, int]] = {}
    try:
        with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.reader(file, delimiter="\t"), 1):
                if number == 1 and not row[-1].lstrip("-").isdigit():
                    continue
                if len(row) < 3 or not row[-1].lstrip("-").isdigit():
                    raise InvalidInput(f"{folder.name}/qrels.tsv:{number}: needs three columns.")
                if int(row[-1]) > 0 and row[-2] in known and row[0] in texts:
                    relevant.setdefault(row[0], {})[row[-2]] = int(row[-1])
    except OSError:
        raise InvalidInput(f"{folder / 'qrels.tsv'}: this file cannot be read.") from None
    return Judged(folder.name, {qid: texts[qid] for qid in relevant}, relevant)


def read_people(file: Path) -> Judged:
    """`{"qid", "query", "grades": {author: n}}` a line."""
    questions, relevant = {}, {}
    for number, record in enumerate(_records(file), 1):
        grades = record.get("grades")
        if not record.get("qid") or not record.get("query") or not isinstance(grades, dict):
            raise InvalidInput(f"{file.name}:{number}: needs qid, query and grades.")
        qid = str(record["qid"])
        questions[qid] = str(record["query"])
        relevant[qid] = {str(author): int(grade) for author, grade in grades.items() if grade > 0}
    return Judged(file.stem, questions, relevant)
