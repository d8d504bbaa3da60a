"""What readers make of a lesson, and that its author hears of it once."""

from pathlib import Path

import pytest

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import DeliveryState
from hallway_bot.domain.lesson import Author, Lesson
from hallway_bot.domain.person import Person
from hallway_bot.domain.records import Verdict
from hallway_bot.services.trying import Trying

from ..office import ANNA, Office

BRAM, CAS = Person("UBRAM", "Bram"), Person("UCAS", "Cas")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(f"sqlite:///{tmp_path / 'hallway.db'}")


def judge(office: Office, reader: Person, verdict: Verdict) -> None:
    trying = Trying(office.store, office.people, office.outbox, office.now)
    lesson = Lesson("a", Author(ANNA.id), "Ask first.", office.at)
    office.store.save_lessons(office.workspace, [lesson])
    trying.judge(office.workspace, lesson, reader, verdict)


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
