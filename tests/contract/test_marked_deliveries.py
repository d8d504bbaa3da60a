"""What was sent to whom tells nobody without the key whose an anonymous lesson is."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

import pytest
from sqlalchemy import RowMapping, text

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import Delivery, DeliveryState, Receipt
from hallway_bot.domain.lesson import Visibility
from hallway_bot.domain.records import Verdict
from hallway_bot.domain.talks import TalkState
from hallway_bot.domain.trials import After, TrialState
from hallway_bot.services.introduce import talk_id
from hallway_bot.services.sending import Outbox
from hallway_bot.services.trying import Trying
from hallway_bot.storage.authors import Authors
from hallway_bot.storage.engine import make_engine, upgrade
from hallway_bot.storage.schema import metadata
from hallway_bot.storage.store import SqlStore
from hallway_bot.storage.vault import Vault

from ..company import ANNA, BRAM, TUESDAY, Company, ask, request
from ..conftest import NOW, note_sent
from ..fakes import VAULT

FIRST_KEY = "YSBrZXkgZm9yIHRoZSB0ZXN0cywgbm90IGZvciBsaWY="
RELAYED = "relay:D1:1.2"


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    made = Company(f"sqlite:///{tmp_path / 'hallway.db'}")
    yield made
    made.store.close()


def live(company: Company) -> None:
    """Bram's anonymous lessons are asked about, agreed to, carried on, thanked for and tried."""
    workspace, store, at = company.workspace, company.store, company.now
    trying = Trying(store, company.people, company.outbox, at)
    for id_, agreed in (("a" * 32, TalkState.RELAYED), ("b" * 32, TalkState.ACCEPTED),
                        ("c" * 32, TalkState.DECLINED)):  # fmt: skip
        lesson = company.share(id_, visibility=Visibility.ANONYMOUS)
        ask(company, id_)
        company.introduce.answer(workspace, request(company, id_).id, BRAM, agreed)
        trying.judge(workspace, lesson, ANNA, Verdict.HELPFUL)
        trying.plan(workspace, id_, ANNA, After.MONTH, None)
        trying.result(workspace, id_, ANNA, TrialState.HELD)
    made = request(company, "a" * 32).id
    company.outbox.add(workspace, BRAM.id, Kind.RELAY, RELAYED, {"about": "words", "talk": made})
    company.introduce.end(workspace, made, ANNA)


def dump(store: SqlStore) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, as somebody with a backup has them."""
    with store.engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(table.select()).mappings()]
            for name, table in metadata.tables.items()
        }


def guesses(stolen: dict[str, list[dict[str, object]]]) -> set[str]:
    """Every key that a message about a lesson that stands there can have."""
    lessons = [str(row["id"]) for row in stolen["lessons"]]
    users = sorted({str(row["user_id"]) for row in stolen["deliveries"]})
    workspaces = [str(row["id"]) for row in stolen["workspaces"]]
    days = {str(row["due_on"]) for row in stolen["trials"]}
    found = {RELAYED}
    for workspace, lesson, user in product(workspaces, lessons, users):
        talk, thanked = talk_id(workspace, lesson, user), uuid5(NAMESPACE_OID, lesson).hex
        tried = uuid5(NAMESPACE_OID, f"{workspace}\n{lesson}\n{user}").hex
        found |= {f"{kind}:{talk}" for kind in ("introduction", "meeting", "talk-answer")}
        found |= {f"relay-{about}:{talk}:{u}" for about in ("start", "ended") for u in users}
        found |= {f"talked:{talk}:{u}:{n}" for u in users for n in ("first", "again")}
        found |= {f"thanks:{about}:{thanked}" for about in ("helpful", "trial")}
        found |= {f"trial:{tried}:{day}" for day in days}
    return found


def recognised(
    stolen: dict[str, list[dict[str, object]]], marks: Callable[[str], list[str]]
) -> set[str]:
    """Which of the guesses stand in rows of deliveries, in any form in which they may."""
    columns = {str(value) for row in stolen["deliveries"] for value in row.values()}
    found = set()
    for key in guesses(stolen):
        forms = {key, uuid5(NAMESPACE_OID, f"first\n{key}").hex, *marks(key)}
        if any(form in column for form in forms for column in columns):
            found.add(key)
    return found


def test_without_the_key_no_message_can_be_told_to_be_about_an_anonymous_lesson(
    company: Company,
) -> None:
    live(company)
    stolen = dump(company.store)
    sent = [company.store.delivery("first", str(row["id"])) for row in stolen["deliveries"]]
    written = {one.key for one in sent if one is not None}
    assert len(written) == 21
    other = Vault([Vault.new_key()])
    assert recognised(stolen, lambda key: other.marks("deliveries", "first", key)) == set()
    # Whoever has the key recognises each: what was tried above is all that there is to try.
    with_key = recognised(stolen, lambda key: VAULT.marks("deliveries", "first", key))
    assert with_key == written


def test_nothing_in_a_message_s_row_stands_anywhere_else_but_who_got_it(company: Company) -> None:
    live(company)
    stolen = dump(company.store)
    ids = {"id", "key", "channel", "ts", "subject"}
    own = {str(row[name]) for row in stolen.pop("deliveries") for name in ids if row[name]}
    elsewhere = {str(value) for rows in stolen.values() for row in rows for value in row.values()}
    assert own and own.isdisjoint(elsewhere)


def test_what_was_written_down_before_the_key_was_changed_is_not_written_down_again(
    sql_store: SqlStore,
) -> None:
    url = sql_store.engine.url.render_as_string(hide_password=False)
    workspace = sql_store.workspace(None)
    assert Outbox(sql_store, lambda: NOW).add(workspace, "UANNA", Kind.THANKS, "thanks:1")
    before = sql_store.delivery_by_key(workspace, "thanks:1")
    sql_store.close()
    new = Vault.new_key()
    both = SqlStore(url, Vault([new, FIRST_KEY]))
    outbox = Outbox(both, lambda: NOW)
    assert not outbox.add(workspace, "UANNA", Kind.THANKS, "thanks:1")
    assert before is not None and both.delivery_by_key(workspace, "thanks:1") == before
    # What is noted as sent is noted of the one that is there.
    note_sent(outbox, workspace, "UANNA", "thanks:1", Receipt("D1", "1.2"))
    sent = both.delivery_at(workspace, "D1", "1.2")
    assert sent is not None and (sent.id, sent.state) == (before.id, DeliveryState.SENT)
    both.set_subject(workspace, sent, {"about": "helpful"})
    both.reseal()
    assert not outbox.add(workspace, "UANNA", Kind.THANKS, "thanks:1")
    both.close()
    rotated = SqlStore(url, Vault([new]))
    assert not Outbox(rotated, lambda: NOW).add(workspace, "UANNA", Kind.THANKS, "thanks:1")
    found = rotated.delivery_by_key(workspace, "thanks:1")
    assert found is not None and (found.id, found.subject) == (before.id, {"about": "helpful"})
    rotated.close()


def test_what_was_forgotten_is_not_said_again_by_a_message_that_is_just_being_written(
    sql_store: SqlStore,
) -> None:
    workspace = sql_store.workspace(None)
    made = Delivery("d", "UBRAM", Kind.MEETING, "meeting:UANNA", NOW, NOW, {"talk": "UANNA"})
    sql_store.write_down(workspace, made)
    sql_store.forget_person(workspace, "UANNA", None, NOW, keep_lessons=False)
    sql_store.set_subject(workspace, made, {"talk": "UANNA", "channel": "G1"})
    left = sql_store.delivery(workspace, "d")
    assert left is not None and (left.subject, left.state) == ({}, DeliveryState.DROPPED)
    assert "UANNA" not in left.key


def test_others_can_write_while_it_is_looked_which_messages_are_about_who_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "hallway.db"
    store = SqlStore(f"sqlite:///{file}", VAULT)
    workspace = store.workspace(None)
    for n in range(30):
        about = {"talk": "UANNA"} if n == 7 else {"talk": f"t{n}"}
        store.write_down(
            workspace, Delivery(f"d{n}", "UBRAM", Kind.MEETING, f"k{n}", NOW, NOW, about)
        )
    opened = {True: 0, False: 0}
    read = Authors.read_delivery

    def watched(authors: Authors, row: RowMapping) -> tuple[str, dict[str, str]]:
        opened[_may_write(file)] += 1
        return read(authors, row)

    monkeypatch.setattr(Authors, "read_delivery", watched)
    store.forget_person(workspace, "UANNA", None, NOW, keep_lessons=False)
    # While nobody else could write, only the one that it was about was opened.
    assert opened == {True: 30, False: 1}
    store.close()


def _may_write(file: Path) -> bool:
    other = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    finally:
        other.close()
    return True


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_old_messages_are_marked_by_the_migration_and_each_stays_the_one_it_was(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'hallway.db'}"
    if engine == "postgresql":
        url = request.getfixturevalue("postgres_database")
    before = make_engine(url)
    upgrade(before, VAULT, "0012")
    kept = {("thanks:1", "sent"): False, ("prompt:U1:W1", "sent"): True, ("k", "sending"): True}
    with before.begin() as connection:
        connection.execute(text("INSERT INTO workspaces(id) VALUES ('first')"))
        for key, state in kept:
            subject = {"sealed": VAULT.seal(json.dumps({"about": key}))}
            row = {
                "id": uuid5(NAMESPACE_OID, f"first\n{key}").hex, "key": key, "state": state,
                "kind": "prompt" if key.startswith("prompt") else "thanks",
                "subject": json.dumps(subject), "at": TUESDAY,
            }  # fmt: skip
            connection.execute(
                text(
                    "INSERT INTO deliveries(workspace, id, user_id, kind, rank, key, subject, "
                    "due_at, expires_at, state, attempts) VALUES ('first', :id, 'UANNA', :kind, "
                    "1, :key, :subject, :at, :at, :state, 0)"
                ),
                row,
            )
    before.dispose()
    store = SqlStore(url, VAULT)
    for (key, state), stays in kept.items():
        found = store.delivery_by_key("first", key)
        assert found is not None
        assert (found.key, found.state, found.subject) == (key, state, {"about": key})
        assert (found.id == uuid5(NAMESPACE_OID, f"first\n{key}").hex) is stays
        assert not Outbox(store, lambda: NOW).add("first", "UANNA", Kind.THANKS, key)
    assert "thanks:1" not in str(dump(store)["deliveries"])
    store.close()
