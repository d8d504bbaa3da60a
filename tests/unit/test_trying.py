"""What readers make of a lesson, and that its author hears of it once."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import DeliveryState
from hallway_bot.domain.errors import HoldsSecret
from hallway_bot.domain.lesson import Author, Lesson
from hallway_bot.domain.person import Person
from hallway_bot.domain.records import Verdict
from hallway_bot.domain.trials import After
from hallway_bot.services.trying import Trying

from ..office import ANNA, Office

FAR = datetime(2027, 3, 1, tzinfo=UTC)
BRAM, CAS = Person("UBRAM", "Bram"), Person("UCAS", "Cas")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(f"sqlite:///{tmp_path / 'hallway.db'}")


def judge(office: Office, reader: Person, verdict: Verdict) -> None:
    trying = Trying(office.store, office.people, office.outbox, office.now)
    lesson = Lesson("a", Author(ANNA.id), "Ask first.", office.at)
    office.store.save_lessons(office.workspace, [lesson])
    trying.judge(office.workspace, lesson, reader, verdict)


def test_a_secret_is_not_kept_among_what_was_different(office: Office) -> None:
    trying = Trying(office.store, office.people, office.outbox, office.now)
    lesson = Lesson("a", Author(ANNA.id), "Ask first.", office.at)
    office.store.save_lessons(office.workspace, [lesson])
    assert trying.plan(office.workspace, "a", BRAM, After.TWO_WEEKS, None)
    with pytest.raises(HoldsSecret):
        trying.tell(office.workspace, "a", BRAM, "The password is Winter2026! there.")
    assert trying.asked(office.workspace, "a", BRAM).told == ""
    trying.tell(office.workspace, "a", BRAM, "Bram: 06-12345678 has the key.")
    assert "06-" in trying.asked(office.workspace, "a", BRAM).told


def waiting(office: Office) -> list[str]:
    return [d.id for _, d in office.store.due_deliveries(office.at, 9) if d.kind is Kind.THANKS]


def test_an_author_hears_of_the_first_who_is_helped_and_not_of_the_next(office: Office) -> None:
    judge(office, BRAM, Verdict.HELPFUL)
    (first,) = waiting(office)
    office.store.settle(office.workspace, first, DeliveryState.SENT, office.at)
    judge(office, CAS, Verdict.HELPFUL)
    assert waiting(office) == []


def test_a_verdict_that_is_taken_back_does_not_use_up_the_first_message(office: Office) -> None:
    for _ in range(3):
        judge(office, BRAM, Verdict.HELPFUL)
        judge(office, BRAM, Verdict.NOT_FOR_ME)
        (dropped,) = waiting(office)
        office.store.settle(office.workspace, dropped, DeliveryState.DROPPED, office.at)
    judge(office, CAS, Verdict.HELPFUL)
    judge(office, BRAM, Verdict.HELPFUL)
    assert len(waiting(office)) == 1


@pytest.mark.parametrize(
    ("country", "expected"), [(None, date(2026, 12, 25)), ("NL", date(2026, 12, 28))]
)
def test_the_day_they_are_told_is_a_workday_of_theirs(
    office: Office, country: str | None, expected: date
) -> None:
    trying = Trying(office.store, office.people, office.outbox, office.now)
    lesson = Lesson("b", Author(BRAM.id), "Ask first.", office.at)
    office.store.save_lessons(office.workspace, [lesson])
    office.store.set_option(office.workspace, "country", country)
    office.at = datetime(2026, 12, 1, 10, tzinfo=UTC)
    chosen = date(2026, 12, 25)  # a Friday, and Christmas
    trial = trying.plan(office.workspace, "b", ANNA, After.DATE, chosen)
    assert trial is not None and trial.due_on == expected
    office.at = datetime(2026, 12, 5, 10, tzinfo=UTC)  # two weeks on it is Saturday
    again = trying.not_yet(office.workspace, "b", ANNA)
    assert again.due_on == date(2026, 12, 21)
    days = {x.subject["day"] for _, x in office.store.due_deliveries(FAR, 9)}
    assert days == {expected.isoformat(), "2026-12-21"}
