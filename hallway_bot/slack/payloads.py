"""Reading what Slack sends: text without its markup, and the modal's fields."""

import html
import re
from collections.abc import Callable
from typing import Any

from ..domain.lesson import Visibility
from ..services.share import Draft
from .views.share import Context

# Slack writes a person's own < as &lt;, so none stands inside; saying so keeps hostile text cheap.
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_CHANNEL = re.compile(r"<#[CG][A-Z0-9]+(?:\|([^<>]*))?>")
_SPECIAL = re.compile(r"<!(?:date\^[^|<>]*\|)?([^|<>]*)(?:\|([^<>]*))?>")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^|<>]+)(?:\|([^<>]*))?>")


def plain_words(text: str, name_of: Callable[[str], str] = lambda _: "") -> str:
    """What a person typed, without Slack's markup for mentions and links.

    Mentions of people become what `name_of` says for their id; by default they are left out,
    because to a question they add nothing.
    """
    text = _MENTION.sub(lambda m: name_of(m[1]), text)
    text = _CHANNEL.sub(lambda m: f"#{m[1]}" if m[1] else "", text)
    text = _LINK.sub(lambda m: m[2] or m[1], text)
    text = _SPECIAL.sub(lambda m: m[2] or m[1], text)
    return html.unescape(re.sub(r"(?<=\S)[ \t]+", " ", text)).strip()


def values(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each input block's one element."""
    state = (view.get("state") or {}).get("values") or {}
    return {block: next(iter(elements.values()), {}) for block, elements in state.items()}


def joined(fields: dict[str, dict[str, Any]], name: str) -> str:
    """A text that may go on over several inputs."""
    parts = sorted(
        (int(block.rpartition(".")[2]), field.get("value") or "")
        for block, field in fields.items()
        if block.startswith(f"{name}.")
    )
    return "".join(text for _, text in parts)


def draft(view: dict[str, Any]) -> Draft:
    """The share modal as it was submitted."""
    fields = values(view)
    context = Context.load(view["private_metadata"])
    language = chosen(fields, "language")
    visibility, channel = chosen_audience(fields)
    return Draft(
        id=context.lesson_id,
        happened=joined(fields, "happened"),
        learned=joined(fields, "learned"),
        useful_when=joined(fields, "useful_when"),
        topics=tuple(
            option["value"] for option in fields.get("topics", {}).get("selected_options") or []
        ),
        visibility=visibility,
        channel_id=channel,
        language=None if language in (None, "auto") else language,
        parent_id=context.parent_id,
    )


def chosen_audience(fields: dict[str, dict[str, Any]]) -> tuple[Visibility, str | None]:
    """Who may see it, and the channel chosen."""
    visibility = Visibility(chosen(fields, "visibility") or Visibility.PRIVATE.value)
    return visibility, fields.get("channel", {}).get("selected_conversation")


def chosen(fields: dict[str, dict[str, Any]], block: str) -> str | None:
    """The value chosen in a menu or of radio buttons."""
    option = (fields.get(block) or {}).get("selected_option")
    return str(option["value"]) if option else None
