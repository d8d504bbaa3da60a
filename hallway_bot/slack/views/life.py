"""What became of a lesson, in a phrase, and the buttons that go on with it."""

from ...domain.feedback import Feedback
from ...domain.lesson import Lesson
from ...texts import Texts
from . import blocks as b


def try_button(t: Texts, lesson: Lesson) -> b.Block:
    """ "I'll try this"."""
    return b.button(t("trial.try"), "try_lesson", lesson.id)


def state(t: Texts, feedback: Feedback) -> str:
    """How it went for those who tried it; nothing where nobody did."""
    held, did_not_hold = feedback.held, feedback.did_not_hold
    if held and did_not_hold:
        return t("trial.state.both", n=feedback.tried, held=held, did_not_hold=did_not_hold)
    if held:
        return t.count("trial.state.held", held)
    return t.count("trial.state.did_not_hold", did_not_hold) if did_not_hold else ""


def standing(t: Texts, lesson: Lesson, *, own: bool = False) -> str:
    """Whether it is retired or replaced; nothing while it holds. `own`: on its author's page."""
    if lesson.replaced_by:
        return t("tend.replaced_own" if own else "tend.replaced")
    if lesson.retired_at is None:
        return ""
    return t("tend.retired_own" if own else "tend.retired", date=t.date(lesson.retired_at))


def tools(t: Texts, lesson: Lesson) -> b.Block:
    """What an author may do with a lesson's life, as the last element of its row on Home."""
    if not lesson.is_current:
        return b.button(t("tend.bring_back"), "bring_back", lesson.id)
    # The block names the lesson: a menu's values are shorter than an id may be.
    return {
        "type": "overflow",
        "action_id": "tend_lesson",
        "options": [
            b.option(t("tend.retire"), "retire"),
            b.option(t("tend.replace"), "replace"),
        ],
    }
