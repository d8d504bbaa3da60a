"""Answering a question wherever it was asked."""

from ...domain.intent import topic_of
from ...domain.person import Person
from ...domain.visibility import Audience
from ...services.screening import holds_secret
from ..desk import Desk, Visitor
from ..messenger import Reply
from ..views import answer as views

_LONGEST_THREAD = 600


def question(desk: Desk, visitor: Visitor, reply: Reply, text: str, room: str | None) -> str | None:
    """Answer with what everyone who reads along may see; returns the answer's `ts`.

    `room`: the channel, None where only the asker reads.
    """
    found = desk.ask(visitor.workspace, text, _audience(desk, visitor, room))
    names = desk.names(visitor.workspace, [experience.lesson for experience in found.experiences])
    return reply.answer(views.answer(visitor.t, found, names, _reader(visitor, room)))


def who(desk: Desk, visitor: Visitor, reply: Reply, topic: str, room: str | None) -> str | None:
    """Answer with people."""
    found = desk.who_knows(visitor.workspace, topic, _audience(desk, visitor, room))
    names = desk.names(
        visitor.workspace, [lesson for person in found.people for lesson in person.lessons]
    )
    return reply.answer(views.knowers(visitor.t, topic, found, names, _reader(visitor, room)))


def asked(desk: Desk, visitor: Visitor, reply: Reply, text: str, room: str | None) -> str | None:
    """A question in plain words: for people, or for experiences."""
    topic = topic_of(text)
    if topic:
        return who(desk, visitor, reply, topic, room)
    return question(desk, visitor, reply, text, room)


def direct(
    desk: Desk,
    visitor: Visitor,
    reply: Reply,
    channel: str,
    ts: str,
    thread: str | None,
    text: str,
) -> None:
    """Answer a question in a DM, so that a thread on it or on the answer can continue it."""
    whole = continued(desk, visitor, channel, thread, text) if thread else text
    answered = question(desk, visitor, reply, whole, None)
    if not thread:
        for root in filter(None, (ts, answered)):
            remember(desk, visitor, channel, root, text)


def continued(desk: Desk, visitor: Visitor, channel: str, thread: str, text: str) -> str:
    """The question with what was asked before in this thread, which is remembered."""
    before = desk.store.thread_question(visitor.workspace, channel, thread)
    whole = text
    if before and not topic_of(text):
        whole = f"{before[-_LONGEST_THREAD:]} {text}"
    remember(desk, visitor, channel, thread, whole)
    return whole


def remember(desk: Desk, visitor: Visitor, channel: str, thread: str, text: str) -> None:
    """Note what was asked, so that whoever goes on in this thread is understood; not a secret."""
    if holds_secret(text):
        return
    asked = text[-_LONGEST_THREAD:]
    desk.store.set_thread_question(
        visitor.workspace, channel, thread, asked, visitor.person.id, desk.now()
    )


def _reader(visitor: Visitor, room: str | None) -> Person | None:
    return visitor.person if room is None else None


def _audience(desk: Desk, visitor: Visitor, room: str | None) -> Audience:
    if room is not None:
        return Audience(visitor.person, room=room)
    return desk.alone(visitor)
