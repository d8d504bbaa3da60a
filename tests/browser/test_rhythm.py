"""What Hallway does by itself, on the real page, with its clock moved on."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Visit
from .people import answers, ask, become, field, say, share, time_passes

pytestmark = pytest.mark.browser


def told(page: Page, words: str) -> Locator:
    """The last message of Hallway's in the open conversation that holds these words."""
    message = answers(page).filter(has_text=words).last
    expect(message).to_be_visible()
    return message


def press(inside: Locator, action: str) -> None:
    """Press a button of the app's."""
    inside.get_by_test_id(f"action-{action}").first.click()


def go_on(page: Page, block: str, text: str) -> None:
    """Answer the question that the form asks now, and go to the next."""
    field(page, block).first.fill(text)
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("modal").get_by_test_id(f"block-{block}")).to_have_count(0)


def test_who_opts_in_is_asked_answers_and_meets_the_intention_again(visit: Visit) -> None:
    page = visit("U0DAVID")
    say(page, "help")
    press(told(page, "I ask this only once"), "join")
    told(page, "Your first question comes on Thursday")
    time_passes(page, "thursday")
    prompt = answers(page).filter(has=page.get_by_test_id("action-answer_prompt")).last
    press(prompt, "answer_prompt")
    go_on(page, "happened", "The irrigation pump froze in the first night of frost.")
    go_on(page, "learned", "Drain the irrigation pump before the first frost.")
    go_on(page, "useful_when", "You look after outdoor pumps.")
    go_on(page, "intention", "put the draining in the calendar")
    page.get_by_test_id("option-everyone").click()
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("modal")).to_contain_text("Your lesson is in")
    page.get_by_test_id("modal-close").click()
    for _ in range(3):
        before = answers(page).count()
        time_passes(page, "week")
        expect(answers(page)).to_have_count(before + 1)
    back = told(page, "How did it go?")
    expect(back).to_contain_text("put the draining in the calendar")
    back.get_by_test_id("action-pause_prompt").locator("input").fill("2030-03-04")
    expect(back.get_by_test_id("action-pause_prompt")).to_have_count(0)
    told(page, "Enjoy the quiet")


def test_a_question_stays_open_until_a_colleague_shares_the_answer(visit: Visit) -> None:
    page = visit("U0ELIF")
    question = "How do I stop the label printer from smearing?"
    press(ask(page, question), "keep_question")
    expect(page.get_by_test_id("modal")).to_contain_text("Under my name")
    page.get_by_test_id("option-unnamed").click()
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("modal")).not_to_contain_text("Under my name")
    page.get_by_test_id("modal-close").click()
    become(page, "U0CHLOE")
    share(
        page,
        "Every label came out of the label printer smeared.",
        "Clean the label printer's roller with alcohol; the smearing stops at once.",
    )
    become(page, "U0ELIF")
    match = told(page, "label printer from smearing")
    expect(match).to_contain_text("Clean the label printer's roller")
    press(match, "match_yes")
    told(page, "I've closed your question")
    page.get_by_test_id("app-tab-home").click()
    expect(page.get_by_test_id("action-open_share")).to_be_visible()
    expect(page.get_by_test_id("app-home")).not_to_contain_text(question)


def test_what_was_typed_last_is_kept_when_the_form_is_closed_at_once(visit: Visit) -> None:
    page = visit("U0CHLOE")
    say(page, "help")
    press(told(page, "I ask this only once"), "join")
    told(page, "Your first question comes on Thursday")
    time_passes(page, "thursday")
    press(
        answers(page).filter(has=page.get_by_test_id("action-answer_prompt")).last, "answer_prompt"
    )
    field(page, "happened").press_sequentially("The cat sat on the deploy button.")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("modal")).to_have_count(0)
    page.get_by_test_id("app-tab-home").click()
    expect(page.get_by_test_id("app-home")).to_contain_text("The cat sat on the deploy button.")


def test_two_people_meet_once_the_author_said_yes(visit: Visit) -> None:
    page = visit("U0ELIF")
    # Introductions come at working hours, and where a week has room for them: the author was
    # invited, asked and thanked in the last one.
    time_passes(page, "thursday")
    time_passes(page, "day")
    press(ask(page, "Should I lower the DNS TTL before we move?"), "talk")
    told(page, "I'm asking the author, privately")
    become(page, "U0CHLOE")
    press(told(page, "would like to talk about it"), "talk_yes")
    told(page, "I'm opening a conversation with Elif Kaya")
    group = page.locator("[data-testid^=mpim-]")
    expect(group).to_contain_text("Elif")
    become(page, "U0BRAM")
    expect(group).to_have_count(0)
    become(page, "U0ELIF")
    group.click()
    hello = told(page, "Good to have you both here")
    expect(hello).to_contain_text("Should I lower the DNS TTL before we move?")
    expect(hello).to_contain_text("Fifteen minutes is enough")
    say(page, "Tomorrow at ten?")
    become(page, "U0CHLOE")
    expect(page.get_by_test_id("messages").first).to_contain_text("Tomorrow at ten?")
    page.get_by_test_id("app").click()
    page.get_by_test_id("app-tab-messages").click()
    time_passes(page, "week")
    time_passes(page, "week")  # until there is room for it
    press(told(page, "Did you and Elif Kaya get to talk?"), "talked_yes")
    told(page, "What do you understand now")


def test_a_lesson_is_tried_and_its_author_hears_how_it_went(visit: Visit) -> None:
    page = visit("U0DAVID")
    answer = ask(page, "Should I lower the DNS TTL before we move?")
    press(answer, "try_lesson")
    expect(page.get_by_test_id("modal")).to_contain_text("In two weeks")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("modal")).to_contain_text("I'll ask you on")
    page.get_by_test_id("modal-close").click()
    time_passes(page, "week")
    time_passes(page, "week")
    time_passes(page, "thursday")
    press(told(page, "Did it hold?"), "trial_held")
    field(page, "told").fill("Here the old TTL was two days, so we waited for three.")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("modal")).to_contain_text("Thank you")
    page.get_by_test_id("modal-close").click()
    become(page, "U0CHLOE")
    heard = told(page, "Lower the DNS TTL")
    expect(heard).to_contain_text("held")
    expect(heard).not_to_contain_text("David")


def pass_to_monday(page: Page) -> None:
    """Let days pass until a Monday after ten in Amsterdam has begun, less than a day ago."""
    shown = page.get_by_test_id("clock-now").get_attribute("datetime") or ""
    now = datetime.fromisoformat(shown).astimezone(ZoneInfo("Europe/Amsterdam"))
    days = 7 - now.weekday() + (now.hour < 10)
    for day in range(1, days + 1):
        time_passes(page, "day")
        date = (now + timedelta(day)).date().isoformat()
        expect(page.get_by_test_id("clock-now")).to_have_attribute("datetime", re.compile(date))


def test_a_channel_that_an_admin_chose_is_told_of_the_week(visit: Visit) -> None:
    page = visit("U0CHLOE")
    share(
        page,
        "Our release notes were read by nobody.",
        "Write release notes as three questions that a customer asks.",
    )
    become(page, "U0ANNA")
    page.get_by_test_id("app").click()
    press(page.get_by_test_id("app-home"), "arrange")
    page.get_by_test_id("block-digest").locator("select").select_option("C0PROJECTS")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("modal")).to_contain_text("Het is geregeld")
    page.get_by_test_id("modal-close").click()
    pass_to_monday(page)
    page.get_by_test_id("room-C0PROJECTS").click()
    digest = told(page, "The past week in the hallway")
    expect(digest).to_contain_text("Write release notes as three questions")
    expect(digest).to_contain_text("Chloe Martin")
    press(digest, "read_lesson")
    expect(page.get_by_test_id("modal")).to_be_visible()
