"""The page itself: with the keyboard alone, on a telephone, and without reloading."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Visit
from .people import answers, ask, field, say, share

pytestmark = pytest.mark.browser

TELEPHONE = {"width": 390, "height": 780}


def tab_to(page: Page, testid: str) -> None:
    """Press Tab until the element with this id, or one within it, has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(
            "id => !!document.activeElement?.closest(`[data-testid='${id}']`)", testid
        ):
            return
    pytest.fail(f"Tab never reached {testid}.")


def fits(page: Page) -> bool:
    """Whether nothing makes the page scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_lesson_is_shared_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit("U0CHLOE")
    expect(page.get_by_test_id("composer")).to_be_focused()
    page.keyboard.type("/hallway share ")
    page.keyboard.press("Enter")
    expect(field(page, "happened.0")).to_be_focused()
    page.keyboard.type("The drone battery swelled in the van.")
    tab_to(page, "block-learned.0")
    page.keyboard.type("Store drone batteries half full and out of the sun.")
    tab_to(page, "modal-submit")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("modal")).to_contain_text("Your lesson is in")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("modal")).to_have_count(0)
    expect(page.get_by_test_id("composer")).to_be_focused()


def test_escape_closes_a_modal_and_shares_nothing(visit: Visit) -> None:
    page = visit("U0DAVID", at="home")
    shared = page.get_by_test_id("app-home").get_by_test_id("action-delete_lesson")
    expect(shared.first).to_be_visible()
    before = shared.count()
    tab_to(page, "action-open_share")
    page.keyboard.press("Enter")
    expect(field(page, "happened.0")).to_be_focused()
    page.keyboard.type("Never mind.")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("modal")).to_have_count(0)
    expect(shared).to_have_count(before)


def test_a_missing_field_is_named_at_the_field(visit: Visit) -> None:
    page = visit("U0DAVID")
    page.get_by_test_id("shortcuts").click()
    page.get_by_test_id("shortcut-share_lesson").click()
    field(page, "happened.0").fill("Only half of the story.")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("error-learned.0")).to_be_visible()
    expect(field(page, "learned.0")).to_be_focused()
    expect(field(page, "happened.0")).to_have_value("Only half of the story.")
    page.get_by_test_id("modal-close").click()


def test_a_question_and_its_answer_fit_a_telephone(visit: Visit) -> None:
    page = visit("U0CHLOE", **TELEPHONE)
    expect(page.get_by_test_id("composer")).to_be_in_viewport()
    answer = ask(page, "Should I lower the DNS TTL before we move?")
    expect(answer).to_contain_text("Lower the DNS TTL before the move")
    assert fits(page)
    expect(page.get_by_test_id("composer")).to_be_in_viewport()


def test_every_place_of_the_page_fits_a_telephone(visit: Visit) -> None:
    page = visit("U0DAVID", at="home", **TELEPHONE)
    expect(page.get_by_test_id("action-open_share")).to_be_visible()
    assert fits(page)
    page.get_by_test_id("action-open_share").click()
    expect(page.get_by_test_id("modal-submit")).to_be_in_viewport()
    assert fits(page)
    page.get_by_test_id("modal-close").click()
    page.get_by_test_id("menu").click()
    expect(page.get_by_test_id("room-C0GENERAL")).to_be_in_viewport()
    page.get_by_test_id("room-C0GENERAL").click()
    say(page, "@hallway who knows about incidents?")
    page.get_by_test_id("replies").last.click()
    expect(page.get_by_test_id("thread")).to_contain_text("Hallway")
    expect(page.get_by_test_id("thread-composer")).to_be_in_viewport()
    assert fits(page)


def test_what_one_person_says_appears_by_itself_for_another(visit: Visit) -> None:
    watching = visit("U0ELIF", at="C0PROJECTS")
    expect(watching.get_by_test_id("composer")).to_be_visible()
    speaking = visit("U0CHLOE", at="C0PROJECTS")
    say(speaking, "@hallway who knows about postgres?")
    expect(watching.get_by_test_id("message").last).to_contain_text("who knows about postgres?")
    expect(watching.get_by_test_id("replies").last).to_contain_text(re.compile("1 reply"))
    watching.get_by_test_id("replies").last.click()
    expect(watching.get_by_test_id("thread")).to_contain_text("Chloe Martin")


def test_home_counts_a_new_lesson_by_itself(visit: Visit) -> None:
    watching = visit("U0ANNA", at="home")
    home = watching.get_by_test_id("app-home")
    expect(home).to_contain_text(re.compile(r"\d+ lessen"))
    before = re.findall(r"(\d+) lessen", home.inner_text())[0]
    share(visit("U0ANNA"), "De heftruck stond stil.", "Laad de heftruck elke vrijdag op.")
    expect(home).to_contain_text(f"{int(before) + 1} lessen")


def test_suggested_prompts_are_asked_with_one_click(visit: Visit) -> None:
    page = visit("U0CHLOE")
    page.get_by_test_id("prompt-2").click()
    expect(answers(page).last).to_contain_text("colleague")
