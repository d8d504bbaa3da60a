"""A lesson as a card in an answer, and whole in a modal."""

import json
from dataclasses import dataclass

from ...domain.feedback import NO_FEEDBACK, Feedback
from ...domain.lesson import Lesson, Visibility
from ...domain.person import Person
from ...domain.talks import can_be_asked, is_askable
from ...services.trying import can_try
from ...texts import Texts
from . import blocks as b
from . import life


def byline(t: Texts, lesson: Lesson, name: str | None) -> str:
    """Who and when. `name` is the author's, and only used where they chose to be named."""
    who = name if lesson.is_named and name else t("lesson.anonymous")
    if lesson.visibility is Visibility.PRIVATE:
        who = t("lesson.private")
    return t("lesson.byline", who=who, date=t.date(lesson.created_at))


@dataclass(frozen=True, slots=True)
class Around:
    """What a lesson's own page shows beside its text. `after` is the lesson that replaces it
    and `before` the one that was tried when it was learned, where the reader may be led there.
    """

    feedback: Feedback = NO_FEEDBACK
    can_try: bool = False
    after: Lesson | None = None
    before: Lesson | None = None


def highlight(passage: str, limit: int) -> str:
    """The passage that answers best, in bold where that does not break its own marks."""
    flat = " ".join(passage.split())
    if any(mark in flat for mark in "*`_~"):
        return b.said(flat, limit)
    return f"*{b.said(flat, limit - 2)}*"


def card(
    t: Texts,
    lesson: Lesson,
    name: str | None,
    passage: str,
    viewer: Person | None,
    question: str,
    feedback: Feedback = NO_FEEDBACK,
) -> list[b.Block]:
    """A card with its three buttons, and helpful / not for me below it, but for one's own.

    `passage` is the sentence that matters most here; what the title says is not said again.
    `viewer` is None where others read along: a button that only the author lacks would tell
    a whole channel who wrote an anonymous lesson.
    """
    buttons = [b.button(t("lesson.read"), "read_lesson", lesson.id)]
    if can_be_asked(lesson, viewer) if viewer else is_askable(lesson):
        buttons.append(b.button(t("lesson.talk"), "talk", talk_value(lesson.id, question)))
    if can_try(lesson, viewer) if viewer else True:
        buttons.append(life.try_button(t, lesson))
    tried = life.state(t, feedback)
    by = f"{byline(t, lesson, name)} · {tried}" if tried else byline(t, lesson, name)
    title, said = _said_once(lesson, passage)
    made = {
        "type": "card",
        "title": b.mrkdwn(b.said(title, b.CARD_TITLE)),
        "subtitle": b.mrkdwn(b.said(by, b.CARD_TITLE)),
        "actions": buttons,
    }
    if said:
        made["body"] = b.mrkdwn(highlight(said, b.CARD_BODY))
    if viewer and lesson.author.user_id == viewer.id:
        return [made]  # nobody judges their own lesson
    return [made, verdict(t, lesson.id)]


def _said_once(lesson: Lesson, passage: str) -> tuple[str, str]:
    """The title and the passage of a card. A lesson without a title is called by its first
    sentence: where that is the passage too, the whole of it stands as the title."""
    title, flat = lesson.headline, " ".join(passage.split())
    if flat.rstrip(".") == title.rstrip("."):
        return title, ""
    if not lesson.title and flat.startswith(title.removesuffix("…")):
        return flat.removesuffix("."), ""
    return title, passage


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


def whole(t: Texts, lesson: Lesson, name: str | None, around: Around = Around()) -> b.Block:
    """The modal with everything that the lesson says, and what became of it."""
    blocks: list[b.Block] = []
    if standing := life.standing(t, lesson):
        led = None
        if around.after is not None:
            led = b.button(t("tend.read_successor"), "push_lesson", around.after.id)
        blocks.append(b.section(standing, led))
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
    if tried := life.state(t, around.feedback):
        blocks.append(b.context(tried))
    if around.before is not None:
        text = t("trial.came_from", title=b.said(around.before.headline, 200))
        read = b.button(t("lesson.read_short"), "push_lesson", around.before.id)
        blocks.append(b.section(text, read))
    tries = [life.try_button(t, lesson)] if around.can_try else []
    blocks.append(b.actions(*tries, b.button(t("report.button"), "report", lesson.id)))
    return b.modal(t("lesson.title"), blocks, t("close"))


def who_sees(t: Texts, lesson: Lesson) -> str:
    """Who may see the lesson, in one phrase."""
    if lesson.visibility is Visibility.CHANNEL:
        return t("visible.channel_named", channel=f"<#{lesson.channel_id}>")
    return t(f"visible.{lesson.visibility.value}")
