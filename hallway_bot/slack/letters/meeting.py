"""What Hallway writes to an asker and an author, from asking until after their talk."""

from slack_sdk.errors import SlackApiError

from ...domain.delivery import Delivery
from ...domain.errors import Unavailable
from ...domain.talks import Talked, TalkRequest, TalkState
from ...texts import Texts
from ..courier import Letter
from ..desk import Desk, Visitor
from ..views import meeting as views
from ..views.answer import Message
from ..views.lesson import talk_value

_NO_TALK = (
    TalkState.DECLINED,
    TalkState.NOT_ABOUT,
    TalkState.SILENT,
    TalkState.UNASKED,
    TalkState.LAPSED,
)


def introduction(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """To the author; if the lesson or the asker is gone, the asker hears that instead."""
    request = desk.store.talk(workspace, delivery.subject["talk"])
    if request is None or not request.state.may_be_answered:
        return None
    asker = desk.directory.person(workspace, request.asker_id)
    lesson = desk.introduce.seen(workspace, request.lesson_id, asker)
    if lesson is None or not asker.is_colleague:
        desk.introduce.lapse(workspace, request)
        return None
    made = views.introduction(visitor.t, request.id, asker.name, lesson, request.question)
    return Letter(made)


def answer(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """To the asker: it did not come to a talk, and who else there is."""
    request = desk.store.talk(workspace, delivery.subject["talk"])
    if request is None or request.state not in _NO_TALK:
        return None
    lesson = desk.introduce.seen(workspace, request.lesson_id, visitor.person)
    text = views.no_talk(visitor.t, request.state, lesson, desk.name_on(workspace, lesson))
    return Letter(offering(desk, visitor, text, request.question, request.lesson_id))


def offering(
    desk: Desk,
    visitor: Visitor,
    text: str,
    question: str,
    lesson_id: str,
    *,
    waits: bool = False,
) -> Message:
    """`text`, and somebody else to ask than about `lesson_id`, if there is anybody. `waits`:
    waiting for its author may be chosen as well."""
    other = desk.introduce.askable.next_lesson(
        visitor.workspace, visitor.person, question, lesson_id
    )
    name = desk.name_on(visitor.workspace, other)
    waiting = talk_value(lesson_id, question) if waits else None
    return views.with_next(visitor.t, text, other, name, question, waiting)


def meeting(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """Into a conversation of the asker, the author and the bot, which is opened for it."""
    request = desk.store.talk(workspace, delivery.subject["talk"])
    if request is None:
        return None
    author = desk.visitor(workspace, request.author_id)
    if not author.person.is_colleague:
        desk.introduce.lapse(workspace, request)
        return None
    channel = request.group_channel or _open(desk, visitor, request)
    # Where it is sent is noted first, so that after a kill it is looked for there.
    desk.store.set_subject(workspace, delivery, {**delivery.subject, "channel": channel})
    lesson = desk.introduce.seen(workspace, request.lesson_id, visitor.person)
    two = (request.asker_id, request.author_id)
    texts = _languages(visitor, author)
    return Letter(views.meeting(texts, *two, lesson, request.question), channel)


def _languages(one: Visitor, other: Visitor) -> list[Texts]:
    return [one.t] if one.t.language == other.t.language else [one.t, other.t]


def _open(desk: Desk, visitor: Visitor, request: TalkRequest) -> str:
    try:
        opened = visitor.client.conversations_open(users=[request.asker_id, request.author_id])
    except (SlackApiError, OSError) as error:
        raise Unavailable("The conversation cannot be opened.") from error
    channel = str(opened["channel"]["id"])
    desk.store.set_group(visitor.workspace, request.id, channel)
    return channel


def did_you_talk(desk: Desk, workspace: str, visitor: Visitor, delivery: Delivery) -> Letter | None:
    """To one of the two, if they did not say yet."""
    request = desk.store.talk(workspace, delivery.subject["talk"])
    if request is None or request.state is not TalkState.ACCEPTED:
        return None
    is_asker = visitor.person.id == request.asker_id
    said = request.asker_talked if is_asker else request.author_talked
    if said in (Talked.YES, Talked.NO):
        return None
    other = desk.directory.person(workspace, request.other(visitor.person.id))
    if not other.is_colleague:
        return None
    return Letter(views.did_you_talk(visitor.t, request.id, other.name, request.question))
