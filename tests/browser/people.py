"""What people do on the page, in the words of the page."""

import re

from playwright.sync_api import Locator, Page, expect


def say(page: Page, text: str) -> None:
    """Type it and send it."""
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("send").click()


def answers(page: Page) -> Locator:
    """What Hallway said in the open conversation."""
    return page.get_by_test_id("messages").first.locator('[data-user="U0HALLWAY"]')


def ask(page: Page, text: str) -> Locator:
    """Ask in a conversation and wait for the next answer."""
    expect(page.locator("[data-testid=messages][aria-busy]")).to_have_count(0)
    # Whoever uses it for the first time is also invited to look back, at about the same moment.
    uninvited = answers(page).filter(has_not=page.get_by_test_id("action-join"))
    before = uninvited.count()
    say(page, text)
    expect(uninvited).to_have_count(before + 1)
    return uninvited.last


def ask_until(page: Page, text: str, wanted: str) -> Locator:
    """Ask until the answer holds `wanted`: the index follows a new lesson within seconds."""
    for _ in range(5):
        answer = ask(page, text)
        if wanted in answer.inner_text():
            break
        page.wait_for_timeout(1_000)
    expect(answer).to_contain_text(wanted)
    return answer


def field(page: Page, block: str) -> Locator:
    """The control of an input block in the modal."""
    return page.get_by_test_id("modal").get_by_test_id(f"block-{block}").locator("textarea, input")


def share(page: Page, happened: str, learned: str, audience: str = "everyone") -> None:
    """Share a lesson through the shortcut's modal, to the end."""
    page.get_by_test_id("shortcuts").click()
    page.get_by_test_id("shortcut-share_lesson").click()
    field(page, "happened.0").fill(happened)
    field(page, "learned.0").fill(learned)
    page.get_by_test_id(f"option-{audience}").click()
    page.get_by_test_id("modal-submit").click()
    done = page.get_by_test_id("modal")
    expect(done).to_contain_text(re.compile("Your lesson is in|Je les staat erin|Je les is"))
    page.get_by_test_id("modal-close").click()
    expect(page.get_by_test_id("modal")).to_have_count(0)


def become(page: Page, person: str) -> None:
    """Be somebody else, on the same page."""
    page.get_by_test_id(f"person-{person}").click()
    expect(page.get_by_test_id(f"person-{person}")).to_have_attribute("aria-current", "true")


def time_passes(page: Page, step: str) -> None:
    """Let time pass, until it has."""
    page.get_by_test_id(f"clock-{step}").click()
    expect(page.get_by_test_id("clock-note")).to_be_hidden()
