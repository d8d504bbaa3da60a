"""Reading files to import: JSONL, CSV, or a folder of Markdown."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..domain.errors import InvalidInput

Record = tuple[str, dict[str, Any] | InvalidInput]


def read(path: Path) -> Iterator[Record]:
    """Records of a file or folder, each with "name:line"; raises InvalidInput for the whole."""
    try:
        yield from _records(path)
    except OSError:
        raise InvalidInput(f"{path}: this file cannot be read; look at its permissions") from None


def _records(path: Path) -> Iterator[Record]:
    if path.is_dir():
        yield from _markdown(path)
    elif path.suffix.lower() == ".csv":
        yield from _csv(path)
    elif path.suffix.lower() in (".jsonl", ".ndjson", ".json"):
        yield from _jsonl(path)
    elif path.suffix.lower() in (".md", ".markdown"):
        yield str(path.name), _page(path, path.parent)
    else:
        raise InvalidInput(f"{path}: use a .jsonl or .csv file, or a folder of Markdown")


def _jsonl(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            where = f"{path.name}:{number}"
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                yield where, InvalidInput("this line is not JSON")
                continue
            if isinstance(record, dict):
                yield where, record
            else:
                yield where, InvalidInput("this line is not a JSON object")


def _csv(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.DictReader(file)
        try:
            for row in reader:
                record = {k: v for k, v in row.items() if k and v}
                yield f"{path.name}:{reader.line_num}", record
        except csv.Error:
            yield f"{path.name}:{reader.line_num}", InvalidInput("this line is not CSV")


def _markdown(folder: Path) -> Iterator[Record]:
    pages = sorted(folder.rglob("*.md"))
    if not pages:
        raise InvalidInput(f"{folder}: there is no Markdown (*.md) in this folder")
    for path in pages:
        yield str(path.relative_to(folder)), _page(path, folder)


def _page(path: Path, folder: Path) -> dict[str, Any] | InvalidInput:
    try:
        text = path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return InvalidInput("this file cannot be read")
    first, _, rest = text.partition("\n")
    title = first.lstrip("# ").strip() if first.startswith("#") else path.stem.replace("-", " ")
    body = rest.strip() if first.startswith("#") else text
    relative = path.relative_to(folder)
    topics = list(relative.parts[:-1])
    return {"id": f"md-{relative.as_posix()}"[:200], "title": title, "text": body, "topics": topics}
