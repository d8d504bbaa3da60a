"""Things that must happen once, and what was asked in a thread."""

from datetime import datetime

from sqlalchemy import Engine, and_, delete, insert, select
from sqlalchemy.exc import IntegrityError

from .rows import aware, replace_row
from .schema import claims, threads


class SqlClaims:
    """`ports.Claims` on SQLAlchemy."""

    engine: Engine

    def claim(self, workspace: str, key: str, at: datetime) -> bool:
        try:
            with self.engine.begin() as connection:
                connection.execute(insert(claims).values(workspace=workspace, key=key, at=at))
        except IntegrityError:
            return False
        return True

    def release(self, workspace: str, key: str) -> bool:
        here = (claims.c.workspace == workspace, claims.c.key == key)
        with self.engine.begin() as connection:
            return connection.execute(delete(claims).where(*here)).rowcount == 1

    def claims_before(
        self, workspace: str, prefix: str, at: datetime
    ) -> list[tuple[str, datetime]]:
        statement = (
            select(claims.c.key, claims.c.at)
            .where(claims.c.workspace == workspace, claims.c.key.startswith(prefix))
            .where(claims.c.at < at)
            .order_by(claims.c.at, claims.c.key)
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return [(row.key, aware(row.at)) for row in connection.execute(statement)]

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
