"""What becomes of the lessons of people who left: as an administrator arranged it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ..domain.errors import Unavailable
from ..ports import Clock, Directory, Store

GUESTS, LEAVERS, LEAVERS_DAYS = "guests_allowed", "leavers", "leavers_days"
DAYS = (7, 30, 90, 365)
DEFAULT_DAYS = 30


class Policy(StrEnum):
    """What an administrator chose."""

    KEEP = "keep"  # as they were, under their name
    ANONYMOUS = "anonymous"  # what others may see stays without a name; all else goes
    DELETE = "delete"  # everything goes


@dataclass(frozen=True, slots=True)
class Leaving:
    """The use case. `wake` has files cleared after somebody was forgotten."""

    store: Store
    directory: Directory
    now: Clock
    wake: Callable[[], None] = lambda: None

    def policy(self, workspace: str) -> tuple[Policy, int]:
        """What is chosen, and how many days after it was noticed that somebody left."""
        chosen = self.store.option(workspace, LEAVERS) or Policy.KEEP.value
        days = self.store.option(workspace, LEAVERS_DAYS)
        return Policy(chosen), int(days or DEFAULT_DAYS)

    def catch_up(self, workspace: str) -> int:
        """Look who left, and do what was chosen where its time has come; returns for how many.

        Who comes back in time keeps everything.
        """
        authors = {lesson.author.user_id for lesson in self.store.all_lessons(workspace)}
        known = sorted(author for author in authors if author)
        try:
            self.directory.prepare(workspace, known)
        except Unavailable:
            return 0
        return sum(self._one(workspace, author) for author in known)

    def _one(self, workspace: str, user_id: str) -> bool:
        try:
            left = self.directory.person(workspace, user_id).is_deactivated
        except Unavailable:  # Slack knows nobody of this id: imported, or of another company
            return False
        if not left:
            self.store.notice_return(workspace, user_id)
            return False
        since = self.store.notice_leaving(workspace, user_id, self.now())
        policy, days = self.policy(workspace)
        if policy is Policy.KEEP or self.now() < since + timedelta(days=days):
            return False
        keep = policy is Policy.ANONYMOUS
        self.store.forget_person(workspace, user_id, None, self.now(), keep_lessons=keep)
        self.wake()
        return True
