"""Rows to lessons and back, and the visibility decision in SQL."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, and_, false, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from ..domain.lesson import Lesson, Visibility
from ..domain.visibility import Audience
from .authors import Authors
from .schema import lessons, workspaces

T = TypeVar("T")
_COLLEAGUES = (Visibility.EVERYONE.value, Visibility.ANONYMOUS.value)


def aware(at: datetime) -> datetime:
    """`at` in UTC: SQLite hands back naive times that were UTC when stored."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def aware_or_none(at: datetime | None) -> datetime | None:
    """`aware`, or None for no time."""
    return None if at is None else aware(at)


def chunks(items: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """Lists of at most `size`: databases bound how many parameters one statement takes."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def to_lesson(row: RowMapping, authors: Authors) -> Lesson:
    """The lesson in a row of the table."""
    return Lesson(
        id=row["id"],
        author=authors.read(row),
        learned=row["learned"],
        created_at=aware(row["created_at"]),
        happened=row["happened"],
        useful_when=row["useful_when"],
        title=row["title"],
        topics=tuple(row["topics"]),
        language=row["language"],
        visibility=Visibility(row["visibility"]),
        channel_id=row["channel_id"],
        extra=dict(row["extra"]),
        parent_id=row["parent_id"],
        retired_at=aware_or_none(row["retired_at"]),
        replaced_by=row["replaced_by"],
        hidden_because=row["hidden_because"],
        askable_until=aware_or_none(row["askable_until"]),
    )


def to_row(workspace: str, lesson: Lesson, authors: Authors) -> dict[str, Any]:
    """The table's values for a lesson."""
    return {
        "workspace": workspace,
        "id": lesson.id,
        **authors.of_lesson(workspace, lesson),
        "title": lesson.title,
        "happened": lesson.happened,
        "learned": lesson.learned,
        "useful_when": lesson.useful_when,
        "topics": list(lesson.topics),
        "language": lesson.language,
        "visibility": lesson.visibility.value,
        "channel_id": lesson.channel_id,
        "extra": lesson.extra,
        "created_at": lesson.created_at.astimezone(UTC),
        "content_hash": lesson.content_hash,
        "parent_id": lesson.parent_id,
        "retired_at": lesson.retired_at and lesson.retired_at.astimezone(UTC),
        "replaced_by": lesson.replaced_by,
    }


def visible_to(audience: Audience) -> ColumnElement[bool]:
    """`domain.visibility.may_see` as SQL; a property test holds the two together."""
    return and_(lessons.c.hidden_because.is_(None), _meant_for(audience))


def _meant_for(audience: Audience) -> ColumnElement[bool]:
    for_colleagues = lessons.c.visibility.in_(_COLLEAGUES)
    viewer = audience.viewer
    if viewer is None:
        return for_colleagues
    if not viewer.is_colleague:
        return false()
    in_channel = lessons.c.visibility == Visibility.CHANNEL.value
    if audience.room is not None:
        return or_(for_colleagues, and_(in_channel, lessons.c.channel_id == audience.room))
    # In plain: anonymous lessons are among those for colleagues already.
    own = lessons.c.author_id == viewer.id
    mine = and_(in_channel, lessons.c.channel_id.in_(sorted(audience.channels)))
    return or_(for_colleagues, own, mine)


def is_current() -> ColumnElement[bool]:
    """`Lesson.is_current` as SQL."""
    return and_(lessons.c.retired_at.is_(None), lessons.c.replaced_by.is_(None))


def may_be_brought_up(audience: Audience, *, replaced: bool = False) -> ColumnElement[bool]:
    """`domain.visibility.may_bring_up` as SQL; the same property test holds these two."""
    current = lessons.c.retired_at.is_(None) if replaced else is_current()
    return and_(current, visible_to(audience))


def in_use(table: Table) -> ColumnElement[bool]:
    """Whether a row's workspace has Hallway installed."""
    resting = select(workspaces.c.id).where(workspaces.c.uninstalled_at.is_not(None))
    return table.c.workspace.not_in(resting)


def replace_row(
    connection: Connection,
    table: Table,
    key: dict[str, Any],
    values: dict[str, Any],
    new: dict[str, Any] | None = None,
) -> None:
    """Insert the row, or change these values of the one that has its key, in one statement.

    `new`: further values for a row that was not there.
    """
    made = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = made(table).values({**key, **values, **(new or {})})
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))
