"""Messages that bring an asker and an author together, always asking first."""

from ...domain.intent import is_question
from ...domain.lesson import Lesson
from ...domain.talks import TalkState
from ...services.askable import Wait
from ...texts import Texts
from . import blocks as b
from .answer import Message
from .lesson import talk_value
from .people import QUOTED

_TITLE, _QUESTION, _NAME = 200, 1_500, 100


def introduction(t: Texts, talk_id: str, asker: str, lesson: Lesson, question: str) -> Message:
    """To an author: somebody would like to talk about this lesson."""
    text = t("talk.request", who=b.said(asker, _NAME), title=b.said(lesson.headline, _TITLE))
    blocks = [b.section(text)]
    if question:
        blocks.append(_asked(t, question))
    blocks.append(b.hint(t("talk.named" if lesson.is_named else "talk.anonymous")))
    blocks.append(
        b.actions(
            b.button(t("talk.yes"), "talk_yes", talk_id, "primary"),
            b.button(t("talk.relay"), "talk_relay", talk_id),
            b.button(t("talk.no"), "talk_no", talk_id),
            b.button(t("talk.not_about"), "talk_not_about", talk_id),
        )
    )
    return text, blocks


def _asked(t: Texts, question: str) -> b.Block:
    """What the asker asked; whoever looked for people named no more than a topic."""
    key = "talk.question" if is_question(question) else "talk.topic"
    return b.section(t(key, question=b.said(question, _QUESTION)))


def thanks(t: Texts, state: TalkState, asker: str, lesson: Lesson | None) -> str:
    """To the author: what became of their answer."""
    if state is TalkState.ENDED:
        return t("relay.is_ended")
    key = f"talk.thanks.{state.value}"
    if state in (TalkState.RELAYED, TalkState.DECLINED, TalkState.NOT_ABOUT):
        key = _fitting(key, lesson)
    return t(key, who=b.said(asker, _NAME))


def _fitting(key: str, lesson: Lesson | None) -> str:
    """Whose name stands on the lesson is not told that their name stays with them."""
    return f"{key}_unnamed" if lesson is not None and lesson.is_anonymous else key


def about(t: Texts, lesson: Lesson | None) -> str:
    """How a sentence mentions the lesson; None: it is out of sight for its reader."""
    if lesson is None:
        return t("talk.about_gone")
    return t("talk.about_title", title=b.said(lesson.headline, _TITLE))


def no_talk(t: Texts, state: TalkState, lesson: Lesson | None, name: str | None = None) -> str:
    """To the asker: it did not come to a talk, and why, as kindly as it is meant. `name`: of an
    author who chose to be named."""
    key = f"talk.told.{state.value}"
    if name and lesson is not None and lesson.is_named and state is not TalkState.LAPSED:
        return t(f"{key}_named", about=about(t, lesson), who=b.said(name, _NAME))
    return t(key, about=about(t, lesson))


def full_week(t: Texts, name: str, wait: Wait) -> str:
    """To the asker: the week of this author, who is named, has no room for their request."""
    return _waiting(t, "talk.full_week", name, wait)


def waits(t: Texts, name: str, wait: Wait) -> str:
    """To the asker who waits for that."""
    return _waiting(t, "talk.waits", name, wait)


def _waiting(t: Texts, key: str, name: str, wait: Wait) -> str:
    who = b.said(name, _NAME)
    days = {"expected": t.local_day(wait.expected), "latest": t.local_day(wait.latest)}
    return t(key, who=who, **days)


def with_next(
    t: Texts,
    text: str,
    lesson: Lesson | None,
    name: str | None,
    ask: str,
    waiting: str | None = None,
) -> Message:
    """The same with somebody else to ask, if there is one. `name`: of who chose to be named;
    `waiting`: what the button carries that has them wait for the first one."""
    said, blocks, buttons = text, [b.section(text)], []
    if waiting is not None:
        buttons.append(b.button(t("talk.wait"), "talk_wait", waiting))
    if lesson is not None:
        who = b.said(name, _NAME) if lesson.is_named and name else t("lesson.anonymous")
        offer = t("talk.next", who=who, title=b.said(lesson.headline, _TITLE))
        said = f"{text}\n{offer}"
        blocks.append(b.section(offer))
        value = talk_value(lesson.id, ask)
        buttons.append(b.button(t("talk.somebody_else"), "talk_next", value))
    return said, [*blocks, b.actions(*buttons)] if buttons else blocks


def meeting(
    languages: list[Texts], asker: str, author: str, lesson: Lesson | None, question: str
) -> Message:
    """Into the conversation of both, in each language that they speak. `asker`, `author`: ids."""
    texts: list[str] = []
    blocks: list[b.Block] = []
    for t in languages:
        who = {"asker": f"<@{asker}>", "author": f"<@{author}>"}
        lines = [t("meeting.hello", **who)]
        if question:
            asked = b.said(question, _QUESTION // len(languages))
            key = "meeting.question" if is_question(question) else "meeting.topic"
            lines.append(t(key, question=asked, **who))
        if lesson is not None:
            title = b.said(lesson.headline, _TITLE)
            lines.append(t("meeting.lesson", title=title, **who))
        if blocks:
            blocks.append({"type": "divider"})
        blocks.append(b.section("\n".join(lines)))
        blocks.append(b.section(t("meeting.openings", **who)))
        blocks.append(b.context(t("meeting.fifteen")))
        texts.append(lines[0])
    return "\n".join(texts), blocks


def did_you_talk(t: Texts, talk_id: str, other: str, question: str) -> Message:
    """To each of the two, two days later."""
    text = t("talked.ask", who=b.said(other, _NAME))
    blocks = [b.section(text)]
    if question:
        blocks.append(b.context(t("talked.about", question=b.said(question, 300))))
    blocks.append(
        b.actions(
            b.button(t("talked.yes"), "talked_yes", talk_id, "primary"),
            b.button(t("talked.not_yet"), "talked_not_yet", talk_id),
            b.button(t("talked.no"), "talked_no", talk_id),
        )
    )
    return text, blocks


def understood(t: Texts, talk_id: str) -> list[b.Block]:
    """To who says that they talked, below that: what do you understand now?"""
    return [
        b.section(t("talked.understood")),
        b.actions(b.button(t("talked.write"), "talked_write", talk_id, "primary")),
    ]


def relay_asker(t: Texts, talk_id: str, lesson: Lesson | None) -> Message:
    """To the asker: below this message words are carried to an author who stays unnamed."""
    return _relay(t, talk_id, t("relay.start_asker", about=about(t, lesson)), None)


def relay_author(
    t: Texts, talk_id: str, asker: str, lesson: Lesson | None, question: str
) -> Message:
    """To the author: below this message words are carried to the asker."""
    key = _fitting("relay.start_author", lesson)
    text = t(key, who=b.said(asker, _NAME), about=about(t, lesson))
    return _relay(t, talk_id, text, question)


def _relay(t: Texts, talk_id: str, text: str, question: str | None) -> Message:
    blocks = [b.section(text)]
    if question:
        blocks.append(_asked(t, question))
    blocks.append(b.context(t("relay.not_kept")))
    blocks.append(b.actions(b.button(t("relay.end"), "relay_end", talk_id)))
    return text, blocks


def carried(t: Texts, words: str, asker: str | None) -> Message:
    """Words of the other. `asker`: who they are from; None: from the author, who stays unnamed."""
    if asker is None:
        text = t("relay.from_author")
    else:
        text = t("relay.from_asker", who=b.said(asker, _NAME))
    return f"{text} {b.said(words, 1_000)}", [b.context(text), *b.paragraphs(words, QUOTED)]
