"""Which Slack team is which workspace of ours, and what becomes of one that is left."""

from datetime import datetime
from typing import Protocol

from ..domain.records import Team


class Workspaces(Protocol):
    """Workspaces, each known by an internal id that stays the same."""

    def workspace(self, team_id: str | None) -> str:
        """The internal id for a Slack team, made at first sight.

        The first team takes over what was imported before any team was known; None is the
        command line, which means the first workspace. For one bot token, one workspace.
        """

    def install(self, team_id: str, enterprise_id: str | None) -> str:
        """The internal id for a team that installed Hallway, made at first sight, and in use
        from now on. It takes over nothing but what is its own."""

    def team(self, team_id: str) -> Team | None:
        """What is known of a Slack team."""

    def team_of(self, workspace: str) -> Team | None:
        """What is known of a workspace, by its internal id."""

    def teams(self) -> list[Team]:
        """Every workspace, in the order of their ids."""

    def workspaces(self) -> list[str]:
        """The internal ids of those in use."""

    def uninstall(self, workspace: str, at: datetime) -> None:
        """Rest: what is kept stays as it is, and nothing of it is due until `install`."""

    def claim_once(self, key: str, at: datetime) -> bool:
        """True for exactly one caller a key, whatever the workspace. Kept as long as events."""


class Removals(Protocol):
    """Deleting a whole workspace."""

    def remove_workspace(self, workspace: str) -> None:
        """Delete every row of it but those that tell what else is to be deleted; can be
        repeated. Durable when it returns; the index and the files are due then."""

    def removals_due(self) -> list[str]:
        """Workspaces that were removed and may still stand in the index or in files."""

    def end_removal(self, workspace: str) -> None:
        """Delete the last rows; then `compaction_due(None)`. A workspace that was installed anew
        meanwhile stays."""
