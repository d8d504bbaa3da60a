"""The only place that prints: what a lesson, a name or a file holds is shown, never obeyed."""

import re
import sys

# C0 and C1 without tab and line feed, and what turns the direction of writing.
_ACTING = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]")


def say(text: str, *, wrong: bool = False) -> None:
    """Print a line, on stderr if `wrong`. What a terminal would obey is printed as JSON
    escapes it, so JSON stays the same JSON."""
    shown = _ACTING.sub(lambda m: f"\\u{ord(m[0]):04x}", text.replace("\r\n", "\n"))
    print(shown, file=sys.stderr if wrong else sys.stdout, flush=True)
