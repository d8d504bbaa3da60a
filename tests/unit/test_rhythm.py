"""When people are asked: at their own time, once a period, whatever the clocks do."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from hallway_bot.domain.rhythm import (
    LATE,
    LEADS_AT,
    Frequency,
    Rhythm,
    Turn,
    a_week_later,
    first_moment,
    next_due,
    next_working_moment,
    planned_again,
    when_found,
)
from hallway_bot.domain.workdays import (
    CLOSES,
    OPENS,
    instant,
    is_holiday,
    is_workday,
    working_hours,
    zone_of,
)

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
zones = st.sampled_from(["Europe/Amsterdam", "America/New_York", "Asia/Kolkata", *ZONES])
countries = st.sampled_from([None, "NL", "US", "JP"])
moments = st.times().map(lambda t: t.replace(second=0, microsecond=0))
aware_times = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31)).map(
    lambda at: at.replace(tzinfo=UTC)
)
rhythms = st.builds(
    Rhythm,
    weekday=st.integers(0, 6),
    moment=moments,
    frequency=st.sampled_from(Frequency),
    zone=zones,
    country=countries,
    turn=st.sampled_from(Turn),
)
AMSTERDAM = Rhythm(zone="Europe/Amsterdam", country="NL")


def at(text: str, zone: str = "Europe/Amsterdam") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@given(st.dates(date(2000, 1, 1), date(2036, 1, 1)), moments, zones)
def test_a_clock_time_is_what_zoneinfo_says_and_a_skipped_one_moves_on(
    day: date, moment: time, name: str
) -> None:
    zone = ZoneInfo(name)
    found = instant(day, moment, zone)
    shown = found.astimezone(zone)
    wanted = datetime.combine(day, moment)
    if shown.replace(tzinfo=None, fold=0) == wanted:
        assert shown.fold == 0  # of two such times the first
    else:
        assert shown.replace(tzinfo=None) > wanted  # skipped: later by what is skipped
        gap = zone.utcoffset(wanted.replace(fold=1)), zone.utcoffset(wanted.replace(fold=0))
        assert gap[0] is not None and gap[1] is not None
        assert shown.replace(tzinfo=None) - wanted == abs(gap[0] - gap[1])


@given(rhythms, aware_times)
def test_a_prompt_is_planned_later_than_now_and_in_the_local_clock(
    rhythm: Rhythm, now: datetime
) -> None:
    due = next_due(rhythm, now)
    assert due.at > now
    local = due.at.astimezone(zone_of(rhythm.zone))
    if rhythm.turn is Turn.LEAD:
        assert is_workday(local.date(), rhythm.country)
    else:
        assert not is_holiday(local.date(), rhythm.country)


@given(rhythms, aware_times)
def test_each_period_has_one_prompt_and_they_follow_one_another(
    rhythm: Rhythm, now: datetime
) -> None:
    seen, last = set(), now
    for _ in range(30):
        due = next_due(rhythm, last)
        assert due.period not in seen and due.at > last
        seen.add(due.period)
        last = due.at
    longest = {Frequency.WEEKLY: 7, Frequency.FORTNIGHTLY: 14, Frequency.MONTHLY: 35}
    assert last - now <= timedelta(days=longest[rhythm.frequency] * 30 + 30)


@given(rhythms, aware_times, zones)
def test_moving_to_another_zone_asks_nobody_twice_in_a_period(
    rhythm: Rhythm, now: datetime, zone: str
) -> None:
    done = next_due(rhythm, now)
    moved = planned_again(replace(rhythm, zone=zone), done.at + timedelta(minutes=1), done.period)
    assert moved.period != done.period


@given(rhythms, aware_times, zones)
def test_moving_to_another_zone_loses_no_period(rhythm: Rhythm, now: datetime, zone: str) -> None:
    before = next_due(rhythm, now)
    after = planned_again(replace(rhythm, zone=zone), now, None)
    assert after.at - before.at <= timedelta(days=36)
    weekly = rhythm.frequency is Frequency.WEEKLY and rhythm.turn is Turn.ANY
    if weekly and rhythm.country is None:
        assert after.at - before.at <= timedelta(days=7)


@given(rhythms, aware_times, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_what_is_found_late_goes_at_once_moves_to_a_workday_or_lapses(
    rhythm: Rhythm, now: datetime, late: timedelta
) -> None:
    due = next_due(rhythm, now)
    looked = due.at + late
    found = when_found(rhythm, due, looked)
    if late <= LATE:
        assert found == due
    elif found is not None:
        local = found.at.astimezone(zone_of(rhythm.zone))
        assert found.at > looked and is_workday(local.date(), rhythm.country)
        assert found.at < next_due(rhythm, looked, due.period).at
        assert found.at - looked < timedelta(days=16)


@given(rhythms, aware_times)
def test_leads_are_asked_before_everybody_else_of_their_week_and_zone(
    rhythm: Rhythm, now: datetime
) -> None:
    weekly = replace(rhythm, frequency=Frequency.WEEKLY)
    lead = next_due(replace(weekly, turn=Turn.LEAD), now)
    other = replace(weekly, turn=Turn.AFTER_LEADS)
    mine = next_due(other, lead.at - timedelta(days=14))
    while mine.period < lead.period:
        mine = next_due(other, mine.at)
    assert mine.period != lead.period or mine.at > lead.at


def test_daylight_saving_keeps_the_clock_on_the_wall() -> None:
    summer = next_due(AMSTERDAM, at("2026-10-20T09:00"))
    winter = next_due(AMSTERDAM, summer.at)
    assert summer.at == datetime(2026, 10, 22, 13, 30, tzinfo=UTC)
    assert winter.at == datetime(2026, 10, 29, 14, 30, tzinfo=UTC)


def test_a_time_that_the_clock_skips_comes_an_hour_later() -> None:
    night = replace(AMSTERDAM, weekday=6, moment=time(2, 30))
    assert next_due(night, at("2026-03-25T12:00")).at == at("2026-03-29T03:30")


def test_a_time_that_the_clock_shows_twice_comes_at_the_first() -> None:
    night = replace(AMSTERDAM, weekday=6, moment=time(2, 30))
    assert next_due(night, at("2026-10-20T12:00")).at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_leap_day_is_a_day() -> None:
    assert next_due(AMSTERDAM, at("2024-02-28T12:00")).at == at("2024-02-29T15:30")


def test_a_public_holiday_moves_it_to_the_next_workday() -> None:
    ascension = next_due(AMSTERDAM, at("2026-05-11T09:00"))
    assert ascension.at == at("2026-05-15T15:30")
    assert next_due(replace(AMSTERDAM, country="US"), at("2026-05-11T09:00")).at == at(
        "2026-05-14T15:30"
    )


def test_leads_go_first_on_the_first_workday_even_after_a_holiday() -> None:
    lead = replace(AMSTERDAM, turn=Turn.LEAD)
    assert next_due(lead, at("2026-04-04T12:00")).at == at(f"2026-04-07T{LEADS_AT:%H:%M}")
    early = replace(AMSTERDAM, turn=Turn.AFTER_LEADS, weekday=0, moment=time(8))
    assert next_due(early, at("2026-04-04T12:00")).at == at("2026-04-07T09:30")


def test_a_month_is_asked_about_once_on_its_first_such_day() -> None:
    monthly = replace(AMSTERDAM, frequency=Frequency.MONTHLY)
    first = next_due(monthly, at("2026-11-24T09:00"))
    assert (first.period, first.at) == ("2026-12", at("2026-12-03T15:30"))


def test_after_a_long_downtime_it_lapses_when_the_next_one_comes_anyway() -> None:
    due = next_due(AMSTERDAM, at("2026-11-17T09:00"))
    assert when_found(AMSTERDAM, due, at("2026-11-20T10:00")) == replace(
        due, at=at("2026-11-23T15:30")
    )
    assert when_found(AMSTERDAM, due, at("2026-11-25T16:00")) is None


@given(aware_times, zones, countries)
def test_working_hours_are_within_working_hours(
    now: datetime, zone: str, country: str | None
) -> None:
    found = working_hours(now, zone_of(zone), country)
    local = found.astimezone(zone_of(zone))
    assert found >= now
    assert found == working_hours(found, zone_of(zone), country)
    assert local.time() < CLOSES and (found == now or local.time() >= OPENS)


@given(rhythms, aware_times)
def test_waiting_for_a_workday_never_means_today(rhythm: Rhythm, now: datetime) -> None:
    moved = next_working_moment(rhythm, now)
    zone = zone_of(rhythm.zone)
    assert moved.astimezone(zone).date() > now.astimezone(zone).date()


@given(rhythms, aware_times)
def test_a_weeks_delay_is_a_week_of_quiet_and_no_more_than_two(
    rhythm: Rhythm, now: datetime
) -> None:
    again = a_week_later(rhythm, now)
    zone = zone_of(rhythm.zone)
    days = (again.at.astimezone(zone).date() - now.astimezone(zone).date()).days
    assert days >= 6
    if rhythm.country is None:
        assert days <= 13
    assert again.period not in {next_due(rhythm, again.at).period}


def test_a_weeks_delay_keeps_the_persons_day_and_a_leads_monday() -> None:
    lead = replace(AMSTERDAM, turn=Turn.LEAD)
    asked = at("2026-11-26T15:30")  # a Thursday
    for days, when in ((0, "12-03"), (1, "12-03"), (4, "12-10")):
        later = a_week_later(AMSTERDAM, asked + timedelta(days))
        assert later.at == at(f"2026-{when}T15:30")
    for day, when in (("11-23", "11-30"), ("11-24", "11-30"), ("11-26", "12-07")):
        assert a_week_later(lead, at(f"2026-{day}T10:00")).at == at(f"2026-{when}T09:00")


def test_who_is_asked_once_a_month_is_still_asked_again_after_a_week() -> None:
    monthly = replace(AMSTERDAM, frequency=Frequency.MONTHLY)
    later = a_week_later(monthly, at("2026-12-03T16:00"), "2026-12")
    assert later.at == at("2026-12-10T15:30")
    assert next_due(monthly, later.at, later.period).period == "2027-01"


@given(rhythms, aware_times)
def test_what_had_to_wait_comes_at_the_persons_own_time_on_a_workday(
    rhythm: Rhythm, free: datetime
) -> None:
    found = first_moment(rhythm, free)
    zone = zone_of(rhythm.zone)
    local = found.astimezone(zone)
    moment = LEADS_AT if rhythm.turn is Turn.LEAD else rhythm.moment
    assert found >= free and is_workday(local.date(), rhythm.country)
    if rhythm.turn is not Turn.AFTER_LEADS:
        assert found == instant(local.date(), moment, zone)
    assert found == first_moment(rhythm, found)
