"""The guided form: one question at a time, what is known filled in, nothing typed lost."""

import json
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum

from ...domain.lesson import Visibility
from ...domain.reflecting import Note
from ...texts import Texts
from . import blocks as b
from .share import audience

TYPING = "note_typing"


class Step(IntEnum):
    """The questions in their order."""

    HAPPENED = 0
    LEARNED = 1
    USEFUL_WHEN = 2
    INTENTION = 3
    PLACE = 4


FIELDS = {
    Step.HAPPENED: "happened",
    Step.LEARNED: "learned",
    Step.USEFUL_WHEN: "useful_when",
    Step.INTENTION: "intention",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What the form carries along in its private metadata."""

    note_id: str
    step: Step
    # The prompt from which it was opened.
    prompt: str | None = None

    def to(self, step: Step) -> "Page":
        """Another question of the same form."""
        return replace(self, step=step)

    def dump(self) -> str:
        """As JSON."""
        return json.dumps([self.note_id, int(self.step), self.prompt])

    @classmethod
    def load(cls, text: str) -> "Page":
        """From `dump`."""
        note_id, step, *more = json.loads(text)
        return cls(note_id, Step(step), *more)


def form(t: Texts, note: Note, page: Page, comes_back: date) -> b.Block:
    """One question of the form. `comes_back`: when an intention is asked about by default."""
    step = page.step
    progress = b.context(t("note.step", n=step + 1, total=len(Step)))
    blocks = [progress, *_asks(t, note, step, comes_back)]
    if step is not Step.PLACE:
        blocks.append(b.context(t("note.kept_hint")))
    if step is not Step.HAPPENED:
        back = page.to(Step(step - 1)).dump()
        blocks.append(b.actions(b.button(t("note.back"), "note_back", back)))
    return b.modal(
        t("note.title"),
        blocks,
        t("note.later"),
        t("save") if step is Step.PLACE else t("note.next"),
        callback_id="note",
        private_metadata=page.dump(),
    )


def _asks(t: Texts, note: Note, step: Step, comes_back: date) -> list[b.Block]:
    if step is Step.HAPPENED:
        # Already Slack text: it was shown as the prompt.
        return [b.section(note.question), _words(t("share.happened"), step, note.happened)]
    if step is Step.LEARNED:
        label = _follow_up(note, 0) or t("note.learned")
        # One thought further; no question of its own, because its answer has no other place.
        further = _follow_up(note, 1)
        return [
            _words(label, step, note.learned),
            *([b.context(b.said(further, 500))] if further else []),
        ]
    if step is Step.USEFUL_WHEN:
        return [_words(t("note.useful_when"), step, note.useful_when, optional=True)]
    if step is Step.INTENTION:
        day = (note.intention_on or comes_back).isoformat()
        return [
            b.section(t("note.intention")),
            _words(t("note.intention_label"), step, note.intention, optional=True),
            {
                "type": "input",
                "block_id": "intention_on",
                "label": b.plain(t("note.intention_on"), 200),
                "element": {"type": "datepicker", "action_id": "day", "initial_date": day},
                "optional": True,
            },
        ]
    read = [
        b.section(f"*{t(f'lesson.{name}')}*\n{b.said(text, 1_000)}") for name, text in _told(note)
    ]
    return [b.section(t("note.place_intro")), *read, *audience(t, Visibility.PRIVATE, None)]


def _told(note: Note) -> list[tuple[str, str]]:
    """What its readers would read, by field."""
    told = {x: getattr(note, x).strip() for x in ("happened", "learned", "useful_when")}
    return [(name, text) for name, text in told.items() if text]


def _follow_up(note: Note, place: int) -> str:
    return note.follow_ups[place] if len(note.follow_ups) > place else ""


def _words(label: str, step: Step, text: str, *, optional: bool = False) -> b.Block:
    element: b.Block = {
        "type": "plain_text_input",
        "action_id": TYPING,
        "multiline": True,
        "max_length": b.INPUT,
        "focus_on_load": True,
        # Slack tells while they type, so that closing the form loses nothing.
        "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
    }
    if text:
        element["initial_value"] = text[: b.INPUT]
    return {
        "type": "input",
        "block_id": FIELDS[step],
        "label": b.plain(label, 2_000),
        "element": element,
        "optional": optional,
        "dispatch_action": True,
    }
