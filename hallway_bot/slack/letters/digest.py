"""The weekly digest, and why there is none."""

from datetime import datetime

from ...domain.delivery import Delivery
from ..courier import Letter
from ..desk import Desk, Visitor
from ..views import digest as views


def week(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """Only when there is something to say, and only where colleagues are among themselves."""
    channel = delivery.subject["channel"]
    if not desk.digesting.is_safe(workspace, channel):
        return None
    since, until = (datetime.fromisoformat(delivery.subject[x]) for x in ("since", "until"))
    found = desk.digest(workspace, since, until, channel)
    if not found.is_news:
        return None
    names = desk.names(workspace, found.shown)
    for question in found.questions:
        if not question.anonymous and (name := desk.name_of(workspace, question.asker_id)):
            names.setdefault(question.asker_id, name)
    return Letter(views.digest(visitor.t, found, names), channel)


def outsiders(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """To the administrator who chose a channel where others read along."""
    return Letter(views.outsiders(visitor.t, delivery.subject["room"]))
