"""The weekly digest: only what everyone may see, only when there is something, once a week."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.lesson import Visibility
from hallway_bot.domain.records import OpenQuestion, Verdict
from hallway_bot.domain.reflecting import Pause
from hallway_bot.domain.weeks import week_told
from hallway_bot.services.digest import Digest, Digests
from hallway_bot.services.digesting import CHANNEL, CHOSEN_BY, Digesting
from hallway_bot.services.encoding import Encoder
from hallway_bot.services.indexing import Indexer
from hallway_bot.slack.views.digest import digest as view
from hallway_bot.texts import Texts

from ..conftest import make_lesson
from ..fakes import MemoryIndex, WordEmbedder
from ..office import ANNA, DAY, Office

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # ten o'clock in Amsterdam
WEEK = timedelta(days=7)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(f"sqlite:///{tmp_path / 'hallway.db'}")
    made.store.set_option(made.workspace, CHANNEL, "C1")
    made.store.set_option(made.workspace, CHOSEN_BY, ANNA.id)
    return made


def digesting(office: Office) -> Digesting:
    return Digesting(office.store, office.people, office.outbox, office.now)


def told(office: Office, id: str, **fields: object) -> None:
    at = fields.pop("created_at", MONDAY - DAY)
    made = replace(make_lesson(id, **fields), created_at=at)  # type: ignore[arg-type]
    office.store.save_lessons(office.workspace, [made])


def digest(office: Office, index: MemoryIndex | None = None, room: str | None = "C1") -> Digest:
    digests = Digests(office.store, Encoder(WordEmbedder()), index)
    return digests(office.workspace, MONDAY - WEEK, MONDAY, room)


def shown(found: Digest) -> set[str]:
    return {lesson.id for lesson in found.shown}


@pytest.mark.parametrize("room", ["C1", None])
def test_only_new_lessons_that_everyone_may_see_are_in_it(office: Office, room: str | None) -> None:
    for visibility in Visibility:
        told(office, visibility.value, visibility=visibility, channel_id="C1")
    told(office, "retired", retired_at=MONDAY)
    told(office, "replaced", replaced_by="everyone")
    told(office, "older", created_at=MONDAY - 8 * DAY)
    told(office, "newer", created_at=MONDAY)
    found = digest(office, room=room)
    assert shown(found) == {"everyone", "anonymous"} and found.lessons == 2


def test_without_the_index_it_is_the_same(office: Office) -> None:
    for n, text in enumerate(["dns ttl", "dns server", "tender price", "tender fine", "mail"]):
        told(office, f"l{n}", learned=text)
    index, encoder = MemoryIndex(), Encoder(WordEmbedder())
    Indexer(office.store, index, encoder).catch_up(office.workspace)
    assert index.held
    assert digest(office, index) == digest(office, None)


def test_nothing_new_is_no_news_though_old_questions_are_open(office: Office) -> None:
    told(office, "older", created_at=MONDAY - 8 * DAY)
    assert not digest(office).is_news
    old = OpenQuestion("q", "U1", "How?", "en", MONDAY - 20 * DAY)
    office.store.keep_question(office.workspace, old)
    assert not digest(office).is_news
    new = OpenQuestion("q2", "U1", "How else?", "en", MONDAY - DAY, anonymous=True)
    office.store.keep_question(office.workspace, new)
    office.store.keep_question(
        office.workspace, OpenQuestion("q3", "U1", "Mine?", "en", MONDAY - DAY, shown=False)
    )
    found = digest(office)
    assert found.is_news and [q.id for q in found.questions] == ["q2", "q"]


def test_what_was_heard_of_lessons_is_told_and_hidden_ones_are_not(office: Office) -> None:
    old = MONDAY - 90 * DAY
    for id, visibility in (("open", Visibility.EVERYONE), ("room", Visibility.CHANNEL)):
        told(office, id, visibility=visibility, channel_id="C1", created_at=old)
        at = MONDAY - DAY
        office.store.give_verdict(office.workspace, id, "U2", Verdict.HELPFUL, at)
    found = digest(office)
    assert [(x.id, said.helped) for x, said in found.tried] == [("open", 1)]
    assert found.is_news


def test_two_that_disagree_stand_side_by_side(office: Office) -> None:
    told(office, "for", learned="The night shift calendar works.")
    told(office, "against", learned="The night shift calendar failed.")
    found = digest(office)
    assert found.opposed is not None and {x.id for x in found.opposed} == {"for", "against"}


def test_no_lesson_is_in_it_twice(office: Office) -> None:
    told(office, "for", learned="The night shift calendar works.")
    told(office, "against", learned="The night shift calendar failed.")
    for n in range(4):
        told(office, f"l{n}", learned=f"Pumps leak in frost, {n} of them.")
    office.store.give_verdict(office.workspace, "l0", "U2", Verdict.HELPFUL, MONDAY - DAY)
    found = digest(office)
    everything = [lesson.id for lesson in found.shown]
    assert found.opposed and found.tried and found.themes
    assert sorted(everything) == ["against", "for", "l0", "l1", "l2", "l3"]


def test_what_was_heard_of_one_of_two_that_disagree_is_told_with_them(office: Office) -> None:
    told(office, "for", learned="The night shift calendar works.")
    told(office, "against", learned="The night shift calendar failed.")
    office.store.give_verdict(office.workspace, "for", "U2", Verdict.HELPFUL, MONDAY - DAY)
    text, _ = view(Texts("en"), digest(office), {})
    assert text.count("calendar works") == 1 and "helped 1 colleague" in text
    assert "What became of lessons" not in text


def test_it_is_written_down_once_a_week_on_monday_at_ten(office: Office) -> None:
    planning = digesting(office)
    office.at = MONDAY - timedelta(minutes=1)
    assert planning.catch_up() == 0
    office.at = MONDAY
    assert planning.catch_up() == 1
    office.at = MONDAY + timedelta(hours=3)
    assert planning.catch_up() == 0
    office.at = MONDAY + WEEK
    assert planning.catch_up() == 1
    assert office.sending.catch_up() == 1
    (sent,) = office.post.sent
    assert (sent.kind, sent.user_id, sent.key) == (Kind.DIGEST, "C1", "digest:C1:2026-W49")


def test_a_bot_that_was_down_on_monday_leaves_that_week(office: Office) -> None:
    office.at = MONDAY + timedelta(days=1)
    assert digesting(office).catch_up() == 0


@pytest.mark.parametrize("scope", ["", "C1"])
def test_while_everybody_rests_there_is_none(office: Office, scope: str) -> None:
    office.at = MONDAY
    office.store.pause(office.workspace, Pause(scope, MONDAY + DAY, ANNA.id))
    assert digesting(office).catch_up() == 0
    office.store.pause(office.workspace, Pause("C2", MONDAY + DAY, ANNA.id))
    office.store.end_pause(office.workspace, scope)
    assert digesting(office).catch_up() == 1


def test_where_outsiders_read_along_the_admin_is_told_once_a_month(office: Office) -> None:
    office.store.set_option(office.workspace, CHANNEL, "C9")  # the bot is not in it
    planning = digesting(office)
    for week in range(5):
        office.at = datetime(2026, 12, 7, 9, 0, tzinfo=UTC) + week * WEEK
        planning.catch_up()
        office.sending.catch_up()
    assert [d.key for d in office.post.sent] == [
        "digest-outsiders:C9:2026-12",
        "digest-outsiders:C9:2027-01",
    ]
    assert {d.user_id for d in office.post.sent} == {ANNA.id}


def test_a_holiday_moves_it_to_the_next_workday_and_no_day_is_told_twice() -> None:
    easter = week_told(datetime(2026, 4, 7, 12, 0, tzinfo=UTC), AMSTERDAM, "NL")
    assert easter.due_at == datetime(2026, 4, 7, 8, 0, tzinfo=UTC)  # Easter Monday is a holiday
    after = week_told(datetime(2026, 4, 14, 12, 0, tzinfo=UTC), AMSTERDAM, "NL")
    assert after.since == easter.until


@given(st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1)), st.sampled_from(
    ["Europe/Amsterdam", "Pacific/Auckland", "America/New_York", "Etc/UTC"]
))  # fmt: skip
def test_weeks_follow_on_one_another_without_a_gap(at: datetime, name: str) -> None:
    zone, now = ZoneInfo(name), at.replace(tzinfo=UTC)
    this, following = week_told(now, zone, None), week_told(now + WEEK, zone, None)
    assert this.until == following.since
    assert this.name != following.name
    assert this.until.astimezone(zone).hour == 10 and this.until.astimezone(zone).weekday() == 0
