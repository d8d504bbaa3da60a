"""Words below what Hallway sent by itself do what its buttons do: skip, later, stop, keep on."""

from ...domain.attention import Kind
from ...domain.delivery import Delivery
from ...domain.language import LANGUAGES
from ...domain.reflecting import Taking
from ...domain.rhythm import Rhythm
from ...domain.ways_out import WayOut, way_out
from ...texts import Texts
from ..desk import Desk, Visitor
from ..messenger import Reply
from ..settling import settle_letter
from ..views import answer as answers
from ..views import reflect as views
from .homes import republish
from .reflecting import coming, next_at

_BUTTONS = {
    "reflect.skip": WayOut.SKIP,
    "reflect.snooze": WayOut.LATER,
    "reflect.pause": WayOut.PAUSE,
    "reflect.stop": WayOut.STOP,
    "reflect.stay": WayOut.STAY,
    "reflect.less": WayOut.LESS,
    "welcome.no": WayOut.SKIP,
}
_LABELS = {
    Texts(language)(key).casefold(): way for language in LANGUAGES for key, way in _BUTTONS.items()
}


def meant(text: str) -> WayOut | None:
    """What these words do, if one of our messages has a button for it; None: they say more."""
    label = " ".join(text.split()).rstrip(".!").casefold()
    return _LABELS.get(label) or way_out(text)


def leaves(desk: Desk, visitor: Visitor, reply: Reply, sent: Delivery, text: str) -> bool:
    """Do what `text` says below `sent`, which nobody answered yet; False when it has no button
    for it, or the text says something else."""
    way = meant(text)
    if way is None or sent.answered_at is not None:
        return False
    if way is WayOut.PAUSE and sent.subject.get("about") == "prompt":
        reply.answer(views.pause(visitor.t))  # until when, only they know
        return True
    outcome = _done(desk, visitor, sent, way)
    if outcome is None:
        return False
    desk.store.answer_delivery(visitor.workspace, sent.id, desk.now())
    reply.answer(answers.only_text(outcome))
    settle_letter(desk, visitor, sent.key, outcome)
    republish(desk, visitor)
    return True


def _done(desk: Desk, visitor: Visitor, sent: Delivery, way: WayOut) -> str | None:
    """What came of it, in words; None: this message has no such button."""
    if sent.kind is Kind.INVITATION:
        return _invited(desk, visitor, way)
    about = sent.subject.get("about")
    if about != "prompt":
        return _quiet(desk, visitor, way) if about == "quiet" else None
    if way is WayOut.SKIP:
        return visitor.t("reflect.skipped")
    if way is WayOut.STOP:
        desk.reflect.stop(visitor.workspace, visitor.person)
        return visitor.t("reflect.stopped")
    if way is WayOut.LATER:
        one = desk.reflect.snooze(visitor.workspace, visitor.person, sent)
        return visitor.t("reflect.snoozed", date=next_at(visitor, one))
    return None


def _quiet(desk: Desk, visitor: Visitor, way: WayOut) -> str | None:
    one = desk.store.reflecting(visitor.workspace, visitor.person.id)
    if one is None or one.state is not Taking.QUIET:  # they chose meanwhile, on Home
        return None
    if way is WayOut.STOP:
        desk.reflect.stop(visitor.workspace, visitor.person)
        return visitor.t("reflect.stopped")
    if way in (WayOut.STAY, WayOut.LESS):
        less = way is WayOut.LESS
        one = desk.reflect.stay(visitor.workspace, visitor.person, less_often=less)
        return visitor.t("reflect.back", date=next_at(visitor, one))
    return None


def _invited(desk: Desk, visitor: Visitor, way: WayOut) -> str | None:
    if desk.store.reflecting(visitor.workspace, visitor.person.id) is not None:
        return None  # they chose meanwhile
    if way in (WayOut.SKIP, WayOut.STOP):
        desk.reflect.stop(visitor.workspace, visitor.person)
        return visitor.t("welcome.declined")
    if way is WayOut.YES:
        one = desk.reflect.take_part(visitor.workspace, visitor.person, Rhythm())
        return coming(visitor, "welcome.joined", one)
    return None
