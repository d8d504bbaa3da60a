"""The house rules that tools can check."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",), ("lint-imports",)],
    ids=" ".join,
)
def test_tool_finds_nothing(command: tuple[str, ...]) -> None:
    result = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_python_file_is_longer_than_300_lines() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = [ROOT / name for name in listed.stdout.split()]
    assert files
    long = {f.name: n for f in files if (n := len(f.read_text().splitlines())) > 300}
    assert not long


def loaded_by(module: str, heavy: tuple[str, ...]) -> list[str]:
    """Which of `heavy` a fresh Python has loaded after importing `module`."""
    code = f"import sys, {module}; print(*[m for m in {heavy!r} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return out.stdout.split()


def test_help_loads_nothing_heavy() -> None:
    heavy = ("torch", "chromadb", "sqlalchemy", "slack_bolt")
    assert loaded_by("hallway_bot.cli", heavy) == []


def test_the_bot_takes_events_before_anything_that_takes_seconds_to_load() -> None:
    heavy = ("torch", "chromadb", "sklearn", "scipy", "lingua", "hallway_bot.playground")
    assert loaded_by("hallway_bot.running", heavy) == []
