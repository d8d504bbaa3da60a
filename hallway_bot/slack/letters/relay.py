"""Carrying words between an asker and an author who stays unnamed; nothing of it is stored."""

from slack_sdk.errors import SlackApiError

from ...domain.attention import Kind
from ...domain.delivery import Delivery, DeliveryState
from ...domain.errors import Unavailable
from ...domain.talks import TalkRequest, TalkState
from ...services.introduce import relay_key
from ...services.screening import holds_secret, personal
from ..courier import Letter
from ..desk import Desk, Visitor
from ..reading import written
from ..views import meeting as views
from ..views.answer import Message, only_text
from ..views.people import QUOTED

_GONE = (DeliveryState.LAPSED, DeliveryState.DROPPED)


def start(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """The message below which each of the two writes."""
    request = desk.store.talk(workspace, delivery.subject["talk"])
    if request is None or request.state is not TalkState.RELAYED:
        return None
    asker = desk.directory.person(workspace, request.asker_id)
    lesson = desk.introduce.seen(workspace, request.lesson_id, asker)
    if visitor.person.id == request.asker_id:
        return Letter(views.relay_asker(visitor.t, request.id, lesson))
    asked = request.question
    return Letter(views.relay_author(visitor.t, request.id, asker.name, lesson, asked))


def words(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """What the other wrote, fetched where it stands; nothing if they took it back."""
    subject = delivery.subject
    request = desk.store.talk(workspace, subject["talk"])
    if request is None or request.state is not TalkState.RELAYED:
        return None
    place = _thread(desk, workspace, request, visitor)
    if place is None:
        return None
    sender = request.other(visitor.person.id)
    try:
        text = written(visitor.client, subject["from"], subject["ts"], subject["root"], sender)
    except (SlackApiError, OSError) as error:
        raise Unavailable("What they wrote cannot be fetched.") from error
    said = desk.told(workspace, text)
    if not said:
        return None
    if not _as_looked_through(said, subject.get("asked", "").split()):
        changed = {**subject, "about": "changed"}
        desk.outbox.add(workspace, sender, Kind.RELAY, f"changed:{delivery.key}", changed)
        return None
    is_author = visitor.person.id == request.author_id
    asker = desk.directory.person(workspace, request.asker_id).name if is_author else None
    return _below(desk, workspace, delivery, place, views.carried(visitor.t, said, asker))


def changed(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """To the sender: what they wrote was changed before it went out, and stayed here."""
    place = (delivery.subject["from"], delivery.subject["root"])
    return _below(desk, workspace, delivery, place, only_text(visitor.t("relay.changed")))


def ended(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """It is over; what was said stays where it stands."""
    request = desk.store.talk(workspace, delivery.subject["talk"])
    place = _thread(desk, workspace, request, visitor) if request else None
    if place is None:
        return None
    return _below(desk, workspace, delivery, place, only_text(visitor.t("relay.ended")))


def _as_looked_through(text: str, asked: list[str]) -> bool:
    """Whether it may go out still: it is read where it stands, and may have been edited since."""
    if len(text) > QUOTED or holds_secret(text):
        return False
    return {kind.value for kind in personal(text)} <= set(asked)


def _thread(
    desk: Desk, workspace: str, request: TalkRequest, visitor: Visitor
) -> tuple[str, str] | None:
    """Where this person's thread stands; None: they never got one."""
    sent = desk.store.delivery_by_key(workspace, relay_key(request.id, visitor.person.id))
    if sent is None or sent.state in _GONE:
        return None
    if sent.channel is None or sent.ts is None:
        raise Unavailable("Their thread is not there yet.")
    return sent.channel, sent.ts


def _below(
    desk: Desk, workspace: str, delivery: Delivery, place: tuple[str, str], message: Message
) -> Letter:
    channel, thread = place
    # Where it is sent is noted first, so that after a kill it is looked for there.
    found = {**delivery.subject, "channel": channel, "thread": thread}
    desk.store.set_subject(workspace, delivery, found)
    return Letter(message, channel, thread)
