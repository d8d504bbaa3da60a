"""Questions that stay open and requests to talk, on each engine."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from hallway_bot.domain.records import MatchState, OpenQuestion, QuestionState
from hallway_bot.domain.talks import Talked, TalkRequest, TalkState
from hallway_bot.storage.store import SqlStore

from ..conftest import NOW

DAY = timedelta(days=1)
TALK = TalkRequest("t1", "lesson", "U1", "U2", "?", TalkState.ASKED, NOW)


def question(id: str = "q1", asker: str = "U1", text: str = "How?", **more: object) -> OpenQuestion:
    at = more.pop("at", NOW)
    return OpenQuestion(id, asker, text, "en", at, **more)  # type: ignore[arg-type]


def test_a_question_is_kept_once_a_person_and_workspace(sql_store: SqlStore) -> None:
    one, two = sql_store.workspace("T1"), sql_store.workspace("T2")
    assert sql_store.keep_question(one, question(anonymous=True))
    assert not sql_store.keep_question(one, question("q2", text="how?  "))
    assert sql_store.keep_question(one, question("q3", "U2"))
    assert sql_store.keep_question(two, question("q4"))
    assert sql_store.questions_of(one, "U1") == [question(anonymous=True)]
    assert sql_store.question(one, "q4") is None


def test_a_question_is_closed_by_one_and_may_be_asked_again_later(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.keep_question(workspace, question())
    sql_store.check_question(workspace, question(), NOW)
    assert sql_store.close_question(workspace, "q1", QuestionState.ANSWERED, NOW)
    assert not sql_store.close_question(workspace, "q1", QuestionState.LAPSED, NOW)
    closed = sql_store.question(workspace, "q1")
    assert closed is not None and closed.state is QuestionState.ANSWERED
    assert sql_store.questions_of(workspace, "U1") == sql_store.open_questions(workspace) == []
    held = sql_store.stored(workspace, "U1")
    assert (held.questions, held.open_questions) == (1, 0), "what is closed is kept, and not open"
    assert sql_store.keep_question(workspace, question("q2", at=NOW + DAY))
    assert sql_store.questions_of(workspace, "U1") == [question(at=NOW + DAY)]


def test_open_questions_can_be_narrowed(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.keep_question(workspace, question("hidden", text="a", shown=False))
    sql_store.keep_question(workspace, question("new", text="b", at=NOW + DAY))
    sql_store.survey_question(workspace, "hidden", [], NOW)

    def ids(**more: bool) -> list[str]:
        return [one.id for one in sql_store.open_questions(workspace, **more)]

    assert ids() == ["new", "hidden"]
    assert ids(shown=True) == ids(unsurveyed=True) == ["new"]


def test_each_match_has_its_state(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.keep_question(workspace, question())
    for state in (MatchState.LINKED, MatchState.TOLD):
        sql_store.set_match(workspace, "q1", "a", state, NOW)
    sql_store.set_match(workspace, "q1", "b", MatchState.KNOWN, NOW)
    assert sql_store.matches(workspace, "q1") == {"a": MatchState.TOLD, "b": MatchState.KNOWN}
    told = sql_store.questions_told(workspace, "U1", "a")
    assert [one.id for one in told] == ["q1"]
    assert sql_store.questions_told(workspace, "U2", "a") == []
    assert sql_store.questions_told(workspace, "U1", "b") == []


def test_a_question_is_suggested_to_those_who_may_know_once_and_best_first(
    sql_store: SqlStore,
) -> None:
    workspace = sql_store.workspace(None)
    for id_, text, shown in (("q1", "a", True), ("q2", "b", True), ("q3", "c", False)):
        sql_store.keep_question(workspace, question(id_, text=text, shown=shown))
    sql_store.survey_question(workspace, "q1", ["U9", "U1", "U2"], NOW)
    sql_store.survey_question(workspace, "q2", ["U2"], NOW)
    sql_store.survey_question(workspace, "q3", ["U2"], NOW)
    assert [one.id for one in sql_store.questions_for(workspace, "U2", 3)] == ["q2", "q1"]
    assert [one.id for one in sql_store.questions_for(workspace, "U2", 1)] == ["q2"]
    with ThreadPoolExecutor(4) as pool:
        asked = [("q2", "U2")] * 4
        first = pool.map(lambda x: sql_store.suggest_question(workspace, *x, NOW), asked)
        assert list(first).count(True) == 1
    assert sql_store.questions_for(workspace, "U1", 3) == []  # their own
    sql_store.survey_question(workspace, "q2", ["U9"], NOW)
    again = sql_store.suggest_question(workspace, "q2", "U2", NOW)
    assert not again  # it was suggested, whatever comes later
    sql_store.survey_question(workspace, "q1", ["U9"], NOW)
    assert not sql_store.suggest_question(workspace, "q1", "U2", NOW)  # they may know no longer
    sql_store.close_question(workspace, "q1", QuestionState.CLOSED, NOW)
    assert [one.id for one in sql_store.questions_for(workspace, "U9", 3)] == ["q2"]


def test_whether_it_still_is_a_question_is_asked_by_one(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.keep_question(workspace, question())
    assert sql_store.check_question(workspace, question(), NOW)
    assert not sql_store.check_question(workspace, question(), NOW)
    asked = sql_store.question(workspace, "q1")
    assert asked is not None and asked.checked_at == NOW
    assert sql_store.check_question(workspace, asked, None)
    assert sql_store.renew_question(workspace, "q1", NOW + DAY)
    renewed = sql_store.question(workspace, "q1")
    assert renewed == replace(question(), renewed_at=NOW + DAY)


def test_a_talk_is_asked_once_and_moved_by_one(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    assert sql_store.ask_to_talk(workspace, TALK)
    assert not sql_store.ask_to_talk(workspace, replace(TALK, id="t2"))
    with ThreadPoolExecutor(4) as pool:
        moves = [TalkState.ACCEPTED, TalkState.DECLINED] * 2
        won = pool.map(lambda to: sql_store.move_talk(workspace, TALK, to, NOW), moves)
        assert list(won).count(True) == 1
    talk = sql_store.talk(workspace, "t1")
    assert talk is not None and talk.answered_at == NOW
    sql_store.withdraw_talk(workspace, "t1")
    assert sql_store.talk(workspace, "t1") is None
    assert sql_store.ask_to_talk(workspace, TALK)


def test_what_each_of_the_two_says_is_kept_apart(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.ask_to_talk(workspace, TALK)
    sql_store.set_talked(workspace, "t1", "U1", Talked.NOT_YET)
    sql_store.set_talked(workspace, "t1", "U2", Talked.YES)
    sql_store.set_talked(workspace, "t1", "U3", Talked.NO)
    sql_store.set_group(workspace, "t1", "G1")
    talk = sql_store.talk(workspace, "t1")
    assert talk is not None and talk.group_channel == "G1"
    assert (talk.asker_talked, talk.author_talked) == (Talked.NOT_YET, Talked.YES)


def test_how_often_authors_were_asked_and_about_what_they_do_not_talk(
    sql_store: SqlStore,
) -> None:
    workspace = sql_store.workspace(None)
    for n, (lesson, at) in enumerate((("a", NOW), ("b", NOW), ("c", NOW - 40 * DAY))):
        talk = replace(TALK, id=f"t{n}", lesson_id=lesson, created_at=at)
        sql_store.ask_to_talk(workspace, talk)
    sql_store.move_talk(workspace, replace(TALK, id="t1"), TalkState.NOT_ABOUT, NOW)
    assert sql_store.times_asked(workspace, ["U2", "U3"], NOW - 30 * DAY) == {
        "U2": {"a": 1, "b": 1}
    }
    assert sql_store.not_about(workspace, ["a", "b", "c"]) == {"b"}
    sql_store.move_talk(workspace, replace(TALK, id="t2"), TalkState.SILENT, NOW - DAY)
    sql_store.move_talk(workspace, replace(TALK, id="t0"), TalkState.UNASKED, NOW)
    assert sql_store.times_asked(workspace, ["U2"], NOW - 30 * DAY) == {"U2": {"b": 1}}
    followed = [talk.id for _, talk in sql_store.talks_to_follow(NOW)]
    assert followed == ["t0", "t1"]
    assert len(sql_store.talks_of(workspace, "U1")) == 3
