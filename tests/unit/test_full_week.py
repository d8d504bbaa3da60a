"""Where an author's week is full, who asks hears so, and chooses; nobody is told who is unnamed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hallway_bot.domain.attention import DEFAULT_LIMIT, Kind
from hallway_bot.domain.delivery import DeliveryState, Receipt
from hallway_bot.domain.lesson import Visibility
from hallway_bot.domain.reflecting import Wishes
from hallway_bot.domain.talks import TalkState
from hallway_bot.services.introduce import Asked

from ..company import ANNA, ASKED, BRAM, DAY, Company, ask, request
from ..conftest import note_sent


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    made = Company(f"sqlite:///{tmp_path / 'hallway.db'}")
    made.share("lesson")
    yield made
    made.store.close()


def fill(company: Company, user: str = BRAM.id, times: int = DEFAULT_LIMIT) -> None:
    """As much was sent to them as they allow, a day apart, the last just now."""
    now = company.at
    for n in range(times):
        company.at = now - (times - 1 - n) * DAY
        key, receipt = f"thanks:{user}:{n}", Receipt("D1", f"{user}{n}")
        note_sent(company.outbox, company.workspace, user, key, receipt)
    company.at = now


def wait(company: Company) -> Asked:
    return company.introduce.ask(company.workspace, "lesson", ANNA, ASKED, waits=True)


def test_a_full_week_is_told_before_anything_is_asked(company: Company) -> None:
    fill(company)
    assert ask(company) is Asked.WAITS
    assert company.store.talks_of(company.workspace, ANNA.id) == []
    assert company.letters(Kind.INTRODUCTION) == []
    assert wait(company) is Asked.ASKED
    assert len(company.letters(Kind.INTRODUCTION)) == 1
    assert ask(company) is Asked.BEFORE


def test_a_week_has_room_once_the_oldest_is_seven_days_ago_and_they_are_at_work(
    company: Company,
) -> None:
    company.people.people[BRAM.id] = replace(BRAM, tz="Europe/Amsterdam")
    company.at = datetime(2026, 11, 24, 21, tzinfo=ZoneInfo("Europe/Amsterdam"))
    fill(company)  # the oldest on Sunday evening, so on the next one there is room
    found = company.introduce.askable.wait(company.workspace, BRAM.id)
    assert found is not None
    assert found.expected == datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert found.latest == company.at + Kind.INTRODUCTION.patience
    company.at = found.expected
    assert company.introduce.askable.wait(company.workspace, BRAM.id) is None
    assert ask(company) is Asked.ASKED


def test_of_too_many_all_that_are_over_the_limit_must_be_a_week_ago(company: Company) -> None:
    company.store.set_wishes(company.workspace, BRAM.id, Wishes(attention_limit=1))
    fill(company, times=3)
    found = company.introduce.askable.wait(company.workspace, BRAM.id)
    assert found is not None and found.expected >= company.at + 7 * DAY


def test_who_wants_nothing_unasked_is_not_asked(company: Company) -> None:
    company.store.set_wishes(company.workspace, BRAM.id, Wishes(attention_limit=0))
    assert ask(company) is Asked.FULL and wait(company) is Asked.FULL
    offered = company.introduce.askable.next_lesson(company.workspace, ANNA, ASKED, None)
    assert offered is None


@pytest.mark.parametrize("state", [DeliveryState.WAITING, DeliveryState.LAPSED])
def test_what_finds_no_room_in_time_ends_and_the_asker_hears_that_nobody_was_asked(
    company: Company, state: DeliveryState
) -> None:
    fill(company)
    wait(company)
    (letter,) = company.letters(Kind.INTRODUCTION)
    company.at = letter.expires_at - timedelta(minutes=1)
    company.introduce.catch_up()
    assert request(company).state is TalkState.ASKED
    company.at = letter.expires_at
    if state is not DeliveryState.WAITING:
        company.sent(letter.id, state)
    company.introduce.catch_up()
    assert request(company).state is TalkState.UNASKED
    assert [one.user_id for one in company.letters(Kind.TALK_ANSWER)] == [ANNA.id]
    assert not request(company).state.may_be_answered
    # It takes nothing from how often they may be asked, for nobody asked them.
    asked = company.store.times_asked(company.workspace, [BRAM.id], company.at - 30 * DAY)
    assert asked == {}
    assert ask(company) is Asked.FULL


def test_who_is_offered_instead_has_room_unless_that_would_tell_who_is_unnamed(
    company: Company,
) -> None:
    offer = company.introduce.askable.next_lesson
    company.share("cas", "UCAS")
    fill(company, "UCAS")
    assert offer(company.workspace, ANNA, ASKED, "lesson") is None
    company.share("unnamed", "UCAS", visibility=Visibility.ANONYMOUS)
    found = offer(company.workspace, ANNA, ASKED, "lesson")
    assert found is not None and found.id == "unnamed"


@pytest.mark.parametrize("full", [True, False])
def test_a_full_week_of_an_unnamed_author_looks_like_any_other(
    company: Company, *, full: bool
) -> None:
    company.share("unnamed", visibility=Visibility.ANONYMOUS)
    if full:
        fill(company)
    assert ask(company, "unnamed") is Asked.ASKED
    company.people.people[ANNA.id] = replace(ANNA, tz="Europe/Amsterdam")
    company.at = datetime(2026, 11, 27, 16, 59, tzinfo=ZoneInfo("Europe/Amsterdam"))
    company.introduce.catch_up()
    assert request(company, "unnamed").state is TalkState.ASKED
    company.at += timedelta(minutes=1)
    company.introduce.catch_up()
    assert request(company, "unnamed").state is TalkState.SILENT
