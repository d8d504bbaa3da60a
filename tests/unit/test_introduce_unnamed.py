"""Asking the author of an anonymous lesson to talk tells nobody who that is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.lesson import Author, Lesson, Visibility
from hallway_bot.domain.person import Person
from hallway_bot.domain.reflecting import Wishes
from hallway_bot.domain.retention import Retention
from hallway_bot.domain.talks import TalkState
from hallway_bot.domain.visibility import Audience
from hallway_bot.services.introduce import Asked
from hallway_bot.services.who_knows import WhoKnows

from ..company import ANNA, ASKED, BRAM, Company, ask, request


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    made = Company(f"sqlite:///{tmp_path / 'hallway.db'}")
    made.share("lesson")
    yield made
    made.store.close()


@pytest.mark.parametrize("why", ["limit reached", "limit of none", "left", "unknown", "has room"])
def test_an_unnamed_author_gives_no_sign_of_who_they_are(company: Company, why: str) -> None:
    company.share("unnamed", visibility=Visibility.ANONYMOUS)
    if why.startswith("limit"):
        limit = 0 if why == "limit of none" else 1
        company.store.set_wishes(company.workspace, BRAM.id, Wishes(introductions_limit=limit))
        assert ask(company) is (Asked.ASKED if limit else Asked.FULL)
    if why == "left":
        company.people.people[BRAM.id] = replace(BRAM, is_deactivated=True)
    if why == "unknown":
        del company.people.people[BRAM.id]
    # The hours and holidays that count are those of who asks.
    company.people.people[ANNA.id] = replace(ANNA, tz="Europe/Amsterdam")
    if why != "unknown":
        there = replace(company.people.people[BRAM.id], tz="Pacific/Honolulu")
        company.people.people[BRAM.id] = there
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


def forget_bram(company: Company) -> None:
    store, workspace = company.store, company.workspace
    store.forget_person(workspace, BRAM.id, None, company.at, keep_lessons=True)
    del company.people.people[BRAM.id]


def unnamed(company: Company) -> int:
    """How many unnamed colleagues are said to know about it."""
    found = WhoKnows(company.search, company.store, company.now)
    return found(company.workspace, ASKED, Audience(ANNA)).unnamed


def test_an_unnamed_author_who_went_is_asked_as_one_who_gives_no_sign(company: Company) -> None:
    for id_ in ("unnamed", "second", "third"):
        company.share(id_, visibility=Visibility.ANONYMOUS)
    cas = company.people.people["UCAS"]
    assert ask(company, "unnamed") is Asked.ASKED
    assert ask(company, "second", cas) is Asked.ASKED
    assert ask(company) is Asked.ASKED  # a lesson with their name
    company.introduce.answer(
        company.workspace, request(company, "second", cas).id, BRAM, TalkState.NOT_ABOUT
    )
    assert unnamed(company) == 1
    forget_bram(company)
    # Three lessons by one hand are by one colleague still; what was named is not told to be theirs.
    assert unnamed(company) == 2
    assert ask(company, "unnamed") is Asked.BEFORE
    assert ask(company, "second") is Asked.NOT_ABOUT
    assert ask(company, "third") is ask(company, "unnamed", cas) is Asked.ASKED
    company.introduce.catch_up()
    assert company.letters(Kind.INTRODUCTION) == []
    for lesson, asker in (("unnamed", ANNA), ("third", ANNA), ("unnamed", cas), ("lesson", ANNA)):
        assert request(company, lesson, asker).state is TalkState.ASKED
    company.at = datetime(2026, 11, 27, 17, tzinfo=UTC)
    company.introduce.catch_up()
    for lesson, asker in (("unnamed", ANNA), ("third", ANNA), ("unnamed", cas), ("lesson", ANNA)):
        assert request(company, lesson, asker).state is TalkState.SILENT
    assert {one.user_id for one in company.letters(Kind.TALK_ANSWER)} == {ANNA.id, cas.id}


def test_from_a_day_of_chance_on_nobody_can_ask_an_unnamed_author_who_went(
    company: Company,
) -> None:
    for id_ in ("unnamed", "second"):
        company.share(id_, visibility=Visibility.ANONYMOUS)
    company.store.save_lessons(
        company.workspace,
        [Lesson("mail", Author(), "Tap it.", company.at, visibility=Visibility.ANONYMOUS)],
    )
    assert ask(company, "mail") is Asked.IMPOSSIBLE
    forget_bram(company)
    ends = [lesson.askable_until for lesson in company.store.all_lessons(company.workspace)]
    days = {end for end in ends if end is not None}
    assert len(days) == 2, "one day for all would tell that they are by one hand"
    company.at = max(days) + timedelta(seconds=1)
    company.store.drop_old(Retention().before(company.at))
    assert {ask(company, id_) for id_ in ("unnamed", "second", "mail")} == {Asked.IMPOSSIBLE}


def test_what_only_looked_as_if_it_was_asked_keeps_nobody_else_from_the_author(
    company: Company,
) -> None:
    askers = [Person(f"UA{n}", f"A{n}") for n in range(4)]
    company.people.people.update({one.id: one for one in askers})
    company.store.set_wishes(company.workspace, BRAM.id, Wishes(introductions_limit=1))
    for n in range(3):
        company.share(f"unnamed{n}", visibility=Visibility.ANONYMOUS)
    assert ask(company, "unnamed0", askers[0]) is Asked.ASKED
    company.at += timedelta(days=29)
    for n in (1, 2):  # they look asked, and are not
        assert ask(company, f"unnamed{n}", askers[1]) is Asked.ASKED
    assert len(company.letters(Kind.INTRODUCTION)) == 1
    company.at += timedelta(days=2)
    assert ask(company, "lesson", askers[2]) is Asked.ASKED
    assert ask(company, "unnamed0", askers[3]) is Asked.ASKED
    assert len(company.letters(Kind.INTRODUCTION)) == 2


@pytest.mark.parametrize("became", ["anonymous", "private", "channel", "gone", "everyone"])
def test_that_an_author_left_shows_in_no_relay_unless_the_asker_may_know_who_they_are(
    company: Company, became: str
) -> None:
    company.share("unnamed", visibility=Visibility.ANONYMOUS)
    ask(company, "unnamed")
    asked = request(company, "unnamed")
    company.introduce.answer(company.workspace, asked.id, BRAM, TalkState.RELAYED)
    if became == "gone":
        company.store.delete_lesson(company.workspace, "unnamed")
    else:
        room = "C1" if became == "channel" else None
        company.share("unnamed", visibility=Visibility(became), channel_id=room)
    relayed = request(company, "unnamed")
    assert relayed.author_id == BRAM.id
    assert company.introduce.goes_on(company.workspace, relayed, ANNA)
    company.people.people[BRAM.id] = replace(BRAM, is_deactivated=True)
    goes_on = company.introduce.goes_on(company.workspace, relayed, ANNA)
    assert goes_on is (became != "everyone")
    # The lesson's row shows whose it is by now: no mark may stand beside it.
    with company.store.engine.connect() as connection:
        marks = connection.exec_driver_sql("SELECT author_mark FROM talks").scalars().all()
    assert all(marks) is (became in ("anonymous", "gone"))
