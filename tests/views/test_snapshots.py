"""Every view stands beside the tests as JSON, in both languages; UPDATE_SNAPSHOTS=1 rewrites."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from hallway_bot.playground.validate import check_message, check_view
from hallway_bot.texts import Texts

from .showcase import VIEWS, Made

SNAPSHOTS = Path(__file__).parent / "snapshots"
LANGUAGES = ("en", "nl")


def as_json(made: Made) -> dict[str, Any]:
    return made if isinstance(made, dict) else {"text": made[0], "blocks": made[1]}


def strings(value: Any) -> Iterator[str]:
    """Every text that a person reads somewhere in a view."""
    if isinstance(value, dict):
        if value.get("type") in ("mrkdwn", "plain_text"):
            yield value["text"]
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(VIEWS))
def test_a_view_is_as_it_was_agreed_upon(name: str, language: str) -> None:
    made = as_json(VIEWS[name](Texts(language, "Europe/Amsterdam")))
    shown = json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    path = SNAPSHOTS / language / f"{name}.json"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert path.exists(), f"{path.name} is new: run with UPDATE_SNAPSHOTS=1 and look at it"
    agreed = path.read_text(encoding="utf-8")
    assert shown.splitlines() == agreed.splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(VIEWS))
def test_slacks_own_models_and_limits_accept_a_view(name: str, language: str) -> None:
    made = VIEWS[name](Texts(language))
    blocks = as_json(made)["blocks"]
    parsed = Block.parse_all(blocks)
    assert len(parsed) == len(blocks)
    for block in parsed:
        block.validate_json()
    if isinstance(made, dict):
        View(**made).validate_json()
        check_view(made, (made["type"],))
    else:
        assert made[0]
        check_message(*made)


def test_no_snapshot_is_left_of_a_view_that_is_gone() -> None:
    kept = {path.relative_to(SNAPSHOTS).as_posix() for path in SNAPSHOTS.rglob("*.json")}
    assert kept == {f"{language}/{name}.json" for language in LANGUAGES for name in VIEWS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(VIEWS))
def test_no_wording_of_ours_is_cut_by_a_limit(name: str, language: str) -> None:
    ours = [
        text
        for text in strings(as_json(VIEWS[name](Texts(language))))
        if text.endswith("…") and text not in (Texts(language)("share.looking"),)
    ]
    assert ours == []


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_nothing_of_a_view_stays_untranslated(name: str) -> None:
    english = list(strings(as_json(VIEWS[name](Texts("en")))))
    dutch = list(strings(as_json(VIEWS[name](Texts("nl")))))
    assert len(english) == len(dutch)
    assert english != dutch


def test_a_date_is_the_readers_own_day_in_the_readers_own_words() -> None:
    dutch = as_json(VIEWS["lesson"](Texts("nl", "Europe/Amsterdam")))
    english = as_json(VIEWS["lesson"](Texts("en", "America/New_York")))
    assert "Chloe Martin · 1 april 2026" in strings(dutch)
    assert "Chloe Martin · 31 March 2026" in strings(english)
