"""What a person's rights need from a store."""

from datetime import date, datetime
from typing import Protocol

from ..domain.retention import Ends

Value = str | int | bool | datetime | date | None
Record = dict[str, Value]


class Privacy(Protocol):
    """Everything that is held about one person."""

    def held_about(self, workspace: str, user_id: str, dm: str | None) -> dict[str, list[Record]]:
        """All that is kept about this person beside their lessons, by kind, oldest kinds first.

        Only what is theirs: no other person's id or words. `dm` is the channel of their
        conversation with Hallway. Times are aware UTC times.
        """


class Forgetting(Protocol):
    """Leaving nothing of a person."""

    def forget_person(
        self,
        workspace: str,
        user_id: str,
        dm: str | None,
        at: datetime,
        *,
        keep_lessons: bool,
    ) -> None:
        """Delete every row about them, and what rows about others say of them.

        `keep_lessons`: those that others may see stay, without an author, for good; those that
        were unnamed can be asked about for a while after `at`, which is now (aware), see
        `domain.talks`. Durable when it returns; `compact` is due then.
        """

    def compaction_due(self, workspace: str | None) -> bool:
        """Whether what was deleted may still stand in unused pages, or in the index; for None
        what is left of workspaces that are there no more."""

    def compact(self, workspace: str | None) -> None:
        """Leave nothing of what was deleted in any file of the database; then it is not due.

        It stays due when somebody reads just now. PostgreSQL reuses the space in its own time.
        """


class Keeping(Protocol):
    """Keeping nothing longer than it is needed."""

    def drop_old(self, ends: Ends) -> int:
        """End or delete what was over before these moments; returns how many rows."""


class Leavers(Protocol):
    """People who left."""

    def notice_leaving(self, workspace: str, user_id: str, at: datetime) -> datetime:
        """Note it if it is new; returns when it was first noticed."""

    def notice_return(self, workspace: str, user_id: str) -> None: ...
