"""The playground: the bot beside a stand-in for Slack, on this machine alone."""

import secrets
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from . import logs
from .assembly import Hallway, build
from .bot import make_bot
from .domain.errors import ConfigurationError
from .domain.workdays import working_hours, zone_of
from .playground.people import default_talk
from .playground.server import Playground
from .printing import say
from .running import check_port, wait, whole
from .services.sources import Record, read
from .serving import served
from .settings import Settings
from .slack.clients import OneClient, make_client
from .slack.http import make_http
from .slack.manifest import manifest

_BRISK = 6_000.0  # messages a minute: the stand-in takes as many, and a week passes in seconds
_PLAYGROUND_ZONE, _A_WHILE = "Europe/Amsterdam", timedelta(hours=1)


def demo(settings: Settings, port: int, *, empty: bool, imports: list[Path]) -> None:
    """Run the playground and the real bot beside it until interrupted."""
    logs.set_up("warning")
    real = (settings.bot_token, settings.app_token, settings.signing_secret)
    if any(real) or settings.client_id or settings.client_secret:
        raise ConfigurationError(
            "The playground does not start with real Slack tokens in the environment or in .env."
        )
    check_port("127.0.0.1", port, "--port")
    secret, token = secrets.token_hex(16), "xoxb-playground"
    playground = Playground(manifest("http://127.0.0.1"), secret, token, port=port)
    playground.clock.move_to(_at_work(playground.clock.now()))
    for room, person, text in default_talk():
        playground.workspace.post(room, person, text)
    # A playground never touches the database and index of the real bot.
    apart = settings.model_copy(update={"database_url": None, "chroma_url": None})
    hallway = whole(build(apart, playground.clock.now))
    _fill(hallway, empty=empty, imports=imports)
    playground.start()
    client = OneClient(make_client(token, playground.api_url), hallway.store)
    bot = make_bot(hallway, client, secret, per_minute=_BRISK)
    with served(make_http(bot.bolt, bot.desk)) as taken:
        playground.connect(f"http://127.0.0.1:{taken}/slack/events")
        playground.clock.on_move(bot.ticker.catch_up)
        bot.start()
        say(f"Hallway is open: {playground.page_url}  (Ctrl+C closes it)")
        wait()
    playground.stop()
    bot.stop()


def _at_work(now: datetime) -> datetime:
    """The present if the playground's people are at work for another hour, else when they
    next begin: in the evening nobody would be asked anything until tomorrow."""
    begin = working_hours(now, zone_of(_PLAYGROUND_ZONE), None)
    lasts = working_hours(begin + _A_WHILE, zone_of(_PLAYGROUND_ZONE), None)
    return begin if lasts == begin + _A_WHILE else lasts


def _fill(hallway: Hallway, *, empty: bool, imports: list[Path]) -> None:
    workspace = hallway.store.workspace(None)
    ours = Path(str(files("hallway_bot.playground"))) / "lessons.jsonl"
    # Kept from last time (--data), they may have been changed or deleted by hand since.
    begun = any(True for _ in hallway.store.all_lessons(workspace))
    if not (imports or empty or begun):
        hallway.exchange.take_in(workspace, dated_lately(read(ours), hallway.now().date()))
    for path in imports:
        if not path.exists():
            raise ConfigurationError(f"{path}: there is no such file or folder.")
        report = hallway.exchange.take_in(workspace, read(path))
        for line in report.bad or []:
            say(f"{line.where}: {line.reason}", wrong=True)


def dated_lately(records: Iterable[Record], today: date) -> Iterator[Record]:
    """The playground's lessons so much later that the newest are of today, so that the first
    digest tells of them."""
    kept = list(records)
    dates = [date.fromisoformat(one["date"]) for _, one in kept if isinstance(one, dict)]
    shift = today - max(dates)
    for where, one in kept:
        if isinstance(one, dict):
            one = {**one, "date": (date.fromisoformat(one["date"]) + shift).isoformat()}
        yield where, one
