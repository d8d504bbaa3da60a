"""What people come for, on the real page with the real bot, model, SQLite and Chroma."""

import pytest
from playwright.sync_api import expect

from .conftest import Visit
from .people import ask, ask_until, become, field, say, share

pytestmark = pytest.mark.browser


def test_what_one_person_shares_another_finds(visit: Visit) -> None:
    page = visit("U0DAVID")
    share(
        page,
        "The espresso machine on the second floor tripped the breaker twice a week.",
        "Descale the espresso machine every month; limescale made the boiler short-circuit.",
    )
    become(page, "U0BRAM")
    page.get_by_test_id("app").click()
    page.get_by_test_id("app-tab-messages").click()
    answer = ask_until(page, "Why does the espresso machine trip the breaker?", "Descale")
    expect(answer).to_contain_text("David Okafor")
    answer.get_by_test_id("action-read_lesson").first.click()
    expect(page.get_by_test_id("modal")).to_contain_text("tripped the breaker twice a week")
    page.get_by_test_id("modal-close").click()


def test_who_knows_is_answered_with_people_in_english(visit: Visit) -> None:
    answer = ask(visit("U0ELIF"), "Who knows about postgres locks?")
    expect(answer).to_contain_text("These colleagues have been through something")
    expect(answer).to_contain_text("Chloe Martin")
    expect(answer).to_contain_text("David Okafor")


def test_who_knows_is_answered_with_people_in_dutch(visit: Visit) -> None:
    answer = ask(visit("U0BRAM"), "wie weet iets van aanbesteden?")
    expect(answer).to_contain_text("collega")
    expect(answer).to_contain_text("Elif Kaya")


def test_a_guest_sees_one_friendly_sentence_and_no_lesson(visit: Visit) -> None:
    page = visit("U0GUS", at="home")
    sentence = "As a guest you can't take part"
    expect(page.get_by_test_id("app-home")).to_contain_text(sentence)
    page.get_by_test_id("app-tab-messages").click()
    answer = ask(page, "Should I lower the DNS TTL before we move?")
    expect(answer).to_contain_text(sentence)
    say(page, "/hallway ask dns ttl")
    expect(page.get_by_test_id("ephemeral")).to_have_count(1)
    expect(page.get_by_test_id("app-messages")).not_to_contain_text("Lower the DNS TTL before")


def test_a_private_lesson_is_found_by_its_author_and_by_nobody_else(visit: Visit) -> None:
    secret = "Keep the spare greenhouse key under the blue watering can."
    author = visit("U0ELIF")
    share(author, "I locked myself out of greenhouse nine at night.", secret, "private")
    question = "Where is the spare greenhouse key kept?"
    ask_until(author, question, secret.removesuffix("."))
    other = visit("U0CHLOE")
    answer = ask(other, question)
    expect(answer).not_to_contain_text("watering can")
    expect(other.locator("body")).not_to_contain_text("watering can")


def test_a_mention_in_a_channel_is_answered_in_its_thread(visit: Visit) -> None:
    page = visit("U0DAVID", at="C0GENERAL")
    say(page, "@hallway should I lower the DNS TTL before we move?")
    page.get_by_test_id("replies").last.click()
    expect(page.get_by_test_id("thread")).to_contain_text("Lower the DNS TTL before the move")


def test_saying_helpful_is_thanked_and_counted_on_home(visit: Visit) -> None:
    page = visit("U0ANNA")
    answer = ask(page, "Hoe zit het met de DNS TTL bij een verhuizing?")
    answer.get_by_test_id("feedback-up").first.click()
    expect(page.get_by_test_id("ephemeral").last).to_be_visible()
    page.get_by_test_id("app-tab-home").click()
    expect(page.get_by_test_id("app-home")).to_contain_text("1 keer dat je")


def test_home_shows_an_edited_lesson_in_its_new_words(visit: Visit) -> None:
    page = visit("U0BRAM", at="home")
    home = page.get_by_test_id("app-home")
    home.get_by_test_id("action-edit_lesson").first.click()
    expect(field(page, "learned.0")).not_to_have_value("")
    field(page, "learned.0").fill("Bel altijd eerst de buren voordat je de weg openbreekt.")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("modal")).to_contain_text("gewijzigd")
    page.get_by_test_id("modal-close").click()
    home.get_by_test_id("action-read_lesson").first.click()
    expect(page.get_by_test_id("modal")).to_contain_text("Bel altijd eerst de buren")
    page.get_by_test_id("modal-close").click()


def test_home_deletes_a_lesson_only_after_a_yes(visit: Visit) -> None:
    page = visit("U0ELIF", at="home")
    home = page.get_by_test_id("app-home")
    mine = home.get_by_test_id("action-delete_lesson")
    expect(mine.first).to_be_visible()
    before = mine.count()
    mine.last.click()
    expect(page.get_by_test_id("modal")).to_contain_text("will be gone for everyone, for good")
    page.get_by_test_id("modal-close").click()
    expect(page.get_by_test_id("modal")).to_have_count(0)
    expect(mine).to_have_count(before)
    mine.last.click()
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("modal")).to_contain_text("It is gone")
    page.get_by_test_id("modal-close").click()
    expect(mine).to_have_count(before - 1)
