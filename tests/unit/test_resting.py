"""Rest for everyone is looked back on when an administrator says that something happened."""

from datetime import datetime

import pytest

from hallway_bot.domain.prompts import Season
from hallway_bot.services import resting
from hallway_bot.services.prompt_library import load
from hallway_bot.services.reflect import Reflect
from hallway_bot.settings import SHIPPED_PROMPTS

from ..office import ANNA, DAY, HOUR, TUESDAY, Office

LIBRARY = load(SHIPPED_PROMPTS)
SEASONS = {prompt.id: prompt.season for prompt in LIBRARY["en"]}
UNTIL = TUESDAY + 5 * DAY


def rest(office: Office, until: datetime = UNTIL, *, incident: bool) -> None:
    resting.given(office.store, office.workspace, office.at, until, incident=incident)


def end(office: Office, at: datetime) -> None:
    office.at = at
    resting.ended(office.store, office.workspace, at)


def looks_back(office: Office, at: datetime) -> bool:
    return resting.is_after_incident(office.store, office.workspace, at)


@pytest.mark.parametrize("incident", [True, False])
def test_after_an_incident_and_only_then_a_prompt_looks_back_on_it(
    office: Office, incident: bool
) -> None:
    office.takes_part()
    reflect = Reflect(office.store, office.planning, office.outbox, LIBRARY, office.now)
    rest(office, TUESDAY + DAY, incident=incident)
    office.at = datetime(2026, 11, 26, 14, 30, tzinfo=TUESDAY.tzinfo)
    office.planning.catch_up()
    office.sending.catch_up()
    asked = reflect.asked(office.workspace, ANNA, "en", office.post.sent[-1])
    assert asked is not None
    assert SEASONS[asked.id] is (Season.AFTER_INCIDENT if incident else Season.ANY)


def test_it_begins_when_the_rest_is_over_and_lasts_two_weeks(office: Office) -> None:
    rest(office, incident=True)
    assert not looks_back(office, UNTIL - HOUR)
    assert looks_back(office, UNTIL) and looks_back(office, UNTIL + 14 * DAY - HOUR)
    assert not looks_back(office, UNTIL + 14 * DAY)


def test_rest_ended_by_hand_within_a_day_is_not_looked_back_on(office: Office) -> None:
    rest(office, incident=True)
    end(office, TUESDAY + 23 * HOUR)
    assert not looks_back(office, TUESDAY + DAY) and not looks_back(office, UNTIL)


def test_rest_ended_by_hand_later_is_looked_back_on_from_then(office: Office) -> None:
    rest(office, incident=True)
    end(office, TUESDAY + DAY)
    assert looks_back(office, TUESDAY + DAY) and not looks_back(office, TUESDAY + 15 * DAY)


def test_ending_what_was_over_already_does_not_begin_it_again(office: Office) -> None:
    rest(office, incident=True)
    end(office, UNTIL + 10 * DAY)
    assert not looks_back(office, UNTIL + 14 * DAY)


def test_other_rest_replaces_what_still_goes_on_and_leaves_what_is_over(office: Office) -> None:
    rest(office, incident=True)
    rest(office, incident=False)
    assert not looks_back(office, UNTIL)
    rest(office, incident=True)
    office.at = UNTIL + DAY
    rest(office, UNTIL + 3 * DAY, incident=False)
    assert looks_back(office, UNTIL + 3 * DAY)


def test_rest_without_an_incident_that_is_ended_is_not_looked_back_on(office: Office) -> None:
    rest(office, incident=False)
    end(office, TUESDAY + 3 * DAY)
    assert not looks_back(office, TUESDAY + 3 * DAY)
