"""Checks what is inside blocks: text objects, options, elements, confirmation dialogs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import BlockElement

from hallway_bot.playground import rules
from hallway_bot.playground.rules import Many, Rule, Text

Json = dict[str, Any]


class Findings:
    """Complaints in Slack's words, each with the place as a JSON pointer."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.characters = 0

    def add(self, place: str, complaint: str) -> None:
        """Note a complaint about the value at `place`."""
        self.messages.append(f"[ERROR] {complaint} [json-pointer:{place}]")

    def length(self, place: str, value: Any, limit: int, low: int = 0) -> None:
        """A bare string between `low` and `limit` characters."""
        if not isinstance(value, str):
            self.add(place, "must be a string")
        elif len(value) > limit:
            self.add(place, f"must be less than {limit + 1} characters")
        elif len(value) < low:
            self.add(place, f"must be more than {low - 1} characters")

    def text(self, place: str, value: Any, rule: Text) -> None:
        """A text object that is not empty."""
        if not isinstance(value, dict):
            self.add(place, "must provide an object")
            return
        kinds = ("plain_text",) if rule.plain else ("plain_text", "mrkdwn")
        if value.get("type") not in kinds:
            self.add(f"{place}/type", f"must be {' or '.join(kinds)}")
        self.unknown(place, value, {"type", "text", "emoji", "verbatim"})
        if value.get("type") == "mrkdwn" and "emoji" in value:
            self.add(place, "invalid additional property: emoji")
        self.length(f"{place}/text", value.get("text"), rule.limit, low=1)
        self.characters += len(str(value.get("text", "")))

    def unknown(self, place: str, value: Json, known: set[str] | frozenset[str]) -> None:
        """Slack refuses properties that it does not know."""
        for key in sorted(value.keys() - known):
            self.add(place, f"invalid additional property: {key}")

    def follow(self, place: str, value: Json, rule: Rule) -> None:
        """Everything a table says about one object."""
        self.texts(place, value, rule.texts)
        for key, limit in rule.strings.items():
            if key in value:
                self.length(f"{place}/{key}", value[key], limit)
        for key in rule.required:
            if value.get(key) in (None, "", []):
                self.add(place, f"missing required field: {key}")
        if rule.any_of and not any(value.get(key) for key in rule.any_of):
            self.add(place, f"missing required field: one of {', '.join(rule.any_of)}")

    def texts(self, place: str, value: Json, texts: Mapping[str, Text]) -> None:
        """The text objects that a table names."""
        for key, text in texts.items():
            if value.get(key) is not None:
                self.text(f"{place}/{key}", value[key], text)
            elif text.required:
                self.add(place, f"missing required field: {key}")

    def count(self, place: str, value: Any, low: int, high: int) -> bool:
        """A list of so many items; False when it is no list at all."""
        if not isinstance(value, list):
            self.add(place, "must be an array")
            return False
        if len(value) < low:
            self.add(place, f"no less than {low} items allowed")
        if len(value) > high:
            self.add(place, f"no more than {high} items allowed")
        return True


def _sdk_keys() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for cls in BlockElement._get_sub_block_elements():
        kind = getattr(cls, "type", None)
        if isinstance(kind, str) and kind in rules.ELEMENTS:
            # `attributes` is a property that needs an instance, but nothing of it.
            known = cls.__new__(cls).attributes
            found[kind] = found.get(kind, frozenset()) | frozenset(known)
    return found


_KEYS: dict[str, frozenset[str]] = {}


def _keys(kind: str) -> frozenset[str]:
    if not _KEYS:
        _KEYS.update(_sdk_keys())
    return _KEYS.get(kind, frozenset()) | {"type", "action_id", "confirm", "focus_on_load"}


def check_elements(findings: Findings, place: str, value: Any, many: Many) -> None:
    """A list of elements of the right kinds, with action ids that differ."""
    if not findings.count(place, value, many.low, many.high):
        return
    seen: set[str] = set()
    for number, element in enumerate(value):
        here = f"{place}/{number}"
        check_element(findings, here, element, many.kinds)
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if action_id and action_id in seen:
            findings.add(f"{here}/action_id", f"action_id {action_id} is not unique")
        seen.add(action_id or "")


def check_element(findings: Findings, place: str, element: Any, kinds: frozenset[str]) -> None:
    """One element where `kinds` are allowed."""
    if not isinstance(element, dict):
        findings.add(place, "must provide an object")
        return
    kind = element.get("type")
    if kind not in kinds:
        findings.add(f"{place}/type", f"unsupported type: {kind}")
        return
    if kind in ("plain_text", "mrkdwn"):
        findings.text(place, element, Text(3000))
        return
    if str(kind).startswith("rich_text_") and kind != "rich_text_input":
        findings.count(f"{place}/elements", element.get("elements"), 0, 1000)
        findings.characters += _rich_length(element)
        return
    findings.unknown(place, element, _keys(str(kind)))
    findings.follow(place, element, rules.ELEMENTS[str(kind)])
    if "action_id" in element:
        findings.length(f"{place}/action_id", element["action_id"], rules.ID, low=1)
    if element.get("confirm") is not None:
        _confirm(findings, f"{place}/confirm", element["confirm"])
    if kind in rules.OPTIONS:
        _options(findings, place, element)
    if kind == "feedback_buttons":
        _feedback(findings, place, element)
    if kind == "plain_text_input":
        _plain_text_input(findings, place, element)
    if kind in _PATTERNS:
        _pattern(findings, place, element)
    if "dispatch_action_config" in element:
        _dispatch(findings, f"{place}/dispatch_action_config", element["dispatch_action_config"])
    if kind == "button" and element.get("style") not in (None, "primary", "danger"):
        findings.add(f"{place}/style", "must be primary or danger")


def _rich_length(element: Json) -> int:
    parts = element.get("elements") or []
    return sum(
        len(str(part.get("text", ""))) + _rich_length(part)
        for part in parts
        if isinstance(part, dict)
    )


# Element type -> (its preset, how that must look, an example)
_PATTERNS = {
    "datepicker": ("initial_date", r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "2026-01-31"),
    "timepicker": ("initial_time", r"([01]\d|2[0-3]):[0-5]\d", "15:30"),
    "datetimepicker": ("initial_date_time", r"\d{10}", "1764000000"),
}


def _pattern(findings: Findings, place: str, element: Json) -> None:
    key, pattern, example = _PATTERNS[element["type"]]
    if key in element and not re.fullmatch(pattern, str(element[key])):
        findings.add(f"{place}/{key}", f"must look like {example}")


def _dispatch(findings: Findings, place: str, value: Any) -> None:
    if not isinstance(value, dict):
        findings.add(place, "must provide an object")
        return
    findings.unknown(place, value, {"trigger_actions_on"})
    triggers = value.get("trigger_actions_on")
    if findings.count(f"{place}/trigger_actions_on", triggers, 1, 2):
        for number, one in enumerate(triggers or []):
            if one not in ("on_enter_pressed", "on_character_entered"):
                complaint = "must be on_enter_pressed or on_character_entered"
                findings.add(f"{place}/trigger_actions_on/{number}", complaint)


def _confirm(findings: Findings, place: str, value: Any) -> None:
    if not isinstance(value, dict):
        findings.add(place, "must provide an object")
        return
    findings.unknown(place, value, {*rules.CONFIRM, "style"})
    findings.texts(place, value, rules.CONFIRM)


def _feedback(findings: Findings, place: str, element: Json) -> None:
    for key in ("positive_button", "negative_button"):
        button = element.get(key)
        if isinstance(button, dict):
            findings.texts(f"{place}/{key}", button, rules.FEEDBACK)
            findings.length(f"{place}/{key}/value", button.get("value"), 2000, low=1)
            findings.length(
                f"{place}/{key}/accessibility_label", button.get("accessibility_label", ""), 75
            )


def _plain_text_input(findings: Findings, place: str, element: Json) -> None:
    low, high = element.get("min_length", 0), element.get("max_length", 3000)
    if not 1 <= high <= 3000:
        findings.add(f"{place}/max_length", "must be between 1 and 3000")
    if not 0 <= low <= 3000 or low > high:
        findings.add(f"{place}/min_length", "must be between 0 and max_length")
    if "initial_value" in element:
        findings.length(f"{place}/initial_value", element["initial_value"], high)


def _options(findings: Findings, place: str, element: Json) -> None:
    high, styled = rules.OPTIONS[element["type"]]
    offered: list[str] = []
    if element.get("options") is not None:
        offered += check_options(findings, f"{place}/options", element["options"], high, styled)
    groups = element.get("option_groups")
    if groups is not None and findings.count(f"{place}/option_groups", groups, 1, 100):
        offered += check_groups(findings, f"{place}/option_groups", groups)
    if "external" not in element["type"]:
        _initial(findings, place, element, offered)


def _initial(findings: Findings, place: str, element: Json, offered: list[str]) -> None:
    first = element.get("initial_option")
    chosen = element.get("initial_options") or ([first] if first else [])
    if element.get("initial_options") == []:
        findings.add(f"{place}/initial_options", "no less than 1 items allowed")
    for option in chosen:
        if option.get("value") not in offered:
            findings.add(f"{place}/initial_option", "must be one of the options")


def check_groups(findings: Findings, place: str, groups: list[Any]) -> list[str]:
    """Option groups; returns the values that they offer."""
    offered: list[str] = []
    for number, group in enumerate(groups):
        here = f"{place}/{number}"
        if not isinstance(group, dict):
            findings.add(here, "must provide an object")
            continue
        findings.texts(here, group, {"label": Text(75, plain=True, required=True)})
        offered += check_options(findings, f"{here}/options", group.get("options"), 100, False)
    return offered


def check_options(
    findings: Findings, place: str, options: Any, high: int, styled: bool, low: int = 1
) -> list[str]:
    """A list of options; returns their values. `styled` allows mrkdwn texts."""
    if not findings.count(place, options, low, high):
        return []
    texts = {
        "text": Text(rules.OPTION_TEXT, plain=not styled, required=True),
        "description": Text(rules.OPTION_DESCRIPTION, plain=not styled),
    }
    for number, option in enumerate(options):
        here = f"{place}/{number}"
        if not isinstance(option, dict):
            findings.add(here, "must provide an object")
            return []
        findings.texts(here, option, texts)
        findings.unknown(here, option, {"text", "value", "description", "url"})
        findings.length(f"{here}/value", option.get("value"), rules.OPTION_VALUE, low=1)
    return [str(option.get("value")) for option in options]
