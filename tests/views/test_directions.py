"""No hidden turn of direction reaches Slack; Arabic and Hebrew read as ever."""

import pytest

from hallway_bot.slack.views import blocks as b

TURNS = [chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
ARABIC, HEBREW = "تعلمت أن أسأل أولاً.", "למדתי לשאול קודם."


@pytest.mark.parametrize("turn", TURNS, ids=lambda c: f"{ord(c):04x}")
def test_a_turn_of_direction_reaches_no_text_name_or_button(turn: str) -> None:
    text = f"Anna {turn}gnp.exe"
    shown = [
        b.said(text, 100),
        b.plain(text)["text"],
        b.option(text, "x")["text"]["text"],
        *(block["text"]["text"] for block in b.paragraphs(text)),
    ]
    assert shown == ["Anna gnp.exe"] * 4


@pytest.mark.parametrize("text", [ARABIC, HEBREW, f"{HEBREW}\u200f!", f"API \u200e({ARABIC})"])
def test_arabic_and_hebrew_stay_as_they_were_written(text: str) -> None:
    assert b.said(text, 200) == text and b.plain(text)["text"] == text


def test_marks_of_direction_go_where_no_letter_needs_them() -> None:
    assert b.said("1\u200f2\u200e3", 100) == "123"


def test_what_is_left_away_leaves_all_that_is_said() -> None:
    joined = "👩\u200d💻 नमस्\u200dते"  # joiners turn nothing
    assert b.said(joined, 100) == joined
