"""Who installed Hallway, kept by slack_sdk in our database; every token is sealed before that."""

from collections.abc import Callable
from copy import copy
from typing import Any, Protocol

from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.sqlalchemy_utils import normalize_datetime_for_db
from sqlalchemy import ColumnElement, Delete, Engine, and_, delete, select, update

_TOKENS = (
    "bot_token",
    "bot_refresh_token",
    "user_token",
    "user_refresh_token",
    "incoming_webhook_url",
)


class Sealing(Protocol):
    """Seals for nobody without the key."""

    def seal(self, text: str) -> str: ...

    def forget(self) -> None: ...

    @property
    def unseal(self) -> Callable[[str], str]: ...


class Installations:
    """One for a team, or for a whole organisation (then without a team). Threads may share it.

    Who installed it is not kept: Hallway asks for no token of a person's.
    """

    def __init__(self, engine: Engine, vault: Sealing, client_id: str) -> None:
        self._vault = vault
        self.rows = SQLAlchemyInstallationStore(client_id, engine)
        # On SQLite a transaction that may write waits for its turn; reading needs none.
        reading = engine.execution_options(reads_only=True)
        self._reader = SQLAlchemyInstallationStore(client_id, reading)

    def save(self, installation: Installation) -> None:
        """Keep it in place of what the team or organisation had before."""
        values = self._values(installation)
        with self.rows.engine.begin() as connection:
            connection.execute(self._delete(installation.enterprise_id, installation.team_id))
            connection.execute(self.rows.installations.insert().values(values))

    def renew(self, old: Installation, new: Installation) -> bool:
        """Keep `new` where `old` still stands; False when that was deleted or replaced."""
        table = self.rows.installations
        c, values = table.c, self._values(new)
        here = self._of(old.enterprise_id, old.team_id)
        with self.rows.engine.begin() as connection:
            # One text is sealed differently each time, so the database cannot compare it.
            for row in connection.execute(select(c.id, c.bot_refresh_token).where(here)):
                sealed = row.bot_refresh_token
                if sealed and self._vault.unseal(sealed) == old.bot_refresh_token:
                    same = and_(c.id == row.id, c.bot_refresh_token == sealed)
                    return connection.execute(update(table).where(same).values(values)).rowcount > 0
        return False

    def _values(self, installation: Installation) -> dict[str, Any]:
        kept = _with(installation, self._vault.seal)
        kept.user_id = ""
        values = kept.to_dict() | {"client_id": self.rows.client_id}
        for name in ("installed_at", "bot_token_expires_at", "user_token_expires_at"):
            values[name] = normalize_datetime_for_db(values[name])
        return values

    def find(self, enterprise_id: str | None, team_id: str | None) -> Installation | None:
        """A team's own installation, else that of its organisation; None when there is none."""
        found = None
        if team_id is not None:
            found = self.own(enterprise_id, team_id)
        if found is None and enterprise_id is not None:
            found = self.own(enterprise_id, None)
        return found

    def own(self, enterprise_id: str | None, team_id: str | None) -> Installation | None:
        """Exactly that of this team, or (without a team) of this organisation."""
        found = self._reader.find_installation(enterprise_id=enterprise_id, team_id=team_id)
        return _with(found, self._vault.unseal) if found is not None else None

    def delete(self, installation: Installation) -> None:
        """Forget its tokens."""
        with self.rows.engine.begin() as connection:
            connection.execute(self._delete(installation.enterprise_id, installation.team_id))
        self._vault.forget()

    def _delete(self, enterprise_id: str | None, team_id: str | None) -> Delete:
        return delete(self.rows.installations).where(self._of(enterprise_id, team_id))

    def _of(self, enterprise_id: str | None, team_id: str | None) -> ColumnElement[bool]:
        c = self.rows.installations.c
        return and_(
            c.client_id == self.rows.client_id,
            c.enterprise_id == enterprise_id,
            c.team_id == team_id,
        )


def _with(installation: Installation, change: Callable[[str], str]) -> Installation:
    changed = copy(installation)
    for name in _TOKENS:
        if value := getattr(installation, name):
            setattr(changed, name, change(value))
    return changed
