"""A lesson's life goes out and comes in again, and no link gives an author away."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from hallway_bot.domain.lesson import Lesson, Visibility
from hallway_bot.services.exchange import BadLine, Exchange
from hallway_bot.storage.store import SqlStore

from ..conftest import NOW, make_lesson
from ..fakes import VAULT, English

ANONYMOUS = Visibility.ANONYMOUS
TOKEN = "ghp_" + "a1B2" * 9


def exchange(folder: Path, *lessons: Lesson) -> Exchange:
    store = SqlStore(f"sqlite:///{folder / 'hallway.db'}", VAULT)
    store.save_lessons(store.workspace(None), list(lessons))
    return Exchange(store, English(), lambda: NOW)


def out(made: Exchange) -> dict[str, dict[str, str]]:
    lines = made.give_back(made.store.workspace(None))
    return {record["id"]: record for record in map(json.loads, lines)}


def test_what_became_of_a_lesson_is_equal_after_a_round_trip(tmp_path: Path) -> None:
    lessons = [
        make_lesson("a", replaced_by="b"),
        make_lesson("b", retired_at=NOW),
        make_lesson("c", "U2", parent_id="a"),
    ]
    records = out(exchange(tmp_path, *lessons))
    (tmp_path / "fresh").mkdir()
    fresh = exchange(tmp_path / "fresh")
    fresh.take_in("first", [(key, dict(record)) for key, record in records.items()])
    kept = fresh.store.lessons("first", "abc")
    assert [kept[x.id] for x in lessons] == lessons
    assert kept["a"].content_hash == replace(lessons[0], replaced_by=None).content_hash


@pytest.mark.parametrize("unnamed", ["a", "b"])
def test_no_link_between_a_named_and_an_unnamed_lesson_goes_out(
    tmp_path: Path, unnamed: str
) -> None:
    lessons = [
        replace(lesson, visibility=ANONYMOUS) if lesson.id == unnamed else lesson
        for lesson in (make_lesson("a", replaced_by="b"), make_lesson("b"))
    ]
    record = out(exchange(tmp_path, *lessons))["a"]
    assert "replaced_by" not in record and record["retired_at"] == NOW.isoformat()


def test_a_time_that_is_none_is_told_with_its_name(tmp_path: Path) -> None:
    report = exchange(tmp_path).take_in("first", [("x:1", {"text": "t", "retired_at": "soon"})])
    assert report.bad and "retired_at must look like" in report.bad[0].reason


def test_what_an_unnamed_lesson_was_learned_from_neither_comes_in_nor_goes_out(
    tmp_path: Path,
) -> None:
    lines = [
        ("x:1", {"id": "b", "text": "t", "visibility": "anonymous", "parent_id": "a"}),
        ("x:2", {"id": "c", "text": "t", "author": "Chloe", "parent_id": "a"}),
    ]
    house = exchange(tmp_path)
    for _ in range(2):
        house.take_in("first", lines)
        records = out(house)
        assert "parent_id" not in records["b"] and records["c"]["parent_id"] == "a"
    assert house.take_in("first", lines).saved == 0


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("id", TOKEN, 'an access token in "id"'),
        ("author", f"Jan {TOKEN}", 'an access token in "author"'),
        ("author", "Jan, password: Winter2026!", 'a password in "author"'),
        ("author_email", "postgres://jan:hunter2@db/x", 'a password in "author_email"'),
        ("source", f"https://x.nl/?t={TOKEN}", 'an access token in "source"'),
        ("paid_with", "4111 1111 1111 1111", 'a payment card number in "paid_with"'),
        (TOKEN, "yes", "a secret in the name of a field"),
    ],
)
def test_a_secret_in_any_field_is_refused_with_its_line_and_never_repeated(
    tmp_path: Path, field: str, value: str, said: str
) -> None:
    made = exchange(tmp_path)
    good = {"id": "4111111111111111", "text": "t", "author": "Jan", "author_email": "jan@klant.nl"}
    report = made.take_in("first", [("f:1", good), ("f:2", good | {"id": "b"} | {field: value})])
    assert report.bad == [BadLine("f:2", f"this looks like {said}; take it out first")]
    assert list(made.store.lessons("first", ["4111111111111111", "b", value])) == [good["id"]]
