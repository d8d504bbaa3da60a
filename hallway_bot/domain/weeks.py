"""The week that a digest tells about."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from .workdays import instant, next_workday

_TEN = time(10)
_ONE_DAY, _ONE_WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """From Monday ten o'clock to the next (aware UTC times), told of at `due_at`.

    `name` is the ISO week in which it is told, such as "2026-W48".
    """

    name: str
    since: datetime
    until: datetime
    due_at: datetime


def week_told(now: datetime, zone: ZoneInfo, country: str | None) -> Week:
    """The week that is told of in the week of `now`: on Monday at ten in `zone`, or on the
    first workday after it where Monday is a public holiday of `country`."""
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    year, number, _ = monday.isocalendar()
    return Week(
        name=f"{year}-W{number:02}",
        since=instant(monday - _ONE_WEEK, _TEN, zone),
        until=instant(monday, _TEN, zone),
        due_at=instant(next_workday(monday - _ONE_DAY, country), _TEN, zone),
    )
