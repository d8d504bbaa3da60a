"""Questions that stay open: consent, what may answer them, and whether they still are ones."""

import json
from collections.abc import Sequence

from ...domain.delivery import Receipt
from ...domain.lesson import Lesson
from ...domain.person import Person
from ...domain.records import OpenQuestion
from ...domain.sensitive import Sensitive
from ...texts import Texts
from . import blocks as b
from .answer import Message
from .held import question as asks
from .lesson import card

LONGEST = 2_000
_QUOTED = 1_000


def consent(
    t: Texts,
    text: str,
    place: Receipt | None = None,
    *,
    unnamed: bool = False,
    held: Sequence[Sensitive] = (),
) -> b.Block:
    """The modal that asks how a question is shown, before it is kept. `place`: of the answer
    that led here, where only the asker reads; `held`: what to ask about."""
    options = [b.option(t(f"question.{one}"), one) for one in ("named", "unnamed")]
    return b.modal(
        t("question.title"),
        [
            asks(t, held) if held else b.section(t("question.consent")),
            {
                "type": "input",
                "block_id": "question",
                "label": b.plain(t("question.label"), 200),
                "element": {
                    "type": "plain_text_input",
                    "action_id": "text",
                    "multiline": True,
                    "max_length": LONGEST,
                    "initial_value": text[:LONGEST],
                },
            },
            {
                "type": "input",
                "block_id": "shown",
                "label": b.plain(t("question.shown"), 200),
                "element": {
                    "type": "radio_buttons",
                    "action_id": "shown",
                    "options": options,
                    "initial_option": options[unnamed],
                },
            },
        ],
        t("cancel"),
        t("screen.anyway" if held else "question.keep"),
        callback_id="keep_question",
        private_metadata=json.dumps(
            [place and [place.channel, place.ts], [kind.value for kind in held]]
        ),
    )


def carried(view: b.Block) -> tuple[Receipt | None, list[str]]:
    """The `place` of `consent`, and the kinds that it asked about."""
    place, kinds = json.loads(view["private_metadata"])
    return (Receipt(*place) if place else None), kinds


def match(
    t: Texts,
    question: OpenQuestion,
    lesson: Lesson,
    name: str | None,
    passage: str,
    viewer: Person,
) -> Message:
    """To the asker: this lesson, with the sentence that answers best, may be what they ask for."""
    text = t("question.match", question=b.said(question.text, _QUOTED))
    value = f"{question.id}:{lesson.id}"
    return text, [
        b.section(text),
        card(t, lesson, name, passage, viewer, question.text)[0],
        b.actions(
            b.button(t("question.answers"), "match_yes", value, "primary"),
            b.button(t("question.not_quite"), "match_no", value),
        ),
    ]


def still(t: Texts, question: OpenQuestion) -> Message:
    """To the asker of an old question: is this still one for you?"""
    text = t(
        "question.still",
        question=b.said(question.text, _QUOTED),
        date=t.date(question.renewed_at or question.created_at),
    )
    return text, [
        b.section(text),
        b.actions(
            b.button(t("question.still_yes"), "question_still", question.id, "primary"),
            b.button(t("question.still_no"), "question_over", question.id),
        ),
    ]
