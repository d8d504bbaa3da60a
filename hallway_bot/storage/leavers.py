"""Since when somebody is known to have left."""

from datetime import datetime

from sqlalchemy import Engine, delete, select

from .rows import aware, replace_row
from .schema_trust import leavers


class SqlLeavers:
    """`ports.privacy.Leavers` on SQLAlchemy."""

    engine: Engine

    def notice_leaving(self, workspace: str, user_id: str, at: datetime) -> datetime:
        here = (leavers.c.workspace == workspace, leavers.c.user_id == user_id)
        with self.engine.begin() as connection:
            known = connection.scalar(select(leavers.c.noticed_at).where(*here))
            if known is None:
                key = {"workspace": workspace, "user_id": user_id}
                replace_row(connection, leavers, key, {"noticed_at": at})
            return aware(known) if known else at

    def notice_return(self, workspace: str, user_id: str) -> None:
        here = (leavers.c.workspace == workspace, leavers.c.user_id == user_id)
        with self.engine.begin() as connection:
            connection.execute(delete(leavers).where(*here))
