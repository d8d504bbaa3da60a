"""When a person is asked to reflect: at their own time, in their own zone, on a workday.

The rules, all of them:

- A period is an ISO week, two of them, or a month; in each a person is asked once.
- The day is the person's weekday of the week (of the first of the two, the first of the
  month). A public holiday moves it to the next workday.
- Leads go first: theirs comes at nine on the first workday of the week, and nobody else in
  the same zone is asked before half past nine of that day.
- Two are never closer than `APART` days on the person's calendar, counted from when the one
  before really came: the later one moves to the first workday that is far enough.
- Found late by no more than an hour it is sent at once. Later than that it moves to the next
  workday at the person's time; when the next one would come by then, it lapses. One that was
  moved already does not lapse for that: then the next one keeps its distance.
- Whatever else makes it wait (rest, leave, a full week), it then comes at the person's time too,
  on the first workday on which it may.
- A week's delay leaves at least six days free, so that the day after the prompt still means the
  same day next week. Then the planned one comes, or one as if they were asked weekly.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from .workdays import instant, is_holiday, is_workday, next_workday, zone_of

LEADS_AT, OTHERS_FROM = time(9), time(9, 30)
LATE = timedelta(hours=1)
# So far apart a prompt that was moved to a Monday leaves Thursday's where it is.
APART = timedelta(days=3)
_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_LOOK_BACK = 6  # weeks: a month's first Monday, moved by holidays


class Frequency(StrEnum):
    """How often a person wants to be asked."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class Turn(StrEnum):
    """Who goes first. ANY: no leads are named in this workspace."""

    ANY = "any"
    LEAD = "lead"
    AFTER_LEADS = "after_leads"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When somebody wants to be asked. `weekday`: 0 is Monday. `moment` is without a zone,
    `zone` an IANA name, `country` ISO 3166-1 alpha-2 or None."""

    weekday: int = 3
    moment: time = time(15, 30)
    frequency: Frequency = Frequency.WEEKLY
    zone: str = "Etc/UTC"
    country: str | None = None
    turn: Turn = Turn.ANY


@dataclass(frozen=True, slots=True)
class Due:
    """One planned prompt. `at` is an aware UTC time; `period` names what it is the one of."""

    at: datetime
    period: str


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _nominal(rhythm: Rhythm, monday: date) -> tuple[date, str] | None:
    """The day asked for in the week of `monday` and its period; None for a week without."""
    day = monday + timedelta(days=rhythm.weekday)
    if rhythm.frequency is Frequency.MONTHLY:
        return (day, f"{day:%Y-%m}") if day.day <= 7 else None
    if rhythm.frequency is Frequency.FORTNIGHTLY:
        week = monday.toordinal() // 7
        return (day, f"F{week // 2}") if week % 2 == 0 else None
    year, number, _ = monday.isocalendar()
    return day, f"{year}-W{number:02}"


def _first_workday(monday: date, country: str | None) -> date:
    return monday if is_workday(monday, country) else next_workday(monday, country)


def _moment(rhythm: Rhythm, day: date) -> datetime:
    if rhythm.turn is Turn.LEAD:
        return _time_on(rhythm, _first_workday(_monday(day), rhythm.country))
    # A day that the person chose may be a Sunday; only holidays are left out.
    day = next_workday(day, rhythm.country) if is_holiday(day, rhythm.country) else day
    return _time_on(rhythm, day)


def _time_on(rhythm: Rhythm, day: date) -> datetime:
    """The person's time on `day`; leads have one of their own, and others leave them the first."""
    zone = zone_of(rhythm.zone)
    if rhythm.turn is Turn.LEAD:
        return instant(day, LEADS_AT, zone)
    wanted = instant(day, rhythm.moment, zone)
    if rhythm.turn is Turn.AFTER_LEADS:
        first = _first_workday(_monday(day), rhythm.country)
        return max(wanted, instant(first, OTHERS_FROM, zone))
    return wanted


def _from(rhythm: Rhythm, day: date) -> Iterator[Due]:
    monday = _monday(day) - _LOOK_BACK * _WEEK
    last = None
    while True:
        if found := _nominal(rhythm, monday):
            due = apart(rhythm, Due(_moment(rhythm, found[0]), found[1]), last)
            last = due.at
            yield due
        monday += _WEEK


def apart(rhythm: Rhythm, due: Due, last: datetime | None) -> Due:
    """`due`, or where it moves because one came at `last` (aware)."""
    if last is None:
        return due
    zone = zone_of(rhythm.zone)
    free = last.astimezone(zone).date() + APART
    if due.at.astimezone(zone).date() >= free:
        return due
    day = free if is_workday(free, rhythm.country) else next_workday(free, rhythm.country)
    return replace(due, at=_time_on(rhythm, day))


def next_due(rhythm: Rhythm, after: datetime, done: str | None = None) -> Due:
    """The first planned prompt later than `after` (aware), not of the period `done`."""
    start = after.astimezone(zone_of(rhythm.zone)).date()
    return next(due for due in _from(rhythm, start) if due.at > after and due.period != done)


def next_after(rhythm: Rhythm, sent: Due, now: datetime) -> Due:
    """The planned prompt after the one that is sent `now`. What would have come while that one
    waited for its workday is not lost: it keeps its distance."""
    came = max(now, sent.at)
    zone = zone_of(rhythm.zone)
    today = came.astimezone(zone).date()
    waited = instant(_workday_before(today, rhythm.country), time(0), zone)
    missed = None
    for due in _from(rhythm, today):
        if due.period == sent.period:
            missed = None  # what was planned before it is over
        elif due.at > came:
            return apart(rhythm, missed or due, came)
        elif missed is None and due.at >= waited:
            missed = due
    raise AssertionError("There is always a next one.")


def _workday_before(day: date, country: str | None) -> date:
    day -= _DAY
    while not is_workday(day, country):
        day -= _DAY
    return day


def when_found(rhythm: Rhythm, due: Due, now: datetime) -> Due | None:
    """What becomes of `due` when it is looked at `now`; None: it lapses."""
    if now - due.at <= LATE:
        return due
    moved = next_working_moment(rhythm, now)
    lapses = moved >= next_due(rhythm, now, due.period).at
    return None if lapses and not _was_moved(rhythm, due) else replace(due, at=moved)


def _was_moved(rhythm: Rhythm, due: Due) -> bool:
    """Whether it comes on another day than the one that it was asked for."""
    day = due.at.astimezone(zone_of(rhythm.zone)).date()
    monday = _monday(day) - _LOOK_BACK * _WEEK
    while monday <= day:
        found = _nominal(rhythm, monday)
        if found and found[1] == due.period:
            return day != (monday if rhythm.turn is Turn.LEAD else found[0])
        monday += _WEEK
    return False  # of another rhythm than this


def next_working_moment(rhythm: Rhythm, now: datetime) -> datetime:
    """The person's time on the first workday after today. UTC."""
    today = now.astimezone(zone_of(rhythm.zone)).date()
    return _time_on(rhythm, next_workday(today, rhythm.country))


def first_moment(rhythm: Rhythm, earliest: datetime) -> datetime:
    """The person's time on the first workday on which it is not before `earliest`. UTC."""
    day = earliest.astimezone(zone_of(rhythm.zone)).date()
    if is_workday(day, rhythm.country) and (at := _time_on(rhythm, day)) >= earliest:
        return at
    return next_working_moment(rhythm, earliest)


def a_week_later(rhythm: Rhythm, now: datetime, done: str | None = None) -> Due:
    """What "ask me in a week", said `now`, makes of the next prompt."""
    zone = zone_of(rhythm.zone)
    free = instant(now.astimezone(zone).date() + _WEEK - _DAY, time(0), zone)
    planned = next_due(rhythm, free, done)
    weekly = next_due(replace(rhythm, frequency=Frequency.WEEKLY), free, done)
    return planned if planned.at <= weekly.at else weekly


def planned_again(rhythm: Rhythm, now: datetime, done: str | None) -> Due:
    """The next prompt after `rhythm` changed, its zone or its day: none twice, none lost.

    What the change has put into the last day, before it was sent, still comes.
    """
    due = next_due(rhythm, now - _DAY, done)
    return when_found(rhythm, due, now) or next_due(rhythm, now, done)
