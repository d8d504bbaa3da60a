"""Reporting a lesson, what moderators see of it, and what its author hears."""

import json
from collections.abc import Sequence

from ...domain.delivery import Receipt
from ...domain.lesson import Lesson
from ...domain.sensitive import Sensitive
from ...texts import Texts
from . import blocks as b
from .answer import Message
from .held import question
from .lesson import byline

_LONGEST = 1_000


def form(
    t: Texts,
    lesson: Lesson,
    purpose: str,
    typed: str = "",
    held: Sequence[Sensitive] = (),
    place: Receipt | None = None,
) -> b.Block:
    """A modal for words about a lesson; `purpose` is report, hide or answer. `held`: what to ask
    about in what was `typed`; `place`: of the message that led here."""
    words: b.Block = {
        "type": "plain_text_input",
        "action_id": "reason",
        "multiline": True,
        "max_length": _LONGEST,
    }
    if typed:
        words["initial_value"] = typed
    asked = [question(t, held)] if held else []
    return b.modal(
        t(f"report.{purpose}_title"),
        [
            b.section(b.said(lesson.headline, 300)),
            b.context(t(f"report.{purpose}_intro")),
            b.field(t(f"report.{purpose}_label"), words),
            *asked,
        ],
        t("cancel"),
        t("screen.anyway" if held else "report.send"),
        callback_id=f"{purpose}_lesson",
        private_metadata=json.dumps(
            [
                lesson.id,
                [kind.value for kind in held],
                *((place.channel, place.ts) if place else ()),
            ]
        ),
    )


def about(view: b.Block) -> tuple[str, list[str], Receipt | None]:
    """The lesson's id, what was asked about before, and the `place` of `form`."""
    lesson_id, asked, *place = json.loads(view["private_metadata"])
    return lesson_id, asked, Receipt(*place) if place else None


def to_moderator(t: Texts, lesson: Lesson, name: str | None, reason: str) -> Message:
    """A reported lesson, whole, with what can be done. `name` only of a named author."""
    text = t("report.arrived")
    blocks = [
        b.section(f"{text}\n>{b.said(' '.join(reason.split()), _LONGEST)}"),
        {"type": "divider"},
        b.context(b.said(byline(t, lesson, name), 300)),
        *b.paragraphs(f"{lesson.title}\n\n{lesson.body}".strip())[:20],
        b.actions(
            b.button(t("report.hide"), "hide_lesson", lesson.id, "danger"),
            b.button(t("report.leave"), "leave_lesson", lesson.id),
            b.button(t("report.show"), "show_lesson", lesson.id),
        ),
    ]
    return text, blocks


def hidden(t: Texts, lesson: Lesson, because: str) -> Message:
    """To the author."""
    title, reason = b.said(lesson.headline, 300), b.said(" ".join(because.split()), _LONGEST)
    text = t("report.hidden", title=title, reason=reason)
    return text, [b.section(text), b.actions(answer_button(t, lesson.id))]


def answer_button(t: Texts, lesson_id: str) -> b.Block:
    """The author of a hidden lesson has something to say."""
    return b.button(t("report.answer"), "answer_lesson", lesson_id)


def on_home(t: Texts, lesson: Lesson) -> list[b.Block]:
    """Below an own lesson: that it is hidden, and why."""
    if not lesson.hidden_because:
        return []
    reason = b.said(" ".join(lesson.hidden_because.split()), _LONGEST)
    return [b.section(t("report.on_home", reason=reason), answer_button(t, lesson.id))]


def answered(t: Texts, lesson: Lesson, words: str) -> Message:
    """To moderators: what the author says. The author is not named."""
    title, told = b.said(lesson.headline, 300), b.said(" ".join(words.split()), _LONGEST)
    of = "report.answered" if title else "report.answered_private"
    text = t(of, title=title, words=told)
    show = b.button(t("report.show"), "show_lesson", lesson.id)
    return text, [b.section(text), b.actions(show)]


def shown(t: Texts, title: str) -> Message:
    """To the author: it can be found again."""
    text = t("report.shown", title=b.said(title, 300))
    return text, [b.section(text)]
