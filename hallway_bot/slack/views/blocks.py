"""Block Kit building stones that keep Slack's limits and let nothing in a text act.

Every view is a pure function from data and texts to JSON. People's text only ever goes
through `said`: escaped, so that no mention pings and no link phishes, and `verbatim`, so
that Slack makes nothing of it by itself.
"""

import html
import re
from typing import Any

Block = dict[str, Any]

SECTION, CARD_TITLE, CARD_BODY, BUTTON, VALUE, INPUT = 3_000, 150, 200, 75, 2_000, 3_000
HINT = "hint"


# What turns the direction of what follows, and so lets a name or an ending read backwards.
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
# A mark of direction has work to do beside letters that run from right to left, and only there.
_MARKS = re.compile("[\u200e\u200f\u061c]+")
_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def straight(text: str) -> str:
    """A text that reads in the order in which it is written: no hidden turns of direction.
    Arabic and Hebrew have a direction of their own and keep it."""
    text = text.translate(_TURNS)
    return text if _LEFTWARD.search(text) else _MARKS.sub("", text)


def escape(text: str) -> str:
    """Slack's three control characters as entities, and the order of writing kept."""
    return straight(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word where there is one."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip() + "…"


def said(text: str, limit: int) -> str:
    """A person's text, escaped and at most `limit` characters long after that."""
    room, escaped = limit, escape(clip(text, limit))
    while len(escaped) > limit:
        # An entity is at most five characters, so this never cuts more than it must by much.
        room -= max(1, (len(escaped) - limit) // 5)
        escaped = escape(clip(text, room))
    return escaped


def mrkdwn(text: str) -> Block:
    """A text object; `text` is ours or went through `said`."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain(text: str, limit: int = BUTTON) -> Block:
    """A plain text object: shows what it is given and nothing else."""
    return {"type": "plain_text", "text": clip(straight(text), limit) or " ", "emoji": True}


def section(text: str, accessory: Block | None = None) -> Block:
    """A paragraph."""
    block: Block = {"type": "section", "text": mrkdwn(text or " ")}
    if accessory:
        block["accessory"] = accessory
    return block


def paragraphs(text: str, room: int | None = None) -> list[Block]:
    """Sections that together hold the whole of a person's text, or what fits in `room`."""
    blocks = []
    rest = text.strip() if room is None else html.unescape(said(text.strip(), room))
    while rest:
        piece, size = rest, SECTION
        while len(escape(piece)) > SECTION:
            piece = rest[:size]
            cut = max(piece.rfind("\n"), piece.rfind(" "))
            piece = piece[:cut] if cut > size // 2 else piece
            size -= 200
        blocks.append(section(escape(piece)))
        rest = rest[len(piece) :].strip()
    return blocks


def context(*texts: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def hint(text: str) -> Block:
    """Small print about a message's buttons, which goes when they go."""
    return {**context(text), "block_id": HINT}


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text, 150)}


def button(label: str, action: str, value: str = "-", style: str | None = None) -> Block:
    """A button; `value` at most 2,000 characters."""
    made: Block = {"type": "button", "text": plain(label), "action_id": action, "value": value}
    if style:
        made["style"] = style
    return made


def actions(*elements: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def option(label: str, value: str, description: str | None = None) -> Block:
    """One choice of a menu or of radio buttons."""
    made: Block = {"text": plain(label), "value": value}
    if description:
        made["description"] = plain(description)
    return made


def select(action_id: str, options: list[Block], chosen: Block) -> Block:
    """A menu with one chosen."""
    return {
        "type": "static_select",
        "action_id": action_id,
        "options": options,
        "initial_option": chosen,
    }


def checkboxes(action_id: str, options: list[Block]) -> Block:
    """Boxes to tick, none ticked."""
    return {"type": "checkboxes", "action_id": action_id, "options": options}


def channel_select(action_id: str, chosen: str | None = None) -> Block:
    """A menu of channels."""
    element: Block = {
        "type": "conversations_select",
        "action_id": action_id,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if chosen:
        element["initial_conversation"] = chosen
    return element


def datepicker(action_id: str, placeholder: str) -> Block:
    """A calendar."""
    return {"type": "datepicker", "action_id": action_id, "placeholder": plain(placeholder, 150)}


def field(label: str, element: Block, *, optional: bool = False) -> Block:
    """An input of a modal; its block is named as its element is."""
    return {
        "type": "input",
        "block_id": element["action_id"],
        "label": plain(label, 2_000),
        "element": element,
        "optional": optional,
    }


def modal(
    title: str, blocks: list[Block], close: str, submit: str | None = None, **more: object
) -> Block:
    """A modal; titles and labels are cut at Slack's 24 characters."""
    view: Block = {
        "type": "modal",
        "title": plain(title, 24),
        "close": plain(close, 24),
        "blocks": blocks[:100],
        **more,
    }
    if submit:
        view["submit"] = plain(submit, 24)
    return view
