"""Hiding lessons, and the log of what administrators and moderators did."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select, update

from ..domain.moderation import Act, is_report_of, report_key
from .rows import aware
from .schema import claims, lessons
from .schema_trust import audit


class SqlModeration:
    """`ports.moderation.Moderation` on SQLAlchemy. Nothing here changes or deletes an act."""

    engine: Engine

    def hide_lesson(self, workspace: str, lesson_id: str, because: str | None, act: Act) -> bool:
        hidden = lessons.c.hidden_because
        unlike = hidden.is_not(None) if because is None else hidden.is_(None)
        here = (lessons.c.workspace == workspace, lessons.c.id == lesson_id, unlike)
        with self.engine.begin() as connection:
            values = {"hidden_because": because}
            done = connection.execute(update(lessons).where(*here).values(values))
            if done.rowcount:
                _log(connection, workspace, act)
            return bool(done.rowcount)

    def note_act(self, workspace: str, act: Act) -> None:
        with self.engine.begin() as connection:
            _log(connection, workspace, act)

    def acts(self, workspace: str, since: datetime) -> list[Act]:
        return self._acts(audit.c.workspace == workspace, audit.c.at >= since)

    def acts_on(self, workspace: str, lesson_id: str) -> list[Act]:
        return self._acts(audit.c.workspace == workspace, audit.c.lesson_id == lesson_id)

    def _acts(self, *here: ColumnElement[bool]) -> list[Act]:
        statement = (
            select(audit.c.at, audit.c.who, audit.c.what, audit.c.lesson_id)
            .where(*here)
            .order_by(audit.c.seq)
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return [Act(aware(row[0]), *row[1:]) for row in connection.execute(statement)]


def _log(connection: Connection, workspace: str, act: Act) -> None:
    row = {
        "workspace": workspace,
        "at": act.at,
        "who": act.who,
        "what": act.what,
        "lesson_id": act.lesson_id,
    }
    connection.execute(insert(audit).values(row))
    if act.lesson_id is not None:
        here = claims.c.workspace == workspace
        begins = claims.c.key.startswith(report_key(act.lesson_id), autoescape=True)
        for key in connection.scalars(select(claims.c.key).where(here, begins)).all():
            if is_report_of(act.lesson_id, key):
                connection.execute(delete(claims).where(here, claims.c.key == key))
