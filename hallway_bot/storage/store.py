"""The whole store: one engine, one class a subject."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ..domain.errors import Unavailable
from .claims import SqlClaims
from .deliveries import SqlDeliveries
from .engine import make_engine, migrate
from .ledger import SqlLedger
from .lessons import SqlLessons
from .notes import SqlNotes
from .people import SqlPeople
from .rhythms import SqlRhythms
from .words import Words


class SqlStore(SqlLessons, SqlLedger, SqlPeople, SqlClaims, SqlDeliveries, SqlRhythms, SqlNotes):
    """`ports.Store` on SQLite or PostgreSQL. Threads may share one."""

    def __init__(self, url: str) -> None:
        """Connect to `url` and migrate; raises Unavailable when the database is away."""
        self.engine = make_engine(url)
        self.words = Words()
        try:
            migrate(self.engine)
        except SQLAlchemyError as error:
            raise Unavailable("The database cannot be opened.") from error

    def check(self) -> None:
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            raise Unavailable("The database does not answer.") from error

    def close(self) -> None:
        self.engine.dispose()
