"""Everything held about a person, for that person."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..domain.lesson import Lesson
from ..domain.person import Person
from ..ports import Clock, Store
from ..ports.privacy import Record


@dataclass(frozen=True, slots=True)
class Held:
    """What is held about one person at one moment (aware UTC).

    `records` by kind, as `ports.privacy.Privacy.held_about` gives them.
    """

    person: Person
    at: datetime
    lessons: tuple[Lesson, ...]
    records: dict[str, list[Record]]

    def as_json(self) -> str:
        """For machines: every field under its own name, times as ISO 8601 in UTC."""
        held: dict[str, Any] = {
            "person": {"id": self.person.id, "name": self.person.name},
            "made_at": self.at,
            "lessons": [_record(lesson) for lesson in self.lessons],
            **self.records,
        }
        return json.dumps(held, ensure_ascii=False, indent=2, default=_iso) + "\n"


@dataclass(frozen=True, slots=True)
class MyData:
    """The use case."""

    store: Store
    now: Clock

    def __call__(self, workspace: str, person: Person, dm: str | None) -> Held:
        """Gather it. `dm`: the channel of their conversation with Hallway."""
        lessons = tuple(self.store.lessons_of(workspace, person.id))
        records = self.store.held_about(workspace, person.id, dm)
        return Held(person, self.now(), lessons, records)


def _record(lesson: Lesson) -> dict[str, Any]:
    return {
        "id": lesson.id,
        "title": lesson.title,
        "happened": lesson.happened,
        "learned": lesson.learned,
        "useful_when": lesson.useful_when,
        "topics": list(lesson.topics),
        "language": lesson.language,
        "visibility": lesson.visibility.value,
        "channel_id": lesson.channel_id,
        "created_at": lesson.created_at,
        "author_name": lesson.author.name,
        "author_email": lesson.author.email,
        "extra": lesson.extra,
        "parent_id": lesson.parent_id,
        "retired_at": lesson.retired_at,
        "replaced_by": lesson.replaced_by,
        "hidden_because": lesson.hidden_because,
    }


def _iso(value: Any) -> str:
    return str(value.isoformat())
