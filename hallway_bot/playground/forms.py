"""What people fill in: the state of form elements, the actions they cause, what is missing."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hallway_bot.playground.errors import NotPossible

Json = dict[str, Any]

# Element type -> (key in state and actions, key that presets it, whether it holds a list)
SLOTS: dict[str, tuple[str, str, bool]] = {
    "plain_text_input": ("value", "initial_value", False),
    "email_text_input": ("value", "initial_value", False),
    "url_text_input": ("value", "initial_value", False),
    "number_input": ("value", "initial_value", False),
    "rich_text_input": ("rich_text_value", "initial_value", False),
    "file_input": ("files", "", True),
    "static_select": ("selected_option", "initial_option", False),
    "external_select": ("selected_option", "initial_option", False),
    "radio_buttons": ("selected_option", "initial_option", False),
    "overflow": ("selected_option", "", False),
    "checkboxes": ("selected_options", "initial_options", True),
    "multi_static_select": ("selected_options", "initial_options", True),
    "multi_external_select": ("selected_options", "initial_options", True),
    "users_select": ("selected_user", "initial_user", False),
    "multi_users_select": ("selected_users", "initial_users", True),
    "conversations_select": ("selected_conversation", "initial_conversation", False),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", True),
    "channels_select": ("selected_channel", "initial_channel", False),
    "multi_channels_select": ("selected_channels", "initial_channels", True),
    "datepicker": ("selected_date", "initial_date", False),
    "timepicker": ("selected_time", "initial_time", False),
    "datetimepicker": ("selected_date_time", "initial_date_time", False),
}
# Slack sends an empty list for these, but null for their single-valued kin.
STATELESS = ("overflow", "button", "icon_button", "feedback_buttons", "workflow_button")


def leaves(blocks: Sequence[Json]) -> Iterator[Json]:
    """Every block, those inside carousels and containers too."""
    for block in blocks:
        yield block
        if block.get("type") == "carousel":
            yield from leaves(block.get("elements", []))
        elif block.get("type") == "container":
            yield from leaves(block.get("child_blocks", []))


def elements_of(block: Json) -> Iterator[Json]:
    """The elements of one block: whatever a person could see or touch in it."""
    if block.get("type") in ("rich_text", "carousel"):
        return
    for key in ("accessory", "element"):
        if isinstance(block.get(key), dict):
            yield block[key]
    for key in ("elements", "actions"):
        for one in block.get(key, None) or []:
            if isinstance(one, dict):
                yield one


def find_element(blocks: Sequence[Json], block_id: str, action_id: str) -> tuple[Json, Json]:
    """(block, element). Raises NotPossible when the person does not see such a thing."""
    for block in leaves(blocks):
        if block.get("block_id") != block_id:
            continue
        for element in elements_of(block):
            if element.get("action_id") == action_id:
                return block, element
    raise NotPossible("no_such_element", f"There is no {action_id} in {block_id} here.")


def _stateful(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    for block in leaves(blocks):
        for element in elements_of(block):
            kind = element.get("type", "")
            if kind in SLOTS and kind not in STATELESS:
                yield block, element


def opening_state(blocks: Sequence[Json], kept: Mapping[str, Any]) -> Json:
    """`state.values` of freshly shown blocks.

    `kept` are the values before an update: Slack keeps what a person typed when both ids stay.
    """
    values: Json = {}
    for block, element in _stateful(blocks):
        slot, preset, many = SLOTS[element["type"]]
        old = kept.get(block["block_id"], {}).get(element["action_id"])
        if old is None or old.get("type") != element["type"] or not _offered(element, old):
            first = copy.deepcopy(element.get(preset)) if preset else None
            old = {"type": element["type"], slot: [] if many and first is None else first}
        values.setdefault(block["block_id"], {})[element["action_id"]] = old
    return values


def _offered(element: Json, old: Json) -> bool:
    picked = old.get("selected_options") or [old.get("selected_option")]
    if element["type"].endswith("external_select") or picked == [None]:
        return True
    values = [one.get("value") for one in options_of(element)]
    return all(one["value"] in values for one in picked)


def merge_state(
    blocks: Sequence[Json], values: Json, given: Mapping[str, Any] | None, strict: bool = True
) -> Json:
    """`values` with what a person filled in.

    `given` is {block_id: {action_id: value}}, where a value is Slack-shaped or just the thing
    itself: a text, an option's value, an id, or a list of those. Raises NotPossible for options
    that are not offered and fields that are not there; unless `strict`, those are passed over,
    since a page may still hold what an update took away.
    """
    merged = copy.deepcopy(values)
    fields = {(block["block_id"], one["action_id"]): one for block, one in _stateful(blocks)}
    for block_id, actions in (given or {}).items():
        for action_id, value in actions.items():
            try:
                filled = _filled(fields.get((block_id, action_id)), value)
            except NotPossible:
                if strict:
                    raise
                continue
            merged.setdefault(block_id, {})[action_id] = filled
    return merged


def _filled(element: Json | None, value: Any) -> Json:
    if element is None:
        raise NotPossible("no_such_field", "There is no such field here.")
    return {"type": element["type"], **slot_value(element, value)}


def slot_value(element: Json, given: Any) -> Json:
    """{slot: value} for an element, from a Slack-shaped or a bare value."""
    slot, _, many = SLOTS[element["type"]]
    value = given[slot] if isinstance(given, dict) and slot in given else given
    if isinstance(value, dict) and value.get("type") == element["type"]:
        value = None  # a Slack-shaped state without its slot: nothing chosen
    if slot.startswith("selected_option"):
        picked = value if isinstance(value, list) else [value]
        options = [_option(element, one) for one in picked if one is not None]
        return {slot: options if many else next(iter(options), None)}
    if many and value is None:
        return {slot: []}
    return {slot: value if value != "" else None}


def _option(element: Json, wanted: Any) -> Json:
    value = wanted.get("value") if isinstance(wanted, dict) else str(wanted)
    if element["type"].endswith("external_select"):
        if isinstance(wanted, dict):
            return wanted
        return {"text": {"type": "plain_text", "text": value}, "value": value}
    for option in options_of(element):
        if option.get("value") == value:
            return option
    raise NotPossible("no_such_option", f"{value} is not offered here.")


def options_of(element: Json) -> list[Json]:
    """Options of an element, those in groups too."""
    grouped = [one for group in element.get("option_groups") or [] for one in group["options"]]
    return list(element.get("options") or []) + grouped


def action_of(block: Json, element: Json, given: Any, ts: str) -> Json:
    """The entry of a block_actions payload for one click or choice."""
    kind = element["type"]
    action: Json = {"type": kind, "block_id": block["block_id"], "action_id": element["action_id"]}
    if kind in ("button", "icon_button"):
        action |= {key: element[key] for key in ("text", "value", "style") if key in element}
    elif kind == "feedback_buttons":
        action |= _feedback(element, given)
    elif kind in SLOTS:
        action |= slot_value(element, given)
        if kind == "static_select" and "placeholder" in element:
            action["placeholder"] = element["placeholder"]
    else:
        raise NotPossible("not_clickable", f"A {kind} cannot be clicked.")
    return {**action, "action_ts": ts}


def is_text(element: Json) -> bool:
    """Whether one types into it."""
    return str(element["type"]).endswith("_input") and element["type"] != "file_input"


def heard(block: Json, *, enter: bool) -> bool:
    """Whether the app is told at once of a text that was typed, or of Enter."""
    if not block.get("dispatch_action"):
        return False
    config = block["element"].get("dispatch_action_config") or {}
    triggers = config.get("trigger_actions_on") or ["on_enter_pressed"]
    return ("on_enter_pressed" if enter else "on_character_entered") in triggers


def _feedback(element: Json, given: Any) -> Json:
    value = given.get("value") if isinstance(given, dict) else given
    for key in ("positive_button", "negative_button"):
        if element[key].get("value") == value:
            return {"value": value, "text": element[key]["text"]}
    raise NotPossible("no_such_option", f"{value} is not one of the feedback buttons.")


def complaints(blocks: Sequence[Json], values: Mapping[str, Any]) -> dict[str, str]:
    """What Slack's client says by itself before it sends a form: {block_id: sentence}."""
    found: dict[str, str] = {}
    for block in leaves(blocks):
        if block.get("type") != "input":
            continue
        element = block["element"]
        slot = SLOTS[element["type"]][0]
        value = values.get(block["block_id"], {}).get(element["action_id"], {}).get(slot)
        complaint = _complaint(block, element, value)
        if complaint:
            found[block["block_id"]] = complaint
    return found


def _complaint(block: Json, element: Json, value: Any) -> str | None:
    if value in (None, "", []):
        return None if block.get("optional") else "Please complete this required field."
    kind = element["type"]
    if kind == "plain_text_input":
        if len(value) > element.get("max_length", 3000):
            return f"Please use at most {element.get('max_length', 3000)} characters."
        if len(value) < element.get("min_length", 0):
            return f"Please use at least {element['min_length']} characters."
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not re.match(r"https?://\S+$", value):
        return "Please enter a valid URL."
    if kind == "number_input":
        return _number_complaint(element, str(value))
    limit = element.get("max_selected_items")
    if isinstance(value, list) and limit and len(value) > limit:
        return f"Please choose at most {limit}."
    return None


def _number_complaint(element: Json, value: str) -> str | None:
    if not re.fullmatch(r"-?\d+(\.\d+)?", value):
        return "Please enter a number."
    if "." in value and not element["is_decimal_allowed"]:
        return "Please enter a whole number."
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and float(value) < float(low):
        return f"Please enter a number that is at least {low}."
    if high is not None and float(value) > float(high):
        return f"Please enter a number that is at most {high}."
    return None
