"""Forks a prepared process again and again and kills each child with -9 at a random moment.

Usage: FOLDER MODULE ROUNDS LONGEST [MORE]. A module's `begin(folder, said, more)` does what the
next start does, returns what it found, and with it the work to go on with; `said` is every line
that the work printed in earlier rounds: what was acknowledged. One line of JSON a round on stdout:
what was found, and what was said until the kill. Last comes a start that finds and does no more.
"""

import json
import os
import random
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

Begin = Callable[[Path, list[str], str], tuple[dict[str, Any], Callable[[], None]]]


def main(folder: str, module: str, rounds: str, longest: str, more: str = "") -> None:
    """Until the last round."""
    begin: Begin = import_module(f"tests.faults.dying.{module}").begin
    said: list[str] = []
    for n in range(int(rounds) + 1):
        start = partial(begin, Path(folder), said, more)
        seconds = random.uniform(0, float(longest))
        found, new = _killed(start, seconds, last=n == int(rounds))
        print(json.dumps({"found": found, "said": new}), flush=True)
        said += new


def _killed(start: Callable[[], Any], seconds: float, *, last: bool) -> tuple[Any, list[str]]:
    """What a child found, and the whole lines it said in so many seconds of work."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _live(start, writing, last=last)
    os.close(writing)
    found, said = None, []
    killer = None
    with os.fdopen(reading, encoding="utf-8") as lines:
        for line in lines:
            if found is None:
                found = json.loads(line)
                killer = threading.Timer(seconds, os.kill, (child, signal.SIGKILL))
                killer.start()
            elif line.endswith("\n"):  # a torn line was never received
                said.append(line.rstrip("\n"))
    _, status = os.waitpid(child, 0)
    if killer is not None:
        killer.cancel()
        killer.join()
    if found is None or os.waitstatus_to_exitcode(status) not in (-signal.SIGKILL, 0):
        raise SystemExit("A child died by itself; see stderr.")
    return found, said


def _live(start: Callable[[], Any], writing: int, *, last: bool) -> None:
    try:
        os.dup2(writing, 1)
        sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", closefd=False)
        found, work = start()
        print(json.dumps(found), flush=True)
        if not last:
            work()
        os._exit(0 if last else 1)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
