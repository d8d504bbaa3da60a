"""kill -9 at random moments while lessons are shared, changed, deleted and indexed."""

import json
import random
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from .conftest import ROUNDS, Figures

pytestmark = pytest.mark.faults
ROOT = Path(__file__).parents[2]
SHARER = (sys.executable, "-m", "tests.faults.sharer")


def kill_after(folder: Path, seconds: float) -> tuple[set[str], set[str]]:
    """(ids whose sharing was acknowledged, ids whose deletion was) until the kill."""
    process = subprocess.Popen(
        [*SHARER, "share", str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    shared: set[str] = set()
    deleted: set[str] = set()
    killer: threading.Timer | None = None
    for line in process.stdout:
        what, _, lesson_id = line.strip().partition(" ")
        if what == "ready":
            killer = threading.Timer(seconds, process.kill)
            killer.start()
        elif line.endswith("\n"):  # a torn line was never received
            (shared if what == "+" else deleted).add(lesson_id)
    assert process.wait() == -9 and killer is not None
    return shared, deleted


def next_start(folder: Path) -> dict[str, Any]:
    """What is there once the next process has caught up."""
    done = subprocess.run(
        [*SHARER, "check", str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_no_kill_loses_a_lesson_or_leaves_an_orphan_or_brings_back_a_deleted_one(
    tmp_path: Path, figures: Figures
) -> None:
    wanted: set[str] = set()
    gone: set[str] = set()
    acknowledged = 0
    for _ in range(ROUNDS):
        figures.tried += 1
        shared, deleted = kill_after(tmp_path, random.uniform(0.02, 1.5))
        acknowledged += len(shared) + len(deleted)
        wanted, gone = (wanted | shared) - deleted, gone | deleted
        found = next_start(tmp_path)
        kept = set(found["kept"])
        # One deed may have been done whose acknowledgement the kill cut off.
        cut_off = len(kept - wanted) + len(wanted - kept)
        figures.lost += max(len(wanted - kept) - 1, 0) + found["missing"]
        figures.doubled += len(found["kept"]) - len(kept) + found["extra"] + len(gone & kept)
        figures.survived += cut_off <= 1
        wanted = kept
    assert acknowledged > ROUNDS and figures.fine
