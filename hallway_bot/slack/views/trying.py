"""Trying a colleague's lesson: meaning to, being asked how it went, and what its author hears."""

from datetime import date, timedelta

from ...domain.feedback import Feedback
from ...domain.lesson import Lesson
from ...domain.trials import TOLD, After
from ...texts import Texts
from . import blocks as b
from .answer import Message
from .life import state


def plan_form(t: Texts, lesson: Lesson, today: date) -> b.Block:
    """When shall I ask how it went? `today` is the day where the person is."""
    options = {after: b.option(t(f"trial.after.{after.value}"), after.value) for after in After}
    return b.modal(
        t("trial.title"),
        [
            b.section(t("trial.intro", title=b.said(lesson.headline, 300))),
            {
                "type": "input",
                "block_id": "after",
                "label": b.plain(t("trial.when")),
                "element": {
                    "type": "radio_buttons",
                    "action_id": "after",
                    "options": list(options.values()),
                    "initial_option": options[After.TWO_WEEKS],
                },
            },
            {
                "type": "input",
                "block_id": "date",
                "label": b.plain(t("trial.date")),
                "element": {
                    "type": "datepicker",
                    "action_id": "date",
                    "initial_date": (today + timedelta(days=21)).isoformat(),
                },
                "optional": True,
            },
        ],
        t("cancel"),
        t("trial.submit"),
        callback_id="try_lesson",
        private_metadata=lesson.id,
    )


def follow_up(t: Texts, lesson: Lesson) -> Message:
    """On the day: did it hold?"""
    text = t("trial.ask", title=b.said(lesson.headline, 300))
    return text, [
        b.section(text, b.button(t("lesson.read_short"), "read_lesson", lesson.id)),
        b.actions(
            b.button(t("trial.held"), "trial_held", lesson.id),
            b.button(t("trial.did_not_hold"), "trial_did_not_hold", lesson.id),
            b.button(t("trial.not_yet"), "trial_not_yet", lesson.id),
            b.button(t("trial.let_go"), "trial_let_go", lesson.id),
        ),
    ]


def told_form(t: Texts, lesson: Lesson, told: str) -> b.Block:
    """What was different? Nobody has to say anything."""
    element: b.Block = {
        "type": "plain_text_input",
        "action_id": "told",
        "multiline": True,
        "max_length": TOLD,
    }
    if told:
        element["initial_value"] = told
    return b.modal(
        t("trial.told_title"),
        [
            b.section(t("trial.told_intro", title=b.said(lesson.headline, 300))),
            {
                "type": "input",
                "block_id": "told",
                "label": b.plain(t("trial.told")),
                "hint": b.plain(t("trial.told_hint"), 150),
                "element": element,
                "optional": True,
            },
        ],
        t("trial.told_skip"),
        t("save"),
        callback_id="trial_told",
        private_metadata=lesson.id,
    )


def told(t: Texts, lesson_id: str, words: str) -> b.Block:
    """After that: kept, and theirs to take into the hallway."""
    blocks = [b.section(t("trial.told_thanks"))]
    if words.strip():
        blocks.append(b.section(t("trial.share_intro")))
        blocks.append(b.actions(b.button(t("trial.share"), "share_trial", lesson_id, "primary")))
    return b.modal(t("trial.told_title"), blocks, t("close"))


def helped(t: Texts, lesson: Lesson) -> Message:
    """To an author, who is not told whom it helped."""
    return _heard(t, lesson, t("thanks.helpful", title=b.said(lesson.headline, 300)))


def tried(t: Texts, lesson: Lesson, feedback: Feedback) -> Message:
    """To an author, who is not told who tried it."""
    title = b.said(lesson.headline, 300)
    if feedback.tried > 1:
        return _heard(t, lesson, t("thanks.tried", title=title, state=state(t, feedback)))
    key = "thanks.held" if feedback.held else "thanks.did_not_hold"
    return _heard(t, lesson, t(key, title=title))


def _heard(t: Texts, lesson: Lesson, text: str) -> Message:
    blocks = [b.section(text, b.button(t("lesson.read_short"), "read_lesson", lesson.id))]
    if not lesson.is_named:
        blocks.append(b.context(t("thanks.anonymous")))
    return text, blocks
