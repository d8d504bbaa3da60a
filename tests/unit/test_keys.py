"""The keys: made once, kept from others' eyes, changed by hand, missed loudly."""

import json
import os
import subprocess
import sys
from pathlib import Path

from hallway_bot.storage.vault import Vault

HALLWAY = str(Path(sys.executable).parent / "hallway")
LESSON = {"id": "h", "author_id": "UANNASECRET", "text": "I was wrong.", "visibility": "anonymous"}


def run(*args: object, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HALLWAY, *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **env},
    )


def filled(tmp_path: Path) -> Path:
    file, data = tmp_path / "one.jsonl", tmp_path / "data"
    file.write_text(json.dumps(LESSON))
    assert run("import", file, "--data", data).returncode == 0
    return data


def test_a_key_is_made_the_first_time_for_the_owners_eyes_only(tmp_path: Path) -> None:
    data = filled(tmp_path)
    key = data / "hallway.key"
    assert key.stat().st_mode & 0o777 == 0o600
    before = key.read_text()
    exported = run("export", "--data", data)
    assert exported.returncode == 0 and "UANNASECRET" not in exported.stdout
    assert key.read_text() == before
    holders = [f for f in data.rglob("*") if f.is_file() and b"UANNASECRET" in f.read_bytes()]
    assert holders == []


def test_a_lost_or_foreign_key_stops_the_start_and_says_what_to_do(tmp_path: Path) -> None:
    data = filled(tmp_path)
    (data / "hallway.key").unlink()
    for env in ({}, {"HALLWAY_KEYS": Vault.new_key()}, {"HALLWAY_KEYS": "nonsense"}):
        result = run("export", "--data", data, **env)
        assert result.returncode == 1 and "HALLWAY_KEYS" in result.stderr
        assert "Traceback" not in result.stderr


def test_keys_are_rotated_from_the_command_line(tmp_path: Path) -> None:
    data = filled(tmp_path)
    old = (data / "hallway.key").read_text().strip()
    new = run("keys", "new").stdout.strip()
    file = tmp_path / "keys"
    file.write_text(f"{new}, {old}\n")
    rotated = run("keys", "rotate", "--data", data, HALLWAY_KEYS_FILE=str(file))
    assert rotated.returncode == 0 and rotated.stdout.startswith("1 records sealed")
    (data / "hallway.key").unlink()
    file.write_text(new)
    assert run("export", "--data", data, HALLWAY_KEYS_FILE=str(file)).returncode == 0
    assert run("export", "--data", data, HALLWAY_KEYS=old).returncode == 1
