"""The weekly digest: what is new, tried, asked and disputed. Names only by choice."""

from ...domain.feedback import Feedback
from ...domain.lesson import Lesson
from ...services.digest import Digest
from ...services.themes import Theme
from ...texts import Texts
from . import blocks as b
from .answer import Message
from .lesson import byline, highlight
from .life import state

_SHOWN = 3  # lessons of a theme; more would be a list, not an invitation


def digest(t: Texts, found: Digest, names: dict[str, str]) -> Message:
    """The message; its text says the same in words. `names`: author key to name."""
    blocks = [b.header(t("digest.title"))]
    lines = [f"*{t('digest.title')}*"]
    if found.lessons:
        text = t.count("digest.lessons", found.lessons)
        blocks.append(b.section(text))
        lines.append(text)
    for theme in found.themes:
        _theme(t, theme, names, blocks, lines)
    if found.opposed:
        _part(t("digest.opposed"), blocks, lines)
        for lesson in found.opposed:
            _lesson(t, lesson, names, blocks, lines)
    if found.tried:
        _part(t("digest.tried"), blocks, lines)
        for lesson, feedback in found.tried:
            line = f"{b.said(lesson.headline, 200)}: {heard(t, feedback)}"
            read = b.button(t("lesson.read_short"), "read_lesson", lesson.id)
            blocks.append(b.section(line, read))
            lines.append(f"• {line}")
    if found.questions:
        _part(t("digest.questions"), blocks, lines)
        asked = [f"• {b.said(question.text, 300)}" for question in found.questions]
        blocks.append(b.section("\n".join(asked)))
        lines += asked
    blocks.append(b.context(t("digest.end")))
    return "\n".join(lines), blocks


def heard(t: Texts, feedback: Feedback) -> str:
    """What was heard of a lesson in that week."""
    helped = t.count("digest.helped", feedback.helped) if feedback.helped else ""
    return t.list([part for part in (state(t, feedback), helped) if part])


def _part(title: str, blocks: list[b.Block], lines: list[str]) -> None:
    blocks += [{"type": "divider"}, b.section(f"*{title}*")]
    lines.append(f"\n*{title}*")


def _theme(
    t: Texts, theme: Theme, names: dict[str, str], blocks: list[b.Block], lines: list[str]
) -> None:
    name = b.said(" · ".join(theme.words) or t("digest.theme"), 150)
    _part(f"{name} ({len(theme.lessons)})", blocks, lines)
    for lesson in theme.lessons[:_SHOWN]:
        _lesson(t, lesson, names, blocks, lines)
    more = len(theme.lessons) - _SHOWN
    if more > 0:
        text = t.count("digest.more", more)
        blocks.append(b.context(text))
        lines.append(text)


def _lesson(
    t: Texts, lesson: Lesson, names: dict[str, str], blocks: list[b.Block], lines: list[str]
) -> None:
    by = b.said(byline(t, lesson, names.get(lesson.author.key or "")), 150)
    read = b.button(t("lesson.read_short"), "read_lesson", lesson.id)
    blocks.append(b.section(f"{highlight(lesson.headline, 200)}\n{by}", read))
    lines.append(f"• {b.said(lesson.headline, 200)} ({by})")


def outsiders(t: Texts, channel: str) -> Message:
    """To the administrator who chose the channel."""
    text = t("digest.outsiders", channel=f"<#{channel}>")
    return text, [b.section(text)]
