"""`hallway prompts check` and `preview`, as an operator and a writer use them."""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hallway_bot.cli import app
from hallway_bot.settings import SHIPPED_PROMPTS


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine, and no .env of this folder."""
    monkeypatch.delenv("HALLWAY_PROMPTS", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An operator's own prompts: a single one."""
    folder = tmp_path / "ours"
    for language, text in (("en", "What made you laugh?"), ("nl", "Waar moest je om lachen?")):
        (folder / language).mkdir(parents=True)
        (folder / language / "ours.toml").write_text(
            f'[[prompt]]\nid = "laughed"\ntext = "{text}"\nfollow_ups = ["A?", "B?"]\n'
            'role = "everyone"\nseason = "any"\n'
        )
    return folder


def hallway(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["prompts", *map(str, arguments)])


def test_check_says_in_one_line_how_many_there_are() -> None:
    result = hallway("check")
    assert result.exit_code == 0
    assert re.fullmatch(r"Fine: \d+ prompts in en, \d+ prompts in nl\n", result.stdout)


def test_check_says_a_line_for_each_problem_and_fails(tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(SHIPPED_PROMPTS, folder)
    path = folder / "nl" / "everyday.toml"
    path.write_text(path.read_text().replace('role = "everyone"', 'role = "boss"', 2))
    result = hallway("check", folder)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert len(lines) == 2
    assert all(re.match(r"nl/everyday\.toml: [a-z-]+: `role` is 'boss': ", x) for x in lines)


def test_the_operators_own_folder_replaces_the_shipped_one(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALLWAY_PROMPTS", str(own))
    assert hallway("check").stdout == "Fine: 1 prompts in en, 1 prompts in nl\n"
    assert hallway("preview").stdout == (
        "laughed  (en, everyone, any)\n  What made you laugh?\n    → A?\n    → B?\n\n"
        "laughed  (nl, everyone, any)\n  Waar moest je om lachen?\n    → A?\n    → B?\n"
    )


def test_a_folder_with_a_mistake_is_not_shown_but_told(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own / "en" / "ours.toml").write_text("[[prompt]\n")
    monkeypatch.setenv("HALLWAY_PROMPTS", str(own))
    result = hallway("preview")
    assert result.exit_code == 1
    assert "en/ours.toml: line 1" in result.stderr


def test_preview_shows_one_prompt_whole_in_one_language() -> None:
    result = hallway("preview", "near-miss", "--lang", "nl")
    assert result.stdout.startswith("near-miss  (nl, everyone, any)\n  ")
    assert result.stdout.count("    → ") == 2
    assert "(en," not in result.stdout


def test_preview_shows_those_of_a_role_and_a_season() -> None:
    result = hallway("preview", "--role", "lead", "--season", "after_incident", "--lang", "en")
    heads = [line for line in result.stdout.splitlines() if line and not line.startswith(" ")]
    assert heads and all(line.endswith("(en, lead, after_incident)") for line in heads)


def test_preview_fits_a_terminal_of_eighty_columns() -> None:
    lines = hallway("preview").stdout.splitlines()
    assert len(lines) > 500 and max(map(len, lines)) <= 80


def test_a_prompt_that_is_not_there_is_said_so() -> None:
    result = hallway("preview", "no-such-prompt")
    assert (result.exit_code, result.stderr) == (1, "hallway: there is no such prompt.\n")


def test_a_language_that_hallway_does_not_speak_is_wrong_use() -> None:
    assert hallway("preview", "--lang", "de").exit_code == 2
