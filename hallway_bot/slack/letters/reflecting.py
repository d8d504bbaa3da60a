"""The invitation to look back, and the prompts."""

from ...domain.delivery import Delivery
from ...domain.errors import Unavailable
from ...domain.reflecting import Taking
from ...domain.rhythm import Rhythm
from ...services.reflect import Asked
from ...services.turns import turn_of
from ..courier import Letter
from ..desk import Desk, Visitor
from ..views import reflect as views


def invitation(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """Asked once; who chose meanwhile is not asked."""
    if desk.store.reflecting(workspace, visitor.person.id) is not None:
        return None
    rhythm = desk.planning.rhythm(workspace, visitor.person, Rhythm())
    return Letter(views.invitation(visitor.t, rhythm))


def prompt(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """What jogs this person's memory, or that Hallway pauses by itself."""
    one = desk.store.reflecting(workspace, visitor.person.id)
    if one is None or one.state is Taking.OFF:
        return None
    if delivery.subject["about"] == "quiet":
        return Letter(views.quiet(visitor.t, delivery.id))
    asked = desk.reflect.asked(workspace, visitor.person, visitor.t.language, delivery)
    if asked is None:
        return None
    text = worded(desk, visitor, asked)
    turn = turn_of(desk.store, desk.directory, workspace, visitor.person.id)
    return Letter(views.prompt(visitor.t, delivery.id, asked, text, turn))


def worded(desk: Desk, visitor: Visitor, asked: Asked) -> str:
    """What is asked, in words."""
    asker = None
    if asked.asker_id:
        try:
            asker = desk.directory.person(visitor.workspace, asked.asker_id).name
        except Unavailable:
            asker = None  # a name that Slack does not give is left out
    return views.question(visitor.t, asked, desk.now(), asker)
