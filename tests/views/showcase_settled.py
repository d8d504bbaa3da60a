"""Letters on which somebody acted: each with what came of it, and without what is done."""

from collections.abc import Callable, Mapping
from typing import Any

from hallway_bot.slack.views import meeting
from hallway_bot.slack.views.settled import settled
from hallway_bot.texts import Texts

Views = Mapping[str, Callable[[Texts], Any]]
WHO = {"who": "David Okafor"}
WAITED = {"who": "Chloe Martin", "expected": "2 December", "latest": "5 December"}
# Of which view, what came of it, and the buttons that stay.
SETTLED: dict[str, tuple[str, str, dict[str, str], tuple[str, ...]]] = {
    "prompt_skipped": ("prompt_library", "reflect.skipped", {}, ()),
    "prompt_begun": ("prompt_intention", "reflect.begun", {}, ("answer_prompt",)),
    "prompt_placed": ("prompt_question", "share.outcome.everyone", {}, ()),
    "prompt_kept": ("prompt_replied", "note.in_room", {}, ()),
    "prompt_let_go": ("prompt_replied", "note.let_gone", {}, ()),
    "welcome_declined": ("welcome", "welcome.declined", {}, ()),
    "introduction_accepted": ("introduction", "talk.thanks.accepted", WHO, ()),
    "introduction_carried": ("introduction_anonymous", "talk.thanks.relayed_unnamed", WHO, ()),
    "introduction_carried_by_name": ("introduction", "talk.thanks.relayed", WHO, ()),
    "introduction_declined_unnamed": (
        "introduction_anonymous",
        "talk.thanks.declined_unnamed",
        WHO,
        (),
    ),
    "introduction_not_about_unnamed": (
        "introduction_anonymous",
        "talk.thanks.not_about_unnamed",
        WHO,
        (),
    ),
    "introduction_declined": ("introduction", "talk.thanks.declined", WHO, ()),
    "introduction_not_about": ("introduction", "talk.thanks.not_about", WHO, ()),
    "somebody_else_asked": ("no_talk_about_this", "talk.ask.asked", {}, ()),
    "full_week_waited_for": ("author_full_week", "talk.waits", WAITED, ()),
    "did_not_talk": ("did_you_talk", "talked.thanks.no", {}, ()),
    "did_not_talk_yet": (
        "did_you_talk",
        "talked.thanks.not_yet",
        {},
        ("talked_yes", "talked_no"),
    ),
    "relay_over": ("relay_author", "relay.is_ended", {}, ()),
    "match_answers": ("match", "question.answered", {}, ()),
    "match_closed_elsewhere": ("match", "question.is_closed", {}, ()),
    "match_not_quite": ("match", "question.stays", {}, ("match_yes",)),
    "question_still_one": ("still_a_question", "question.stays", {}, ("question_over",)),
    "question_over": ("still_a_question", "question.closed", {}, ()),
    "answer_kept_open": ("nothing_near", "question.kept_unnamed", {}, ("open_share",)),
    "trial_held": ("trial_follow_up", "trial.said.held", {}, ("trial_did_not_hold",)),
    "trial_did_not_hold": ("trial_follow_up", "trial.said.did_not_hold", {}, ("trial_held",)),
    "trial_rests": ("trial_follow_up", "trial.rests", {}, ()),
    "review_holds": ("review", "review.holds_done", {}, ()),
    "review_retired": ("review", "review.retired_done", {}, ()),
    "review_replaced": ("review", "review.replaced_done", {}, ()),
    "invite_declined": ("invite", "invite.declined", {}, ()),
    "invite_taken": ("invite", "share.outcome.channel", {}, ()),
    "reported_hidden": ("reported", "report.is_hidden", {}, ("show_lesson",)),
    "reported_left": ("reported", "report.left", {}, ("hide_lesson",)),
    "hidden_answered_by_its_author": ("hidden", "report.sent", {}, ()),
    "taken_as_a_question": ("unsure", "dm.was_question", {}, ("is_lesson",)),
}


def views(others: Views) -> dict[str, Callable[[Texts], Any]]:
    """All of them, by name, made from the letters among `others`."""

    def make(name: str) -> Callable[[Texts], Any]:
        letter, key, params, keep = SETTLED[name]
        return lambda t: settled(others[letter](t)[1], t(key, **params), keep)

    def talked(t: Texts) -> Any:
        more = meeting.understood(t, "t")
        return settled(others["did_you_talk"](t)[1], t("talked.thanks.yes"), more=more)

    return {**{name: make(name) for name in SETTLED}, "talked": talked}
