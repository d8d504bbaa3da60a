"""Who is forgotten hears so in the end, and is not written down by what they had under way."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from hallway_bot.services.forget import Forget

from ..company import ANNA, BRAM, Company


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    made = Company(f"sqlite:///{tmp_path / 'hallway.db'}")
    yield made
    made.store.close()


def test_who_could_not_be_told_is_told_at_the_next_tick_and_keeps_nobody_else_waiting(
    company: Company,
) -> None:
    forget, told, away = Forget(company.store, company.indexer, company.now), [], [True]

    def tell_anna() -> None:
        if away[0]:
            raise OSError("Slack is away")
        told.append(ANNA.id)

    forget(company.workspace, ANNA, None, tell_anna, keep_lessons=False)
    forget(company.workspace, BRAM, None, lambda: told.append(BRAM.id), keep_lessons=False)
    with pytest.raises(OSError, match="away"):
        forget.catch_up(company.workspace)
    assert told == [BRAM.id]
    away[0] = False
    forget.catch_up(company.workspace)
    forget.catch_up(company.workspace)
    assert told == [BRAM.id, ANNA.id]


def test_who_cannot_be_told_for_a_day_is_not_told_any_more(company: Company) -> None:
    forget, tries = Forget(company.store, company.indexer, company.now), []

    def tell() -> None:
        tries.append(1)
        raise OSError("their DM is gone")

    forget(company.workspace, ANNA, None, tell, keep_lessons=False)
    for _ in range(2):
        with pytest.raises(OSError, match="gone"):
            forget.catch_up(company.workspace)
        company.at += timedelta(days=1)
    forget.catch_up(company.workspace)
    assert len(tries) == 2


def test_what_was_under_way_when_they_were_forgotten_does_not_write_them_down_again(
    company: Company,
) -> None:
    woken: list[int] = []
    told: list[int] = []
    forget = Forget(company.store, company.indexer, company.now, lambda: woken.append(1))
    store, workspace = company.store, company.workspace

    def remember() -> None:
        store.set_thread_question(workspace, "D1", "1.0", "What of it?", ANNA.id, company.at)

    of_anna = forget.under_way(ANNA.id, remember)
    of_bram = forget.under_way(BRAM.id, lambda: None)
    forget(workspace, ANNA, "D1", lambda: told.append(1), keep_lessons=False)
    forget.catch_up(workspace)
    assert told == []  # nothing is said that is not true yet
    before = len(woken)
    of_anna()
    assert store.thread_question(workspace, "D1", "1.0") and len(woken) == before + 1
    forget.catch_up(workspace)
    assert told == [1] and store.thread_question(workspace, "D1", "1.0") is None
    assert not store.compaction_due(workspace)
    of_bram()
    remember()  # what they ask afterwards is theirs to ask
    forget.catch_up(workspace)
    assert told == [1] and store.thread_question(workspace, "D1", "1.0")
    assert len(woken) == before + 1
