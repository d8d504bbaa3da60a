"""The library of prompts: TOML files that people edit, checked so that every mistake is told."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from ..domain.errors import ConfigurationError
from ..domain.prompts import Prompt, Role, Season

LANGUAGES = {"en": "English", "nl": "Dutch"}
# A Slack message that is read at a glance, and labels that fit above a form's fields.
MAX_TEXT, MAX_FOLLOW_UP = 300, 150


class _Entry(BaseModel):
    """One [[prompt]] of a file."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: Annotated[str, StringConstraints(max_length=60, pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT)]
    follow_ups: Annotated[
        list[Annotated[str, StringConstraints(min_length=1, max_length=MAX_FOLLOW_UP)]],
        Field(min_length=2, max_length=2),
    ]
    role: Role
    season: Season


@dataclass(slots=True)
class _Reading:
    """What one look at a folder brought up."""

    prompts: list[Prompt] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    # The file of each id of each language, also of prompts that cannot be used.
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)  # languages with a file that cannot be read

    def tell(self, *parts: str) -> None:
        self.problems.append(": ".join(parts))


def load(folder: Path) -> dict[str, tuple[Prompt, ...]]:
    """The prompts of `folder` by language; raises ConfigurationError that tells every problem."""
    prompts, problems = examine(folder)
    if problems:
        raise ConfigurationError("\n".join([f"The prompts in {folder} need mending:", *problems]))
    return {
        language: tuple(prompt for prompt in prompts if prompt.language == language)
        for language in LANGUAGES
    }


def examine(folder: Path) -> tuple[list[Prompt], list[str]]:
    """The usable prompts of `folder`, and each problem as "file: prompt-id: what to do"."""
    reading = _Reading()
    if not folder.is_dir():
        reading.tell(str(folder), "there is no such folder")
        return [], reading.problems
    _misplaced(folder, reading)
    for language in LANGUAGES:
        paths = sorted((folder / language).glob("*.toml"))
        for path in paths:
            _read(path, language, reading)
        if not paths:
            reading.tell(language, "there is no .toml file in this folder: add one")
            reading.unread.add(language)
    _compare(reading)
    return reading.prompts, reading.problems


def _misplaced(folder: Path, reading: _Reading) -> None:
    for path in sorted(folder.rglob("*.toml")):
        *rooms, name = path.relative_to(folder).parts
        if len(rooms) != 1 or rooms[0] not in LANGUAGES:
            where = " or ".join(f"{language}/" for language in LANGUAGES)
            reading.tell("/".join([*rooms, name]), f"nobody reads it here: move it into {where}")


def _read(path: Path, language: str, reading: _Reading) -> None:
    file = f"{language}/{path.name}"
    try:
        entries = _entries(path, file, reading)
    except ConfigurationError as error:
        reading.tell(file, str(error))
        reading.unread.add(language)
        return
    for number, entry in enumerate(entries, 1):
        name, before = f"prompt {number}", file
        if isinstance(entry.get("id"), str) and entry["id"].strip():
            name = entry["id"].strip()
            before = reading.files.setdefault((language, name), file)
        try:
            prompt = _prompt(_Entry.model_validate(entry), language)
        except ValidationError as error:
            for to_do in _to_do(error):
                reading.tell(file, name, to_do)
            continue
        if any(x.id == prompt.id and x.language == language for x in reading.prompts):
            reading.tell(file, name, f"{before} has this id already: choose another")
        else:
            reading.prompts.append(prompt)


def _entries(path: Path, file: str, reading: _Reading) -> list[dict[str, Any]]:
    """The [[prompt]] tables of a file; raises ConfigurationError when it cannot be read."""
    try:
        # utf-8-sig: some editors begin a file with a mark that TOML does not know.
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise ConfigurationError("this file cannot be read") from None
    except UnicodeDecodeError:
        raise ConfigurationError("save this file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(_where(str(error))) from None
    entries = content.pop("prompt", [])
    for key in content:
        reading.tell(file, f"`{key}` does not belong here: begin each prompt with [[prompt]]")
    if not entries:
        raise ConfigurationError("there is no [[prompt]] in this file: add one, or delete the file")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ConfigurationError("put two brackets around each [[prompt]]")
    return entries


def _prompt(entry: _Entry, language: str) -> Prompt:
    first, second = entry.follow_ups
    return Prompt(entry.id, entry.text, (first, second), entry.role, entry.season, language)


def _where(error: str) -> str:
    """The parser's message ("… (at line 3, column 7)"), its line first."""
    place = re.search(r" \(at (line \d+), column \d+\)$", error)
    if place is None:
        return f"look at the end of the file ({error})"
    return f"{place[1]}: look at the quotes and brackets here ({error[: place.start()]})"


def _to_do(error: ValidationError) -> Iterator[str]:
    """What to do about each thing that is wrong with one entry."""
    for wrong in error.errors(include_url=False):
        part, *inside = wrong["loc"]
        name = f"`{part}`" if not inside else f"question {int(inside[0]) + 1} of `{part}`"
        yield f"{name} {_advice(wrong['type'], str(part), wrong['input'], wrong.get('ctx', {}))}"


def _advice(kind: str, part: str, given: Any, limits: dict[str, Any]) -> str:
    match kind:
        case "missing":
            return "is missing: add it"
        case "extra_forbidden":
            return f"is unknown: use only {', '.join(_Entry.model_fields)}"
        case "enum":
            return f"is {given!r}: choose {' or '.join(Role if part == 'role' else Season)}"
        case "string_type":
            return "must be words between quotes"
        case "string_pattern_mismatch":
            return "takes small letters, digits and single hyphens, as in near-miss"
        case "string_too_short":
            return "is empty: write it"
        case "string_too_long":
            return f"is {len(given.strip())} characters long: keep to {limits['max_length']}"
        case "list_type" | "too_short" | "too_long":
            return 'needs exactly two questions: ["…", "…"]'
        case _:
            return f"cannot be used ({kind})"


def _compare(reading: _Reading) -> None:
    """The same id is the same prompt in each language, so that nobody gets it twice."""
    for (_, name), file in reading.files.items():
        for other, spoken in LANGUAGES.items():
            if other not in reading.unread and (other, name) not in reading.files:
                reading.tell(file, name, f"write it in {spoken} too, under this id in {other}/")
    first: dict[str, Prompt] = {}
    for prompt in reading.prompts:
        same = first.setdefault(prompt.id, prompt)
        for part in ("role", "season"):
            if getattr(prompt, part) is not getattr(same, part):
                file = reading.files[prompt.language, prompt.id]
                there = f"{same.language}/ says {getattr(same, part)}"
                reading.tell(file, prompt.id, f"`{part}` differs, {there}: make them the same")
