"""What becomes of a workspace in which Hallway is not installed any more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ..ports import Store
from .indexing import Indexer


@dataclass(frozen=True, slots=True)
class Uninstalling:
    """The use case. `delete`: everything goes; else it rests until they install it again.

    `forget` drops what this process remembers of a workspace; `wake` has `catch_up` done soon,
    in the thread that also indexes: so nothing that was read before is written after.
    """

    store: Store
    indexer: Indexer
    delete: bool
    forget: Callable[[str], None]
    wake: Callable[[], None] = lambda: None

    def __call__(self, workspace: str, at: datetime) -> None:
        """From now on nothing of it is sent or planned. Durable when it returns; of what is
        deleted a trace stands in files until `catch_up`. `at` is aware."""
        self.store.uninstall(workspace, at)
        if self.delete:
            self.store.remove_workspace(workspace)
            self.forget(workspace)
            self.wake()

    def catch_up(self) -> None:
        """Clear what removed workspaces left in the index and in files."""
        for workspace in self.store.removals_due():
            team = self.store.team_of(workspace)
            if team is not None and not team.in_use:
                # What was under way in that moment may have written something.
                self.store.remove_workspace(workspace)
            self.forget(workspace)
            self.indexer.remove(workspace)
            self.store.compact(workspace)
            if not self.store.compaction_due(workspace):
                self.store.end_removal(workspace)
        if self.store.compaction_due(None):  # the last rows named the workspace
            self.store.compact(None)
