"""What comes from people is shown in a terminal and never obeyed by it."""

import ast
import json
from pathlib import Path

import pytest

from hallway_bot.printing import say

ROOT = Path(__file__).parents[2] / "hallway_bot"


@pytest.mark.parametrize(
    ("acting", "shown"),
    [
        ("\x1b]0;owned\x07", "\\u001b]0;owned\\u0007"),
        ("\x1b[2J", "\\u001b[2J"),
        ("fine\rowned", "fine\\u000downed"),
        ("\x9b31m", "\\u009b31m"),
        ("a\u202eb", "a\\u202eb"),
        ("\x08\x00\x7f", "\\u0008\\u0000\\u007f"),
        ("one\ttwo\r\nthree\n", "one\ttwo\nthree\n"),
        ("Élodie, שלום, 👩\u200d💻", "Élodie, שלום, 👩\u200d💻"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_instead(
    acting: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say(acting)
    say(acting, wrong=True)
    assert capsys.readouterr() == (shown + "\n", shown + "\n")


def test_json_stays_the_same_json(capsys: pytest.CaptureFixture[str]) -> None:
    record = {"text": "".join(map(chr, range(0x100))) + "\u202e\u2066"}
    say(json.dumps(record, ensure_ascii=False))
    out = capsys.readouterr().out
    assert json.loads(out) == record and not any(c in out for c in "\x1b\x9b\u202e")


def test_everything_is_printed_in_that_one_place() -> None:
    prints = {
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("print", "echo")
    }
    assert prints == {"printing.py"}
