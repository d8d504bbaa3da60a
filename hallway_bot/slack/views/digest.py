"""The weekly digest: what is new, tried, asked and disputed. Names only by choice."""

from collections.abc import Sequence

from ...domain.feedback import Feedback
from ...domain.lesson import Lesson
from ...domain.records import OpenQuestion
from ...services.digest import Digest
from ...texts import Texts
from . import blocks as b
from .answer import Message
from .lesson import byline, highlight
from .life import state

_SHOWN = 3  # lessons of a theme; more would be a list, not an invitation
_WEEK = 7
_LINE: b.Block = {"type": "divider"}


def digest(t: Texts, found: Digest, names: dict[str, str], days: int = _WEEK) -> Message:
    """The message; its text says the same in words. `names`: author key to name, and the user id
    of who asked with their name on it. `days`: of how many it tells."""
    title = t("digest.title") if days == _WEEK else t.count("digest.days", days)
    blocks = [b.header(title)]
    lines = [title]  # a notification shows it as it stands
    if found.lessons:
        text = t.count("digest.lessons", found.lessons)
        blocks.append(b.section(text))
        lines.append(text)
    if found.lessons:
        blocks.append(_LINE)
    for theme in found.themes:
        name = b.said(" · ".join(theme.words), 150)
        _title(f"{name} ({len(theme.lessons)})", blocks, lines)
        _lessons(t, theme.lessons, names, blocks, lines)
    if found.themes and found.others:
        _title(t("digest.others"), blocks, lines)
    _lessons(t, found.others, names, blocks, lines)
    heard_of = {lesson.id: feedback for lesson, feedback in found.tried}
    if found.opposed:
        _part(t("digest.opposed"), blocks, lines)
        for lesson in found.opposed:
            _lesson(t, lesson, names, blocks, lines, heard_of.pop(lesson.id, None))
    if heard_of:
        _part(t("digest.tried"), blocks, lines)
        for lesson, _ in found.tried:
            if lesson.id in heard_of:  # else it stands above already
                _lesson(t, lesson, names, blocks, lines, heard_of[lesson.id])
    if found.questions:
        _part(t("digest.questions"), blocks, lines)
        asked = [f"• {b.said(one.text, 300)}{_asker(one, names)}" for one in found.questions]
        blocks.append(b.section("\n".join(asked)))
        lines += asked
    blocks.append(b.context(t("digest.end")))
    return "\n".join(lines), blocks


def _asker(question: OpenQuestion, names: dict[str, str]) -> str:
    name = None if question.anonymous else names.get(question.asker_id)
    return f" ({b.said(name, 100)})" if name else ""


def heard(t: Texts, feedback: Feedback) -> str:
    """What was heard of a lesson in that week."""
    helped = t.count("digest.helped", feedback.helped) if feedback.helped else ""
    return " · ".join(part for part in (state(t, feedback), helped) if part)


def _part(title: str, blocks: list[b.Block], lines: list[str]) -> None:
    blocks.append(_LINE)
    _title(title, blocks, lines)


def _title(title: str, blocks: list[b.Block], lines: list[str]) -> None:
    blocks.append(b.section(f"*{title}*"))
    lines.append(f"\n*{title}*")


def _lessons(
    t: Texts,
    lessons: Sequence[Lesson],
    names: dict[str, str],
    blocks: list[b.Block],
    lines: list[str],
) -> None:
    for lesson in lessons[:_SHOWN]:
        _lesson(t, lesson, names, blocks, lines)
    more = len(lessons) - _SHOWN
    if more > 0:
        text = t.count("digest.more", more)
        blocks.append(b.context(text))
        lines.append(text)


def _lesson(
    t: Texts,
    lesson: Lesson,
    names: dict[str, str],
    blocks: list[b.Block],
    lines: list[str],
    feedback: Feedback | None = None,
) -> None:
    by = b.said(byline(t, lesson, names.get(lesson.author.key or "")), 150)
    by += f" · {heard(t, feedback)}" if feedback else ""
    read = b.button(t("lesson.read_short"), "read_lesson", lesson.id)
    blocks.append(b.section(f"{highlight(lesson.headline, 200)}\n{by}", read))
    lines.append(f"• {b.said(lesson.headline, 200)} ({by})")


def outsiders(t: Texts, channel: str) -> Message:
    """To the administrator who chose the channel."""
    text = t("digest.outsiders", channel=f"<#{channel}>")
    return text, [b.section(text)]
