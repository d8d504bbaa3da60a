"""What a message says once somebody acted on it."""

from typing import Any

from hallway_bot.slack.views import blocks as b
from hallway_bot.slack.views.settled import offers, settled

ROW = b.actions(b.button("Yes", "yes"), b.button("No", "no"))
READ = b.section("Lower the *TTL*", b.button("Read", "read_lesson"))
LETTER = [
    b.section("Did it hold?"),
    READ,
    b.context("Because you tried it."),
    b.hint("Say so."),
    ROW,
]


def buttons(blocks: list[dict[str, Any]]) -> list[str]:
    return [one["action_id"] for x in blocks if x["type"] == "actions" for one in x["elements"]]


def test_buttons_that_are_done_and_hints_at_them_go_and_everything_else_stays() -> None:
    text, blocks = settled(LETTER, "You said yes.")
    assert blocks[:3] == LETTER[:3] and buttons(blocks) == [] and "Say so." not in str(blocks)
    assert text == "Did it hold?\nYou said yes." and "You said yes." in str(blocks[3])


def test_what_still_makes_sense_stays_below_what_came_of_it() -> None:
    _, blocks = settled(LETTER, "You said yes.", ("no",))
    assert buttons(blocks) == ["no"] and "You said yes." in str(blocks[-2])
    assert offers(LETTER, ("no",)) and not offers(blocks, ("no",)) and offers(blocks)


def test_the_last_outcome_takes_the_place_of_the_one_before() -> None:
    once = settled(LETTER, "Later.", ("yes", "no"))[1]
    text, twice = settled(once, "You said no.")
    assert "Later." not in str(twice) and text == "Did it hold?\nYou said no."
