"""What may be told about the time of a named colleague: nothing in it comes from unnamed lessons.

Whoever asks about an unnamed lesson fills a place in its author's week and takes one of the times
that they may be asked. Told about named colleagues, that would tell which of them wrote it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..domain.attention import WINDOW
from ..domain.delivery import Delivery
from ..domain.talks import TalkRequest
from ..ports import Store


@dataclass(frozen=True, slots=True)
class Told:
    """What is left of a person's requests and messages without those about unnamed lessons."""

    store: Store

    def named(self, workspace: str, lesson_ids: Collection[str]) -> frozenset[str]:
        """Those lessons that show their author to somebody now."""
        found = self.store.lessons(workspace, sorted(lesson_ids))
        return frozenset(id_ for id_, lesson in found.items() if lesson.is_named)

    def sent(self, workspace: str, user_id: str, since: datetime) -> list[datetime]:
        """When they were sent something unasked that has nothing to do with an unnamed lesson,
        nor with one that is gone, which may have been unnamed. Oldest first."""
        return _times(self._tellable(workspace, self._sent(workspace, user_id, since)))

    def would_have_gone(
        self, workspace: str, request: TalkRequest, delivery: Delivery, limit: int
    ) -> datetime | None:
        """From when on only what unnamed lessons brought them kept `delivery`, which asks the
        author, from being sent; None: nothing of that kind did. `limit`: how much they allow
        within `WINDOW`."""
        since = request.created_at - WINDOW
        sent = self._sent(workspace, request.author_id, since)
        others = [one for one in sent if one.id != delivery.id]
        told = _room(_times(self._tellable(workspace, others)), limit, request.created_at)
        if told is None or delivery.is_left_out:
            return told
        really = _room(_times(others), limit, request.created_at)
        return told if really is None or told < really else None

    def _sent(self, workspace: str, user_id: str, since: datetime) -> list[Delivery]:
        return self.store.counted_to(workspace, user_id, since)

    def _tellable(self, workspace: str, sent: list[Delivery]) -> list[Delivery]:
        about = {one.id: self._lesson_of(workspace, one) for one in sent}
        named = self.named(workspace, {id_ for id_ in about.values() if id_})
        return [one for one in sent if about[one.id] is None or about[one.id] in named]

    def _lesson_of(self, workspace: str, delivery: Delivery) -> str | None:
        """The lesson that it is about; "" where that is not known any more, None: about none."""
        if "talk" in delivery.subject:
            talk = self.store.talk(workspace, delivery.subject["talk"])
            return talk.lesson_id if talk else ""
        return delivery.subject.get("lesson")


def _times(sent: list[Delivery]) -> list[datetime]:
    return [one.sent_at for one in sent if one.sent_at is not None]


def _room(sent: Sequence[datetime], limit: int, since: datetime) -> datetime | None:
    """The first moment from `since` on with room beside `sent`; None: they allow nothing."""
    moments = [since, *sorted(at + WINDOW for at in sent if at + WINDOW > since)]
    for moment in moments:
        if sum(moment - WINDOW < at <= moment for at in sent) < limit:
            return moment
    return None
