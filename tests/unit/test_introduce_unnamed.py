"""Asking the author of an anonymous lesson to talk tells nobody who that is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.lesson import Visibility
from hallway_bot.domain.reflecting import Wishes
from hallway_bot.domain.talks import TalkState
from hallway_bot.services.introduce import Asked

from ..company import ANNA, ASKED, BRAM, Company, ask, request


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    made = Company(f"sqlite:///{tmp_path / 'hallway.db'}")
    made.share("lesson")
    yield made
    made.store.close()


@pytest.mark.parametrize("why", ["limit reached", "limit of none", "left", "has room"])
def test_an_unnamed_author_gives_no_sign_of_who_they_are(company: Company, why: str) -> None:
    company.share("unnamed", visibility=Visibility.ANONYMOUS)
    if why.startswith("limit"):
        limit = 0 if why == "limit of none" else 1
        company.store.set_wishes(company.workspace, BRAM.id, Wishes(introductions_limit=limit))
        assert ask(company) is (Asked.ASKED if limit else Asked.FULL)
    if why == "left":
        company.people.people[BRAM.id] = replace(BRAM, is_deactivated=True)
    # The hours and holidays that count are those of who asks.
    company.people.people[ANNA.id] = replace(ANNA, tz="Europe/Amsterdam")
    company.people.people[BRAM.id] = replace(company.people.people[BRAM.id], tz="Pacific/Honolulu")
    before = len(company.letters(Kind.INTRODUCTION))
    assert ask(company, "unnamed") is Asked.ASKED
    assert ask(company, "unnamed") is Asked.BEFORE
    company.introduce.catch_up()
    asked = len(company.letters(Kind.INTRODUCTION)) - before
    assert asked == (1 if why == "has room" else 0)
    amsterdam = ZoneInfo("Europe/Amsterdam")
    company.at = datetime(2026, 11, 27, 16, 59, tzinfo=amsterdam)  # three workdays on, a Friday
    company.introduce.catch_up()
    assert request(company, "unnamed").state is TalkState.ASKED
    company.at += timedelta(minutes=1)
    company.introduce.catch_up()
    assert request(company, "unnamed").state is TalkState.SILENT


def test_somebody_else_after_an_unnamed_author_may_be_that_author(company: Company) -> None:
    company.share("unnamed", visibility=Visibility.ANONYMOUS)
    ask(company, "unnamed")
    offered = company.introduce.askable.next_lesson(company.workspace, ANNA, ASKED, "unnamed")
    assert offered is not None and offered.id == "lesson"
    # Nor when they take it back to themselves afterwards.
    company.share("unnamed", visibility=Visibility.PRIVATE)
    offered = company.introduce.askable.next_lesson(company.workspace, ANNA, ASKED, "unnamed")
    assert offered is not None and offered.id == "lesson"
