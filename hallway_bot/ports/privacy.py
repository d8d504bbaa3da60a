"""What a person's rights need from a store."""

from datetime import date, datetime
from typing import Protocol

Value = str | int | bool | datetime | date | None
Record = dict[str, Value]


class Privacy(Protocol):
    """Everything that is held about one person."""

    def held_about(self, workspace: str, user_id: str, dm: str | None) -> dict[str, list[Record]]:
        """All that is kept about this person beside their lessons, by kind, oldest kinds first.

        Only what is theirs: no other person's id or words. `dm` is the channel of their
        conversation with Hallway. Times are aware UTC times.
        """
