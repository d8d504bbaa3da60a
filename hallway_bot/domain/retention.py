"""How long what is over is kept, in days; what is still going on is kept however long it takes."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Retention:
    """Days a kind of record is kept after it is over."""

    messages: int = 365  # sent by itself, lapsed or dropped
    threads: int = 30  # what was last asked in a thread
    events: int = 1  # which of Slack's deliveries were seen; Slack repeats for minutes
    questions: int = 365  # closed ones
    notes: int = 365  # begun, and not written on since

    def before(self, now: datetime) -> "Ends":
        """The moments (aware UTC) before which each is to go."""
        kinds = ("messages", "threads", "events", "questions", "notes")
        return Ends(now, *(now - timedelta(days=getattr(self, kind)) for kind in kinds))


@dataclass(frozen=True, slots=True)
class Ends:
    """What was over before these moments goes."""

    askable: datetime  # until when unnamed lessons whose author went can be asked about
    messages: datetime
    threads: datetime
    events: datetime
    questions: datetime
    notes: datetime
