"""Several workspaces at the command line: which one is meant is said, never guessed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hallway_bot.cli.options import chosen
from hallway_bot.domain.errors import ConfigurationError

from ..fakes import MemoryStore

HALLWAY = str(Path(sys.executable).parent / "hallway")
OAUTH = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "secret",
    "HALLWAY_PUBLIC_URL": "https://hallway.example",
    "SLACK_SIGNING_SECRET": "secret",
}


def run(*args: object, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HALLWAY, *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **env},
    )


def test_one_workspace_needs_no_team_and_the_first_is_made() -> None:
    store = MemoryStore()
    assert chosen(store, None, many=False) == "first"
    store.workspace("T1")
    assert chosen(store, None, many=False) == chosen(store, "T1", many=True) == "first"


def test_of_several_one_is_to_be_named_and_all_are_listed() -> None:
    store = MemoryStore()
    for team in ("T1", "T2"):
        store.install(team, None)
    assert chosen(store, "T2", many=True) == "T2"
    for wrong in (None, "T3"):
        with pytest.raises(ConfigurationError, match="There are: T1, T2"):
            chosen(store, wrong, many=True)


def test_before_anybody_installed_it_nothing_is_kept_for_whoever_is_first(tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text(json.dumps({"id": "a", "text": "Lower the TTL."}))
    result = run("import", tmp_path / "one.jsonl", "--data", tmp_path / "data", **OAUTH)
    assert result.returncode == 1 and "No workspace has installed Hallway yet" in result.stderr


@pytest.mark.parametrize(
    ("command", "env", "said"),
    [
        ("serve", OAUTH | {"SLACK_BOT_TOKEN": "xoxb-1"}, "not both"),
        ("run", OAUTH | {"SLACK_APP_TOKEN": "xapp-1"}, "need `hallway serve`"),
        ("serve", OAUTH | {"HALLWAY_PUBLIC_URL": ""}, "go together"),
        ("serve", OAUTH | {"HALLWAY_PUBLIC_URL": "http://hallway.example"}, "HALLWAY_PUBLIC_URL"),
        ("serve", OAUTH | {"HALLWAY_INSTALL_TEAMS": "acme"}, "HALLWAY_INSTALL_TEAMS"),
        ("serve", OAUTH | {"HALLWAY_UNINSTALL": "perhaps"}, "HALLWAY_UNINSTALL"),
        ("demo", OAUTH | {"SLACK_SIGNING_SECRET": ""}, "does not start with real Slack tokens"),
    ],
)
def test_what_does_not_go_together_is_said_at_the_start(
    tmp_path: Path, command: str, env: dict[str, str], said: str
) -> None:
    port = ["--port", "0"] if command == "demo" else []
    result = run(command, *port, "--data", tmp_path, HALLWAY_PORT="0", **env)
    assert result.returncode == 1 and said in result.stderr
    assert "Traceback" not in result.stderr and "secret" not in result.stderr
