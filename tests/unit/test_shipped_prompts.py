"""The prompts that Hallway ships: enough of them, whole, and asking as they should."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from hallway_bot.domain.prompts import Prompt, Role, Season, choose
from hallway_bot.services.prompt_library import load
from hallway_bot.settings import SHIPPED_PROMPTS

ROOT = Path(__file__).parents[2]
LIBRARY = load(SHIPPED_PROMPTS)
EACH = [pytest.param(p, id=f"{p.language}-{p.id}") for ps in LIBRARY.values() for p in ps]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_there_are_enough_for_everyone_and_every_season(language: str) -> None:
    prompts = LIBRARY[language]
    roles = Counter(prompt.role for prompt in prompts)
    seasons = Counter(prompt.season for prompt in prompts)
    assert len(prompts) >= 60
    assert roles[Role.LEAD] >= 14 and roles[Role.NEWCOMER] >= 6
    assert all(seasons[season] >= 5 for season in Season)
    assert len({prompt.text for prompt in prompts}) == len(prompts)


def test_both_languages_hold_the_same_ideas() -> None:
    assert [p.id for p in LIBRARY["en"]] == [p.id for p in LIBRARY["nl"]]
    assert not {p.text for p in LIBRARY["en"]} & {p.text for p in LIBRARY["nl"]}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("season", Season)
def test_nobody_runs_out_in_a_year_of_weeks(role: Role, season: Season) -> None:
    weeks: list[str] = []
    for week in range(52):
        got = choose(LIBRARY["nl"], role, season, weeks[-12:], f"U1 week {week}")
        assert got is not None
        weeks.append(got.id)


@pytest.mark.parametrize("season", Season)
def test_a_lead_is_asked_as_a_lead_every_week(season: Season) -> None:
    weeks: list[Prompt] = []
    for week in range(52):
        # Thirteen: at its edge, twelve weeks hold one more.
        seen = {prompt.id for prompt in weeks[-13:]}
        got = choose(LIBRARY["nl"], Role.LEAD, season, seen, f"U1 week {week}")
        assert got is not None and got.role is Role.LEAD
        weeks.append(got)


@pytest.mark.parametrize("prompt", EACH)
def test_a_prompt_asks_one_thing_briefly_and_plainly(prompt: Prompt) -> None:
    assert len(prompt.text) <= 280
    assert 1 <= sum(prompt.text.count(mark) for mark in ".?!") <= 3
    assert prompt.text.count("?") <= 1
    assert all(question.endswith("?") for question in prompt.follow_ups)
    assert all(question.count("?") == 1 for question in prompt.follow_ups)
    words = " ".join((prompt.text, *prompt.follow_ups))
    assert not set(words) & set("!*_~`<>&—")
    assert all(ord(letter) < 0x2190 for letter in words)  # no arrows, no emoji


def test_each_file_tells_how_to_add_one() -> None:
    files = sorted((ROOT / "prompts").glob("*/*.toml"))
    assert files
    for path in files:
        first, second, third = path.read_text().splitlines()[:3]
        assert first.startswith("# ") and second.startswith("# ") and not third
        assert "hallway prompts check" in second


def test_an_installation_and_an_image_hold_every_prompt() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    patterns = project["tool"]["setuptools"]["package-data"]["hallway_bot"]
    package = ROOT / "hallway_bot"
    shipped = {path.resolve() for pattern in patterns for path in package.glob(pattern)}
    assert set((ROOT / "prompts").glob("*/*.toml")) <= shipped
    assert SHIPPED_PROMPTS.resolve() == ROOT / "prompts"
    assert "COPY prompts prompts\n" in (ROOT / "deploy" / "Dockerfile").read_text()
