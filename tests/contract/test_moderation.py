"""Hidden lessons and the log, on each engine."""

from datetime import timedelta

import pytest

from hallway_bot.domain.analysis import question_terms
from hallway_bot.domain.lesson import Visibility
from hallway_bot.domain.moderation import Act, report_key
from hallway_bot.domain.person import Person
from hallway_bot.domain.visibility import Audience, may_see
from hallway_bot.storage.store import SqlStore

from ..conftest import NOW, make_lesson

HIDE = Act(NOW, "UMOD", "hide_lesson", "a")
AUDIENCES = (
    Audience(None),
    Audience(Person("UANNA", "Anna"), channels=frozenset({"C1"})),
    Audience(Person("UBRAM", "Bram"), channels=frozenset({"C1"})),
    Audience(Person("UBRAM", "Bram"), room="C1"),
)


@pytest.mark.parametrize("visibility", list(Visibility))
def test_a_hidden_lesson_is_seen_by_nobody_and_found_again_when_it_is_shown(
    sql_store: SqlStore, visibility: Visibility
) -> None:
    workspace = sql_store.workspace(None)
    lesson = make_lesson("a", visibility=visibility, channel_id="C1", topics=("ACME",))
    sql_store.save_lessons(workspace, [lesson])
    topics = sql_store.topics(workspace, 9)
    assert bool(topics) is (visibility in (Visibility.EVERYONE, Visibility.ANONYMOUS))
    before = [sql_store.visible(workspace, ["a"], one) for one in AUDIENCES]
    assert any(before) or visibility is Visibility.PRIVATE
    assert sql_store.hide_lesson(workspace, "a", "It names a customer.", HIDE)
    hidden = sql_store.lesson(workspace, "a")
    assert hidden is not None and hidden.hidden_because == "It names a customer."
    for audience in AUDIENCES:
        assert not may_see(hidden, audience)
        assert sql_store.visible(workspace, ["a"], audience) == {}
        terms = question_terms("TTL DNS record", "en")
        assert sql_store.word_candidates(workspace, terms, audience).held in ((), [])
    assert sql_store.topics(workspace, 9) == []
    assert sql_store.lessons_of(workspace, "UANNA") == [hidden]
    sql_store.save_lessons(workspace, [lesson])
    assert sql_store.lesson(workspace, "a") == hidden, "an edit must not show it again"
    assert sql_store.hide_lesson(workspace, "a", None, HIDE)
    assert [sql_store.visible(workspace, ["a"], one) for one in AUDIENCES] == before


def test_a_decision_about_a_lesson_settles_the_reports_of_it_and_of_no_other(
    sql_store: SqlStore,
) -> None:
    workspace = sql_store.workspace(None)
    sql_store.save_lessons(workspace, [make_lesson("a")])
    others = [report_key("a_", "UBRAM"), report_key("a:3", "UBRAM")]
    reports = [report_key("a", "UBRAM"), report_key("a", "UCHLOE"), *others]
    for decide in (
        lambda: sql_store.hide_lesson(workspace, "a", "Why.", HIDE),
        lambda: sql_store.note_act(workspace, Act(NOW, "UMOD", "leave_lesson", "a")),
    ):
        for key in reports:
            sql_store.claim(workspace, key, NOW)
        decide()
        assert [sql_store.claim(workspace, key, NOW) for key in reports] == [True] * 2 + [False] * 2
    sql_store.note_act(workspace, Act(NOW, "UADMIN", "trust"))
    assert not any(sql_store.claim(workspace, key, NOW) for key in reports)


def test_the_log_grows_in_order_and_keeps_to_its_workspace(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    other = sql_store.workspace("T2")
    later = Act(NOW + timedelta(days=1), "UADMIN", "arrange")
    sql_store.save_lessons(workspace, [make_lesson("a")])
    sql_store.hide_lesson(workspace, "a", "Why.", HIDE)
    assert not sql_store.hide_lesson(workspace, "none", "Why.", HIDE)
    sql_store.note_act(workspace, later)
    assert sql_store.acts(workspace, NOW) == [HIDE, later]
    assert sql_store.acts(workspace, later.at) == [later]
    assert sql_store.acts_on(workspace, "a") == [HIDE]
    assert workspace == other or sql_store.acts_on(other, "a") == []
    assert workspace == other or sql_store.acts(other, NOW) == []
