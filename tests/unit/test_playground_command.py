"""`hallway demo` never meets a real Slack, and never leaves this machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hallway_bot.playground.server import Playground
from hallway_bot.slack.manifest import manifest

HALLWAY = str(Path(sys.executable).parent / "hallway")


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"])
@pytest.mark.parametrize("by_file", [False, True], ids=["itself", "by file"])
def test_the_playground_does_not_start_with_real_tokens_around(
    tmp_path: Path, name: str, by_file: bool
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("xoxb-real")
    env = {f"{name}_FILE": str(secret)} if by_file else {name: "xoxb-real"}
    done = subprocess.run(
        [HALLWAY, "demo", "--port", "0"],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "does not start with real Slack tokens" in done.stderr
    assert "xoxb-real" not in done.stderr + done.stdout


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "localhost", "192.168.1.2"])
def test_the_playground_binds_loopback_only(host: str) -> None:
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        Playground(manifest("http://127.0.0.1"), "secret", "xoxb-playground", host=host)


def test_the_command_has_no_way_to_bind_anything_else() -> None:
    done = subprocess.run(
        [HALLWAY, "demo", "--host", "0.0.0.0"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
