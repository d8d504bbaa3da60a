"""An author's own lessons: retired, replaced, and asked about once a year."""

from ...domain.lesson import Lesson
from ...services.tending import reference
from ...texts import Texts
from . import blocks as b
from .answer import Message
from .lesson import highlight

# Slack's menus hold so many.
_OFFERED = 100


def replace_form(t: Texts, lesson: Lesson, others: list[Lesson]) -> b.Block:
    """Which of their lessons stands in its place?"""
    headline = b.section(highlight(lesson.headline, 300))
    if not others:
        blocks = [headline, b.section(t("tend.no_successor"))]
        return b.modal(t("tend.replace_title"), blocks, t("close"))
    options = [b.option(x.headline, reference(x)) for x in others[:_OFFERED]]
    return b.modal(
        t("tend.replace_title"),
        [
            headline,
            {
                "type": "input",
                "block_id": "successor",
                "label": b.plain(t("tend.successor")),
                "element": {
                    "type": "static_select",
                    "action_id": "successor",
                    "options": options,
                },
            },
            b.context(t("tend.replace_note")),
        ],
        t("cancel"),
        t("save"),
        callback_id="replace_lesson",
        private_metadata=lesson.id,
    )


def review(t: Texts, lesson: Lesson) -> Message:
    """Does this old lesson still hold?"""
    text = t("review.ask", title=b.said(lesson.headline, 300), date=t.date(lesson.created_at))
    return text, [
        b.section(text, b.button(t("lesson.read_short"), "read_lesson", lesson.id)),
        b.actions(
            b.button(t("review.holds"), "review_holds", lesson.id),
            b.button(t("tend.retire"), "review_retire", lesson.id),
            b.button(t("tend.replace"), "review_replace", lesson.id),
        ),
    ]
