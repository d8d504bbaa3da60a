"""DATABASE_URL and CHROMA_URL from the first day: the whole, on two real servers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hallway_bot.assembly import Hallway, build
from hallway_bot.domain.lesson import Author, Lesson
from hallway_bot.domain.visibility import Audience
from hallway_bot.settings import load
from hallway_bot.storage.vault import Vault

from ..conftest import NOW

OPERATOR = Audience(None)
DNS = Lesson("dns", Author("U0ANNA"), "Lower the DNS TTL two days before you move a server.", NOW)
TENDER = Lesson("tender", Author("U0ELIF"), "Ask the supplier for references before you sign.", NOW)


@pytest.fixture
def both(
    tmp_path: Path,
    postgres_database: str,
    chroma_server: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], Hallway]:
    """Builds another Hallway of the same installation, in a data folder of its own."""
    url = postgres_database.replace("postgresql+psycopg://", "postgresql://")
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("CHROMA_URL", chroma_server())
    monkeypatch.setenv("HALLWAY_KEYS", Vault.new_key())
    return lambda name: build(load(tmp_path / name))


def test_two_processes_share_lessons_index_and_answers(both: Callable[[str], Hallway]) -> None:
    one, other = both("one"), both("other")
    workspace = one.store.workspace(None)
    one.store.save_lessons(workspace, [DNS, TENDER])
    assert one.indexer is not None and other.indexer is not None
    assert one.indexer.catch_up(workspace) == 2
    assert other.indexer.pending(workspace) == 0
    found = other.ask(workspace, "When should I change DNS before moving?", OPERATOR)
    assert [shown.lesson for shown in found.experiences] == [DNS]
    knowers = other.who_knows(workspace, "suppliers", OPERATOR)
    assert [person.key for person in knowers.people] == ["U0ELIF"]
    one.close()
    other.close()


def test_an_index_built_anew_by_one_answers_in_the_other(both: Callable[[str], Hallway]) -> None:
    bot, terminal = both("bot"), both("terminal")
    workspace = bot.store.workspace(None)
    bot.store.save_lessons(workspace, [DNS, TENDER])
    assert bot.indexer is not None and terminal.indexer is not None
    bot.indexer.catch_up(workspace)
    assert bot.ask(workspace, "moving DNS", OPERATOR).experiences
    assert terminal.indexer.rebuild(workspace) == 2
    found = bot.ask(workspace, "moving DNS", OPERATOR)
    assert [shown.lesson.id for shown in found.experiences] == ["dns"]
    bot.close()
    terminal.close()


def test_nothing_of_lessons_is_left_in_the_data_folder(
    both: Callable[[str], Hallway], tmp_path: Path
) -> None:
    hallway = both("here")
    hallway.store.save_lessons(hallway.store.workspace(None), [DNS])
    hallway.close()
    assert not list((tmp_path / "here").iterdir())
