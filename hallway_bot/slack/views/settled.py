"""A message on which somebody acted: what came of it in one line, and no button that is done."""

import re
from collections.abc import Collection, Sequence

from . import blocks as b
from .answer import Message

# Names the line; a message has one, and a new one takes its place.
OUTCOME = "outcome"
_BOLD = re.compile(r"^\*([^*\n]+)\*")


def settled(
    shown: Sequence[b.Block], outcome: str, keep: Collection[str] = (), more: Sequence[b.Block] = ()
) -> Message:
    """The message of these blocks once it is settled.

    Rows of buttons lose those whose action is not in `keep`, and hints at them go as well. Cards,
    and what stands beside a paragraph (reading the lesson), stay. `more` comes below.
    """
    kept: list[b.Block] = []
    rows: list[b.Block] = []
    for block in shown:
        if block["type"] == "actions":
            left = [one for one in block["elements"] if one.get("action_id") in keep]
            rows += [{**block, "elements": left}] if left else []
        elif block.get("block_id") not in (b.HINT, OUTCOME):
            kept.append(block)
    line = {**b.context(outcome), "block_id": OUTCOME}
    sections = [block["text"]["text"] for block in kept if block["type"] == "section"]
    # A notification shows it as it stands: no stars around its first line.
    first = [_BOLD.sub(r"\1", one) for one in sections[:1]]
    return "\n".join([*first, outcome]), [*kept, line, *rows, *more]


def says(shown: Sequence[b.Block], outcome: str) -> bool:
    """Whether this came of it already, as far as it says."""
    lines = [block for block in shown if block.get("block_id") == OUTCOME]
    return any(one.get("text") == outcome for line in lines for one in line["elements"])


def offers(shown: Sequence[b.Block], keep: Collection[str] = ()) -> bool:
    """Whether there are buttons on it that `settled` would take away."""
    return any(
        one.get("action_id") not in keep
        for block in shown
        if block["type"] == "actions"
        for one in block["elements"]
    )
