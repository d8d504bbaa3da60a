"""Rest that an administrator gave everyone because something happened, and the weeks after it."""

from datetime import datetime, timedelta

from ..ports import Store

# The rest that was given for an incident, as an ISO 8601 interval: begin/end, aware.
INCIDENT = "incident_rest"
# So long after such a rest what is asked looks back on it.
_AFTER = timedelta(weeks=2)
# Rest that is ended sooner than this made room for nothing: it was a mistake, or a false alarm.
_AT_LEAST = timedelta(days=1)


def given(store: Store, workspace: str, now: datetime, until: datetime, *, incident: bool) -> None:
    """Everyone has rest until then. Without an incident it only replaces what is not over yet."""
    if incident:
        store.set_option(workspace, INCIDENT, f"{now.isoformat()}/{until.isoformat()}")
    elif (before := _interval(store, workspace)) and before[1] > now:
        store.set_option(workspace, INCIDENT, None)


def ended(store: Store, workspace: str, now: datetime) -> None:
    """Everyone's rest was ended by hand."""
    before = _interval(store, workspace)
    if before is None or before[1] <= now:
        return
    begun = before[0]
    lasted = now - begun >= _AT_LEAST
    interval = f"{begun.isoformat()}/{now.isoformat()}" if lasted else None
    store.set_option(workspace, INCIDENT, interval)


def is_after_incident(store: Store, workspace: str, now: datetime) -> bool:
    """Whether everyone just came through what an administrator made room for."""
    rest = _interval(store, workspace)
    return rest is not None and timedelta(0) <= now - rest[1] < _AFTER


def _interval(store: Store, workspace: str) -> tuple[datetime, datetime] | None:
    begun, _, until = (store.option(workspace, INCIDENT) or "").partition("/")
    return (datetime.fromisoformat(begun), datetime.fromisoformat(until)) if until else None
