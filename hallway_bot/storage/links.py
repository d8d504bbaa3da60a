"""Which of an author's lessons replaces another: not between a named and an unnamed one.

Both have one author. Out of sight such a link would wait for the day on which both are unnamed,
as when their author had themselves forgotten, and then tie the one to a name that many knew.
"""

from typing import Any

from sqlalchemy import Connection, func, select, update

from ..domain.lesson import Lesson, Visibility
from .schema import lessons

_UNNAMED = Visibility.ANONYMOUS.value
_NAMED = (Visibility.EVERYONE.value, Visibility.CHANNEL.value)
_OTHER = lessons.alias()
# It stays retired. The day of parting is not told: it is the day on which a name went.
_PARTED = {
    "replaced_by": None,
    "retired_at": func.coalesce(lessons.c.retired_at, lessons.c.created_at),
}


def part(connection: Connection, workspace: str, lesson: Lesson) -> None:
    """Drop its links, now that others see it in another way, for good."""
    if lesson.is_anonymous:
        apart: Any = _OTHER.c.visibility != _UNNAMED  # one that is private may have had a name
    elif lesson.is_named:
        apart = _OTHER.c.visibility == _UNNAMED
    else:
        return
    there = select(_OTHER.c.id).where(_OTHER.c.workspace == workspace, apart)
    here = lessons.c.workspace == workspace
    after = update(lessons).where(here, lessons.c.id == lesson.id)
    connection.execute(after.where(lessons.c.replaced_by.in_(there)).values(_PARTED))
    before = update(lessons).where(here, lessons.c.replaced_by == lesson.id)
    connection.execute(before.where(lessons.c.id.in_(there)).values(_PARTED))


def part_kinds(connection: Connection, workspace: str) -> None:
    """Drop every link between a named and an unnamed lesson."""
    for mine, theirs in (((_UNNAMED,), _NAMED), (_NAMED, (_UNNAMED,))):
        there = select(_OTHER.c.id).where(
            _OTHER.c.workspace == workspace, _OTHER.c.visibility.in_(theirs)
        )
        statement = update(lessons).where(
            lessons.c.workspace == workspace,
            lessons.c.visibility.in_(mine),
            lessons.c.replaced_by.in_(there),
        )
        connection.execute(statement.values(_PARTED))
