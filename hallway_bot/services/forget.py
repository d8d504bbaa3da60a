"""Forgetting a person at their wish, down to the last page and vector."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from ..domain.person import Person
from ..ports import Clock, Store
from .indexing import Indexer

# Who cannot be told for so long, their DM being gone for instance, is not told any more.
_TELLS_FOR = timedelta(days=1)


@dataclass(slots=True, eq=False)
class _Waiting:
    """Somebody who was forgotten at `at` (aware), and is to hear of it. `visits`: what they had
    under way then, which may have written something of theirs afterwards."""

    workspace: str
    at: datetime
    tell: Callable[[], None]
    again: Callable[[], None]
    visits: frozenset[object]
    is_swept: bool = False


@dataclass(frozen=True, slots=True)
class Forget:
    """The use case. `wake` has what follows done soon, by `catch_up`, in the thread that also
    indexes: so nothing that was read before is written after."""

    store: Store
    indexer: Indexer
    now: Clock
    wake: Callable[[], None] = lambda: None
    # In memory only, written down it would be a trace of them: who waits to hear, and by whom
    # something is under way.
    _told: list[_Waiting] = field(default_factory=list, repr=False)
    _visits: dict[object, str] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def under_way(self, user_id: str, work: Callable[[], None]) -> Callable[[], None]:
        """`work` of this person, under way from now on. Who is forgotten meanwhile is forgotten
        once more when it is over."""
        visit = object()
        with self._lock:
            self._visits[visit] = user_id

        def run() -> None:
            try:
                work()
            finally:
                with self._lock:
                    del self._visits[visit]
                    waited_for = any(visit in one.visits for one in self._told)
                if waited_for:
                    self.wake()

        return run

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

        def forget() -> None:
            at = self.now()
            self.store.forget_person(workspace, person.id, dm, at, keep_lessons=keep_lessons)

        forget()
        with self._lock:
            visits = frozenset(one for one, by in self._visits.items() if by == person.id)
            self._told.append(_Waiting(workspace, self.now(), tell, forget, visits))
        self.wake()

    def catch_up(self, workspace: str) -> None:
        """Clear what deleted things left in files, if anybody was forgotten; then say so, unless
        something of theirs is under way still.

        Raises what kept somebody from hearing it; the others have heard, and they wait on."""
        with self._lock:
            here = [one for one in self._told if one.workspace == workspace]
            waiting = [one for one in here if one.visits.isdisjoint(self._visits)]
        for one in waiting:
            if one.visits and not one.is_swept:
                one.again()
            one.is_swept = True
        if self.store.compaction_due(workspace):
            self.indexer.compact(workspace)
            self.store.compact(workspace)
        if not self.store.compaction_due(workspace):
            self._tell(waiting)

    def _tell(self, waiting: list[_Waiting]) -> None:
        failed: Exception | None = None
        for one in waiting:
            try:
                one.tell()
            except Exception as error:  # the next tick tells them
                failed = error
                if self.now() < one.at + _TELLS_FOR:
                    continue
            with self._lock:
                self._told.remove(one)
        if failed is not None:
            raise failed
