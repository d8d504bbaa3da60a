"""kill -9 at random moments of sharing, indexing, prompting, forgetting, answering: 200 in all."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hallway_bot.playground.people import Member
from hallway_bot.playground.server import Playground
from hallway_bot.slack.manifest import manifest

from .conftest import KILLS, Figures, posted
from .dying.answering import DEEDS, MANY, SHARES, user
from .dying.prompting import PEOPLE

pytestmark = pytest.mark.faults
ROOT = Path(__file__).parents[2]
SHARING, FORGETTING, PROMPTING, ANSWERING = KILLS - 3 * (KILLS // 4), *[KILLS // 4] * 3
A_MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def killed(folder: Path, what: str, rounds: int, longest: float, more: str = "") -> Iterator[Any]:
    """(what a start found, what was acknowledged before the kill) of each round, and once more."""
    command = [sys.executable, "-m", "tests.faults.dying", str(folder), what, str(rounds)]
    process = subprocess.Popen(
        [*command, str(longest), more], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        one = json.loads(line)
        yield one["found"], one["said"]
    assert process.wait() == 0


def acknowledged(said: list[str]) -> tuple[set[str], set[str]]:
    """What was shared, and what was deleted."""
    pairs = [line.split() for line in said]
    return {x for sign, x in pairs if sign == "+"}, {x for sign, x in pairs if sign == "-"}


def test_no_kill_loses_a_lesson_or_leaves_an_orphan_or_brings_back_a_deleted_one(
    tmp_path: Path, figures: Figures
) -> None:
    wanted: set[str] = set()
    gone: set[str] = set()
    deeds = 0
    for found, said in killed(tmp_path, "sharing", SHARING, 0.5):
        kept = set(found["kept"])
        # One deed may have been done whose acknowledgement the kill cut off.
        cut_off = len(kept ^ wanted)
        figures.lost += max(len(wanted - kept) - 1, 0) + found["missing"]
        figures.doubled += len(found["kept"]) - len(kept) + found["extra"] + len(gone & kept)
        figures.survived += cut_off <= 1
        figures.tried += 1
        shared, deleted = acknowledged(said)
        wanted, gone = (kept | shared) - deleted, gone | deleted
        deeds += len(said)
    assert deeds > SHARING and figures.fine


def test_no_kill_brings_back_what_was_forgotten_or_loses_what_was_not(
    tmp_path: Path, figures: Figures
) -> None:
    wanted: set[str] = set()
    forgotten = 0
    for found, said in killed(tmp_path, "forgetting", FORGETTING, 0.8):
        kept = set(found["words"])
        figures.lost += max(len(wanted - kept) - 1, 0) + found["missing"]
        left = {name: found[name] for name in ("back", "extra", "due") if found[name]}
        figures.doubled += len(found["back"]) + found["extra"] + found["due"]
        if left:
            print(figures.tried, left)
        figures.survived += len(kept ^ wanted) <= 1
        figures.tried += 1
        shared, deleted = acknowledged(said)
        wanted = (kept | shared) - deleted
        forgotten += len(deleted)
    assert forgotten > FORGETTING / 4 and figures.fine


def test_no_kill_sends_a_prompt_twice_or_never(tmp_path: Path, figures: Figures) -> None:
    clock = tmp_path / "clock"
    clock.write_text(str(A_MONDAY.timestamp()))
    people = [Member(user, user.lower(), f"Person {user}") for user in PEOPLE]
    weeks: list[str] = []
    with Playground(
        manifest("http://127.0.0.1"), "secret", "xoxb-playground",
        people=people, rooms=[], wall=lambda: float(clock.read_text()),
    ) as playground:  # fmt: skip
        more = f"{playground.api_url} {clock}"
        for found, said in killed(tmp_path / "data", "prompting", PROMPTING, 0.6, more):
            sent = {(user, period) for _, user, period in found["sent"]}
            wanted = {(user, week) for user in PEOPLE for week in weeks}
            figures.lost += len(wanted - sent) + found["stuck"]
            figures.survived += sent >= wanted
            figures.tried += 1
            weeks += [line.split()[1] for line in said]
        reached = Counter(posted(playground))
    figures.doubled += sum(reached.values()) - len(reached)
    assert set(reached) == {one for one, _, _ in found["sent"]}
    assert len(weeks) > PROMPTING / 2 and figures.fine


def test_no_kill_leaves_anybody_without_an_answer_or_an_apology_or_loses_what_they_shared(
    tmp_path: Path, figures: Figures
) -> None:
    clock = tmp_path / "clock"
    clock.write_text(str(A_MONDAY.timestamp()))
    people = [Member(user(n), user(n).lower(), f"Person {n}") for n in range(MANY)]
    asked: list[int] = []
    apologies = 0
    with Playground(
        manifest("http://127.0.0.1"), "secret", "xoxb-playground",
        people=people, rooms=[], wall=lambda: float(clock.read_text()),
    ) as playground:  # fmt: skip
        more = f"{playground.api_url} {clock}"
        for found, said in killed(tmp_path / "data", "answering", ANSWERING, 0.8, more):
            shared = Counter(found["shared"])
            silent = [n for n in asked if n % len(DEEDS) != SHARES and not heard(playground, n)]
            gone = [n for n in asked if n % len(DEEDS) == SHARES and not shared[user(n)]]
            figures.lost += len(silent) + len(gone) + found["left"]
            figures.doubled += sum(times > 1 for times in shared.values())
            figures.survived += not silent and not gone
            figures.tried += 1
            apologies += found["told"]
            asked += map(int, said)
        twice = [n for n in asked if heard(playground, n) > 1]
    print(f"{len(asked)} asked, {apologies} apologies, {len(twice)} of them beside the answer")
    assert len(asked) > ANSWERING and apologies and figures.fine
    # The answer was sent, and what was killed was only the note of it.
    assert len(twice) <= apologies


def heard(playground: Playground, n: int) -> int:
    """How often the bot wrote to this person."""
    person = playground.person(user(n))
    return sum(one["user"] == "U0HALLWAY" for one in person.messages(person.im))
