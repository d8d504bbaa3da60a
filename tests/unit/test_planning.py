"""Whose prompt is due is written down once a person and period."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hallway_bot.domain.errors import Unavailable
from hallway_bot.domain.person import Person
from hallway_bot.domain.reflecting import SILENT_PROMPTS, Pause, Reflecting, Taking
from hallway_bot.domain.rhythm import Due, Rhythm

from ..fakes_people import FIRST
from ..office import ANNA, DAY, TUESDAY, Office


def test_a_prompt_is_written_once_a_period_and_the_next_is_planned(office: Office) -> None:
    office.takes_part()
    assert office.planning.catch_up() == 0
    office.at = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: office.planning.catch_up(), range(4))) == 1
    one = office.store.reflecting(office.workspace, ANNA.id)
    assert one is not None and one.next is not None
    assert one.next == Due(datetime(2026, 12, 3, 14, 30, tzinfo=UTC), "2026-W49")
    assert one.done_period == "2026-W48"


def test_a_person_who_moved_is_asked_at_their_new_clock(office: Office) -> None:
    office.takes_part()
    office.people.people[ANNA.id] = replace(ANNA, tz="America/New_York")
    office.at = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
    assert office.planning.catch_up() == 0
    office.at = datetime(2026, 11, 26, 20, 30, tzinfo=UTC)
    assert office.planning.catch_up() == 1


def test_three_prompts_without_any_sign_make_it_pause_itself(office: Office) -> None:
    office.takes_part()
    for _ in range(SILENT_PROMPTS + 3):
        one = office.store.reflecting(office.workspace, ANNA.id)
        assert one is not None
        if one.next is None:
            break
        office.at = one.next.at
        office.planning.catch_up()
        office.sending.catch_up()
    assert [key.split(":")[0] for key in office.sent_keys()] == ["prompt"] * 3 + ["quiet"]
    one = office.store.reflecting(office.workspace, ANNA.id)
    assert one is not None and one.state is Taking.QUIET
    office.at += 60 * DAY
    assert office.planning.catch_up() == 0


def test_any_sign_of_the_person_keeps_prompts_coming(office: Office) -> None:
    office.takes_part()
    for _ in range(8):
        one = office.store.reflecting(office.workspace, ANNA.id)
        assert one is not None and one.next is not None
        office.at = one.next.at
        office.planning.catch_up()
        office.sending.catch_up()
        if len(office.post.sent) % 2:
            sent = office.post.sent[-1]
            office.store.answer_delivery(office.workspace, sent.id, office.at)
    assert [key.split(":")[0] for key in office.sent_keys()] == ["prompt"] * 8


def test_a_downtime_of_three_weeks_causes_no_burst(office: Office) -> None:
    people = [Person(f"U{n}", f"U{n}", tz="Europe/Amsterdam") for n in range(30)]
    office.people.people.update({person.id: person for person in people})
    for n, person in enumerate(people):
        due = Due(datetime(2026, 11, 23 + n % 5, 13, 0, tzinfo=UTC), "2026-W48")
        rhythm = Rhythm(n % 5, due.at.time(), zone="Europe/Amsterdam")
        office.store.save_reflecting(
            office.workspace, Reflecting(person.id, TUESDAY, rhythm, next=due)
        )
    office.at = datetime(2026, 12, 16, 20, 0, tzinfo=UTC)  # Wednesday evening
    office.planning.catch_up()
    assert office.sending.catch_up() == 0


def test_directory_failures_do_not_stop_the_planning_of_others(office: Office) -> None:
    office.takes_part()
    lost = Reflecting("ULOST", TUESDAY, next=Due(TUESDAY, "2026-W48"))
    office.store.save_reflecting(office.workspace, lost)
    office.at = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
    with pytest.raises(Unavailable):
        office.people.person(FIRST, "ULOST")
    assert office.planning.catch_up() == 1


def shown(office: Office) -> datetime:
    """When Home says that the next one comes."""
    one = office.store.reflecting(office.workspace, ANNA.id)
    assert one is not None
    due = office.planning.shown(office.workspace, ANNA, one).next
    assert due is not None
    return due.at


def test_home_says_when_it_will_come_also_when_it_waits_or_everybody_rests(office: Office) -> None:
    office.takes_part()
    thursday = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
    assert shown(office) == thursday
    friday = datetime(2026, 11, 27, 14, 30, tzinfo=UTC)
    office.people.snoozing.add(ANNA.id)
    office.at = thursday
    office.planning.catch_up()
    assert office.sending.catch_up() == 0
    assert shown(office) == friday
    office.store.pause(office.workspace, Pause("", friday + 3 * DAY, "UADMIN"))
    monday = datetime(2026, 11, 30, 14, 30, tzinfo=UTC)
    assert shown(office) == monday
    office.people.snoozing.clear()
    for office.at in (friday, monday):
        office.sending.catch_up()
    assert [one.split(":")[0] for one in office.sent_keys()] == ["prompt"]
