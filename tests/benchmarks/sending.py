"""Many people due at one moment: how fast prompts go out, and whether anybody waits meanwhile.

    python -m tests.benchmarks.sending [people]

Everybody takes part and is due at the same minute; the real bot plans and sends with its pace
taken off, over HTTP, to the Slack stand-in. Meanwhile somebody starts the share shortcut again
and again. Prints prompts sent a second beside a bare loop of chat.postMessage with the same
message to the same stand-in in the same run; how often a prompt came twice or not at all; and
how long the shortcut's acknowledgement and its modal took at most (Slack allows three seconds).
"""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from slack_sdk import WebClient

from hallway_bot.assembly import build
from hallway_bot.bot import Bot, make_bot
from hallway_bot.domain.rhythm import Rhythm
from hallway_bot.playground.people import Member
from hallway_bot.playground.persons import Person
from hallway_bot.playground.server import Playground
from hallway_bot.serving import served
from hallway_bot.settings import load
from hallway_bot.slack.clients import OneClient, make_client
from hallway_bot.slack.http import make_http
from hallway_bot.slack.manifest import manifest

from ..fakes_people import FIRST

PEOPLE = 10_000
_TOKEN = "xoxb-playground"
_THURSDAY_MORNING = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
_DUE = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)  # 15:30 in Amsterdam, the default
_AS_FAST_AS_IT_GOES = 1e9
_BARE = 1_000
_BETWEEN = 0.25
_TOO_LATE = 3.0
Json = dict[str, Any]


def _company(size: int) -> list[Member]:
    return [Member(f"U{n:06}", f"p{n}", f"Person {n}", f"p{n}@x.example") for n in range(size)]


def _clock() -> Callable[[], float]:
    begun, start = time.monotonic(), _THURSDAY_MORNING.timestamp()
    return lambda: start + time.monotonic() - begun


class Asker(threading.Thread):
    """Somebody who wants to share a lesson, again and again, while prompts go out."""

    def __init__(self, person: Person) -> None:
        super().__init__(daemon=True)
        self._person = person
        self._done = threading.Event()
        self.acknowledged: list[float] = []
        self.opened: list[float] = []
        self.missed = 0

    def run(self) -> None:
        while not self._done.wait(_BETWEEN):
            began = time.monotonic()
            ok = self._person.shortcut("share_lesson").ok
            self.acknowledged.append(time.monotonic() - began)
            while ok and self._person.view() is None and time.monotonic() - began < _TOO_LATE:
                time.sleep(0.005)
            self.opened.append(time.monotonic() - began)
            view = self._person.view()
            self.missed += not ok or view is None
            if view is not None:
                self._person.close(view["id"])

    def stop(self) -> None:
        """End and wait for the end."""
        self._done.set()
        self.join()


def _sign_everybody_up(bot: Bot, people: list[Member]) -> None:
    workspace = bot.desk.workspace("T0HALLWAY")
    for member in people:
        person = bot.desk.directory.person(FIRST, member.id)
        bot.desk.reflect.take_part(workspace, person, Rhythm())


def _prompts(playground: Playground) -> list[Json]:
    return [one for one in playground.faults.called("chat.postMessage") if one.get("metadata")]


def _drain(playground: Playground, size: int) -> float:
    """Seconds from the moment they are due until the last prompt went out."""
    began = time.monotonic()
    last, at = 0, began
    playground.clock.move_to(_DUE)
    while (sent := len(_prompts(playground))) < size:
        if sent > last:
            last, at = sent, time.monotonic()
        if time.monotonic() - at > 60:
            print(f"nothing more came after {sent}")
            return at - began
        time.sleep(0.2)
    return time.monotonic() - began


def _bare(playground: Playground, message: Json, size: int) -> float:
    """chat.postMessage calls a second, one after another, with nothing around them."""
    client = WebClient(_TOKEN, base_url=playground.api_url)
    content = {key: message[key] for key in ("text", "blocks", "metadata")}
    began = time.monotonic()
    for number in range(size):
        client.chat_postMessage(channel=f"U{number:06}", **content)
    return size / (time.monotonic() - began)


def measure(size: int, folder: Path) -> None:
    """Print the figures."""
    people = _company(size)
    playground = Playground(
        manifest("http://127.0.0.1"), "secret", _TOKEN, people=people, wall=_clock()
    ).start()
    hallway = build(load(folder), playground.clock.now)
    client = make_client(_TOKEN, playground.api_url)
    bot = make_bot(
        hallway, OneClient(client, hallway.store), "secret", per_minute=_AS_FAST_AS_IT_GOES
    )
    with served(make_http(bot.bolt, bot.desk)) as port:
        playground.connect(f"http://127.0.0.1:{port}/slack/events")
        playground.clock.on_move(bot.ticker.all_soon)
        bot.desk.directory.prepare(FIRST, [])  # one list instead of a call a person
        _sign_everybody_up(bot, people)
        bot.start()
        asker = Asker(playground.person(people[0].id))
        asker.start()
        seconds = _drain(playground, size)
        asker.stop()
        sent = _prompts(playground)
        times = Counter(one["channel"] for one in sent)
        rate, bare = len(sent) / seconds, _bare(playground, sent[-1], min(size, _BARE))
        print(
            f"{size} people due: {len(sent)} prompts in {seconds:.1f} s, {rate:.1f} a second; ",
            end="",
        )
        print(f"bare chat.postMessage {bare:.1f} a second, {rate / bare:.2f}x")
        twice = sum(count > 1 for count in times.values())
        print(f"{twice} people got theirs twice, {size - len(times)} none")
        print(
            f"{len(asker.opened)} shortcuts meanwhile, {asker.missed} missed: at most "
            f"{max(asker.acknowledged):.2f} s to acknowledge, "
            f"{max(asker.opened):.2f} s to the modal"
        )
    bot.stop()
    playground.stop()


def main() -> None:
    """Read the argument and measure in a folder of its own."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with TemporaryDirectory(prefix="hallway-benchmark-") as folder:
        measure(size, Path(folder))


if __name__ == "__main__":
    main()
