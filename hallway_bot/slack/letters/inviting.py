"""To somebody whose message a colleague would like to see in the hallway."""

from ...domain.delivery import WORDS, Delivery
from ..courier import Letter
from ..desk import Desk, Visitor
from ..views import people as views


def suggestion(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """Their own words, which are theirs to share."""
    subject = delivery.subject
    inviter = desk.directory.person(workspace, subject["by"])
    link = subject.get("link")
    return Letter(views.invite(visitor.t, inviter.name, subject[WORDS], link))
