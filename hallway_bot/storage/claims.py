"""Things that must happen once, what was asked in a thread, and which team is whose."""

from datetime import datetime

from sqlalchemy import Engine, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from .rows import replace_row
from .schema import claims, threads, workspaces

FIRST = "first"


class SqlClaims:
    """`ports.Claims` and `ports.Workspaces` on SQLAlchemy."""

    engine: Engine

    def claim(self, workspace: str, key: str, at: datetime) -> bool:
        try:
            with self.engine.begin() as connection:
                connection.execute(insert(claims).values(workspace=workspace, key=key, at=at))
        except IntegrityError:
            return False
        return True

    def release(self, workspace: str, key: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(
                delete(claims).where(claims.c.workspace == workspace, claims.c.key == key)
            )

    def thread_question(self, workspace: str, channel: str, thread: str) -> str | None:
        statement = select(threads.c.question).where(
            threads.c.workspace == workspace,
            threads.c.channel == channel,
            threads.c.thread == thread,
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return connection.scalar(statement)

    def set_thread_question(
        self,
        workspace: str,
        channel: str,
        thread: str,
        question: str,
        asker_id: str,
        at: datetime,
    ) -> None:
        key = {"workspace": workspace, "channel": channel, "thread": thread}
        here = and_(*(threads.c[name] == value for name, value in key.items()))
        with self.engine.begin() as connection:
            before = connection.scalar(select(threads.c.askers).where(here)) or ""
            askers = before if asker_id in before.split() else f"{before} {asker_id} "
            values = {"question": question, "askers": askers, "at": at}
            replace_row(connection, threads, key, values)

    def workspace(self, team_id: str | None) -> str:
        try:
            return self._workspace(team_id)
        except IntegrityError:
            return self._workspace(team_id)  # another process made the same row first

    def workspaces(self) -> list[str]:
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return list(connection.scalars(select(workspaces.c.id)))

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
