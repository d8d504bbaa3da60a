"""Plans and sends a week's prompts to everybody, and is killed meanwhile.

`more` is "API_URL CLOCK_FILE": the stand-in lives on in another process, whose wall is this file.
Says `week PERIOD` once that week has come.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hallway_bot.assembly import build
from hallway_bot.bot import Bot, make_bot
from hallway_bot.domain.rhythm import Rhythm
from hallway_bot.settings import load
from hallway_bot.slack.clients import OneClient, make_client

PEOPLE = [f"U0P{n:02}" for n in range(12)]
# Beyond what a process that died may still be sending, and within a prompt's patience.
EVER = datetime(2000, 1, 1, tzinfo=UTC)
NEXT_START = timedelta(minutes=6)


class FileClock:
    """`ports.Clock` that stands where the file says."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(float(self.file.read_text()), UTC)

    def to(self, at: datetime) -> None:
        """Whole or not at all: the stand-in reads it at any moment."""
        new = self.file.with_suffix(".new")
        new.write_text(str(at.timestamp()))
        new.replace(self.file)


def begin(folder: Path, said: list[str], more: str) -> tuple[dict[str, Any], Callable[[], None]]:
    """Six minutes later: finish what the killed one began, and say what was sent."""
    api_url, file = more.split()
    clock = FileClock(Path(file))
    hallway = build(load(folder), clock)
    clients = OneClient(make_client("xoxb-playground", api_url), hallway.store)
    made = make_bot(hallway, clients, "secret", per_minute=1e6)
    bot = replace(made, sending=replace(made.sending, stopping=lambda: False))
    workspace = bot.desk.workspace(None)
    if not said:
        for user in PEOPLE:
            visitor = bot.desk.visitor(workspace, user)
            bot.desk.reflect.take_part(workspace, visitor.person, Rhythm())
    clock.to(clock() + NEXT_START)
    bot.desk.planning.catch_up()
    bot.sending.catch_up()
    sent = [one for user in PEOPLE for one in bot.desk.store.counted_to(workspace, user, EVER)]
    for one in sent:  # nobody is left alone for want of an answer
        bot.desk.store.answer_delivery(workspace, one.id, clock())
    stuck = bot.desk.store.stuck_deliveries(clock() + timedelta(days=1), clock())
    waiting = bot.desk.store.due_deliveries(clock(), 1_000)
    found = {
        "sent": [(one.id, one.user_id, one.subject["period"]) for one in sent],
        "stuck": len(stuck) + len(waiting),
    }
    return found, lambda: work(bot, workspace, clock)


def work(bot: Bot, workspace: str, clock: FileClock) -> None:
    """The next week, until killed."""
    dues = []
    for user in PEOPLE:
        one = bot.desk.store.reflecting(workspace, user)
        assert one is not None and one.next is not None
        dues.append(one.next)
    clock.to(max(due.at for due in dues) + timedelta(minutes=5))
    print("week", dues[0].period, flush=True)
    while True:
        bot.desk.planning.catch_up()
        bot.sending.catch_up()
