"""Who wrote an anonymous lesson cannot be read in the database, and everything still works."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import text

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import Delivery
from hallway_bot.domain.errors import ConfigurationError
from hallway_bot.domain.lesson import Author, Visibility
from hallway_bot.domain.reflecting import Note
from hallway_bot.domain.talks import Talked, TalkRequest, TalkState
from hallway_bot.services.notes import Notes, note_id
from hallway_bot.services.share import Share
from hallway_bot.storage.store import SqlStore
from hallway_bot.storage.vault import Vault

from ..conftest import NOW, make_lesson
from ..fakes import VAULT

ANNA = "UANNASECRET"
HIDDEN = make_lesson("h", ANNA, visibility=Visibility.ANONYMOUS)
WORKSPACE = "first"


def rows(store: SqlStore) -> str:
    """Everything that stands in the tables, as one text."""
    with store.engine.connect() as connection:
        return "\n".join(
            str(tuple(row))
            for table in ("lessons", "talks")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        )


def request(lesson_id: str, author: str = ANNA) -> TalkRequest:
    return TalkRequest(f"t-{lesson_id}", lesson_id, "UBRAM", author, "How?", TalkState.ASKED, NOW)


@pytest.fixture
def kept(sql_store: SqlStore) -> SqlStore:
    """A store in which Anna has an anonymous lesson that Bram asks to talk about."""
    sql_store.save_lessons(sql_store.workspace(None), [HIDDEN])
    sql_store.ask_to_talk(WORKSPACE, request("h"))
    return sql_store


def test_no_row_of_an_anonymous_lesson_or_of_a_talk_about_it_tells_who_wrote_it(
    kept: SqlStore,
) -> None:
    assert "How?" in rows(kept) and ANNA not in rows(kept)


def test_the_author_still_finds_counts_and_is_asked_about_their_anonymous_lesson(
    kept: SqlStore,
) -> None:
    assert kept.lesson(WORKSPACE, "h") == HIDDEN
    assert kept.lessons_of(WORKSPACE, ANNA) == [HIDDEN]
    assert kept.lessons_of(WORKSPACE, "UBRAM") == []
    assert kept.stored(WORKSPACE, ANNA).lessons == 1
    talk = kept.talk(WORKSPACE, "t-h")
    assert talk is not None and talk.author_id == ANNA
    kept.ask_to_talk(WORKSPACE, request("of nobody's", "UCAS"))
    day_before = NOW - timedelta(days=1)
    assert kept.times_asked(WORKSPACE, [ANNA, "UCAS"], day_before) == {
        ANNA: {"h": 1},
        "UCAS": {"of nobody's": 1},
    }
    kept.set_talked(WORKSPACE, "t-h", ANNA, Talked.YES)
    talked = kept.talk(WORKSPACE, "t-h")
    assert talked is not None and talked.author_talked is Talked.YES and not talked.asker_talked
    assert kept.save_lessons(WORKSPACE, [HIDDEN]) == 0


def test_a_lesson_that_becomes_anonymous_takes_its_talks_along_and_back(
    sql_store: SqlStore,
) -> None:
    workspace = sql_store.workspace(None)
    named = replace(HIDDEN, visibility=Visibility.EVERYONE)
    sql_store.save_lessons(workspace, [named])
    sql_store.ask_to_talk(workspace, request("h"))
    assert rows(sql_store).count(ANNA) == 2
    sql_store.save_lessons(workspace, [HIDDEN])
    assert ANNA not in rows(sql_store)
    sql_store.save_lessons(workspace, [named])
    assert rows(sql_store).count(ANNA) == 2
    talk = sql_store.talk(workspace, "t-h")
    assert talk is not None and talk.author_id == ANNA


def test_rows_that_show_a_name_have_no_mark_to_lay_beside_an_anonymous_one(
    kept: SqlStore,
) -> None:
    kept.save_lessons(WORKSPACE, [make_lesson("n", ANNA), make_lesson("h2", ANNA)])
    kept.ask_to_talk(WORKSPACE, request("n"))
    with kept.engine.connect() as connection:
        for table in ("lessons", "talks"):
            both = text(
                f"SELECT count(*) FROM {table} "
                "WHERE author_mark IS NOT NULL AND coalesce(author_id, '') <> ''"
            )
            assert connection.scalar(both) == 0
        marks = {
            connection.scalar(text(f"SELECT author_mark FROM {table} WHERE author_mark > ''"))
            for table in ("lessons", "talks")
        }
    assert len(marks) == 2


def test_an_unknown_author_of_an_imported_anonymous_lesson_is_recognised_by_e_mail(
    sql_store: SqlStore,
) -> None:
    workspace = sql_store.workspace(None)
    author = Author(None, "Anna Secret", "anna@secret.nl")
    lesson = replace(HIDDEN, author=author)
    sql_store.save_lessons(workspace, [lesson])
    assert not any(part in rows(sql_store) for part in ("Anna Secret", "secret.nl"))
    assert sql_store.unlinked_emails(workspace) == ["anna@secret.nl"]
    assert sql_store.link_author(workspace, "Anna@secret.nl", ANNA) == 1
    assert sql_store.unlinked_emails(workspace) == []
    assert [x.id for x in sql_store.lessons_of(workspace, ANNA)] == ["h"]
    assert ANNA not in rows(sql_store)


def test_after_rotating_the_old_key_can_be_thrown_away(kept: SqlStore) -> None:
    url = kept.engine.url.render_as_string(hide_password=False)
    old, new = Vault.new_key(), Vault.new_key()
    kept.close()
    with pytest.raises(ConfigurationError, match=r"hallway\.key"):
        SqlStore(url, Vault([new]))
    first = "YSBrZXkgZm9yIHRoZSB0ZXN0cywgbm90IGZvciBsaWY="
    both = SqlStore(url, Vault([new, old, first]))
    assert [x.id for x in both.lessons_of(WORKSPACE, ANNA)] == ["h"]
    assert both.reseal() == 2
    both.close()
    rotated = SqlStore(url, Vault([new]))
    assert rotated.lessons_of(WORKSPACE, ANNA) == [HIDDEN]
    talk = rotated.talk(WORKSPACE, "t-h")
    assert talk is not None and talk.author_id == ANNA
    rotated.close()
    with pytest.raises(ConfigurationError):
        SqlStore(url, VAULT)


def test_an_answer_stays_one_lesson_when_the_key_is_changed(sql_store: SqlStore) -> None:
    url = sql_store.engine.url.render_as_string(hide_password=False)
    assert sql_store.workspace(None) == WORKSPACE
    prompt = Delivery("d", ANNA, Kind.PROMPT, "prompt:anna:1", NOW, NOW)
    note = Note(note_id("d"), ANNA, "What?", NOW, learned="Drain it.")
    sql_store.save_note(WORKSPACE, note)
    notes = Notes(sql_store, cast(Share, None), lambda: NOW)
    draft = notes.draft(WORKSPACE, note, Visibility.ANONYMOUS, None)
    assert not notes.is_placed(WORKSPACE, prompt)
    sql_store.save_lessons(WORKSPACE, [make_lesson(draft.id, ANNA)])
    sql_store.close()
    first = "YSBrZXkgZm9yIHRoZSB0ZXN0cywgbm90IGZvciBsaWY="
    rotated = SqlStore(url, Vault([Vault.new_key(), first]))
    notes = Notes(rotated, cast(Share, None), lambda: NOW)
    assert notes.is_placed(WORKSPACE, prompt)
    assert notes.draft(WORKSPACE, note, Visibility.ANONYMOUS, None).id == draft.id
    rotated.delete_lesson(WORKSPACE, draft.id)
    kept = rotated.note(WORKSPACE, note.id)
    assert kept is not None
    new = notes.draft(WORKSPACE, kept, Visibility.ANONYMOUS, None)
    assert new.id != draft.id and new.learned == "Drain it."
    rotated.close()


def test_no_file_of_the_database_holds_the_author_of_what_was_made_anonymous(
    tmp_path: Path,
) -> None:
    store = SqlStore(f"sqlite:///{tmp_path / 'hallway.db'}", VAULT)
    workspace = store.workspace(None)
    store.save_lessons(workspace, [replace(HIDDEN, visibility=Visibility.EVERYONE)])
    store.ask_to_talk(workspace, request("h"))
    store.save_lessons(workspace, [HIDDEN])
    store.close()
    files = list(tmp_path.iterdir())
    assert files and not any(ANNA.encode() in file.read_bytes() for file in files)


def test_a_malformed_key_is_named_as_such() -> None:
    with pytest.raises(ConfigurationError, match="HALLWAY_KEYS"):
        Vault(["too short"])


def test_a_message_to_an_author_does_not_tell_in_the_database_what_it_is_about(
    kept: SqlStore,
) -> None:
    later = NOW + timedelta(days=9)
    made = Delivery("d", ANNA, Kind.INTRODUCTION, "k", NOW, later, {"lesson": "lesson-h"})
    assert kept.write_down(WORKSPACE, made)
    with kept.engine.connect() as connection:
        stored = str(connection.execute(text("SELECT * FROM deliveries")).all())
    assert ANNA in stored and "lesson-h" not in stored
    assert kept.delivery(WORKSPACE, "d") == made
    assert kept.reseal() == 3
    kept.set_subject(WORKSPACE, made, {"talk": "t-h"})
    changed = kept.delivery(WORKSPACE, "d")
    assert changed is not None and changed.subject == {"talk": "t-h"}
