"""Faults over the real parts: `pytest -m faults`. HALLWAY_FAULT_… set how much of it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hallway_bot.playground.server import Playground
from hallway_bot.slack.courier import EVENT

HALLWAY = str(Path(sys.executable).parent / "hallway")
ROUNDS = int(os.environ.get("HALLWAY_FAULT_ROUNDS", "8"))
KILLS = int(os.environ.get("HALLWAY_FAULT_KILLS", "200"))
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@dataclass(slots=True)
class Figures:
    """What a fault did."""

    tried: int = 0
    survived: int = 0
    lost: int = 0
    doubled: int = 0

    @property
    def fine(self) -> bool:
        """Whether everything was survived, and nothing lost or doubled."""
        return 0 < self.tried == self.survived and not self.lost and not self.doubled


@pytest.fixture
def figures(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> Iterator[Figures]:
    """To be filled in; printed at the end, whatever it is."""
    made = Figures()
    yield made
    with capsys.disabled():
        print(
            f"\n{request.node.name}: tried {made.tried}, survived {made.survived}, "
            f"lost {made.lost}, doubled {made.doubled}"
        )


@pytest.fixture
def hallway(tmp_path: Path) -> Run:
    """Runs the command on a data folder of the test's own."""

    def run(*args: object, **more: object) -> "subprocess.CompletedProcess[str]":
        command = [HALLWAY, *map(str, args), "--data", str(tmp_path / "data")]
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            command, capture_output=True, text=True, check=False, **more
        )

    return run


def posted(playground: Playground) -> Iterator[str]:
    """The id of each message that Hallway sent by itself and that the stand-in was given."""
    for args in playground.faults.called("chat.postMessage"):
        metadata = args.get("metadata") or {}
        if isinstance(metadata, str):
            metadata = json.loads(metadata)
        if metadata.get("event_type") == EVENT:
            yield metadata["event_payload"]["id"]
