"""Whether a payload is shaped as Slack shapes it, looked at before any listener reads in it."""

import re
from typing import Any

Path = tuple[str | int, ...]
# No database holds a NUL or half a pair, and direction marks would turn around what follows.
_NEVER_TYPED = re.compile("[\x00\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_USER = re.compile(r"[UW][A-Z0-9]{2,30}")
_WHO: Path = ("user", "id")
_VIEW: tuple[Path, ...] = (("view", "id"), ("view", "callback_id"), ("view", "private_metadata"))
# Texts without which a listener could not begin. A payload's kind is its `type`.
_NEEDED: dict[str, tuple[Path, ...]] = {
    "block_actions": (_WHO, ("trigger_id",), ("actions", 0, "action_id")),
    "view_submission": (_WHO, *_VIEW),
    "shortcut": (_WHO, ("callback_id",), ("trigger_id",)),
    "message_action": (
        _WHO, ("callback_id",), ("trigger_id",), ("message", "ts"), ("channel", "id"),
    ),
    "block_suggestion": (_WHO, ("action_id",)),
    "app_mention": (("channel",), ("ts",)),
    "message": (("channel",), ("ts",)),
    "app_home_opened": (("user",),),
    "user_change": (_WHO,),
    "dnd_updated_user": (("user",),),
    "command": (("user_id",), ("command",), ("trigger_id",)),
}  # fmt: skip


def clean(value: Any) -> Any:
    """The same without characters that nobody types and that would do harm further on."""
    if isinstance(value, str):
        return _NEVER_TYPED.sub("", value)
    if isinstance(value, dict):
        return {clean(key): clean(one) for key, one in value.items()}
    return [clean(one) for one in value] if isinstance(value, list) else value


def is_whole(body: dict[str, Any]) -> bool:
    """Whether what every listener of its kind reads is there, and a text."""
    if "event" in body:
        event = body["event"]
        return isinstance(event, dict) and _has(event, event.get("type"))
    if "command" in body:
        return _has(body, "command")
    return _has(body, body.get("type")) and _has_state(body.get("view"))


def is_user(value: object) -> bool:
    """Whether it can be the id of a person."""
    return isinstance(value, str) and bool(_USER.fullmatch(value))


def _has(body: dict[str, Any], kind: object) -> bool:
    if not isinstance(kind, str):
        return False
    return all(isinstance(_at(body, path), str) for path in _NEEDED.get(kind, ()))


def _has_state(view: Any) -> bool:
    values = _at(view, ("state", "values")) if view else None
    if values is None:
        return True
    return isinstance(values, dict) and all(
        isinstance(block, dict) and all(isinstance(field, dict) for field in block.values())
        for block in values.values()
    )


def _at(value: Any, path: Path) -> Any:
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
    return value
