"""A lesson as a card in an answer, and whole in a modal."""

import json

from ...domain.lesson import Lesson, Visibility
from ...domain.person import Person
from ...domain.talks import can_be_asked
from ...texts import Texts
from . import blocks as b


def byline(t: Texts, lesson: Lesson, name: str | None) -> str:
    """Who and when. `name` is the author's, and only used where they chose to be named."""
    who = name if lesson.is_named and name else t("lesson.anonymous")
    if lesson.visibility is Visibility.PRIVATE:
        who = t("lesson.private")
    return t("lesson.byline", who=who, date=t.date(lesson.created_at))


def highlight(passage: str, limit: int) -> str:
    """The passage that answers best, in bold where that does not break its own marks."""
    flat = " ".join(passage.split())
    if any(mark in flat for mark in "*`_~"):
        return b.said(flat, limit)
    return f"*{b.said(flat, limit - 2)}*"


def card(
    t: Texts, lesson: Lesson, name: str | None, body: str, viewer: Person | None, question: str
) -> list[b.Block]:
    """A card with its buttons, and helpful / not for me below it.

    `viewer` is None where others read along: a button that only the author lacks would tell
    a whole channel who wrote an anonymous lesson.
    """
    buttons = [b.button(t("lesson.read"), "read_lesson", lesson.id)]
    if can_be_asked(lesson, viewer) if viewer else lesson.author.user_id is not None:
        buttons.append(b.button(t("lesson.talk"), "talk", talk_value(lesson.id, question)))
    return [
        {
            "type": "card",
            "title": b.mrkdwn(b.said(lesson.headline, b.CARD_TITLE)),
            "subtitle": b.mrkdwn(b.said(byline(t, lesson, name), b.CARD_TITLE)),
            "body": b.mrkdwn(body),
            "actions": buttons,
        },
        verdict(t, lesson.id),
    ]


def talk_value(lesson_id: str, question: str) -> str:
    """What the button that asks an author carries."""
    # Quotes and backslashes grow in JSON; it must stay whole within Slack's limit.
    room = b.VALUE - 200 - 16
    asked = b.clip(question, room)
    while len(json.dumps(asked, ensure_ascii=False)) > room:
        asked = b.clip(asked, len(asked) * 3 // 4)
    return json.dumps({"l": lesson_id, "q": asked}, ensure_ascii=False)


def verdict(t: Texts, lesson_id: str) -> b.Block:
    """Helpful, or not for me."""
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "verdict",
                "positive_button": {
                    "text": b.plain(t("lesson.helpful")),
                    "value": f"helpful:{lesson_id}",
                    "accessibility_label": t("lesson.helpful"),
                },
                "negative_button": {
                    "text": b.plain(t("lesson.not_for_me")),
                    "value": f"not_for_me:{lesson_id}",
                    "accessibility_label": t("lesson.not_for_me"),
                },
            }
        ],
    }


def whole(t: Texts, lesson: Lesson, name: str | None) -> b.Block:
    """The modal with everything that the lesson says."""
    blocks: list[b.Block] = []
    if lesson.title:
        blocks.append(b.header(lesson.title))
    blocks.append(b.context(b.said(byline(t, lesson, name), 300)))
    parts = (("happened", lesson.happened), ("learned", lesson.learned))
    for key, text in (*parts, ("useful_when", lesson.useful_when)):
        if text:
            if lesson.happened or key != "learned":
                blocks.append(b.section(f"*{t(f'lesson.{key}')}*"))
            blocks.extend(b.paragraphs(text))
    if lesson.topics:
        blocks.append(
            b.context(b.said(t("lesson.topics", topics=t.list(list(lesson.topics))), 1500))
        )
    room = f"<#{lesson.channel_id}>"
    blocks.append(b.context(t(f"lesson.seen_by.{lesson.visibility.value}", channel=room)))
    return b.modal(t("lesson.title"), blocks, t("close"))


def who_sees(t: Texts, lesson: Lesson) -> str:
    """Who may see the lesson, in one phrase."""
    if lesson.visibility is Visibility.CHANNEL:
        return t("visible.channel_named", channel=f"<#{lesson.channel_id}>")
    return t(f"visible.{lesson.visibility.value}")
