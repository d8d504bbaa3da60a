"""Which team is whose, who is in use, and how a whole workspace goes; on both databases."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import Delivery
from hallway_bot.domain.records import Indexed, Team
from hallway_bot.domain.reflecting import Reflecting
from hallway_bot.ports import Store
from hallway_bot.storage.schema import metadata
from hallway_bot.storage.schema_slack import SEALED, slack_installations
from hallway_bot.storage.store import SqlStore
from hallway_bot.storage.vault import Vault

from ..conftest import make_lesson
from ..fakes import VAULT

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_who_installs_it_takes_over_nothing_and_keeps_what_is_theirs(store: Store) -> None:
    imported = store.workspace(None)
    assert store.install("T1", None) == "T1" != imported
    assert store.install("T1", "E1") == "T1"
    assert store.team("T1") == store.team_of("T1") == Team("T1", "T1", "E1")
    assert store.team("T2") is None and store.team_of("T2") is None
    assert [one.workspace for one in store.teams()] == ["T1", imported]


def test_a_team_that_a_token_made_known_stays_the_same_workspace(store: Store) -> None:
    before = store.workspace("T1")
    assert store.install("T1", None) == before
    assert store.teams() == [Team(before, "T1")]


def test_a_workspace_rests_until_it_is_installed_again(store: Store) -> None:
    store.install("T1", None)
    store.install("T2", None)
    store.uninstall("T1", NOW)
    assert store.workspaces() == ["T2"]
    assert store.team("T1") == Team("T1", "T1", in_use=False)
    store.install("T1", None)
    assert store.workspaces() == ["T1", "T2"]


def test_what_is_claimed_once_is_claimed_once(store: Store) -> None:
    assert store.claim_once("state:1", NOW)
    assert not store.claim_once("state:1", NOW)
    assert store.claim_once("state:2", NOW)


def test_nothing_of_a_resting_workspace_is_due(sql_store: SqlStore) -> None:
    for workspace in ("T1", "T2"):
        sql_store.install(workspace, None)
        made = Delivery("d", "U1", Kind.THANKS, "k", NOW, NOW + timedelta(days=1))
        sql_store.write_down(workspace, made)
        stuck = Delivery("s", "U1", Kind.THANKS, "s", NOW, NOW + timedelta(days=1))
        sql_store.write_down(workspace, stuck)
        sql_store.claim_delivery(workspace, stuck, NOW)
        sql_store.set_option(workspace, "digest_channel", "C1")
        sql_store.save_lessons(
            workspace, [replace(make_lesson("old", "U1"), created_at=NOW - timedelta(days=800))]
        )
        one = Reflecting("U1", NOW - timedelta(days=9))
        sql_store.save_reflecting(workspace, one)
    later = NOW + timedelta(minutes=10)

    def due() -> list[set[str]]:
        return [
            {workspace for workspace, _ in sql_store.due_deliveries(NOW, 10)},
            {workspace for workspace, _ in sql_store.stuck_deliveries(later, later)},
            {workspace for workspace, _ in sql_store.options_named("digest_channel")},
            {workspace for workspace, _ in sql_store.lessons_to_review(NOW - timedelta(days=365))},
        ]

    assert due() == [{"T1", "T2"}] * 4
    assert [place for place, _ in sql_store.due_deliveries(NOW, 10, {"T1"})] == ["T2"]
    sql_store.uninstall("T1", NOW)
    assert due() == [{"T2"}] * 4


def count(store: SqlStore, workspace: str) -> int:
    """How many rows name it."""
    tables = [table for table in metadata.sorted_tables if "workspace" in table.c]
    with store.engine.connect() as connection:
        found = [
            connection.scalar(
                select(func.count()).select_from(table).where(table.c.workspace == workspace)
            )
            for table in tables
        ]
        words = "SELECT count(*) FROM lesson_words WHERE terms LIKE :like"
        found.append(connection.scalar(text(words), {"like": f"%{workspace.lower()}:%"}))
    return sum(int(one or 0) for one in found)


def test_a_removed_workspace_leaves_no_row_and_another_keeps_all(sql_store: SqlStore) -> None:
    for workspace in ("T1", "T2"):
        sql_store.install(workspace, None)
        sql_store.save_lessons(workspace, [make_lesson("one", "U1"), make_lesson("two", "U2")])
        sql_store.mark_indexed(workspace, "model", [Indexed("one", "x", 1)])
        sql_store.set_active_model(workspace, "model", {})
        sql_store.claim(workspace, "event:1", NOW)
        sql_store.set_option(workspace, "language", "nl")
        sql_store.set_language(workspace, "U1", "nl")
        sql_store.set_thread_question(workspace, "C1", "1", "why", "U1", NOW)
        sql_store.write_down(workspace, Delivery("d", "U1", Kind.THANKS, "k", NOW, NOW))
    before = count(sql_store, "T2")
    sql_store.uninstall("T1", NOW)
    for _ in range(2):
        sql_store.remove_workspace("T1")
    assert sql_store.indexed_models("T1") == ["model"] and list(sql_store.all_lessons("T1")) == []
    assert sql_store.removals_due() == ["T1"] and sql_store.compaction_due("T1")
    sql_store.compact("T1")
    sql_store.end_removal("T1")
    assert sql_store.removals_due() == [] and sql_store.team("T1") is None
    assert sql_store.compaction_due(None), "the last rows stand in pages, and nothing says so"
    sql_store.compact(None)
    assert not sql_store.compaction_due(None)
    assert (count(sql_store, "T1"), count(sql_store, "T2")) == (0, before)


def test_what_could_not_be_cleared_while_somebody_read_is_cleared_later(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path / 'hallway.db'}", VAULT)
    store.install("T0GONE", None)
    store.uninstall("T0GONE", NOW)
    store.remove_workspace("T0GONE")
    store.compact("T0GONE")
    with closing(sqlite3.connect(tmp_path / "hallway.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM workspaces").fetchone()
        store.end_removal("T0GONE")
        store.compact(None)
        assert store.compaction_due(None) and _files_holding(tmp_path, b"T0GONE")
        reader.rollback()
    store.compact(None)
    assert not store.compaction_due(None) and _files_holding(tmp_path, b"T0GONE") == []
    store.close()


def _files_holding(folder: Path, sought: bytes) -> list[Path]:
    return [one for one in folder.iterdir() if sought in one.read_bytes()]


def test_who_comes_back_during_a_removal_keeps_what_they_begin(sql_store: SqlStore) -> None:
    sql_store.install("T1", None)
    sql_store.mark_indexed("T1", "model", [Indexed("one", "x", 1)])
    sql_store.uninstall("T1", NOW)
    sql_store.remove_workspace("T1")
    sql_store.install("T1", None)
    sql_store.save_lessons("T1", [make_lesson("new", "U1")])
    sql_store.compact("T1")
    sql_store.end_removal("T1")
    assert [one.id for one in sql_store.all_lessons("T1")] == ["new"]
    assert sql_store.workspaces() == ["T1"] and sql_store.indexed_models("T1") == []


@pytest.mark.parametrize("column", SEALED, ids=lambda column: column.name)
def test_a_new_key_seals_tokens_anew(sql_store: SqlStore, column: object) -> None:
    old, new = sql_store.authors.vault, Vault([Vault.new_key()])
    name = column.name  # type: ignore[attr-defined]
    values = {
        "client_id": "1.2", "app_id": "A1", "user_id": "", "is_enterprise_install": False,
        "installed_at": NOW.replace(tzinfo=None), name: old.seal("xoxb-secret"),
    }  # fmt: skip
    with sql_store.engine.begin() as connection:
        connection.execute(slack_installations.insert().values(values))
    assert not new.can_open(values[name])
    assert sql_store.reseal() >= 1
    with sql_store.engine.connect() as connection:
        sealed = connection.scalar(select(slack_installations.c[name]))
    assert sealed != values[name] and old.unseal(str(sealed)) == "xoxb-secret"
