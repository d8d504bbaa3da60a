"""Each way out of a prompt is one click, and silence is a valid answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.reflecting import Taking
from hallway_bot.domain.rhythm import Frequency

from ..fakes_people import FIRST
from .acting import Json, click, home, open_modal, quiet, said, texts
from .conftest import MovableClock
from .looking_back import DAY, Moving, click_value, joined, mine, prompted, soon, work


@pytest.mark.parametrize(
    ("action", "outcome", "days"),
    [("skip_prompt", "Skipped", 7), ("snooze_prompt", "Your next question comes on", 7)],
)
def test_skipping_and_snoozing_are_one_click_and_the_next_comes_in_a_week(
    moving: Moving, clock: MovableClock, action: str, outcome: str, days: int
) -> None:
    david, prompt = prompted(moving, clock, "U0DAVID")
    click(david, prompt, action)
    quiet(moving[0])
    shown = next(one for one in said(david, david.im) if one["ts"] == prompt["ts"])
    assert outcome in texts(shown) and "answer_prompt" not in str(shown)
    due = mine(moving, david).next
    assert due is not None and timedelta(0) < due.at - clock() <= days * DAY


def test_a_pause_lasts_until_the_chosen_day(moving: Moving, clock: MovableClock) -> None:
    david, prompt = prompted(moving, clock, "U0DAVID")
    until = (clock() + 30 * DAY).date()
    click_value(david, prompt, "pause_prompt", until.isoformat())
    quiet(moving[0])
    due = mine(moving, david).next
    assert due is not None and due.at.date() >= until
    assert "Paused" in texts(home(moving[0], david))


def test_a_day_that_has_passed_is_no_pause(moving: Moving, clock: MovableClock) -> None:
    david, prompt = prompted(moving, clock, "U0DAVID")
    yesterday = (clock() - DAY).date().isoformat()
    click_value(david, prompt, "pause_prompt", yesterday)
    quiet(moving[0])
    assert "Choose a day that is still to come" in texts(said(david, david.im))


def test_stopping_is_one_click_and_nothing_comes_any_more(
    moving: Moving, clock: MovableClock
) -> None:
    elif_, prompt = prompted(moving, clock, "U0ELIF")
    click(elif_, prompt, "stop_prompts")
    quiet(moving[0])
    before = len(said(elif_, elif_.im))
    clock.to(clock() + 9 * DAY)
    work(moving)
    assert len(said(elif_, elif_.im)) == before
    assert mine(moving, elif_).state is Taking.OFF


def test_after_three_silent_weeks_it_pauses_itself_and_offers_three_ways(
    moving: Moving, clock: MovableClock
) -> None:
    anna, _ = prompted(moving, clock, "U0ANNA")
    last: Json = {}
    for _ in range(6):  # while other tests moved the clock some came as well
        if (due := mine(moving, anna).next) is None:
            break
        clock.to(due.at)
        last = soon(moving, anna, lambda: None)
    assert "drie keer" in texts(last)
    assert mine(moving, anna).state is Taking.QUIET
    click(anna, last, "fewer_prompts")
    quiet(moving[0])
    one = mine(moving, anna)
    assert (one.state, one.rhythm.frequency) == (Taking.ON, Frequency.FORTNIGHTLY)


def test_home_shows_what_was_sent_and_why_and_the_limit_is_the_persons(
    moving: Moving, clock: MovableClock
) -> None:
    david, _ = prompted(moving, clock, "U0DAVID")
    page = home(moving[0], david)
    assert "your question to look back on" in texts(page)
    view = open_modal(moving[0], david, lambda: click(david, page, "settings"))
    assert david.submit(view["id"], {"attention": {"attention": "9"}}).ok
    quiet(moving[0])
    david.close((david.view() or {})["id"])
    page = home(moving[0], david)
    again = open_modal(moving[0], david, lambda: click(david, page, "settings"))
    kept = again["state"]["values"]["attention"]["attention"]["selected_option"]["value"]
    assert kept == "9"
    david.close(again["id"])
    wishes = moving[1].desk.store.wishes(moving[1].desk.workspace(None), david.id)
    assert wishes.attention_limit == 9


def test_a_prompt_of_somebody_else_opens_for_nobody(moving: Moving, clock: MovableClock) -> None:
    david, prompt = prompted(moving, clock, "U0DAVID")
    bot = moving[1]
    workspace = bot.desk.workspace(None)
    delivery = bot.desk.store.delivery_at(workspace, david.im, prompt["ts"])
    assert delivery is not None and delivery.kind is Kind.PROMPT
    stolen = replace(delivery, user_id="U0CHLOE")
    with pytest.raises(Exception, match="somebody else's"):
        visitor = bot.desk.visitor(workspace, "U0DAVID")
        asked = bot.desk.reflect.asked(workspace, visitor.person, "en", delivery)
        assert asked is not None
        bot.desk.notes.begin(workspace, visitor.person, stolen, asked, "?")


def test_a_person_who_moves_is_asked_at_their_new_clock(
    moving: Moving, clock: MovableClock
) -> None:
    playground, bot = moving
    david = joined(moving, "U0DAVID")
    before = mine(moving, david).next
    playground.workspace.change_member("U0DAVID", tz="America/New_York")
    bot.desk.directory.forget(FIRST, "U0DAVID")
    visitor = bot.desk.visitor(bot.desk.workspace(None), "U0DAVID")
    bot.desk.reflect.moved(visitor.workspace, visitor.person)
    after_ = mine(moving, david).next
    playground.workspace.change_member("U0DAVID", tz="Europe/Amsterdam")
    bot.desk.directory.forget(FIRST, "U0DAVID")
    assert before is not None and after_ is not None
    assert after_.at.astimezone(UTC) != before.at and isinstance(after_.at, datetime)
    assert (after_.at - before.at) in (timedelta(hours=5), timedelta(hours=6))
