"""Asking whether everything about a person shall go."""

from ...texts import Texts
from . import blocks as b

DELETE, LEAVE = "delete", "leave"


def form(t: Texts) -> b.Block:
    """The modal: what goes, what becomes of the lessons, and a word to type."""
    options = [
        b.option(t("forget.delete"), DELETE, t("forget.delete_hint")),
        b.option(t("forget.leave"), LEAVE, t("forget.leave_hint")),
    ]
    choice = {
        "type": "radio_buttons",
        "action_id": "lessons",
        "options": options,
        "initial_option": options[0],
    }
    word = {"type": "plain_text_input", "action_id": "word", "max_length": 40}
    return b.modal(
        t("forget.title"),
        [
            b.section(t("forget.intro")),
            b.field(t("forget.lessons"), choice),
            b.field(t("forget.type", word=t("forget.word")), word),
        ],
        t("cancel"),
        t("forget.submit"),
        callback_id="forget_me",
    )
