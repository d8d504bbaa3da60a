"""The files that operators copy say what the code does."""

import json
import re
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from hallway_bot.settings import Settings
from hallway_bot.slack.manifest import manifest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "url"),
    [("manifest-socket.json", None), ("manifest-http.json", "https://hallway.example.com")],
)
def test_the_manifest_files_are_what_the_command_prints(name: str, url: str | None) -> None:
    assert json.loads((ROOT / "deploy" / name).read_text()) == manifest(url)


def test_the_manifest_keeps_slacks_limits() -> None:
    made = manifest(None)
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    assert len(made["features"]["agent_view"]["suggested_prompts"]) == 4
    assert "assistant_view" not in made["features"]
    assert len(made["features"]["shortcuts"]) <= 10


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    names = {str(field.alias) for field in Settings.model_fields.values()}
    assert names and not {name for name in names if f"`{name}`" not in readme}


def test_every_setting_is_in_the_example_file() -> None:
    example = (ROOT / "deploy" / ".env.example").read_text()
    names = {str(field.alias) for field in Settings.model_fields.values()}
    assert set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE)) == names


def test_every_version_that_the_commands_install_is_pinned() -> None:
    lines = (ROOT / "deploy" / "constraints.txt").read_text().splitlines()
    pinned = {_plain(line.partition("==")[0]): line.partition("==")[2] for line in lines}
    needed = _needed("hallway-bot", frozenset({"dev"}), set())
    installed = {name: distribution(name).version.partition("+")[0] for name in needed}
    assert {name: pinned.get(name) for name in installed} == installed


def _needed(name: str, extras: frozenset[str], seen: set[tuple[str, frozenset[str]]]) -> set[str]:
    """The names of everything that `name` with these extras brings along on this machine."""
    if (name, extras) in seen:
        return set()
    seen.add((name, extras))
    found = set()
    for line in distribution(name).requires or []:
        wanted = Requirement(line)
        chosen = [{"extra": extra} for extra in extras] or [{"extra": ""}]
        if wanted.marker is None or any(wanted.marker.evaluate(one) for one in chosen):
            other = _plain(wanted.name)
            found |= ({other} - {"hallway-bot"}) | _needed(other, frozenset(wanted.extras), seen)
    return found


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_torch_is_pinned_without_a_local_version() -> None:
    lines = (ROOT / "deploy" / "constraints.txt").read_text().splitlines()
    assert "torch==2.13.0" in lines
    assert not [line for line in lines if "nvidia" in line]
