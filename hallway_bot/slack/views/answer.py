"""Answers: experiences, people, or one honest sentence that there is nothing."""

from ...domain.expertise import Knower, Knowers
from ...domain.intent import Kind
from ...domain.person import Person
from ...services.ask import Answer
from ...texts import Texts
from . import blocks as b
from .lesson import byline, card, highlight

Message = tuple[str, list[b.Block]]


def answer(t: Texts, found: Answer, names: dict[str, str], viewer: Person | None) -> Message:
    """Up to three cards, or that nothing is near enough. `names`: author key to name.

    `viewer` is None where others read along.
    """
    keep = b.button(t("ask.keep"), "keep_question", b.clip(found.question, 1_900) or "-")
    if not found.experiences:
        text = t("ask.none")
        share = b.button(t("share.open"), "open_share")
        words = [b.context(t("ask.by_words"))] if found.by_words else []
        reading = [b.context(t("ask.reading"))] if found.reading else []
        return text, [b.section(text), *words, *reading, b.actions(keep, share)]
    text = t.count("ask.found", len(found.experiences))
    blocks = [b.section(text)]
    lines = [text]
    if found.by_words:
        blocks.append(b.context(t("ask.by_words")))
        lines.append(t("ask.by_words"))
    if found.opposed:
        blocks.append(b.context(t("ask.opposed")))
        lines.append(t("ask.opposed"))
    for experience in found.experiences:
        lesson = experience.lesson
        name = names.get(lesson.author.key or "")
        said = experience.passage
        blocks.extend(card(t, lesson, name, said, viewer, found.question, experience.feedback))
        lines.append(f"• {b.said(lesson.headline, 150)} ({b.escape(byline(t, lesson, name))})")
    blocks.append(b.actions(keep))
    return "\n".join(lines), blocks


def knowers(
    t: Texts, topic: str, found: Knowers, names: dict[str, str], viewer: Person | None
) -> Message:
    """Up to five people with what shows it; never somebody who is not named."""
    about = b.said(topic, 200)
    if not found.people and not found.unnamed:
        text = t("who.none", topic=about)
        keep = b.button(t("ask.keep"), "keep_question", b.clip(topic, 1_900) or "-")
        reading = [b.context(t("ask.reading"))] if found.reading else []
        return text, [b.section(text), *reading, b.actions(keep)]
    if not found.people:
        text = t.count("who.only_unnamed", found.unnamed, topic=about)
        return text, [b.section(text)]
    text = t.count("who.found", len(found.people), topic=about)
    blocks, lines = [b.section(text)], [text]
    for person in found.people:
        name = names.get(person.key, person.name or t("lesson.anonymous"))
        blocks.extend(_person(t, person, name, viewer, topic))
        lines.append(f"• {b.said(name, 150)}: {b.said(person.lessons[0].headline, 150)}")
    if found.unnamed:
        more = t.count("who.unnamed", found.unnamed)
        blocks.append(b.context(more))
        lines.append(more)
    return "\n".join(lines), blocks


def _person(
    t: Texts, person: Knower, name: str, viewer: Person | None, topic: str
) -> list[b.Block]:
    best = person.lessons[0]
    made = card(t, best, name, "", viewer, topic)[0]
    made["title"] = b.mrkdwn(b.said(name, b.CARD_TITLE))
    made["body"] = b.mrkdwn(highlight(best.headline, b.CARD_BODY))
    made["subtitle"] = b.mrkdwn(t.count("who.lessons", len(person.lessons)))
    return [made]


def how_to(t: Texts) -> Message:
    """The one short, friendly screen."""
    text = t("help.title")
    return text, [
        b.section(f"*{text}*\n{t('help.intro')}"),
        b.section(t("help.lines")),
        b.actions(b.button(t("share.open"), "open_share", style="primary")),
    ]


def courtesy(t: Texts, kind: Kind) -> Message:
    """To a few kind words: a few back, and nothing asked."""
    return only_text(t("dm.welcome" if kind is Kind.THANKS else "dm.fine"))


def which(
    t: Texts, ts: str, thread_ts: str | None, *, lesson: bool, answer: bool = False
) -> Message:
    """Question or lesson? Two buttons; they carry where the message stands, not its text.
    `answer`: or was it what they were asked, further up?"""
    text = t("dm.lesson" if lesson else "dm.unsure")
    value = f"{ts}:{thread_ts or ''}"
    third = [b.button(t("reflect.was_answer"), "was_answer", value)] if answer else []
    return text, [
        b.section(text),
        b.actions(
            b.button(t("dm.is_lesson"), "is_lesson", value, "primary" if lesson else None),
            b.button(t("dm.is_question"), "is_question", value),
            *third,
        ),
    ]


_CARRIED = 1_950


def carried(t: Texts, text: str) -> Message:
    """The same in a channel, whose messages cannot be looked up: the buttons carry the text."""
    said = t("dm.lesson" if len(text) <= _CARRIED else "dm.lesson_long")
    if len(text) > _CARRIED:
        return said, [b.section(said)]
    return said, [
        b.section(said),
        b.actions(
            b.button(t("dm.is_lesson"), "is_lesson", f"::{text}", "primary"),
            b.button(t("dm.is_question"), "is_question", f"::{text}"),
        ),
    ]


def only_text(text: str) -> Message:
    """One sentence."""
    return text, [b.section(text)]
