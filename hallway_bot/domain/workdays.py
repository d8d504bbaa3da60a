"""Working days by country, and what a clock on the wall means in a time zone."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

# What Hallway says unasked arrives while people are at work.
OPENS, CLOSES = time(9), time(17)
_ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def _calendar(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)


def known_countries() -> list[str]:
    """ISO 3166-1 alpha-2 codes whose public holidays are known."""
    return sorted(code for code in holidays.list_supported_countries() if len(code) == 2)


def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name, UTC for a name that nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("Etc/UTC")


def is_workday(day: date, country: str | None) -> bool:
    """Monday to Friday, and no public holiday of `country` (ISO 3166-1; None: none is known)."""
    return day.weekday() < 5 and not is_holiday(day, country)


def is_holiday(day: date, country: str | None) -> bool:
    """Whether `day` is a public holiday in the whole of `country`."""
    return country is not None and day in _calendar(country)


def next_workday(day: date, country: str | None) -> date:
    """The first workday after `day`."""
    day += _ONE_DAY
    while not is_workday(day, country):
        day += _ONE_DAY
    return day


def workdays_after(day: date, count: int, country: str | None) -> date:
    """The `count`-th workday after `day`."""
    for _ in range(count):
        day = next_workday(day, country)
    return day


def instant(day: date, moment: time, zone: ZoneInfo) -> datetime:
    """The UTC time at which a clock in `zone` shows `moment` on `day`.

    A time that the clock skips is moved forward by what is skipped (02:30 becomes 03:30); of
    a time that it shows twice, the first counts. Both are what `zoneinfo` makes of fold=0.
    """
    return datetime.combine(day, moment, zone).astimezone(UTC)


def working_hours(at: datetime, zone: ZoneInfo, country: str | None) -> datetime:
    """`at` (aware) itself within working hours, else when they next begin. UTC."""
    local = at.astimezone(zone)
    if is_workday(local.date(), country):
        if OPENS <= local.time() < CLOSES:
            return at.astimezone(UTC)
        if local.time() < OPENS:
            return instant(local.date(), OPENS, zone)
    return instant(next_workday(local.date(), country), OPENS, zone)
