"""The whole store: one engine, one class a subject."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ..domain.errors import ConfigurationError, Unavailable
from .authors import Authors
from .claims import SqlClaims
from .deliveries import SqlDeliveries
from .engine import make_engine, migrate
from .forgetting import SqlForgetting
from .leavers import SqlLeavers
from .ledger import SqlLedger
from .lessons import SqlLessons
from .moderation import SqlModeration
from .notes import SqlNotes
from .people import SqlPeople
from .privacy import SqlPrivacy
from .questions import SqlQuestions
from .retention import SqlRetention
from .rhythms import SqlRhythms
from .talks import SqlTalks
from .tokens import reseal_tokens
from .trials import SqlTrials
from .vault import Vault
from .words import Words
from .workspaces import SqlWorkspaces


class SqlStore(
    SqlLessons,
    SqlLedger,
    SqlPeople,
    SqlClaims,
    SqlDeliveries,
    SqlRhythms,
    SqlNotes,
    SqlQuestions,
    SqlTalks,
    SqlPrivacy,
    SqlTrials,
    SqlForgetting,
    SqlRetention,
    SqlLeavers,
    SqlModeration,
    SqlWorkspaces,
):
    """`ports.Store` on SQLite or PostgreSQL. Threads may share one."""

    def __init__(self, url: str, vault: Vault) -> None:
        """Connect to `url` and migrate; raises Unavailable when the database is away, and
        ConfigurationError when `url` is none or the keys in `vault` are not its own."""
        try:
            self.engine = make_engine(url)
        except (SQLAlchemyError, ImportError) as error:
            raise ConfigurationError(
                "DATABASE_URL must look like postgresql://user:password@host/name."
            ) from error
        self.words = Words()
        self.authors = Authors(vault)
        try:
            migrate(self.engine, vault)
            with self.engine.connect().execution_options(reads_only=True) as connection:
                self.authors.check(connection)
        except SQLAlchemyError as error:
            raise Unavailable(
                "The database cannot be opened. Is DATABASE_URL right and does its server run? "
                "Without one, choose another folder with --data."
            ) from error

    def check(self) -> None:
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            raise Unavailable("The database does not answer.") from error

    def marks(self, workspace: str, told: str) -> list[str]:
        return self.authors.vault.marks("ids", workspace, told)

    def reseal(self) -> int:
        with self.engine.begin() as connection:
            return self.authors.reseal(connection) + reseal_tokens(connection, self.authors.vault)

    def close(self) -> None:
        self.engine.dispose()
