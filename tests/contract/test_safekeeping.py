"""Backups hold everything, go back equal, and never overwrite; old folders come along."""

import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from hallway_bot.assembly import build
from hallway_bot.domain.analysis import question_terms
from hallway_bot.domain.errors import ConfigurationError, InvalidInput
from hallway_bot.domain.lesson import Visibility
from hallway_bot.domain.records import OpenQuestion, Verdict
from hallway_bot.domain.visibility import Audience
from hallway_bot.safekeeping import backup, restore
from hallway_bot.settings import Settings, load
from hallway_bot.storage.engine import make_engine, upgrade
from hallway_bot.storage.store import SqlStore

from ..conftest import NOW, make_lesson
from ..fakes import VAULT

OLD = Path(__file__).parents[1] / "data" / "revision_0001.sql"
HIDDEN = make_lesson("h", "UANNASECRET", visibility=Visibility.ANONYMOUS)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """An installation on each engine."""
    made = load(tmp_path / "data")
    if request.param == "sqlite":
        return made
    return made.model_copy(update={"database_url": request.getfixturevalue("postgres_database")})


def fill(settings: Settings) -> list[str]:
    """Something of many kinds; returns the export."""
    hallway = build(settings)
    store = hallway.store
    workspace = store.workspace("T1")
    store.save_lessons(
        workspace,
        [make_lesson(f"l{n}", topics=("dns", "één 🙂"), extra={"k": "v"}) for n in range(700)],
    )
    store.save_lessons(workspace, [HIDDEN])
    store.give_verdict(workspace, "l1", "UBRAM", Verdict.HELPFUL, NOW)
    store.keep_question(workspace, OpenQuestion("q", "UBRAM", "How?", "en", NOW, anonymous=True))
    store.set_language(workspace, "UBRAM", "nl")
    exported = list(hallway.exchange.give_back(workspace))
    hallway.close()
    return exported


def check_is_back(settings: Settings, exported: list[str]) -> None:
    hallway = build(settings)
    store = hallway.store
    workspace = store.workspace("T1")
    assert list(hallway.exchange.give_back(workspace)) == exported
    assert store.lessons_of(workspace, "UANNASECRET") == [HIDDEN]
    assert store.language(workspace, "UBRAM") == "nl"
    assert store.questions_of(workspace, "UBRAM")[0].created_at == NOW
    assert store.feedback(workspace, ["l1"])["l1"].helped == 1
    terms = question_terms("ttl before you move")
    assert store.word_candidates(workspace, terms, Audience(None)).best(5)
    assert store.count_unindexed(workspace, "any") == len(exported)
    assert store.save_lessons(workspace, [make_lesson("new")]) == 1
    hallway.close()


def test_what_was_backed_up_goes_back_equal_on_the_same_engine(
    settings: Settings, tmp_path: Path
) -> None:
    exported = fill(settings)
    file = tmp_path / "all.hallway"
    assert backup(settings, file, NOW, with_keys=False, force=False) > 700
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(ConfigurationError, match="--force"):
        restore(settings, file, force=False)
    hallway = build(settings)
    hallway.store.delete_lesson(hallway.store.workspace("T1"), "l1")
    hallway.close()
    restore(settings, file, force=True)
    check_is_back(settings, exported)


def test_a_backup_goes_into_another_engine_with_its_keys(
    settings: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    exported = fill(settings)
    file = tmp_path / "all.hallway"
    backup(settings, file, NOW, with_keys=True, force=False)
    other = load(tmp_path / "other")
    if settings.database_url is None:
        url = request.getfixturevalue("postgres_database")
        other = other.model_copy(update={"database_url": url})
    restore(other, file, force=False)
    assert (other.data / "hallway.key").stat().st_mode & 0o777 == 0o600
    check_is_back(other, exported)


def test_a_backup_is_made_in_one_moment_while_others_write(
    settings: Settings, tmp_path: Path
) -> None:
    fill(settings)
    hallway = build(settings)
    workspace = hallway.store.workspace("T1")
    stop = threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            # Each pair is written in one transaction: a backup holds both or none.
            pair = [make_lesson(f"{side}{n}") for side in ("left", "right")]
            hallway.store.save_lessons(workspace, pair)
            n += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        file = tmp_path / "all.hallway"
        for _ in range(3):
            backup(settings, file, NOW, with_keys=True, force=True)
    finally:
        stop.set()
        writer.join()
    hallway.close()
    other = load(tmp_path / "other")
    restore(other, file, force=False)
    store = build(other).store
    ids = {lesson.id for lesson in store.all_lessons(workspace)}
    left = {one[4:] for one in ids if one.startswith("left")}
    assert left and left == {one[5:] for one in ids if one.startswith("right")}


def test_without_its_keys_a_backup_is_not_put_back_and_nothing_changes(tmp_path: Path) -> None:
    settings, file = load(tmp_path / "data"), tmp_path / "all.hallway"
    fill(settings)
    backup(settings, file, NOW, with_keys=False, force=False)
    other = load(tmp_path / "other")
    with pytest.raises(ConfigurationError, match=r"hallway\.key"):
        restore(other, file, force=True)
    assert not (other.data / "hallway.db").exists()
    assert not (other.data / "hallway.key").exists()


def test_a_file_is_never_overwritten_and_a_bad_one_never_read(tmp_path: Path) -> None:
    settings, file = load(tmp_path / "data"), tmp_path / "all.hallway"
    exported = fill(settings)
    file.write_text("precious")
    with pytest.raises(InvalidInput, match="--force"):
        backup(settings, file, NOW, with_keys=False, force=False)
    assert file.read_text() == "precious"
    with pytest.raises(InvalidInput, match="no backup"):
        restore(settings, file, force=True)
    backup(settings, file, NOW, with_keys=False, force=True)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InvalidInput, match="damaged"):
        restore(settings, file, force=True)
    check_is_back(settings, exported)
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_nothing_is_put_back_under_a_running_bot(tmp_path: Path) -> None:
    settings, file = load(tmp_path / "data"), tmp_path / "all.hallway"
    fill(settings)
    backup(settings, file, NOW, with_keys=False, force=False)
    hallway = build(settings)
    with pytest.raises(ConfigurationError, match="Stop it"):
        restore(settings, file, force=True)
    hallway.close()


def old(url: str) -> None:
    """A database as revision 0001 left it behind."""
    engine = make_engine(url)
    upgrade(engine, VAULT, "0001")
    with engine.begin() as connection:
        for statement in OLD.read_text().split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
        if connection.dialect.name == "sqlite":
            words = "INSERT INTO lesson_words(rowid, terms) VALUES (1, 'ttl')"
            connection.execute(text(words))
    engine.dispose()


def test_what_unnamed_lessons_were_learned_from_is_dropped_from_an_older_data_folder(
    settings: Settings,
) -> None:
    settings.data.mkdir()
    engine = make_engine(settings.database)
    upgrade(engine, VAULT, "0013")
    columns = "workspace, id, title, happened, learned, useful_when, topics, language, extra,"
    columns += " created_at, content_hash, term_count, analyser, parent_id, visibility"
    same = (
        "'first', '{0}', '', '', 'TTL', '', '[]', 'en', '{{}}', '2026-11-24', '', 1, '', 'a', '{0}'"
    )
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO workspaces (id) VALUES ('first')"))
        for shown in ("anonymous", "everyone"):
            row = text(f"INSERT INTO lessons ({columns}) VALUES ({same.format(shown)})")
            connection.execute(row)
    engine.dispose()
    store = SqlStore(settings.database, VAULT)
    found = store.lessons("first", ["anonymous", "everyone"])
    assert {id_: one.parent_id for id_, one in found.items()} == {
        "anonymous": None,
        "everyone": "a",
    }
    store.close()


def test_a_data_folder_of_the_first_revision_comes_along_whole(settings: Settings) -> None:
    settings.data.mkdir()
    old(settings.database)
    hallway = build(settings)
    store = hallway.store
    workspace = store.workspace("T1")
    assert {x.id: (x.visibility.value, x.channel_id) for x in store.all_lessons(workspace)} == {
        "named": ("everyone", None),
        "hidden": ("anonymous", None),
        "mailed": ("anonymous", None),
        "private": ("private", None),
        "channel": ("channel", "C1"),
    }
    kept = store.lesson(workspace, "channel")
    assert kept is not None
    assert (kept.happened, kept.useful_when) == ("Twee keer.", "Volgende keer.")
    named = store.lesson(workspace, "named")
    assert named is not None
    assert (named.title, named.topics, named.extra) == (
        "TTL",
        ("dns", "servers"),
        {"source": "wiki"},
    )
    assert named.created_at.isoformat() == "2026-01-02T03:04:05+00:00"
    assert [x.id for x in store.lessons_of(workspace, "UANNASECRET")] == ["hidden"]
    assert store.unlinked_emails(workspace) == ["anna@secret.nl"]
    talk = store.talk(workspace, "t1")
    assert talk is not None and talk.author_id == "UANNASECRET"
    assert [q.text for q in store.questions_of(workspace, "UBRAM")] == ["Who moved?"]
    assert store.language(workspace, "UBRAM") == "nl"
    assert store.feedback(workspace, ["named"])["named"].helped == 1
    assert not store.claim(workspace, "invite:1", NOW)
    assert store.thread_question(workspace, "D1", "1.1") == "Who moved?"
    while store.rewrite_words(workspace, 100):
        pass
    terms = question_terms("ttl")
    assert store.word_candidates(workspace, terms, Audience(None)).best(1)[0].lesson_id == "named"
    hallway.close()
    if settings.database_url is None:
        held = [(settings.data / name).read_bytes() for name in os.listdir(settings.data)]
        assert not any(b"UANNASECRET" in b or b"secret.nl" in b for b in held)


def test_the_author_of_an_old_anonymous_lesson_can_still_change_it(settings: Settings) -> None:
    settings.data.mkdir()
    old(settings.database)
    hallway = build(settings)
    lesson = hallway.store.lessons_of("first", "UANNASECRET")[0]
    hallway.store.save_lessons("first", [replace(lesson, learned="Zeg het altijd.")])
    assert hallway.store.lessons_of("first", "UANNASECRET")[0].learned == "Zeg het altijd."
    hallway.close()
