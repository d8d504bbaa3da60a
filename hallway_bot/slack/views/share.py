"""The one modal for sharing and editing, and the screens after it."""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from ...domain.lesson import Lesson, Visibility
from ...services.caution import Concern
from ...services.share import TEXTS, Draft
from ...texts import Texts
from . import blocks as b
from .held import named
from .lesson import highlight

HALLWAY = b.plain("Hallway", 24)


@dataclass(frozen=True, slots=True)
class Context:
    """What the modal carries along in its private metadata. `warned`: what was asked about."""

    lesson_id: str
    channel_id: str | None = None
    mode: str = "share"
    warned: tuple[str, ...] = ()
    # What is shared as an answer to an open question; `about` is shown at the top.
    question_id: str | None = None
    about: str = ""
    parent_id: str | None = None
    # What is shared began as this note of its author.
    note_id: str | None = None
    # Where it began: a prompt, or a message as `domain.delivery.Receipt` (channel and ts).
    prompt_id: str | None = None
    origin: tuple[str, str] | None = None

    def dump(self) -> str:
        """As JSON."""
        return json.dumps(astuple(self), ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> "Context":
        """From `dump`."""
        lesson_id, channel_id, mode, warned, *more = json.loads(text)
        return cls(lesson_id, channel_id, mode, tuple(warned or ()), *more)


def form(t: Texts, draft: Draft, context: Context, concerns: Sequence[Concern] = ()) -> b.Block:
    """The modal, filled with the draft. `concerns`: what to ask about before it is saved."""
    blocks = [concern_block(t, concern) for concern in concerns if concern.field is None]
    if context.mode == "share" and not concerns:
        blocks.append(b.context(t("share.intro")))
    if context.about:
        blocks.insert(0, b.section(context.about))
    edit = context.mode == "edit"
    optional = {"happened": edit and not draft.happened, "learned": False, "useful_when": True}
    for field in TEXTS:
        blocks += _inputs(t, field, getattr(draft, field), optional=optional[field])
        blocks += [concern_block(t, one) for one in concerns if one.field == field]
    blocks.append(_topics(t, draft.topics))
    blocks += [concern_block(t, one) for one in concerns if one.field == "topics"]
    channel = draft.channel_id or context.channel_id
    blocks += audience(t, draft.visibility, channel, tried=context.parent_id is not None)
    blocks.append(_language(t, draft.language))
    return b.modal(
        t("share.title_edit" if edit else "share.title"),
        blocks,
        t("cancel"),
        t("share.save_anyway" if concerns else "save" if edit else "share.submit"),
        callback_id="share",
        private_metadata=context.dump(),
    )


def concern_block(t: Texts, concern: Concern) -> b.Block:
    """One thing to ask about, said without repeating what was found."""
    title = b.said(concern.lesson.headline, 150) if concern.lesson else ""
    what = named(t, concern.held)
    return b.section(f":warning: {t(f'share.concern.{concern.kind}', title=title, what=what)}")


def _inputs(t: Texts, field: str, text: str, *, optional: bool) -> list[b.Block]:
    # One Slack input holds 3,000 characters; a longer text goes on in further ones, so
    # that an import of 10,000 characters can be edited without losing any.
    pieces = [text[i : i + b.INPUT] for i in range(0, len(text), b.INPUT)] or [""]
    made = []
    for number, piece in enumerate(pieces):
        element: b.Block = {
            "type": "plain_text_input",
            "action_id": "text",
            "multiline": True,
            "max_length": b.INPUT,
            "placeholder": b.plain(t(f"share.{field}_hint"), 150),
        }
        if piece:
            element["initial_value"] = piece
        label = t(f"share.{field}")
        made.append(
            {
                "type": "input",
                "block_id": f"{field}.{number}",
                "label": b.plain(label if not number else t("share.goes_on", label=label), 200),
                "element": element,
                "optional": optional or number > 0,
            }
        )
    return made


def _topics(t: Texts, chosen: tuple[str, ...]) -> b.Block:
    element: b.Block = {
        "type": "multi_external_select",
        "action_id": "topics",
        "min_query_length": 0,
        "max_selected_items": max(8, len(chosen)),  # imported lessons may have more
        "placeholder": b.plain(t("share.topics_hint"), 150),
    }
    if chosen:
        element["initial_options"] = [b.option(topic, topic[:150]) for topic in chosen[:100]]
    return {
        "type": "input",
        "block_id": "topics",
        "label": b.plain(t("share.topics")),
        "element": element,
        "optional": True,
    }


def audience(
    t: Texts, chosen: Visibility, channel_id: str | None, *, tried: bool = False
) -> list[b.Block]:
    """Who may see it, and which channel if it is one. `tried`: it was learned from another."""
    options = {
        v: b.option(t(f"visible.{v.value}"), v.value, t(f"visible.{v.value}_hint"))
        for v in Visibility
    }
    channel: b.Block = {
        "type": "conversations_select",
        "action_id": "channel",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if channel_id:
        channel["initial_conversation"] = channel_id
    else:
        channel["default_to_current_conversation"] = True
    visibility: b.Block = {
        "type": "input",
        "block_id": "visibility",
        "label": b.plain(t("share.visibility")),
        "element": {
            "type": "radio_buttons",
            "action_id": "visibility",
            "options": list(options.values()),
            "initial_option": options[chosen],
        },
    }
    if tried:
        visibility["hint"] = b.plain(t("share.visibility_tried"), 150)
    return [
        visibility,
        {
            "type": "input",
            "block_id": "channel",
            "label": b.plain(t("share.channel")),
            "hint": b.plain(t("share.channel_hint"), 150),
            "element": channel,
            "optional": True,
        },
    ]


def _language(t: Texts, chosen: str | None) -> b.Block:
    called = {x: f"language.called.{x}" for x in ("en", "nl")}
    options = {x: b.option(t(key), x) for x, key in {"auto": "language.auto", **called}.items()}
    return {
        "type": "input",
        "block_id": "language",
        "label": b.plain(t("share.language")),
        "element": {
            "type": "static_select",
            "action_id": "language",
            "options": list(options.values()),
            "initial_option": options[chosen or "auto"],
        },
    }


def done(
    t: Texts,
    lesson: Lesson,
    *,
    edited: bool,
    near: list[tuple[Lesson, str]] | None,
    reading: bool = False,
) -> b.Block:
    """After saving. `near`: colleagues' lessons with their bylines, None while looking.
    `reading`: there may be some among those that wait to be read."""
    blocks = [
        b.section(t("share.done_edit" if edited else "share.done")),
        b.context(t(f"share.seen_by.{lesson.visibility.value}")),
        b.context(t("share.done_language", language=t(f"language.called.{lesson.language}"))),
    ]
    if near is None:
        blocks.append(b.section(t("share.looking")))
    elif near:
        blocks.append(b.section(f"*{t('share.near')}*"))
        for other, by in near:
            text = f"{highlight(other.headline, 200)}\n{b.said(by, 200)}"
            blocks.append(b.section(text, b.button(t("lesson.read"), "push_lesson", other.id)))
    else:
        blocks.append(b.context(t("share.near_reading" if reading else "share.near_none")))
    return b.modal(t("share.title_edit" if edited else "share.title"), blocks, t("close"))


def outcome(t: Texts, lesson: Lesson) -> str:
    """What came of the message that led to this lesson."""
    return t(f"share.outcome.{lesson.visibility.value}")


def notice(t: Texts, text: str) -> b.Block:
    """A modal that says one thing."""
    return b.modal(HALLWAY["text"], [b.section(text)], t("close"))
