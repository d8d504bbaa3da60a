"""Time on the page: it is moved on, for everybody, with the keyboard too; and being away."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import Visit
from .people import answers, say, time_passes

pytestmark = pytest.mark.browser


def test_a_moved_clock_shows_on_every_page_and_yesterday_is_said(visit: Visit) -> None:
    page, other = visit("U0CHLOE", at="C0RANDOM"), visit("U0ANNA", at="home")
    say(page, "The kettle boils at half past three.")
    day = page.get_by_test_id("messages").locator(".day").last
    expect(day).to_have_text("Today")
    before = other.get_by_test_id("clock-now").get_attribute("datetime") or ""
    page.get_by_test_id("clock-day").focus()
    page.keyboard.press("Enter")
    expect(day).to_have_text("Yesterday")
    expect(page.get_by_test_id("clock-day")).to_be_focused()
    expect(other.get_by_test_id("clock-now")).not_to_have_attribute("datetime", before)
    page.get_by_test_id("clock-thursday").click()
    expect(page.get_by_test_id("clock-now")).to_have_text(re.compile(r"^Thursday.*15:30"))
    expect(other.get_by_test_id("clock-now")).to_have_text(re.compile(r"^donderdag.*16:30"))


def test_one_says_that_one_is_away_and_is_back(visit: Visit) -> None:
    page = visit("U0ELIF")
    status = page.get_by_test_id("my-status")
    page.get_by_test_id("me").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(status).to_contain_text("On holiday")
    expect(page.get_by_test_id("me")).to_be_focused()
    page.get_by_test_id("me").click()
    page.get_by_test_id("status-quiet").click()
    expect(status).to_contain_text("Do not disturb")
    page.get_by_test_id("me").click()
    page.get_by_test_id("status-working").click()
    expect(status).to_have_text("Procurement & finance")


def test_what_would_have_come_in_a_week_that_passes_comes(visit: Visit) -> None:
    page = visit("U0BRAM")
    say(page, "hulp")
    answers(page).get_by_test_id("action-join").click()
    page.get_by_test_id("clock-thursday").click()
    prompts = answers(page).filter(has=page.get_by_test_id("action-answer_prompt"))
    expect(prompts).to_have_count(1)
    for _ in range(6):
        time_passes(page, "day")
    page.get_by_test_id("me").click()
    page.get_by_test_id("status-quiet").click()  # for a day: Thursday's question waits for Friday
    expect(page.get_by_test_id("my-status")).to_contain_text("Niet storen")
    page.get_by_test_id("clock-week").click()
    expect(page.get_by_test_id("clock-note")).to_contain_text("De tijd gaat voorbij")
    expect(page.get_by_test_id("clock-note")).to_be_hidden()
    expect(prompts).to_have_count(2)


def test_the_page_speaks_dutch_around_a_dutch_conversation(visit: Visit) -> None:
    page = visit("U0ANNA")
    page.get_by_test_id("shortcuts").click()
    page.get_by_test_id("shortcut-share_lesson").click()
    form = page.get_by_test_id("modal")
    expect(form).to_contain_text("(mag leeg blijven)")
    page.get_by_test_id("modal-submit").click()
    expect(form).to_contain_text("Vul dit veld nog in.")
    for english in ("(optional)", "Choose an option", "Please complete"):
        expect(form).not_to_contain_text(english)
    expect(page.get_by_test_id("composer")).to_have_attribute("placeholder", "Bericht aan Hallway")
