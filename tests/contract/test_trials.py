"""Trials and feedback: one voice a person and lesson, none about one's own."""

from dataclasses import replace
from datetime import date, timedelta

from hallway_bot.domain.feedback import Feedback
from hallway_bot.domain.lesson import Visibility
from hallway_bot.domain.records import Verdict
from hallway_bot.domain.trials import Trial, TrialState
from hallway_bot.storage.store import SqlStore

from ..conftest import NOW, make_lesson

DAY, YEAR = timedelta(days=1), timedelta(days=365)
TRIAL = Trial("a", "U1", date(2026, 12, 8), NOW)


def test_a_trial_comes_back_equal_and_there_is_one_a_person_and_lesson(sql_store: SqlStore) -> None:
    one, two = sql_store.workspace("T1"), sql_store.workspace("T2")
    assert sql_store.plan_trial(one, TRIAL)
    assert not sql_store.plan_trial(one, replace(TRIAL, due_on=date(2027, 1, 1)))
    assert sql_store.trial(one, "a", "U1") == TRIAL
    assert sql_store.trial(two, "a", "U1") is None
    assert sql_store.plan_trial(one, replace(TRIAL, user_id="U2"))


def test_what_was_let_go_may_be_planned_again_and_what_was_answered_not(
    sql_store: SqlStore,
) -> None:
    workspace = sql_store.workspace(None)
    sql_store.plan_trial(workspace, TRIAL)
    gone = replace(TRIAL, state=TrialState.LET_GO)
    assert sql_store.move_trial(workspace, TRIAL, gone)
    later = replace(TRIAL, due_on=date(2027, 1, 1))
    assert sql_store.plan_trial(workspace, later)
    assert sql_store.trial(workspace, "a", "U1") == later
    sql_store.move_trial(workspace, later, later.answered(TrialState.HELD, NOW))
    assert not sql_store.plan_trial(workspace, TRIAL)


def test_a_trial_that_moved_meanwhile_is_not_moved_again(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.plan_trial(workspace, TRIAL)
    assert sql_store.move_trial(workspace, TRIAL, TRIAL.postponed(date(2026, 12, 8)))
    assert not sql_store.move_trial(workspace, TRIAL, TRIAL.postponed(date(2026, 12, 8)))
    found = sql_store.trial(workspace, "a", "U1")
    assert found is not None and found.due_on == date(2026, 12, 22)


def test_words_are_kept_with_the_trial(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.plan_trial(workspace, TRIAL)
    sql_store.keep_told(workspace, "a", "U1", "It took “three” days. 🙂")
    found = sql_store.trial(workspace, "a", "U1")
    assert found is not None and found.told == "It took “three” days. 🙂"


def test_only_what_is_still_meant_is_listed_the_soonest_first(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    later = replace(TRIAL, lesson_id="b", due_on=date(2027, 1, 1))
    done = replace(TRIAL, lesson_id="c", state=TrialState.HELD)
    for one in (later, TRIAL, done, replace(TRIAL, user_id="U2")):
        sql_store.plan_trial(workspace, one)
    assert sql_store.trials_of(workspace, "U1") == [TRIAL, later]
    assert sql_store.stored(workspace, "U1").trials == 3


def test_a_person_counts_once_however_often_they_vote(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.save_lessons(workspace, [make_lesson("a", "UANNA"), make_lesson("b", None)])
    for _ in range(5):
        sql_store.give_verdict(workspace, "a", "U1", Verdict.HELPFUL, NOW)
        sql_store.give_verdict(workspace, "b", "U1", Verdict.HELPFUL, NOW)
    sql_store.give_verdict(workspace, "a", "U2", Verdict.NOT_FOR_ME, NOW)
    for user, state in (("U1", TrialState.HELD), ("U2", TrialState.DID_NOT_HOLD)):
        sql_store.plan_trial(workspace, replace(TRIAL, user_id=user, state=state))
    sql_store.plan_trial(workspace, replace(TRIAL, user_id="U3"))
    assert sql_store.feedback(workspace, ["a", "b", "c"]) == {
        "a": Feedback(1, 1, 1),
        "b": Feedback(1, 0, 0),
    }
    sql_store.give_verdict(workspace, "b", "U1", Verdict.NOT_FOR_ME, NOW)
    assert "b" not in sql_store.feedback(workspace, ["a", "b"])


def test_an_author_has_no_voice_about_their_own(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    unnamed = make_lesson("b", "U1", visibility=Visibility.ANONYMOUS)
    sql_store.save_lessons(workspace, [make_lesson("a", "U1"), unnamed])
    for lesson in ("a", "b"):
        sql_store.give_verdict(workspace, lesson, "U1", Verdict.HELPFUL, NOW)
        held = replace(TRIAL, lesson_id=lesson, state=TrialState.HELD)
        sql_store.plan_trial(workspace, held)
    assert sql_store.feedback(workspace, ["a", "b"]) == {}
    assert sql_store.heard(workspace, NOW - DAY, NOW + DAY) == {}
    for user in ("U2", "U3"):
        sql_store.give_verdict(workspace, "b", user, Verdict.HELPFUL, NOW)
    assert sql_store.feedback(workspace, ["a", "b"]) == {"b": Feedback(2, 0, 0)}


def test_what_was_heard_is_of_its_time_and_workspace(sql_store: SqlStore) -> None:
    one, two = sql_store.workspace("T1"), sql_store.workspace("T2")
    for workspace in (one, two):
        sql_store.save_lessons(workspace, [make_lesson("a", "UANNA")])
    sql_store.give_verdict(one, "a", "U1", Verdict.HELPFUL, NOW - 8 * DAY)
    sql_store.give_verdict(one, "a", "U2", Verdict.HELPFUL, NOW)
    held = TRIAL.answered(TrialState.HELD, NOW - DAY)
    sql_store.plan_trial(one, held)
    assert sql_store.heard(one, NOW - 7 * DAY, NOW) == {"a": Feedback(0, 1, 0)}
    assert sql_store.heard(one, NOW - 7 * DAY, NOW + DAY) == {"a": Feedback(1, 1, 0)}
    assert sql_store.heard(two, NOW - 7 * DAY, NOW + DAY) == {}


def test_the_oldest_untried_lesson_of_each_author_is_to_be_reviewed(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    old = NOW - 2 * YEAR

    def told(id: str, author: str | None, **fields: object) -> None:
        made = replace(make_lesson(id, author), created_at=old)
        sql_store.save_lessons(workspace, [replace(made, **fields)])  # type: ignore[arg-type]

    told("older", "U1", created_at=old - DAY)
    told("old", "U1")
    told("nobody", None)
    told("private", "U2", visibility=Visibility.PRIVATE)
    told("retired", "U3", retired_at=NOW)
    told("replaced", "U4", replaced_by="old")
    told("young", "U5", created_at=NOW - DAY)
    told("tried", "U6")
    sql_store.plan_trial(workspace, replace(TRIAL, lesson_id="tried", state=TrialState.HELD))
    told("unnamed", "U8", visibility=Visibility.ANONYMOUS)
    told("planned", "U7")
    sql_store.plan_trial(workspace, replace(TRIAL, lesson_id="planned"))

    def due() -> list[str]:
        return [lesson.id for _, lesson in sql_store.lessons_to_review(NOW - YEAR)]

    assert due() == ["older", "unnamed", "planned"]
    sql_store.reviewed(workspace, "older", NOW)
    assert due() == ["old", "unnamed", "planned"]
    # Asked about is not forgotten when its author edits it.
    told("older", "U1", created_at=old - DAY, learned="Edited.")
    assert due() == ["old", "unnamed", "planned"]


def test_lessons_of_a_week_and_who_has_a_setting(sql_store: SqlStore) -> None:
    one, two = sql_store.workspace("T1"), sql_store.workspace("T2")
    for n, at in enumerate((NOW - 8 * DAY, NOW - 7 * DAY, NOW - DAY, NOW)):
        sql_store.save_lessons(one, [replace(make_lesson(f"l{n}"), created_at=at)])
    found = sql_store.lessons_between(one, NOW - 7 * DAY, NOW)
    assert [lesson.id for lesson in found] == ["l1", "l2"]
    assert sql_store.lessons_between(two, NOW - 7 * DAY, NOW) == []
    sql_store.set_option(two, "digest_channel", "C2")
    sql_store.set_option(one, "digest_channel", "C1")
    sql_store.set_option(one, "country", "NL")
    assert sorted(sql_store.options_named("digest_channel")) == sorted([(one, "C1"), (two, "C2")])
