"""What is told about named colleagues is the same whichever of them wrote an unnamed lesson."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import DeliveryState
from hallway_bot.domain.lesson import Visibility
from hallway_bot.domain.person import Person
from hallway_bot.domain.records import Verdict
from hallway_bot.domain.reflecting import Wishes
from hallway_bot.domain.talks import TalkState
from hallway_bot.domain.trials import After, TrialState
from hallway_bot.services.introduce import Asked
from hallway_bot.services.trying import Trying

from ..company import ANNA, ASKED, BRAM, DAY, Company, ask, request

AUTHORS = pytest.mark.parametrize("author", [BRAM.id, "UCAS"])


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    made = Company(f"sqlite:///{tmp_path / 'hallway.db'}")
    for id_ in ("b1", "b2", "b3"):
        made.share(id_)
    made.share("c1", "UCAS")
    yield made
    made.store.close()


def send_all(company: Company) -> None:
    for kind in (Kind.INTRODUCTION, Kind.THANKS):
        for letter in company.letters(kind):
            company.sent(letter.id)


def fill_week(company: Company, author: str) -> None:
    """Everything that a colleague can do about one unnamed lesson, so that its author hears."""
    lesson = company.share("unnamed", author, visibility=Visibility.ANONYMOUS)
    trying = Trying(company.store, company.people, company.outbox, company.now)
    ask(company, "unnamed")
    trying.judge(company.workspace, lesson, ANNA, Verdict.HELPFUL)
    trying.plan(company.workspace, "unnamed", ANNA, After.MONTH, None)
    trying.result(company.workspace, "unnamed", ANNA, TrialState.HELD)
    send_all(company)
    since = company.at - DAY
    assert len(company.store.counted_since(company.workspace, author, since)) == 3
    company.at += timedelta(minutes=5)


@AUTHORS
def test_how_often_a_named_author_may_be_asked_leaves_out_unnamed_lessons(
    company: Company, author: str
) -> None:
    for id_ in ("x1", "x2"):
        company.share(id_, author, visibility=Visibility.ANONYMOUS)
        assert ask(company, id_) is Asked.ASKED
    became = [ask(company, id_) for id_ in ("b1", "b2", "b3")]
    assert became == [Asked.ASKED, Asked.ASKED, Asked.FULL]


@AUTHORS
def test_a_full_week_of_a_named_author_leaves_out_unnamed_lessons(
    company: Company, author: str
) -> None:
    fill_week(company, author)
    wait = company.introduce.askable.wait
    assert wait(company.workspace, BRAM.id) is wait(company.workspace, "UCAS") is None
    assert [ask(company, "b1"), ask(company, "c1")] == [Asked.ASKED, Asked.ASKED]


def test_whoever_was_asked_about_unnamed_lessons_gets_no_more_than_they_allow(
    company: Company,
) -> None:
    for id_ in ("x1", "x2"):
        company.share(id_, visibility=Visibility.ANONYMOUS)
        ask(company, id_)
    before = len(company.letters(Kind.INTRODUCTION))
    assert ask(company, "b1") is Asked.ASKED
    company.introduce.catch_up()
    assert len(company.letters(Kind.INTRODUCTION)) == before == 2


@AUTHORS
@pytest.mark.parametrize("why", ["limit", "week"])
def test_what_unnamed_lessons_kept_from_being_asked_ends_as_if_no_answer_came(
    company: Company, author: str, why: str
) -> None:
    if why == "limit":
        for id_ in ("x1", "x2"):
            company.share(id_, author, visibility=Visibility.ANONYMOUS)
            ask(company, id_)
    else:
        fill_week(company, author)
    assert ask(company, "b1") is Asked.ASKED
    if author != BRAM.id:  # his message goes out: nothing is in its way
        send_all(company)
    company.at = company.at.replace(day=27, hour=16, minute=59)  # three workdays on, in UTC
    company.introduce.catch_up()
    assert request(company, "b1").state is TalkState.ASKED
    company.at += timedelta(minutes=1)
    company.introduce.catch_up()
    assert request(company, "b1").state is TalkState.SILENT


def test_a_yes_to_what_waited_for_unnamed_lessons_still_counts(company: Company) -> None:
    fill_week(company, BRAM.id)
    ask(company, "b1")
    (letter,) = company.letters(Kind.INTRODUCTION)
    company.at += 5 * DAY
    company.introduce.catch_up()
    company.sent(letter.id)
    made = request(company, "b1").id
    company.introduce.answer(company.workspace, made, BRAM, TalkState.ACCEPTED)
    assert request(company, "b1").state is TalkState.ACCEPTED


@AUTHORS
def test_waiting_for_a_full_week_ends_the_same_with_and_without_unnamed_lessons(
    company: Company, author: str
) -> None:
    company.store.set_wishes(company.workspace, BRAM.id, Wishes(attention_limit=1))
    key = "named"
    company.outbox.add(company.workspace, BRAM.id, Kind.THANKS, key, {"lesson": "b2"})
    send_all(company)
    for id_ in ("x1", "x2"):
        company.share(id_, author, visibility=Visibility.ANONYMOUS)
        ask(company, id_)
    who = company.workspace, "b1", ANNA, ASKED
    assert company.introduce.ask(*who) is Asked.WAITS
    assert company.introduce.ask(*who, waits=True) is Asked.ASKED
    company.at = company.at + 7 * DAY  # a Tuesday again: there is room, as far as is told
    if author != BRAM.id:
        send_all(company)
    company.at += 2 * DAY
    company.introduce.catch_up()
    assert request(company, "b1").state is TalkState.ASKED
    company.at += DAY + timedelta(hours=7)
    company.introduce.catch_up()
    assert request(company, "b1").state is TalkState.SILENT


def test_what_is_about_a_lesson_that_is_gone_is_not_told(company: Company) -> None:
    for n in range(3):
        subject = {"about": "helpful", "lesson": "b1"}
        company.outbox.add(company.workspace, BRAM.id, Kind.THANKS, f"t{n}", subject)
    send_all(company)
    assert ask(company, "b2") is Asked.WAITS
    company.store.delete_lesson(company.workspace, "b1")
    assert ask(company, "b2") is Asked.ASKED


def offered(company: Company) -> str | None:
    near = company.introduce.askable.next_lesson(company.workspace, ANNA, ASKED, None)
    return near and near.id


@AUTHORS
@pytest.mark.parametrize("why", ["tried by name", "limit", "attention", "left", "asked a lot"])
def test_nothing_about_its_author_decides_whether_an_unnamed_lesson_is_offered(
    company: Company, author: str, why: str
) -> None:
    workspace = company.workspace
    company.share("unnamed", author, visibility=Visibility.ANONYMOUS)
    company.people.people["UDAN"] = dan = Person("UDAN", "Dan")
    if why == "limit":
        company.store.set_wishes(workspace, BRAM.id, Wishes(introductions_limit=0))
    elif why == "attention":
        company.store.set_wishes(workspace, BRAM.id, Wishes(attention_limit=0))
    elif why == "left":
        company.people.people[BRAM.id] = replace(BRAM, is_deactivated=True)
    elif why == "asked a lot":
        for id_ in ("b1", "b2"):
            ask(company, id_, dan)
    else:
        ask(company, "b1")
    ask(company, "c1")
    assert offered(company) == "unnamed"


@AUTHORS
def test_who_wrote_an_unnamed_lesson_decides_not_which_named_one_is_offered(
    company: Company, author: str
) -> None:
    company.share("unnamed", author, visibility=Visibility.ANONYMOUS)
    first = offered(company)
    ask(company, "unnamed", Person("UDAN", "Dan"))
    assert first == offered(company) == "b1"
    ask(company, "unnamed")
    assert offered(company) == "b1"


def test_nobody_is_offered_their_own_unnamed_lesson(company: Company) -> None:
    company.share("unnamed", ANNA.id, visibility=Visibility.ANONYMOUS)
    ask(company, "b1")
    ask(company, "c1")
    assert offered(company) is None


def test_what_was_left_out_is_told_from_what_was_dropped(company: Company) -> None:
    company.outbox.leave_out(company.workspace, BRAM.id, Kind.INTRODUCTION, "out")
    company.outbox.add(company.workspace, BRAM.id, Kind.INTRODUCTION, "dropped")
    (dropped,) = company.letters(Kind.INTRODUCTION)
    company.sent(dropped.id, DeliveryState.DROPPED)
    found = [company.store.delivery_by_key(company.workspace, key) for key in ("out", "dropped")]
    assert [one.is_left_out for one in found if one] == [True, False]
