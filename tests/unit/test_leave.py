"""Back from leave: the first prompt after a real one is about it, and never more than that one."""

from dataclasses import replace

import pytest

from hallway_bot.domain.prompts import Season
from hallway_bot.domain.reflecting import Fits
from hallway_bot.domain.rhythm import Rhythm
from hallway_bot.services.planning import leave_key
from hallway_bot.services.prompt_library import load
from hallway_bot.services.reflect import Reflect
from hallway_bot.settings import SHIPPED_PROMPTS

from ..office import ANNA, DAY, HOUR, Office

LIBRARY = load(SHIPPED_PROMPTS)
SEASONS = {prompt.id: prompt.season for prompt in LIBRARY["en"]}
AWAY = replace(ANNA, is_out=True)


@pytest.fixture
def reflect(office: Office) -> Reflect:
    office.takes_part()
    return Reflect(office.store, office.planning, office.outbox, LIBRARY, office.now)


def seasons(office: Office, reflect: Reflect, days: int) -> list[Season]:
    """Of the prompts that came in so many days, hour by hour."""
    before, found = len(office.post.sent), []
    for _ in range(24 * days):
        office.at += HOUR
        office.planning.catch_up()
        office.sending.catch_up()
        while len(office.post.sent) > before + len(found):
            sent = office.post.sent[before + len(found)]
            asked = reflect.asked(office.workspace, ANNA, "en", sent)
            assert asked is not None
            found.append(SEASONS[asked.id])
            office.store.answer_delivery(office.workspace, sent.id, office.at)
    return found


def away(office: Office, days: int) -> None:
    office.people.people[ANNA.id] = AWAY
    for _ in range(24 * days):
        office.at += HOUR
        office.planning.catch_up()
        assert office.sending.catch_up() == 0
    office.people.people[ANNA.id] = ANNA


def test_a_pause_that_somebody_chose_is_no_leave(office: Office, reflect: Reflect) -> None:
    reflect.pause(office.workspace, ANNA, (office.at + 21 * DAY).date())
    found = seasons(office, reflect, 40)
    assert len(found) >= 3 and Season.AFTER_LEAVE not in found


@pytest.mark.parametrize("days", [7, 15])
def test_after_a_leave_that_kept_a_prompt_waiting_the_first_one_is_about_it(
    office: Office, reflect: Reflect, days: int
) -> None:
    away(office, days)
    found = seasons(office, reflect, 28)
    assert found[0] is Season.AFTER_LEAVE and len(found) >= 4
    assert Season.AFTER_LEAVE not in found[1:]


def test_a_day_off_is_no_leave(office: Office, reflect: Reflect) -> None:
    away(office, 3)  # until Friday
    found = seasons(office, reflect, 14)
    assert len(found) >= 2 and Season.AFTER_LEAVE not in found


def test_who_says_that_they_are_back_gets_one_about_it(office: Office, reflect: Reflect) -> None:
    reflect.take_part(office.workspace, ANNA, Rhythm(), Fits.AFTER_LEAVE)
    found = seasons(office, reflect, 28)
    assert found[0] is Season.AFTER_LEAVE and len(found) >= 3
    assert Season.AFTER_LEAVE not in found[1:]
    one = office.store.reflecting(office.workspace, ANNA.id)
    assert one is not None and one.fits is Fits.NOTHING


def test_what_was_noted_of_somebody_away_goes_when_they_stop(
    office: Office, reflect: Reflect
) -> None:
    away(office, 4)
    reflect.stop(office.workspace, ANNA)
    assert not office.store.claims_before(office.workspace, leave_key(ANNA.id), office.at)
