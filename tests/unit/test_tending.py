"""What takes a lesson's place: only what all its readers may see, and as long as it is there."""

from pathlib import Path

import pytest

from hallway_bot.domain.errors import InvalidInput
from hallway_bot.domain.lesson import Visibility
from hallway_bot.services.tending import Tending, reference

from ..company import BRAM, Company


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(f"sqlite:///{tmp_path / 'hallway.db'}")


@pytest.fixture
def tending(company: Company) -> Tending:
    return Tending(company.store, company.people, company.outbox, company.now)


@pytest.mark.parametrize(
    "fields",
    [
        {"visibility": Visibility.CHANNEL, "channel_id": "C1"},
        {"visibility": Visibility.PRIVATE},
        {"visibility": Visibility.ANONYMOUS},
    ],
    ids=str,
)
def test_what_fewer_may_see_is_not_offered_and_not_taken(
    company: Company, tending: Tending, fields: dict[str, object]
) -> None:
    old, fewer = company.share("old"), company.share("fewer", **fields)
    wide = company.share("wide")
    assert tending.successors(company.workspace, old, BRAM) == [wide]
    with pytest.raises(InvalidInput):
        tending.replace(company.workspace, "old", reference(fewer), BRAM)
    assert company.store.lesson(company.workspace, "old") == old


def test_a_lesson_for_a_channel_may_be_replaced_by_one_for_it_or_for_everyone(
    company: Company, tending: Tending
) -> None:
    here = {"visibility": Visibility.CHANNEL, "channel_id": "C1"}
    old = company.share("old", **here)
    company.share("same", **here)
    company.share("other", **here | {"channel_id": "C2"})
    company.share("wide")
    found = tending.successors(company.workspace, old, BRAM)
    assert {lesson.id for lesson in found} == {"same", "wide"}


def test_what_comes_back_with_a_deleted_successor_is_known_before(
    company: Company, tending: Tending
) -> None:
    old, wide = company.share("old"), company.share("wide")
    replaced = tending.replace(company.workspace, "old", reference(wide), BRAM)
    assert tending.replaced(company.workspace, wide, BRAM) == [replaced]
    company.store.delete_lesson(company.workspace, "wide")
    assert company.store.lesson(company.workspace, "old") == old
