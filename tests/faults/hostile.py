"""What nobody nice sends: nasty texts, and real payloads bent out of shape."""

import copy
import json
import re
from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]
# Stands in every mention that these texts try; nobody has this id.
VICTIM = "U0VICTIM"
MARK = "zqhostile"

NASTY = [
    "",
    " ",
    "\x00",
    f"{MARK}\x00with a NUL",
    "\ud83d",
    f"half a pair \udc00 {MARK}",
    "\u202egnirts desrever\u202c",
    "\u2066isolated\u2069 \u200b\u200d\u2060\ufeff",
    "<!channel>",
    "<!here>",
    "<!everyone> wake up",
    f"<@{VICTIM}>",
    f"<@{VICTIM}|you> and <!subteam^S0VICTIM>",
    "<!subteam^S0VICTIM|@leads>",
    "&lt;!channel&gt;",
    "&amp;lt;!channel&amp;gt;",
    "&lt;@U0VICTIM&gt; < ! channel >",
    "<<!channel>>",
    "<!date^1700000000^{date}^https://evil.example|<!channel>>",
    "<https://evil.example|https://veldkamp.example>",
    "<javascript:alert(1)|click>",
    "<mailto:x@evil.example|<!here>>",
    "*_~`" * 40,
    "```" + "`" * 200,
    "> quote\n" * 60,
    "😀" * 3_000,
    "👩‍👩‍👧‍👦" * 500,
    ":" + "tada:" * 900,
    "A" * 3_001,
    "word " * 20_000,
    "x" * 100_000,
    "<" * 5_000,
    "<@" * 4_000,
    "<@U" + "A" * 5_000,
    "&" * 3_000,
    "\n" * 4_000,
    "'; DROP TABLE lessons; --",
    '" OR 1=1 --',
    'NEAR("a" "b", 5) AND * OR NOT ^x {col} : -y',
    '"unclosed',
    "title:* OR learned:*",
    "%s %d %(name)s {0} {name} {{}} $HOME `id`",
    "${jndi:ldap://evil.example/a}",
    "../../../../etc/passwd",
    "<script>alert(1)</script>",
    '{"id": "x", "mode": "edit"}',
    '["lesson-1", null, "edit", []]',
    "[" * 2_000 + "]" * 2_000,
    "NaN",
    "-1",
    "1e999",
    "9" * 400,
    "True",
    "null",
    "2026-13-45",
    "0000-00-00",
    "١٢٣",
    "İıſK" * 20,
    "ﷺ" * 300,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘" * 20,
    "who knows <!channel>?",
    "who knows about " + "🙂" * 700,
    "How do I <!here> move DNS with a low TTL?",
    f"I learned that <@{VICTIM}> lowers the TTL <!channel> two days before",
    "help",
    "ask",
    "forget",
    "share <!channel>",
]
WRONG: list[Any] = [
    None, True, False, 0, -1, 1.5, 2**63, 10**400, [], {}, [[]], [None], [{}], {"": ""},
    {"value": None}, ["<!channel>"], {"id": None}, {"id": ["U0CHLOE"]}, {"text": "<!here>"},
    [{"value": "<!channel>"}],
]  # fmt: skip
# Where words of people stand, and what the bot gave out itself and gets back.
WORDS = ("text", "value", "private_metadata", "selected_date", "selected_conversation", "ts")


def places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value in it."""
    found = [here] if here else []
    if isinstance(value, dict):
        keys: Any = value
    else:
        keys = range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        found += places(value[key], (*here, key))
    return found


@st.composite
def aimed(draw: st.DrawFn, recorded: list[Json]) -> Json:
    """One of these payloads with something nasty where people's words stand."""
    payload = copy.deepcopy(draw(st.sampled_from(recorded)))
    words = [way for way in places(payload) if way[-1] in WORDS]
    ways = [way for way in words if isinstance(_at(payload, way), str)]
    for way in draw(st.lists(st.sampled_from(ways), min_size=1, max_size=3)) if ways else []:
        _at(payload, way[:-1])[way[-1]] = draw(st.sampled_from(NASTY))
    return payload


def _at(payload: Any, way: tuple[Any, ...]) -> Any:
    for key in way:
        payload = payload[key]
    return payload


@st.composite
def bent(draw: st.DrawFn, recorded: list[Json]) -> Json:
    """One of these payloads with one to four things in it changed, left out or made hostile."""
    payload = copy.deepcopy(draw(st.sampled_from(recorded)))
    for _ in range(draw(st.integers(1, 4))):
        ways = places(payload)
        if not ways:
            break
        _bend(draw, payload, draw(st.sampled_from(ways)))
    return payload


def _bend(draw: st.DrawFn, payload: Any, way: tuple[Any, ...]) -> None:
    holder = _at(payload, way[:-1])
    last = way[-1]
    before = holder[last]
    how = draw(st.integers(0, 9))
    if how == 0:
        del holder[last]
    elif how == 1:
        holder[last] = draw(st.sampled_from(WRONG))
    elif how == 2:
        holder[last] = draw(st.text(max_size=40))
    elif how == 3 and isinstance(before, str):
        holder[last] = before + draw(st.sampled_from(NASTY))
    elif how == 4 and isinstance(before, str):
        holder[last] = before[: draw(st.integers(0, len(before)))]
    elif how == 5 and isinstance(holder, list):
        holder.append(copy.deepcopy(before))
    else:
        holder[last] = draw(st.sampled_from(NASTY))


def pings(value: Any, inside: str = "mrkdwn") -> list[str]:
    """Whatever in the arguments of a call would reach people through a text of somebody's.

    Slack reads mentions in a message's `text` and in mrkdwn, never in plain text; in rich text
    they are elements of their own.
    """
    found: list[str] = []
    if isinstance(value, dict):
        kind = value.get("type")
        if kind in ("broadcast", "usergroup") or value.get("user_id") == VICTIM:
            found.append(json.dumps(value)[:200])
        text = value.get("text")
        if isinstance(text, str) and kind in (None, "mrkdwn"):
            found += [text[:200]] if _reaches(text) else []
        found += [one for key, part in value.items() if key != "text" for one in pings(part)]
        if isinstance(text, dict):
            found += pings(text)
    elif isinstance(value, list):
        found += [one for part in value for one in pings(part)]
    return found


_REACHES = re.compile(
    rf"<[^<>]{{0,200}}(?:!channel|!here|!everyone|!subteam|@{VICTIM}|javascript:|evil\.example)"
)


def _reaches(text: str) -> bool:
    return bool(_REACHES.search(text))
