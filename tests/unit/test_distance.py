"""Two prompts keep their distance, and a workday rule that moves one loses none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.reflecting import Pause, Wishes
from hallway_bot.domain.rhythm import (
    APART,
    Due,
    Frequency,
    Rhythm,
    Turn,
    next_after,
    next_due,
    when_found,
)
from hallway_bot.domain.workdays import zone_of
from hallway_bot.services.planning import Planning
from hallway_bot.services.prompt_library import load
from hallway_bot.services.reflect import Reflect
from hallway_bot.settings import SHIPPED_PROMPTS

from ..office import ANNA, DAY, HOUR, Office
from .test_rhythm import AMSTERDAM, at, aware_times, rhythms

LIBRARY = load(SHIPPED_PROMPTS)
weekly = st.builds(
    replace,
    rhythms,
    frequency=st.just(Frequency.WEEKLY),
    country=st.sampled_from([None, "NL", "US", "JP", "CN"]),
)
# How long nobody looks: mostly half an hour, now and then days.
silences = st.lists(
    st.one_of(st.just(0), st.just(0), st.floats(0, 9)), min_size=10, max_size=60
).map(lambda days: [timedelta(minutes=30) + timedelta(days=d) for d in days])

# So few that what is moved again and again is not older than the rules look back.
naps = st.lists(st.floats(0, 9), min_size=1, max_size=4).map(
    lambda days: [timedelta(minutes=30) + timedelta(days=d) for d in days]
)


def lived(rhythm: Rhythm, now: datetime, looks: list[timedelta]) -> tuple[list[Due], list[Due]]:
    """(what was sent and when, what lapsed) when somebody looks after each of these times."""
    sent, lapsed = [], []
    due = next_due(rhythm, now)
    for silence in looks:
        # Between two long silences everything comes on time.
        until = now + silence
        while due.at + timedelta(minutes=20) < now:
            found = when_found(rhythm, due, now)
            if found is None:
                lapsed.append(due)
                due = next_due(rhythm, now, due.period)
            elif found.at > now:
                due = found
            else:
                sent.append(Due(now, due.period))
                due = next_after(rhythm, found, now)
        while (moment := due.at + timedelta(minutes=20)) < until and silence < DAY:
            sent.append(Due(moment, due.period))
            due = next_after(rhythm, due, moment)
        now = until
    return sent, lapsed


def days_between(rhythm: Rhythm, sent: list[Due]) -> list[int]:
    days = [one.at.astimezone(zone_of(rhythm.zone)).date() for one in sent]
    return [(later - day).days for day, later in pairwise(days)]


@settings(deadline=None, max_examples=50)
@given(weekly, aware_times, silences)
def test_two_weekly_prompts_are_never_closer_than_three_days_whoever_slept(
    rhythm: Rhythm, now: datetime, looks: list[timedelta]
) -> None:
    sent, _ = lived(rhythm, now, looks)
    assert all(days >= APART.days for days in days_between(rhythm, sent))
    assert len({one.period for one in sent}) == len(sent)


@settings(deadline=None, max_examples=50)
@given(rhythms, aware_times, naps)
def test_what_the_workday_rule_moved_never_lapses_only_for_that(
    rhythm: Rhythm, now: datetime, looks: list[timedelta]
) -> None:
    rhythm = replace(rhythm, turn=Turn.ANY)
    for due in lived(rhythm, now, looks)[1]:
        day = due.at.astimezone(zone_of(rhythm.zone)).date()
        assert day.weekday() == rhythm.weekday  # it stood where it was asked for


@settings(deadline=None, max_examples=50)
@given(weekly, aware_times)
def test_who_looks_all_the_time_sends_one_in_each_week(rhythm: Rhythm, now: datetime) -> None:
    due = next_due(rhythm, now)
    periods = []
    for _ in range(60):
        periods.append(due.period)
        due = next_after(rhythm, due, due.at)
    mondays = [datetime.strptime(f"{one}-1", "%G-W%V-%u").date() for one in periods]
    assert [later - day for day, later in pairwise(mondays)] == [timedelta(weeks=1)] * 59


def test_a_moved_prompt_that_the_clock_jumped_over_still_comes_and_the_next_keeps_off() -> None:
    monday = replace(AMSTERDAM, weekday=0)
    whit = next_due(monday, at("2026-05-24T12:00"))
    assert whit.at == at("2026-05-26T15:30")
    found = when_found(monday, whit, at("2026-05-29T16:00"))
    assert found == replace(whit, at=at("2026-06-01T15:30"))
    after = next_after(monday, found, found.at)
    assert (after.at, after.period) == (at("2026-06-04T15:30"), "2026-W23")


def test_a_week_of_holidays_moves_two_prompts_apart() -> None:
    china = Rhythm(weekday=3, zone="Asia/Shanghai", country="CN")  # Thursday, 1 to 8 October 2026
    first = next_due(china, datetime(2026, 9, 27, tzinfo=UTC))
    second = next_after(china, first, first.at)
    third = next_after(china, second, second.at)
    assert min(days_between(china, [first, second, third])) >= APART.days
    assert len({first.period, second.period, third.period}) == 3


def spent(office: Office, *days: int) -> list[datetime]:
    """When prompts were sent while those days went by, hour by hour."""
    before, sent = len(office.post.sent), []
    for _ in range(24 * sum(days)):
        office.at += HOUR
        office.planning.catch_up()
        office.sending.catch_up()
        while len(office.post.sent) > before + len(sent):
            sent.append(office.at)
    return sent


def test_after_a_rest_the_next_prompt_keeps_its_distance_and_home_says_so(office: Office) -> None:
    office.takes_part()
    resting = Pause("", datetime(2026, 11, 30, 23, 0, tzinfo=UTC), "U")
    office.store.pause(office.workspace, resting)  # until Tuesday
    rested = spent(office, 8)
    assert [one.date().isoformat() for one in rested] == ["2026-12-01"]
    one = office.store.reflecting(office.workspace, ANNA.id)
    assert one is not None
    shown = office.planning.shown(office.workspace, ANNA, one)
    assert shown.next is not None and shown.next.at == at("2026-12-04T15:30")
    following = spent(office, 10)
    assert [one.date().isoformat() for one in following] == ["2026-12-04", "2026-12-10"]


def test_of_two_that_wait_only_the_newer_comes(office: Office) -> None:
    office.takes_part()
    office.store.pause(office.workspace, Pause("", at("2026-12-05T00:00"), "U"))
    came = spent(office, 21)
    assert [one.date().isoformat() for one in came] == ["2026-12-07", "2026-12-10"]
    assert [one.key.rpartition("-")[2] for one in office.post.sent] == ["W49", "W50"]


def reflect(office: Office) -> Reflect:
    planning = Planning(office.store, office.people, office.outbox, office.now)
    return Reflect(office.store, planning, office.outbox, LIBRARY, office.now)


@pytest.mark.parametrize(("ago", "first"), [(DAY, "2026-11-30"), (HOUR, "2026-12-03")])
def test_after_a_yes_in_a_full_week_the_day_that_is_said_is_the_day_it_comes(
    office: Office, ago: timedelta, first: str
) -> None:
    office.at = at("2026-11-26T11:00")  # a Thursday
    workspace, now = office.workspace, office.at
    office.store.set_wishes(workspace, ANNA.id, Wishes(attention_limit=2))
    for n, when in enumerate((now - 3 * DAY, now - ago)):
        office.at = when
        office.add(Kind.THANKS, f"thanks{n}")
        office.sending.catch_up()
    office.at = now
    if first == "2026-12-03":
        office.store.set_wishes(workspace, ANNA.id, Wishes(attention_limit=1))
    one = reflect(office).take_part(workspace, ANNA, Rhythm())
    assert one.next is not None and one.next.at.date().isoformat() == first
    sent = [when for when in spent(office, 8) if office.post.sent[-1].kind is Kind.PROMPT]
    assert sent[0].date().isoformat() == first


def test_who_allows_nothing_unasked_is_told_no_day_of_their_own_making(office: Office) -> None:
    office.store.set_wishes(office.workspace, ANNA.id, Wishes(attention_limit=0))
    one = reflect(office).take_part(office.workspace, ANNA, Rhythm())
    assert one.next is not None and one.next.at == at("2026-11-26T15:30")
