"""What is sent unasked waits for hours, days and weeks that suit the person."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import DeliveryState
from hallway_bot.domain.reflecting import Pause, Wishes

from ..office import ANNA, HOUR, Office


def test_thanks_wait_for_working_hours_and_a_prompt_does_not(office: Office) -> None:
    office.at = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)  # Friday evening
    office.add(Kind.THANKS)
    office.add(Kind.PROMPT)
    assert office.sending.catch_up() == 1
    office.at = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)  # Monday, nine o'clock in Amsterdam
    assert office.sending.catch_up() == 1
    assert office.sent_keys() == ["prompt", "thanks"]


@pytest.mark.parametrize("how", ["status", "do not disturb"])
def test_who_is_away_gets_it_on_the_next_workday(office: Office, how: str) -> None:
    if how == "status":
        office.people.people[ANNA.id] = replace(ANNA, is_out=True)
    else:
        office.people.snoozing.add(ANNA.id)
    office.at = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
    office.add(Kind.PROMPT)
    assert office.sending.catch_up() == 0
    office.people.people[ANNA.id] = ANNA
    office.people.snoozing.clear()
    assert office.sending.catch_up() == 0
    office.at = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
    assert office.sending.catch_up() == 1


@pytest.mark.parametrize(("scope", "sent"), [("", 0), ("C1", 0), ("C2", 1)])
def test_a_pause_is_for_everyone_or_for_a_channels_people(
    office: Office, scope: str, sent: int
) -> None:
    office.store.pause(office.workspace, Pause(scope, office.at + 2 * HOUR, "UADMIN"))
    office.add(Kind.THANKS)
    assert office.sending.catch_up() == sent
    office.at += 2 * HOUR
    assert office.sending.catch_up() == 1 - sent


def test_while_slack_is_away_nothing_is_lost(office: Office) -> None:
    del office.people.people[ANNA.id]  # the directory says Unavailable
    made = office.add(Kind.THANKS)
    assert office.sending.catch_up() == 0
    assert office.state(made) is DeliveryState.WAITING
    office.people.people[ANNA.id] = ANNA
    office.at += HOUR
    assert office.sending.catch_up() == 1


@pytest.mark.parametrize("reason", ["rest", "leave", "a full week"])
def test_a_prompt_that_had_to_wait_comes_at_the_persons_own_time(
    office: Office, reason: str
) -> None:
    if reason == "a full week":
        office.store.set_wishes(office.workspace, ANNA.id, Wishes(attention_limit=1))
        office.at = datetime(2026, 11, 20, 10, 37, tzinfo=UTC)
        office.add(Kind.INTRODUCTION)
        assert office.sending.catch_up() == 1
    office.takes_part()
    office.at = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)  # Thursday, as they chose
    if reason == "rest":
        until = datetime(2026, 11, 26, 23, 0, tzinfo=UTC)  # midnight in Amsterdam
        office.store.pause(office.workspace, Pause("", until, "UADMIN"))
    if reason == "leave":
        office.people.people[ANNA.id] = replace(ANNA, is_out=True)
    office.planning.catch_up()
    assert office.sending.catch_up() == 0
    office.people.people[ANNA.id] = ANNA
    while not office.sending.catch_up():
        office.at += HOUR / 2
    assert office.at == datetime(2026, 11, 27, 14, 30, tzinfo=UTC)


def test_an_invitation_that_had_to_wait_comes_within_working_hours(office: Office) -> None:
    until = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)  # midnight in Amsterdam
    office.store.pause(office.workspace, Pause("", until, "UADMIN"))
    office.add(Kind.INVITATION)
    while not office.sending.catch_up():
        office.at += HOUR / 2
    assert office.at == datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
