"""The author is asked first, as often as they allow; whatever happens, the asker hears of it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.errors import NotAllowed
from hallway_bot.domain.lesson import Author, Lesson, Visibility
from hallway_bot.domain.person import Person
from hallway_bot.domain.reflecting import Wishes
from hallway_bot.domain.talks import FOLLOW_UP, Talked, TalkRequest, TalkState, least_asked
from hallway_bot.services.introduce import Asked, talk_id

from ..company import ANNA, ANSWER, ASKED, BRAM, DAY, FAR, TUESDAY, Company, ask, request
from ..fakes_people import FIRST

NO_TALK = [TalkState.DECLINED, TalkState.NOT_ABOUT, TalkState.SILENT, TalkState.LAPSED]


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    made = Company(f"sqlite:///{tmp_path / 'hallway.db'}")
    made.share("lesson")
    yield made
    made.store.close()


def answer(company: Company, state: TalkState, author: Person = BRAM) -> TalkRequest | None:
    return company.introduce.answer(company.workspace, request(company).id, author, state)


def told(company: Company) -> list[str]:
    """Who is told that there will be no talk."""
    return [letter.user_id for letter in company.letters(Kind.TALK_ANSWER)]


def test_the_author_alone_is_asked_and_once(company: Company) -> None:
    assert ask(company) is Asked.ASKED
    assert ask(company) is Asked.BEFORE
    assert [x.user_id for x in company.letters(Kind.INTRODUCTION)] == [BRAM.id]
    company.introduce.catch_up()
    assert len(company.letters(Kind.INTRODUCTION)) == 1


def test_who_cannot_be_asked_is_not_asked(company: Company) -> None:
    company.share("private", visibility=Visibility.PRIVATE)
    company.share("own", ANNA.id)
    company.people.people["ULEFT"] = Person("ULEFT", "Lena", is_deactivated=True)
    company.share("left", "ULEFT")
    outside = Lesson("outside", Author(None, "Somebody"), ANSWER, TUESDAY)
    company.store.save_lessons(company.workspace, [outside])
    asked = {x: ask(company, x) for x in ("private", "nothing", "own", "left", "outside")}
    assert asked == {
        "private": Asked.GONE,
        "nothing": Asked.GONE,
        "own": Asked.OWN,
        "left": Asked.IMPOSSIBLE,
        "outside": Asked.IMPOSSIBLE,
    }
    assert company.letters(Kind.INTRODUCTION) == []


@pytest.mark.parametrize(("limit", "wished"), [(2, None), (0, 0), (5, 5)])
def test_nobody_is_asked_more_than_they_allow_within_thirty_days(
    company: Company, limit: int, wished: int | None
) -> None:
    company.store.set_wishes(company.workspace, BRAM.id, Wishes(introductions_limit=wished))
    for n in range(limit + 1):
        company.share(f"l{n}", text=f"{ANSWER} {n}")
        assert ask(company, f"l{n}") is (Asked.ASKED if n < limit else Asked.FULL)
    company.at += 31 * DAY
    assert ask(company, f"l{limit}") is (Asked.ASKED if limit else Asked.FULL)


def test_many_who_ask_at_once_do_not_go_over_the_limit(company: Company) -> None:
    askers = [Person(f"UA{n}", f"A{n}") for n in range(8)]
    company.people.people.update({one.id: one for one in askers})
    with ThreadPoolExecutor(8) as pool:
        became = list(pool.map(lambda asker: ask(company, asker=asker), askers))
    assert became.count(Asked.ASKED) <= 2
    assert set(became) <= {Asked.ASKED, Asked.FULL}
    asked = company.store.times_asked(company.workspace, [BRAM.id], TUESDAY - DAY)
    assert sum(asked.get(BRAM.id, {}).values()) == became.count(Asked.ASKED)


def test_a_yes_brings_both_together_and_asks_both_two_days_later(company: Company) -> None:
    ask(company)
    answered_at = company.at
    assert answer(company, TalkState.ACCEPTED) is not None
    assert answer(company, TalkState.DECLINED) is None
    assert len(company.letters(Kind.MEETING)) == 1
    follow_ups = company.letters(Kind.FOLLOW_UP)
    assert {x.user_id for x in follow_ups} == {ANNA.id, BRAM.id}
    assert {x.due_at for x in follow_ups} == {answered_at + FOLLOW_UP}
    assert told(company) == []


def test_only_the_author_answers_and_only_the_two_have_a_say(company: Company) -> None:
    ask(company)
    with pytest.raises(NotAllowed):
        answer(company, TalkState.ACCEPTED, ANNA)
    cas = company.people.person(FIRST, "UCAS")
    with pytest.raises(NotAllowed):
        company.introduce.talked(company.workspace, request(company).id, cas, Talked.YES)


@pytest.mark.parametrize("state", [TalkState.DECLINED, TalkState.NOT_ABOUT])
def test_a_no_is_told_to_the_asker_once(company: Company, state: TalkState) -> None:
    ask(company)
    assert answer(company, state) is not None
    assert answer(company, state) is None
    company.introduce.catch_up()
    assert told(company) == [ANNA.id]


def test_not_about_this_ends_all_requests_about_that_lesson(company: Company) -> None:
    ask(company)
    answer(company, TalkState.NOT_ABOUT)
    cas = company.people.person(FIRST, "UCAS")
    assert ask(company, asker=cas) is Asked.NOT_ABOUT
    company.share("other")
    assert ask(company, "other", cas) is Asked.ASKED
    company.store.withdraw_talk(company.workspace, talk_id(company.workspace, "other", "UCAS"))
    offered = company.introduce.askable.next_lesson(company.workspace, cas, ASKED, None)
    assert offered is not None and offered.id == "other"


@pytest.mark.parametrize(
    ("sent_at", "country", "silent_at"),
    [
        # Tuesday: Friday at five.
        (datetime(2026, 11, 24, 11), None, datetime(2026, 11, 27, 17)),
        # Friday: the weekend does not count.
        (datetime(2026, 11, 27, 11), None, datetime(2026, 12, 2, 17)),
        # Two days of Christmas and a weekend in the Netherlands.
        (datetime(2026, 12, 24, 11), "NL", datetime(2026, 12, 30, 17)),
    ],
)
def test_without_an_answer_in_three_workdays_of_the_author_the_asker_hears(
    company: Company, sent_at: datetime, country: str | None, silent_at: datetime
) -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    company.people.people[BRAM.id] = replace(BRAM, tz="Europe/Amsterdam")
    company.store.set_option(company.workspace, "country", country)
    company.at = sent_at.replace(tzinfo=zone)
    ask(company)
    company.sent(company.letters(Kind.INTRODUCTION)[0].id)
    company.at = silent_at.replace(tzinfo=zone) - timedelta(minutes=1)
    company.introduce.catch_up()
    assert told(company) == []
    company.at += timedelta(minutes=1)
    company.introduce.catch_up()
    company.introduce.catch_up()
    assert told(company) == [ANNA.id]
    assert request(company).state is TalkState.SILENT


def test_the_three_workdays_begin_when_the_message_reaches_them(company: Company) -> None:
    ask(company)
    company.at += 4 * DAY  # it waited for room in their week
    company.introduce.catch_up()
    assert request(company).state is TalkState.ASKED
    company.sent(company.letters(Kind.INTRODUCTION)[0].id)
    company.at += DAY
    company.introduce.catch_up()
    assert request(company).state is TalkState.ASKED


def test_a_yes_that_comes_late_still_counts(company: Company) -> None:
    ask(company)
    company.sent(company.letters(Kind.INTRODUCTION)[0].id)
    company.at += 14 * DAY
    company.introduce.catch_up()
    assert answer(company, TalkState.ACCEPTED) is not None
    assert len(company.letters(Kind.MEETING)) == 1
    assert told(company) == [ANNA.id]


@pytest.mark.parametrize("gone", ["lesson", "private", "author", "asker is a guest"])
def test_what_goes_away_meanwhile_ends_it_kindly(company: Company, gone: str) -> None:
    ask(company)
    company.sent(company.letters(Kind.INTRODUCTION)[0].id)
    if gone == "lesson":
        company.store.delete_lesson(company.workspace, "lesson")
    elif gone == "private":
        company.share("lesson", visibility=Visibility.PRIVATE)
    elif gone == "author":
        company.people.people[BRAM.id] = replace(BRAM, is_deactivated=True)
    else:
        company.people.people[ANNA.id] = replace(ANNA, is_guest=True)
    company.introduce.catch_up()
    assert request(company).state is TalkState.LAPSED
    assert told(company) == [ANNA.id]
    assert answer(company, TalkState.ACCEPTED) is None
    assert company.letters(Kind.MEETING) == []


def test_a_yes_to_an_asker_who_has_left_opens_nothing(company: Company) -> None:
    ask(company)
    company.people.people[ANNA.id] = replace(ANNA, is_deactivated=True)
    became = answer(company, TalkState.ACCEPTED)
    assert became is not None and became.state is TalkState.LAPSED
    assert company.letters(Kind.MEETING) == []


def test_killed_between_the_answer_and_its_message_it_is_still_told(company: Company) -> None:
    ask(company)
    moved = company.store.move_talk
    assert moved(company.workspace, request(company), TalkState.DECLINED, company.at)
    assert told(company) == []
    company.introduce.catch_up()
    assert told(company) == [ANNA.id]


def test_words_are_carried_until_one_of_the_two_ends_it(company: Company) -> None:
    ask(company)
    answer(company, TalkState.RELAYED)
    starts = company.letters(Kind.RELAY)
    assert {(x.user_id, x.subject["about"]) for x in starts} == {
        (ANNA.id, "start"),
        (BRAM.id, "start"),
    }
    assert company.letters(Kind.FOLLOW_UP) == []
    assert company.introduce.end(company.workspace, request(company).id, ANNA)
    assert not company.introduce.end(company.workspace, request(company).id, BRAM)
    assert [x.subject["about"] for x in company.letters(Kind.RELAY)].count("ended") == 2


def test_not_yet_is_asked_once_more_and_what_each_says_is_kept(company: Company) -> None:
    ask(company)
    answer(company, TalkState.ACCEPTED)
    made = request(company).id
    for _ in range(3):
        company.introduce.talked(company.workspace, made, ANNA, Talked.NOT_YET)
    assert len(company.letters(Kind.FOLLOW_UP)) == 3
    company.introduce.talked(company.workspace, made, ANNA, Talked.YES)
    company.introduce.talked(company.workspace, made, BRAM, Talked.NO)
    kept = request(company)
    assert (kept.asker_talked, kept.author_talked) == (Talked.YES, Talked.NO)


def test_somebody_else_is_offered_who_was_asked_least_and_has_room(company: Company) -> None:
    offer = company.introduce.askable.next_lesson
    company.share("cas", "UCAS", visibility=Visibility.ANONYMOUS)
    company.share("far", "UDAN", text=FAR)
    company.people.people["UDAN"] = Person("UDAN", "Dan")
    found = offer(company.workspace, ANNA, ASKED, "lesson")
    assert found is not None and found.id == "cas"
    assert offer(company.workspace, ANNA, "", BRAM.id) is None
    company.share("eva", "UEVA")
    company.people.people["UEVA"] = Person("UEVA", "Eva")
    company.introduce.ask(company.workspace, "cas", Person("UDAN", "Dan"), ASKED)
    found = offer(company.workspace, ANNA, ASKED, "lesson")
    assert found is not None and found.id == "eva"
    company.store.set_wishes(company.workspace, "UEVA", Wishes(introductions_limit=0))
    found = offer(company.workspace, ANNA, ASKED, "lesson")
    assert found is not None and found.id == "cas"
    ask(company, "cas")
    assert offer(company.workspace, ANNA, ASKED, "lesson") is None


lesson_lists = st.integers(0, 6).map(
    lambda count: [Lesson(str(n), Author(f"U{n}"), "x", TUESDAY) for n in range(count)]
)


@given(lesson_lists, st.dictionaries(st.sampled_from("012345"), st.integers(0, 5)))
def test_the_load_is_spread_and_among_equals_the_nearest_comes_first(
    lessons: list[Lesson], asked: dict[str, int]
) -> None:
    chosen = least_asked(lessons, asked)
    if not lessons:
        assert chosen is None
        return
    fewest = min(asked.get(one.id, 0) for one in lessons)
    assert chosen == next(one for one in lessons if asked.get(one.id, 0) == fewest)
