"""Which team is whose, and deleting one of them whole."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from ..domain.records import Team
from . import words
from .forgetting import COMPACTION_DUE
from .rows import chunks, replace_row
from .schema import active_models, indexed, lessons, metadata, workspaces
from .schema_rhythm import options
from .schema_slack import once

FIRST = "first"
# An option that stands while a removed workspace may still be in the index.
_REMOVING = "removing"
# Dropped by nothing but what it waits for.
_FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
# These tell what is in the index, and go when that is gone.
_LAST = (options, indexed, active_models)


class SqlWorkspaces:
    """`ports.workspaces` on SQLAlchemy."""

    engine: Engine

    def workspace(self, team_id: str | None) -> str:
        try:
            return self._workspace(team_id)
        except IntegrityError:
            return self._workspace(team_id)  # another process made the same row first

    def _workspace(self, team_id: str | None) -> str:
        with self.engine.begin() as connection:
            known = {row.team_id: row.id for row in connection.execute(select(workspaces))}
            if team_id is None and known:
                ids = list(known.values())
                return FIRST if FIRST in ids else str(min(ids))
            if team_id in known:
                return str(known[team_id])
            if None in known:
                connection.execute(
                    update(workspaces)
                    .where(workspaces.c.id == known[None], workspaces.c.team_id.is_(None))
                    .values(team_id=team_id)
                )
                return str(known[None])
            new = team_id if known and team_id else FIRST
            connection.execute(insert(workspaces).values(id=new, team_id=team_id))
            return new

    def install(self, team_id: str, enterprise_id: str | None) -> str:
        values = {"enterprise_id": enterprise_id, "uninstalled_at": None}
        with self.engine.begin() as connection:
            key = {"team_id": team_id}
            replace_row(connection, workspaces, key, values, new={"id": team_id})
            here = workspaces.c.team_id == team_id
            return str(connection.scalar(select(workspaces.c.id).where(here)))

    def team(self, team_id: str) -> Team | None:
        return self._one(workspaces.c.team_id == team_id)

    def team_of(self, workspace: str) -> Team | None:
        return self._one(workspaces.c.id == workspace)

    def _one(self, where: ColumnElement[bool]) -> Team | None:
        with self.engine.connect().execution_options(reads_only=True) as connection:
            row = connection.execute(select(workspaces).where(where)).mappings().first()
            return _team(row) if row else None

    def teams(self) -> list[Team]:
        with self.engine.connect().execution_options(reads_only=True) as connection:
            rows = connection.execute(select(workspaces).order_by(workspaces.c.id)).mappings()
            return [_team(row) for row in rows]

    def workspaces(self) -> list[str]:
        return [team.workspace for team in self.teams() if team.in_use]

    def uninstall(self, workspace: str, at: datetime) -> None:
        with self.engine.begin() as connection:
            here = workspaces.c.id == workspace
            connection.execute(update(workspaces).where(here).values(uninstalled_at=at))

    def claim_once(self, key: str, at: datetime) -> bool:
        try:
            with self.engine.begin() as connection:
                connection.execute(insert(once).values(key=key, at=at))
        except IntegrityError:
            return False
        return True

    def remove_workspace(self, workspace: str) -> None:
        with self.engine.begin() as connection:
            _remove_lessons(connection, workspace)
            for table in reversed(metadata.sorted_tables):
                if "workspace" in table.c and table not in _LAST:
                    connection.execute(delete(table).where(table.c.workspace == workspace))
            connection.execute(delete(options).where(options.c.workspace == workspace))
            for name in (_REMOVING, COMPACTION_DUE):
                key: dict[str, Any] = {"workspace": workspace, "name": name}
                replace_row(connection, options, key, {"value": "1"})

    def removals_due(self) -> list[str]:
        due = select(options.c.workspace).where(options.c.name == _REMOVING)
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return list(connection.scalars(due.order_by(options.c.workspace)))

    def end_removal(self, workspace: str) -> None:
        with self.engine.begin() as connection:
            here = (options.c.workspace == workspace, options.c.name == _REMOVING)
            connection.execute(delete(options).where(*here))
            for table in (indexed, active_models):
                connection.execute(delete(table).where(table.c.workspace == workspace))
            resting = (workspaces.c.id == workspace, workspaces.c.uninstalled_at.is_not(None))
            if connection.scalar(select(workspaces.c.id).where(*resting)) is not None:
                # Nobody wrote since `remove_workspace`, or this fails and is tried again.
                connection.execute(delete(options).where(options.c.workspace == workspace))
                connection.execute(delete(workspaces).where(*resting))
            # These rows named it, and what is still due must not.
            replace_row(connection, once, {"key": COMPACTION_DUE}, {"at": _FOR_GOOD})


def _remove_lessons(connection: Connection, workspace: str) -> None:
    here = lessons.c.workspace == workspace
    for seqs in chunks(list(connection.scalars(select(lessons.c.seq).where(here)))):
        words.drop_words(connection, seqs)
        connection.execute(delete(lessons).where(lessons.c.seq.in_(seqs)))


def _team(row: RowMapping) -> Team:
    return Team(row["id"], row["team_id"], row["enterprise_id"], row["uninstalled_at"] is None)
