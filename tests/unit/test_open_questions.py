"""Questions stay open until something answers them: told once, to the asker, of what is new."""

from dataclasses import replace
from pathlib import Path

import pytest

from hallway_bot.domain.delivery import DeliveryState
from hallway_bot.domain.errors import HoldsSecret, InvalidInput
from hallway_bot.domain.lesson import Author, Lesson, Visibility
from hallway_bot.domain.questions import STAYS_OPEN, WAITS
from hallway_bot.domain.records import MatchState, QuestionState
from hallway_bot.domain.sensitive import Sensitive
from hallway_bot.services.match import AT_ONCE
from hallway_bot.services.suited import suited

from ..company import ANNA, ANSWER, ASKED, BRAM, DAY, FAR, Company
from ..fakes_people import FIRST


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(f"sqlite:///{tmp_path / 'hallway.db'}")


def test_the_asker_hears_once_of_a_lesson_that_comes_later(company: Company) -> None:
    company.keep()
    assert company.match() == 0
    company.share("new")
    assert company.match() == 1
    company.matching.notice(FIRST)
    assert company.match() == 0
    assert company.told() == [(ANNA.id, "new")]


def test_what_was_there_when_the_question_was_kept_is_not_told(company: Company) -> None:
    company.share("old")
    company.at += DAY
    company.keep()
    assert company.match() == 0
    company.share("else", text=FAR)
    assert company.match() == 0
    assert company.told() == []


def test_a_lesson_that_comes_before_the_first_look_is_told(company: Company) -> None:
    company.keep()
    company.at += DAY
    company.share("new")
    assert company.match() == 1


def test_a_lesson_that_is_changed_so_that_it_answers_is_told(company: Company) -> None:
    company.share("vague", text=FAR)
    company.at += DAY
    company.keep()
    company.match()
    vague = company.store.lesson(company.workspace, "vague")
    assert vague is not None
    company.store.save_lessons(company.workspace, [replace(vague, learned=ANSWER)])
    company.index()
    assert company.match() == 1


@pytest.mark.parametrize(
    "more",
    [
        {"author": ANNA.id},
        {"visibility": Visibility.PRIVATE},
        {"visibility": Visibility.CHANNEL, "channel_id": "C1"},
    ],
    ids=str,
)
def test_nobody_is_told_of_their_own_lesson_or_of_one_they_may_not_see(
    company: Company, more: dict[str, object]
) -> None:
    question = company.keep()
    company.match()
    company.share("new", **more)  # type: ignore[arg-type]
    company.matching.answers(company.workspace, question, "new")  # even as an answer to it
    assert company.match() == 0
    assert company.told() == []


def test_what_its_author_retired_is_not_told(company: Company) -> None:
    company.keep()
    company.match()
    company.share("old", retired_at=company.at)
    company.share("older", replaced_by="old")
    assert company.match() == 0


def test_a_lesson_that_becomes_visible_is_told_then(company: Company) -> None:
    company.keep()
    company.match()
    lesson = company.share("new", visibility=Visibility.PRIVATE)
    assert company.match() == 0
    everyone = replace(lesson, visibility=Visibility.ANONYMOUS)
    company.store.save_lessons(company.workspace, [everyone])
    company.matching.notice(FIRST)
    assert company.match() == 1


def test_an_import_of_many_tells_a_question_of_two(company: Company) -> None:
    company.keep()
    company.match()
    lessons = [Lesson(f"i{n}", Author("UCAS"), ANSWER, company.at) for n in range(300)]
    company.store.save_lessons(company.workspace, lessons)
    company.index()
    assert company.match() == AT_ONCE
    company.matching.notice(FIRST)
    assert company.match() <= AT_ONCE


def test_nothing_is_searched_while_nothing_is_new(company: Company) -> None:
    company.keep()
    company.match()

    def never(*_: object, **__: object) -> None:
        raise AssertionError("searched")

    idle = replace(company.matching, search=replace(company.search, detect=never))
    assert idle.catch_up(company.workspace) == 0


def test_an_answer_is_told_even_where_the_ranking_misses_it(company: Company) -> None:
    question = company.keep()
    company.match()
    company.share("linked", text=FAR)
    company.matching.answers(company.workspace, question, "linked")
    company.matching.answers(company.workspace, question, "linked")
    assert company.match() == 1
    assert company.told() == [(ANNA.id, "linked")]


def test_killed_between_message_and_note_it_tells_once(company: Company) -> None:
    company.keep()
    company.match()
    company.share("new")
    set_match = company.store.set_match

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    company.store.set_match = killed  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        company.match()
    company.store.set_match = set_match  # type: ignore[method-assign]
    company.match()
    assert company.told() == [(ANNA.id, "new")]


def test_named_authors_of_near_lessons_may_know_but_never_the_asker(
    company: Company,
) -> None:
    company.share("named")
    company.share("unnamed", "UCAS", visibility=Visibility.ANONYMOUS)
    company.share("own", ANNA.id)
    company.share("far", "UFAR", text=FAR)
    question = company.keep(anonymous=True)
    company.match()
    for user_id, suits in ((BRAM.id, True), ("UCAS", False), (ANNA.id, False), ("UFAR", False)):
        found = [one.id for one in suited(company.store, company.workspace, user_id)]
        assert found == [question] * suits


def test_who_gave_a_lesson_for_a_question_is_not_shown_it_again(company: Company) -> None:
    company.share("before")
    company.share("other", "UCAS")
    question = company.keep()
    company.match()
    company.share("given", text=FAR, visibility=Visibility.ANONYMOUS)
    company.matching.answers(company.workspace, question, "given")
    company.match()
    assert list(suited(company.store, company.workspace, BRAM.id)) == []
    assert [one.id for one in suited(company.store, company.workspace, "UCAS")] == [question]


def test_a_match_marked_as_answer_or_found_helpful_closes_the_question(company: Company) -> None:
    first, second = company.keep(), company.keep("Where is the barometer in the valley?")
    company.match()
    company.share("new")
    company.match()
    workspace = company.workspace
    assert not company.questions.answered(workspace, first, "new", BRAM)
    assert company.questions.answered(workspace, first, "new", ANNA)
    assert not company.questions.answered(workspace, first, "new", ANNA)
    assert company.question(first).state is QuestionState.ANSWERED
    assert company.store.matches(workspace, first)["new"] is MatchState.ANSWERS
    assert company.questions.not_quite(workspace, second, "new", ANNA)
    assert [q.id for q in company.questions.helped(workspace, "new", ANNA)] == [second]
    assert company.questions.helped(workspace, "new", ANNA) == []
    assert not company.questions.renew(workspace, first, ANNA)


def test_the_question_of_somebody_who_left_is_closed(company: Company) -> None:
    question = company.keep()
    company.people.people[ANNA.id] = replace(ANNA, is_deactivated=True)
    company.share("new")
    assert company.match() == 0
    assert company.question(question).state is QuestionState.LAPSED


def test_a_question_needs_words_and_is_closed_by_its_asker_only(company: Company) -> None:
    with pytest.raises(InvalidInput):
        company.questions.keep(company.workspace, ANNA, " \n", anonymous=False)
    question = company.keep()
    assert company.questions.keeps(company.workspace, ANNA, ASKED.upper())
    assert not company.questions.keep(company.workspace, ANNA, ASKED, anonymous=True)
    assert not company.questions.close(company.workspace, question, BRAM)
    assert company.questions.close(company.workspace, question, ANNA)
    assert not company.questions.close(company.workspace, question, ANNA)


def asked_about(company: Company) -> list[str]:
    due = company.store.due_deliveries(company.at, 100)
    return [d.id for _, d in due if d.subject.get("about") == "question"]


def test_an_old_question_is_asked_about_once_and_closed_without_a_sign(company: Company) -> None:
    question = company.keep()
    company.at += STAYS_OPEN - DAY
    company.questions.tidy(company.workspace)
    assert asked_about(company) == []
    company.at += DAY
    for _ in range(3):
        company.questions.tidy(company.workspace)
    (delivery,) = asked_about(company)
    company.at += 20 * DAY  # it waits: nobody was asked yet
    company.questions.tidy(company.workspace)
    assert company.question(question).state is QuestionState.OPEN
    company.sent(delivery)
    company.at += WAITS - DAY
    company.questions.tidy(company.workspace)
    assert company.question(question).state is QuestionState.OPEN
    company.at += DAY
    company.questions.tidy(company.workspace)
    assert company.question(question).state is QuestionState.LAPSED


def test_a_question_that_still_is_one_stays_for_another_ninety_days(company: Company) -> None:
    question = company.keep()
    company.at += STAYS_OPEN
    company.questions.tidy(company.workspace)
    company.sent(asked_about(company)[0])
    company.at += DAY
    assert company.questions.renew(company.workspace, question, ANNA)
    company.at += WAITS
    company.questions.tidy(company.workspace)
    assert company.question(question).state is QuestionState.OPEN
    company.at += STAYS_OPEN
    company.questions.tidy(company.workspace)
    assert len(asked_about(company)) == 1


def test_who_could_not_be_asked_for_want_of_room_is_asked_again(company: Company) -> None:
    question = company.keep()
    company.at += STAYS_OPEN
    company.questions.tidy(company.workspace)
    first = asked_about(company)[0]
    company.at += WAITS
    company.sent(first, DeliveryState.LAPSED)
    company.questions.tidy(company.workspace)
    company.questions.tidy(company.workspace)
    again = asked_about(company)
    assert len(again) == 1 and again != [first]
    assert company.question(question).state is QuestionState.OPEN
    key = f"still:{question}:{company.at:%Y%m%d%H%M%S}"
    found = company.store.delivery_by_key(company.workspace, key)
    assert found is not None and again == [found.id]


def test_a_question_with_a_secret_is_refused_and_not_kept(company: Company) -> None:
    for text, kind in (
        ("Why is xoxb-" + "123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx refused?", "token"),
        ("Why does it fail when the password is Winter2026! ?", "password"),
    ):
        with pytest.raises(HoldsSecret) as refused:
            company.keep(text)
        assert refused.value.found == {"question": {Sensitive(kind)}}
    assert company.store.questions_of(company.workspace, ANNA.id) == []
    company.keep("Who can mail anna.de-vries@veldkamp.nl for me?")
