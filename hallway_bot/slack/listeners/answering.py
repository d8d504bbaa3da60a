"""Words at the top level of a DM, right below a prompt: its answer, unless they ask something.

Slack shows the prompt as the last thing that was said there, and it invites to write below it.
What is taken as an answer is kept for its author alone; what is taken as a question is looked
for among colleagues' lessons. Whichever it was, the other reading is one button away.
"""

from dataclasses import dataclass
from typing import Any

from slack_bolt import App

from ...domain.attention import Kind as Unasked
from ...domain.delivery import Delivery
from ...domain.errors import NotAllowed
from ...domain.intent import Intent, Kind, understand
from ...domain.reflecting import Note, Taking
from ..desk import Desk, Visitor, report
from ..messenger import InDm, Reply
from ..reading import buttons_of, newest_before, written
from ..settling import settle, settle_letter
from ..views import answer as answers
from ..views import reflect as views
from ..views.blocks import Block
from . import asking, notes, ways_out
from .buttons import SHARE_PROMPTS, pressing
from .clicking import on_click, say, value
from .reflecting import open_prompt

# How long (seconds) what comes after an answer still belongs to it.
_GOES_ON = 3_600
# Of our other messages, the buttons that words below may stand for.
_OFFERING = frozenset({"stay_prompts", "join"})
_ASKS = (Kind.QUESTION, Kind.WHO)


def register(app: App, desk: Desk) -> None:
    """Listen."""
    on_click(app, desk, "not_answer", _not_answer)
    on_click(app, desk, "was_answer", _was_answer)


def asked_above(
    desk: Desk, visitor: Visitor, channel: str, ts: str, text: str = ""
) -> Delivery | Note | None:
    """What this person is asked by the newest message of ours above theirs: a prompt, the note
    that they answer one in, or what `text` may do as a button of it does; None when nothing waits
    for words there."""
    got = desk.store.last_sent(visitor.workspace, visitor.person.id, Unasked.PROMPT)
    if got is None and ways_out.meant(text) is None:
        return None  # Slack lets us look fifty times a minute: not for those whom we never asked
    try:
        above = newest_before(visitor.client, channel, ts)
    except Exception as error:  # then it is read by itself, and nothing of it is lost
        report(error)
        return None
    carried = buttons_of(above) if above else {}
    if above and "go_on_note" in carried and float(ts) - float(above["ts"]) <= _GOES_ON:
        return _note(desk, visitor, carried["go_on_note"])
    if notes.GO_ON in carried:
        prompt = desk.store.delivery(visitor.workspace, carried[notes.GO_ON])
        mine = prompt is not None and prompt.user_id == visitor.person.id
        return prompt if prompt and mine and not notes.placed(desk, visitor, prompt) else None
    if above and not _OFFERING.isdisjoint(carried):
        offer = desk.store.delivery_at(visitor.workspace, channel, str(above["ts"]))
        return offer if offer is not None and offer.user_id == visitor.person.id else None
    return None


def takes_words(asked: Delivery | Note) -> bool:
    """Whether words below it are kept as an answer, and not only taken for its buttons."""
    return isinstance(asked, Note) or asked.subject.get("about") == "prompt"


def still_open(desk: Desk, visitor: Visitor) -> Delivery | None:
    """The prompt that words which stand elsewhere may answer; None for who stopped."""
    one = desk.store.reflecting(visitor.workspace, visitor.person.id)
    prompt = open_prompt(desk, visitor)
    if one is None or one.state is Taking.OFF or prompt is None:
        return None
    return None if notes.placed(desk, visitor, prompt) else prompt


def is_answer(intent: Intent) -> bool:
    """Whether words below a prompt are its answer: what does not end as a question, nor asks who
    knows. "What struck me was …" and "When we moved …" tell something."""
    if intent.kind in (Kind.HELP, Kind.THANKS, Kind.OK, Kind.WHO):
        return False
    return not intent.text.rstrip().endswith("?") and intent.text not in SHARE_PROMPTS


def heard(
    desk: Desk,
    visitor: Visitor,
    reply: Reply,
    asked: Delivery | Note,
    text: str,
    ts: str,
    thread: str | None = None,
) -> None:
    """Keep the words that stand at `ts`, in this thread if in one, as the answer, once."""
    if not desk.store.claim(visitor.workspace, _taken(ts, visitor), desk.now()):
        return
    try:
        if isinstance(asked, Note):
            notes.more(desk, visitor, reply, asked, text, ts)
        else:
            notes.heard(desk, visitor, reply, asked, text, None if thread else ts)
    except Exception:  # they hear why, and may try again
        desk.store.release(visitor.workspace, _taken(ts, visitor))
        raise


def _taken(ts: str, visitor: Visitor) -> str:
    return f"taken:{visitor.person.id}:{ts}"


@dataclass(frozen=True, slots=True)
class OrAnswer:
    """Answers a question that stands right below a prompt: it may have been its answer."""

    reply: Reply
    more: list[Block]

    def answer(self, message: answers.Message) -> str | None:
        text, blocks = message
        return self.reply.answer((text, [*blocks, *self.more]))

    def whisper(self, message: answers.Message) -> None:
        self.answer(message)


def or_answer(visitor: Visitor, reply: Reply, ts: str) -> OrAnswer:
    """`reply`, with a button that has what stands at `ts` taken as the answer."""
    return OrAnswer(reply, views.or_answer(visitor.t, ts))


def _was_answer(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    with pressing(desk, visitor, body) as first:
        if first:
            _take(desk, visitor, reply, body)


def _take(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    channel, (ts, _, thread) = body["channel"]["id"], value(body).partition(":")
    text = _written(desk, visitor, channel, ts, thread)
    asked = None if thread else asked_above(desk, visitor, channel, ts)
    if asked is None or not takes_words(asked):
        asked = still_open(desk, visitor)
    if not text or asked is None:
        say(reply, visitor.t("reflect.over" if text else "dm.message_gone"))
        return
    there = InDm(visitor.client, channel, thread or None)
    if isinstance(asked, Delivery) and ways_out.leaves(desk, visitor, there, asked, text):
        settle(visitor, reply, body, visitor.t("reflect.did_so"), "keep_question", "open_share")
        return
    heard(desk, visitor, there, asked, text, ts, thread)
    settle(visitor, reply, body, visitor.t("reflect.begun"), "keep_question", "open_share")


def _not_answer(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    with pressing(desk, visitor, body) as first:
        if first:
            _take_back(desk, visitor, reply, body)


def _take_back(desk: Desk, visitor: Visitor, reply: Reply, body: dict[str, Any]) -> None:
    channel = body["channel"]["id"]
    note_id, _, ts = value(body).rpartition(":")
    text, note = _written(desk, visitor, channel, ts), _note(desk, visitor, note_id)
    if not text or note is None:
        say(reply, visitor.t("note.gone" if text else "dm.message_gone"))
        return
    prompt = desk.store.delivery(visitor.workspace, note.delivery_id or "")
    if desk.notes.take_back(visitor.workspace, note, text) and prompt is not None:
        still = visitor.t("reflect.still")
        settle_letter(desk, visitor, prompt.key, still, notes.GO_ON)
    desk.store.release(visitor.workspace, _taken(ts, visitor))
    intent = understand(text)
    if intent.kind in _ASKS:
        settle(visitor, reply, body, visitor.t("dm.was_question"))
        asking.direct(desk, visitor, InDm(visitor.client, channel), channel, ts, None, text)
        return
    which = answers.which(visitor.t, ts, None, lesson=intent.kind is Kind.LESSON)
    settle(visitor, reply, body, visitor.t("note.not_answer"), more=which[1])


def _note(desk: Desk, visitor: Visitor, note_id: str) -> Note | None:
    try:
        return desk.notes.own(visitor.workspace, note_id, visitor.person)
    except NotAllowed:
        return None


def _written(desk: Desk, visitor: Visitor, channel: str, ts: str, thread: str | None = None) -> str:
    found = written(visitor.client, channel, ts, thread or None, visitor.person.id)
    return desk.told(visitor.workspace, found)
