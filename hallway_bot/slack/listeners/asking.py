"""Answering a question wherever it was asked."""

from ...domain.intent import topic_of
from ...domain.visibility import Audience
from ..desk import Desk, Visitor
from ..messenger import Reply
from ..views import answer as views

_LONGEST_THREAD = 600


def question(desk: Desk, visitor: Visitor, reply: Reply, text: str, room: str | None) -> None:
    """Answer with what everyone who reads along may see. `room`: the channel, if one."""
    found = desk.ask(visitor.workspace, text, _audience(desk, visitor, room))
    names = desk.names([experience.lesson for experience in found.experiences])
    reply.answer(views.answer(visitor.t, found, names, visitor.person))


def who(desk: Desk, visitor: Visitor, reply: Reply, topic: str, room: str | None) -> None:
    """Answer with people."""
    found = desk.who_knows(visitor.workspace, topic, _audience(desk, visitor, room))
    names = desk.names([lesson for person in found.people for lesson in person.lessons])
    reply.answer(views.knowers(visitor.t, topic, found, names, visitor.person))


def asked(desk: Desk, visitor: Visitor, reply: Reply, text: str, room: str | None) -> None:
    """A question in plain words: for people, or for experiences."""
    topic = topic_of(text)
    if topic:
        who(desk, visitor, reply, topic, room)
    else:
        question(desk, visitor, reply, text, room)


def continued(desk: Desk, visitor: Visitor, channel: str, thread: str, text: str) -> str:
    """The question with what was asked before in this thread, which is remembered."""
    before = desk.store.thread_question(visitor.workspace, channel, thread)
    whole = f"{before} {text}" if before and not topic_of(text) else text
    whole = whole[-_LONGEST_THREAD:]
    desk.store.set_thread_question(visitor.workspace, channel, thread, whole, desk.now())
    return whole


def _audience(desk: Desk, visitor: Visitor, room: str | None) -> Audience:
    if room is not None:
        return Audience(visitor.person, room=room)
    return desk.alone(visitor)
