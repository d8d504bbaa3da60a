"""Forgetting a person at their wish, down to the last page and vector."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from ..domain.person import Person
from ..ports import Clock, Store
from .indexing import Indexer


@dataclass(frozen=True, slots=True)
class Forget:
    """The use case. `wake` has what follows done soon, by `catch_up`, in the thread that also
    indexes: so nothing that was read before is written after."""

    store: Store
    indexer: Indexer
    now: Clock
    wake: Callable[[], None] = lambda: None
    # Who waits to hear, in memory only: written down it would be a trace of them.
    _told: list[tuple[str, Callable[[], None]]] = field(default_factory=list, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def __call__(
        self,
        workspace: str,
        person: Person,
        dm: str | None,
        tell: Callable[[], None],
        *,
        keep_lessons: bool,
    ) -> None:
        """Delete what is held about this person. `dm`: the channel of their conversation with
        Hallway. `keep_lessons`: leave those that others may see, without a name, for good.

        Durable when it returns; `tell` is called once nothing is left in any file.
        """
        now = self.now()
        self.store.forget_person(workspace, person.id, dm, now, keep_lessons=keep_lessons)
        with self._lock:
            self._told.append((workspace, tell))
        self.wake()

    def catch_up(self, workspace: str) -> None:
        """Clear what deleted things left in files, if anybody was forgotten; then say so."""
        with self._lock:
            waiting = [one for one in self._told if one[0] == workspace]
        if self.store.compaction_due(workspace):
            self.indexer.compact(workspace)
            self.store.compact(workspace)
        if self.store.compaction_due(workspace):
            return
        for one in waiting:
            with self._lock:
                self._told.remove(one)
            one[1]()
