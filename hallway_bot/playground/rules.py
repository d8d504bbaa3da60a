"""Slack's Block Kit limits as tables. `validate` walks blocks by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_TEXT = 40_000
UPDATE_TEXT = 4_000  # chat.update allows far less than chat.postMessage
BLOCKS_TEXT = 13_000  # measured by Slack's users, not documented (bolt-js issue 2509)
MARKDOWN_TEXT = 12_000
VIEW_BYTES = 250_000
METADATA = 3_000
ID = 255

ANYWHERE = frozenset({"message", "modal", "home"})
MESSAGES = frozenset({"message"})


@dataclass(frozen=True)
class Text:
    """A text object: longest text, and whether it must be plain_text, or must be there."""

    limit: int
    plain: bool = False
    required: bool = False


@dataclass(frozen=True)
class Many:
    """A list of elements: fewest, most, and which types."""

    low: int
    high: int
    kinds: frozenset[str]


@dataclass(frozen=True)
class Rule:
    """What a block or an element may hold. `strings` are limits of bare strings."""

    texts: Mapping[str, Text] = field(default_factory=dict)
    strings: Mapping[str, int] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    lists: Mapping[str, Many] = field(default_factory=dict)
    single: Mapping[str, frozenset[str]] = field(default_factory=dict)
    any_of: tuple[str, ...] = ()
    surfaces: frozenset[str] = ANYWHERE


SELECTS = frozenset(
    f"{kind}_select" for kind in ("static", "external", "users", "conversations", "channels")
)
MULTI = frozenset(f"multi_{kind}" for kind in SELECTS)
PICKERS = frozenset({"datepicker", "timepicker"})
CHOICES = frozenset({"radio_buttons", "checkboxes"})
BUTTONS = frozenset({"button", "workflow_button"})
TYPED = frozenset(
    {
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "rich_text_input",
        "file_input",
        "datetimepicker",
    }
)
ACCESSORIES = SELECTS | MULTI | PICKERS | CHOICES | BUTTONS | {"image", "overflow"}
IN_ACTIONS = SELECTS | PICKERS | CHOICES | BUTTONS | {"overflow", "datetimepicker"}
IN_INPUT = SELECTS | MULTI | PICKERS | CHOICES | TYPED
IN_CONTEXT = frozenset({"image", "plain_text", "mrkdwn"})
IN_FEEDBACK = frozenset({"feedback_buttons", "icon_button"})
RICH = frozenset(
    {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
)

BLOCKS: dict[str, Rule] = {
    "section": Rule(
        texts={"text": Text(3000)},
        single={"accessory": ACCESSORIES},
        any_of=("text", "fields"),
    ),
    "header": Rule(texts={"text": Text(150, plain=True, required=True)}),
    "divider": Rule(),
    "image": Rule(
        texts={"title": Text(2000, plain=True)},
        strings={"image_url": 3000, "alt_text": 2000},
        required=("alt_text",),
        any_of=("image_url", "slack_file"),
    ),
    "context": Rule(lists={"elements": Many(1, 10, IN_CONTEXT)}),
    "actions": Rule(lists={"elements": Many(1, 25, IN_ACTIONS)}),
    "context_actions": Rule(lists={"elements": Many(1, 5, IN_FEEDBACK)}, surfaces=MESSAGES),
    # Slack's reference lists input blocks for messages too, not for modals and Home only.
    "input": Rule(
        texts={"label": Text(2000, plain=True, required=True), "hint": Text(2000, plain=True)},
        single={"element": IN_INPUT},
        required=("element",),
    ),
    "markdown": Rule(strings={"text": MARKDOWN_TEXT}, required=("text",), surfaces=MESSAGES),
    "rich_text": Rule(lists={"elements": Many(1, 100, RICH)}),
    "card": Rule(
        texts={"title": Text(150), "subtitle": Text(150), "body": Text(200)},
        lists={"actions": Many(1, 3, BUTTONS)},
        single={"hero_image": frozenset({"image"}), "icon": frozenset({"image"})},
        any_of=("title", "body", "actions", "hero_image"),
    ),
    "carousel": Rule(lists={"elements": Many(1, 10, frozenset({"card"}))}),
    "container": Rule(
        texts={"title": Text(150, plain=True), "subtitle": Text(150)},
        any_of=("title", "rich_text_title"),
        required=("child_blocks",),
    ),
    "alert": Rule(texts={"text": Text(3000, required=True)}, surfaces=frozenset({"modal"})),
    "table": Rule(required=("rows",), surfaces=MESSAGES),
    "video": Rule(
        texts={"title": Text(199, plain=True, required=True)},
        required=("video_url", "thumbnail_url", "alt_text"),
    ),
    "task_card": Rule(required=("task_id", "title", "status"), surfaces=MESSAGES),
    "plan": Rule(required=("title",), surfaces=MESSAGES),
    "file": Rule(required=("external_id", "source"), surfaces=MESSAGES),
}
# Fields that Slack takes but the SDK's models do not list.
EXTRA_KEYS: dict[str, frozenset[str]] = {"card": frozenset({"slack_icon"})}

_BUTTON = {"text": Text(75, plain=True, required=True)}
_HINTED = {"placeholder": Text(150, plain=True)}
_SELECT = Rule(texts=_HINTED)
ELEMENTS: dict[str, Rule] = {
    "button": Rule(_BUTTON, {"value": 2000, "url": 3000, "accessibility_label": 75}),
    "workflow_button": Rule(_BUTTON, {"accessibility_label": 75}, ("workflow",)),
    "icon_button": Rule(_BUTTON, {"value": 2000, "accessibility_label": 75}, ("icon",)),
    "feedback_buttons": Rule(required=("positive_button", "negative_button")),
    "image": Rule(
        strings={"image_url": 3000, "alt_text": 2000},
        required=("alt_text",),
        any_of=("image_url", "slack_file"),
    ),
    "overflow": Rule(required=("options",)),
    "radio_buttons": Rule(required=("options",)),
    "checkboxes": Rule(required=("options",)),
    "static_select": Rule(texts=_HINTED, any_of=("options", "option_groups")),
    "multi_static_select": Rule(texts=_HINTED, any_of=("options", "option_groups")),
    "number_input": Rule(texts=_HINTED, required=("is_decimal_allowed",)),
    "timepicker": _SELECT,
    "datepicker": _SELECT,
    "datetimepicker": Rule(),
    "file_input": Rule(),
    **{kind: _SELECT for kind in (SELECTS | MULTI) if "static" not in kind},
    **{
        kind: _SELECT
        for kind in ("plain_text_input", "email_text_input", "url_text_input", "rich_text_input")
    },
}
# Element type -> (most options, whether their texts may be mrkdwn)
OPTIONS: dict[str, tuple[int, bool]] = {
    "static_select": (100, False),
    "multi_static_select": (100, False),
    "external_select": (100, False),
    "multi_external_select": (100, False),
    "overflow": (5, False),
    "radio_buttons": (10, True),
    "checkboxes": (10, True),
}
OPTION_TEXT = 75
OPTION_VALUE = 150
OPTION_DESCRIPTION = 75
CONFIRM = {
    "title": Text(100, plain=True, required=True),
    "text": Text(300, required=True),
    "confirm": Text(30, plain=True, required=True),
    "deny": Text(30, plain=True, required=True),
}
FEEDBACK = {"text": Text(75, plain=True, required=True)}
VIEW_TEXTS = {key: Text(24, plain=True) for key in ("title", "submit", "close")}
VIEW_STRINGS = {"private_metadata": METADATA, "callback_id": ID, "external_id": ID}
VIEW_KEYS = frozenset(
    {"type", "blocks", "clear_on_close", "notify_on_close", "submit_disabled"}
    | VIEW_TEXTS.keys()
    | VIEW_STRINGS.keys()
)
