"""Slack's limits on blocks and views, with Slack's errors. Pure functions of JSON."""

from __future__ import annotations

import json
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from hallway_bot.playground import rules
from hallway_bot.playground.elements import Findings, check_element, check_elements
from hallway_bot.playground.errors import SlackError
from hallway_bot.playground.rules import Many, Text

Json = dict[str, Any]


def check_message(text: str, blocks: Any, text_limit: int = rules.MESSAGE_TEXT) -> None:
    """Refuse a message that Slack would refuse.

    Raises SlackError: msg_too_long, invalid_blocks with its places, msg_blocks_too_long.
    """
    if len(text) > text_limit:
        raise SlackError("msg_too_long")
    if blocks is None:
        return
    findings = Findings()
    if findings.count("/blocks", blocks, 0, rules.MESSAGE_BLOCKS):
        _blocks(findings, "/blocks", blocks, "message")
    _refuse("invalid_blocks", findings)
    if findings.characters > rules.BLOCKS_TEXT:
        raise SlackError("msg_blocks_too_long")


def check_view(view: Any, kinds: tuple[str, ...]) -> None:
    """Refuse a view that Slack would refuse; `kinds` are the types this method takes.

    Raises SlackError: invalid_arguments with its places, view_too_large.
    """
    if not isinstance(view, dict):
        raise SlackError(
            "invalid_arguments", ["[ERROR] must provide an object [json-pointer:/view]"]
        )
    if len(json.dumps(view, ensure_ascii=False).encode()) > rules.VIEW_BYTES:
        raise SlackError("view_too_large")
    findings = Findings()
    kind = view.get("type")
    if kind not in kinds:
        findings.add("/view/type", f"must be {' or '.join(kinds)}")
    findings.unknown("/view", view, rules.VIEW_KEYS)
    findings.texts("/view", view, rules.VIEW_TEXTS)
    for key, limit in rules.VIEW_STRINGS.items():
        if view.get(key) is not None:
            findings.length(f"/view/{key}", view[key], limit)
    if findings.count("/view/blocks", view.get("blocks"), 0, rules.VIEW_BLOCKS):
        _blocks(findings, "/view/blocks", view["blocks"], str(kind))
        _view_shape(findings, view)
    if not findings.messages:
        _ask_sdk(findings, "/view", View, view)
    _refuse("invalid_arguments", findings)


def _view_shape(findings: Findings, view: Json) -> None:
    has_input = any(isinstance(one, dict) and one.get("type") == "input" for one in view["blocks"])
    if view.get("type") == "modal":
        if not view.get("title"):
            findings.add("/view", "missing required field: title")
        if has_input and not view.get("submit"):
            findings.add("/view", "missing required field: submit")
    elif view.get("submit") or view.get("close"):
        findings.add("/view", "home view cannot have submit and close")


def _refuse(code: str, findings: Findings) -> None:
    if findings.messages:
        raise SlackError(code, findings.messages, {"errors": findings.messages})


def _blocks(findings: Findings, place: str, blocks: list[Any], surface: str) -> None:
    seen: set[str] = set()
    markdown = 0
    for number, block in enumerate(blocks):
        here = f"{place}/{number}"
        if not isinstance(block, dict):
            findings.add(here, "must provide an object")
            continue
        _block(findings, here, block, surface, seen)
        if block.get("type") == "markdown":
            markdown += len(str(block.get("text", "")))
            findings.characters += len(str(block.get("text", "")))
    if markdown > rules.MARKDOWN_TEXT:
        findings.add(place, f"markdown must be less than {rules.MARKDOWN_TEXT + 1} characters")


def _block(findings: Findings, place: str, block: Json, surface: str, seen: set[str]) -> None:
    kind = str(block.get("type"))
    rule = rules.BLOCKS.get(kind)
    if rule is None or surface not in rule.surfaces:
        findings.add(f"{place}/type", f"unsupported type: {kind}")
        return
    before = len(findings.messages)
    _block_id(findings, place, block, seen)
    findings.unknown(place, block, _keys(kind))
    findings.follow(place, block, rule)
    for key, kinds in rule.single.items():
        if block.get(key) is not None:
            check_element(findings, f"{place}/{key}", block[key], kinds)
    for key, many in rule.lists.items():
        if key in block or (many.low and kind != "card"):
            _list(findings, f"{place}/{key}", block.get(key), many, surface, seen)
    _special(findings, place, block, surface, seen)
    if len(findings.messages) == before:
        _ask_sdk(findings, place, Block, block)


def _list(
    findings: Findings, place: str, value: Any, many: Many, surface: str, seen: set[str]
) -> None:
    if many.kinds != {"card"}:
        check_elements(findings, place, value, many)
    elif findings.count(place, value, many.low, many.high):
        for number, card in enumerate(value):
            if isinstance(card, dict) and card.get("type") == "card":
                _block(findings, f"{place}/{number}", card, surface, seen)
            else:
                findings.add(f"{place}/{number}", "must be a card")


def _block_id(findings: Findings, place: str, block: Json, seen: set[str]) -> None:
    block_id = block.get("block_id")
    if block_id is None:
        return
    findings.length(f"{place}/block_id", block_id, rules.ID, low=1)
    if block_id in seen:
        findings.add(f"{place}/block_id", f"block_id {block_id} already exists")
    seen.add(block_id)


def _special(findings: Findings, place: str, block: Json, surface: str, seen: set[str]) -> None:
    kind = block["type"]
    if kind == "section" and block.get("fields") is not None:
        _fields(findings, f"{place}/fields", block["fields"])
    elif kind == "table" and findings.count(f"{place}/rows", block.get("rows"), 1, 100):
        for number, row in enumerate(block["rows"]):
            findings.count(f"{place}/rows/{number}", row, 1, 20)
    elif kind == "container" and findings.count(
        f"{place}/child_blocks", block.get("child_blocks"), 1, 10
    ):
        for number, child in enumerate(block["child_blocks"]):
            _block(findings, f"{place}/child_blocks/{number}", child, surface, seen)


def _fields(findings: Findings, place: str, fields: Any) -> None:
    if findings.count(place, fields, 1, 10):
        for number, one in enumerate(fields):
            findings.text(f"{place}/{number}", one, Text(2000))


def _keys(kind: str) -> frozenset[str]:
    for cls in Block.__subclasses__():
        if getattr(cls, "type", None) == kind:
            # `attributes` is a property that needs an instance, but nothing of it.
            known = frozenset(cls.__new__(cls).attributes)
            return known | rules.EXTRA_KEYS.get(kind, frozenset())
    return frozenset({"type", "block_id"})


def _ask_sdk(findings: Findings, place: str, model: type[Block] | type[View], value: Json) -> None:
    """Let slack_sdk's own model look too: it knows a few rules that the tables do not."""
    try:
        made = model.parse(value) if issubclass(model, Block) else model(**value)
        if made is not None:
            made.to_dict()
    except (SlackObjectFormationError, TypeError) as error:
        findings.add(place, str(error))
