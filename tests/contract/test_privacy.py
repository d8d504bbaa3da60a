"""What is held about a person, on each engine."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import inspect, text

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import Delivery
from hallway_bot.domain.lesson import Author, Visibility
from hallway_bot.domain.moderation import Act
from hallway_bot.domain.records import MatchState, OpenQuestion, Verdict
from hallway_bot.domain.reflecting import Intention, Note, Pause, Reflecting, Wishes
from hallway_bot.domain.retention import Retention
from hallway_bot.domain.talks import ASKABLE, TalkRequest, TalkState
from hallway_bot.ports import Store
from hallway_bot.storage import schema_meeting, schema_rhythm
from hallway_bot.storage.personal import APART, CLEARED, DELETED, IMPERSONAL, PERSONAL
from hallway_bot.storage.schema import metadata
from hallway_bot.storage.schema_slack import slack_installations
from hallway_bot.storage.store import SqlStore

from ..conftest import NOW, make_lesson

DM = "D0ANNA"


def leave_traces(store: Store, workspace: str, me: str, dm: str, other: str) -> None:
    """One record of every kind by `me`, whose words end in their id, and what `other` did to it."""
    lesson, theirs = f"lesson-{me}", f"lesson-{other}"
    store.save_lessons(
        workspace,
        [
            make_lesson(lesson, me, learned=f"learned-{me}"),
            make_lesson(
                f"hidden-{me}", me, learned=f"hidden-{me}", visibility=Visibility.ANONYMOUS
            ),
            make_lesson(f"own-{me}", me, learned=f"own-{me}", visibility=Visibility.PRIVATE),
        ],
    )
    store.set_wishes(workspace, me, Wishes("nl", 2, 1, "NL"))
    store.give_verdict(workspace, theirs, me, Verdict.HELPFUL, NOW)
    store.keep_question(workspace, OpenQuestion(f"q-{me}", me, f"question-{me}", "en", NOW))
    store.set_match(workspace, f"q-{me}", theirs, MatchState.TOLD, NOW)
    store.survey_question(workspace, f"q-{other}", [me], NOW)
    store.suggest_question(workspace, f"q-{other}", me, NOW)
    store.ask_to_talk(
        workspace,
        TalkRequest(f"t-{me}", theirs, me, other, f"talk-{me}", TalkState.ASKED, NOW),
    )
    store.save_reflecting(workspace, Reflecting(me, NOW))
    store.see_prompt(workspace, me, "prompt-1", NOW)
    store.save_note(workspace, Note(f"n-{me}", me, "What happened?", NOW, happened=f"note-{me}"))
    store.save_intention(
        workspace, Intention(f"i-{me}", me, f"intend-{me}", date(2026, 12, 1), NOW)
    )
    store.write_down(
        workspace,
        Delivery(f"d-{me}", me, Kind.PROMPT, f"prompt:{me}", NOW, NOW, {"about": "prompt"}),
    )
    store.claim(workspace, f"talk:t-{me}", NOW)
    store.claim(workspace, f"seen:{me}:1", NOW)
    store.set_thread_question(workspace, dm, "1.0", f"thread-{me}", me, NOW)
    store.set_thread_question(workspace, "C0ALL", me, f"channel-{me}", me, NOW)
    store.note_act(workspace, Act(NOW, me, "arrange"))
    store.notice_leaving(workspace, me, NOW)
    store.set_option(workspace, f"chosen-by-{me[-4:]}", me)
    store.pause(workspace, Pause(f"C{me[-4:]}"[:4], NOW, me))
    with store.engine.begin() as connection:  # type: ignore[attr-defined]
        row = {"lesson_id": theirs, "user_id": me, "state": "planned", "told": f"tried-{me}"}
        row |= {"workspace": workspace, "due_on": date(2026, 12, 1), "created_at": NOW}
        connection.execute(schema_meeting.trials.insert().values(row))


def test_every_table_is_known_to_hold_something_about_people_or_not_to() -> None:
    listed = [one.table for one in PERSONAL]
    named = {table.name for table in (*listed, *APART, *IMPERSONAL)}
    assert named == set(metadata.tables)
    assert schema_rhythm.deliveries.name in named


def test_all_that_is_held_about_a_person_is_given_and_nothing_of_anybody_else(
    sql_store: SqlStore,
) -> None:
    workspace = sql_store.workspace(None)
    leave_traces(sql_store, workspace, "UANNA", DM, "UBRAM")
    leave_traces(sql_store, workspace, "UBRAM", "D0BRAM", "UANNA")
    held = sql_store.held_about(workspace, "UANNA", DM)
    assert [kind for kind, records in held.items() if not records] == []
    told = str(held)
    for words in ("question", "talk", "note", "intend", "thread", "tried", "seen:"):
        ours = f"{words}UANNA" if words.endswith(":") else f"{words}-UANNA"
        assert ours in told
    own = told.replace("lesson-UBRAM", "").replace("q-UBRAM", "")
    assert "UBRAM" not in own
    assert held["talks_answered"][0].keys().isdisjoint({"question", "asker_id"})


def everything(store: SqlStore) -> str:
    """All that stands in any row of any table."""
    with store.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        rows = [connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in names]
    return str(rows)


def two_people(store: SqlStore) -> str:
    workspace = store.workspace(None)
    leave_traces(store, workspace, "UANNA", DM, "UBRAM")
    leave_traces(store, workspace, "UBRAM", "D0BRAM", "UANNA")
    note = Note("n-answer", "UBRAM", "question-UANNA", NOW, question_id="q-UANNA")
    store.save_note(workspace, note)
    subject = {"question": "q-UBRAM", "lesson": "lesson-UANNA"}
    for number, key in enumerate(("match:q-UBRAM:lesson-UANNA", "talked:t-UANNA:UBRAM:1")):
        store.write_down(
            workspace, Delivery(f"x{number}", "UBRAM", Kind.MATCH, key, NOW, NOW, subject)
        )
    return workspace


def test_a_person_who_wants_to_be_forgotten_stands_in_no_row_any_more(sql_store: SqlStore) -> None:
    workspace = two_people(sql_store)
    assert "UANNA" in everything(sql_store)
    sql_store.forget_person(workspace, "UANNA", DM, NOW, keep_lessons=False)
    left = everything(sql_store)
    assert [one for one in left.split("),") if "UANNA" in one or DM in one] == []
    assert [x.id for x in sql_store.all_lessons(workspace)] == [
        "hidden-UBRAM",
        "lesson-UBRAM",
        "own-UBRAM",
    ]
    held = sql_store.held_about(workspace, "UBRAM", "D0BRAM")
    # What Bram said of Anna's lessons and asked her went with them; all else of his is there.
    gone = {kind for kind, records in held.items() if not records}
    assert gone == {"verdicts", "question_matches", "suggested_questions", "talks_asked",
                    "talks_answered", "trials"}  # fmt: skip
    assert {one["state"] for one in held["messages"]} == {"waiting", "dropped"}


def test_lessons_that_stay_have_no_author_for_good_and_nobody_more_sees_them(
    sql_store: SqlStore,
) -> None:
    workspace = two_people(sql_store)
    room = make_lesson("room", "UANNA", visibility=Visibility.CHANNEL, channel_id="C1")
    sql_store.save_lessons(workspace, [room])
    sql_store.forget_person(workspace, "UANNA", DM, NOW, keep_lessons=True)
    kept = sql_store.lessons(workspace, ["lesson-UANNA", "hidden-UANNA", "own-UANNA", "room"])
    assert {id_: lesson.visibility.value for id_, lesson in kept.items()} == {
        "lesson-UANNA": "anonymous",
        "hidden-UANNA": "anonymous",
        "room": "channel",
    }
    hand = kept["hidden-UANNA"].author  # of chance: not told to be one of those with a name before
    assert hand.user_id is None and hand.email is None and hand.name and "ANNA" not in hand.name
    assert {kept[id_].author for id_ in ("lesson-UANNA", "room")} == {Author()}
    assert [kept[id_].askable_until for id_ in ("lesson-UANNA", "room")] == [None, None]
    until = kept["hidden-UANNA"].askable_until
    assert until is not None and NOW + ASKABLE[0] <= until <= NOW + ASKABLE[1]
    kept_as_it_is = replace(kept["hidden-UANNA"], title="Changed", askable_until=None)
    sql_store.save_lessons(workspace, [kept_as_it_is])
    sql_store.drop_old(Retention().before(until))
    (lesson,) = sql_store.lessons(workspace, ["hidden-UANNA"]).values()
    assert (lesson.title, lesson.askable_until) == ("Changed", until)
    sql_store.drop_old(Retention().before(until + timedelta(seconds=1)))
    (lesson,) = sql_store.lessons(workspace, ["hidden-UANNA"]).values()
    assert lesson.askable_until is None
    assert sql_store.lessons_of(workspace, "UANNA") == []
    told = sql_store.held_about(workspace, "UBRAM", "D0BRAM")
    assert [one["lesson_id"] for one in told["verdicts"]] == ["lesson-UANNA"]


def test_what_is_forgotten_is_to_be_cleared_from_files_until_it_is(sql_store: SqlStore) -> None:
    workspace = two_people(sql_store)
    assert not sql_store.compaction_due(workspace)
    sql_store.forget_person(workspace, "UANNA", DM, NOW, keep_lessons=False)
    assert sql_store.compaction_due(workspace)
    sql_store.compact(workspace)
    assert not sql_store.compaction_due(workspace)


def test_every_column_that_names_a_thing_is_known_to_forgetting() -> None:
    """A column that ends in _id names a person, a thing of theirs, or nothing of anybody's."""
    people = {"user_id", "asker_id", "author_id"}
    harmless = {"workspaces.team_id", "workspaces.enterprise_id", "lessons.channel_id",
                "indexed.lesson_id", "drafts.delivery_id", "prompts_seen.prompt_id"}  # fmt: skip
    known = {f"{column.table.name}.{column.name}" for column in (*DELETED, *CLEARED)} | harmless
    named = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        if table is not slack_installations  # ids of Slack's; who installed it is not kept
        for column in table.c
        if column.name.endswith("_id") and column.name not in people
    }
    assert named <= known


def test_a_name_that_begins_like_anothers_is_not_theirs(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.claim(workspace, "seen:UANNA2:1", NOW)
    sql_store.claim(workspace, "seen:UANNA:1", NOW)
    keys = [one["key"] for one in sql_store.held_about(workspace, "UANNA", None)["claims"]]
    assert keys == ["seen:UANNA:1"]


@pytest.mark.parametrize("how", ["forgotten", "unnamed", "private, then unnamed"])
@pytest.mark.parametrize("first", ["old", "new"])
def test_no_link_is_left_that_would_name_an_unnamed_lesson_once_both_are_unnamed(
    sql_store: SqlStore, first: str, how: str
) -> None:
    workspace = sql_store.workspace(None)
    old = make_lesson("old", "UANNA", replaced_by="new")
    other = make_lesson("other", "UANNA", replaced_by="new")
    sql_store.save_lessons(workspace, [old, make_lesson("new", "UANNA"), other])

    def show(id_: str, visibility: Visibility) -> None:
        lesson = sql_store.lesson(workspace, id_)
        assert lesson is not None
        sql_store.save_lessons(workspace, [replace(lesson, visibility=visibility)])

    second = "new" if first == "old" else "old"
    if how.startswith("private"):
        show(second, Visibility.PRIVATE)
    show(first, Visibility.ANONYMOUS)
    if how == "forgotten":
        sql_store.forget_person(workspace, "UANNA", DM, NOW, keep_lessons=True)
    else:
        show(second, Visibility.ANONYMOUS)
    left = sql_store.lesson(workspace, "old")
    assert left is not None and left.is_anonymous and left.replaced_by is None
    assert left.retired_at == old.created_at and not left.is_current
    if (first, how) == ("old", "forgotten"):  # both had a name: nothing is told by that
        still = sql_store.lesson(workspace, "other")
        assert still is not None and still.replaced_by == "new"


def test_forgetting_drops_a_link_that_older_versions_left_out_of_sight(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    old = make_lesson("old", "UANNA", visibility=Visibility.ANONYMOUS, replaced_by="new")
    sql_store.save_lessons(workspace, [old, make_lesson("new", "UANNA")])
    sql_store.forget_person(workspace, "UANNA", DM, NOW, keep_lessons=True)
    left = sql_store.lesson(workspace, "old")
    assert left is not None and left.replaced_by is None and not left.is_current


def test_an_imported_lessons_id_leaves_no_claim_whatever_stands_in_it(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.save_lessons(workspace, [make_lesson("kb_2024.017/a", "UANNA")])
    for id_ in ("kb_2024.017/a", "kb_2024.017/ab", "xkb_2024.017/a"):
        sql_store.claim(workspace, f"reported:{id_}:open", NOW)
    sql_store.forget_person(workspace, "UANNA", DM, NOW, keep_lessons=False)
    left = {key for key, _ in sql_store.claims_before(workspace, "", NOW + timedelta(days=1))}
    assert left == {"reported:kb_2024.017/ab:open", "reported:xkb_2024.017/a:open"}


def test_that_an_author_will_not_talk_about_a_lesson_outlives_who_asked_without_naming_them(
    sql_store: SqlStore,
) -> None:
    workspace = sql_store.workspace(None)
    sql_store.save_lessons(workspace, [make_lesson("lesson", "UBRAM"), make_lesson("b", "UBRAM")])
    for asker, lesson, state in (
        ("UANNA", "lesson", TalkState.NOT_ABOUT),
        ("UCAS", "lesson", TalkState.NOT_ABOUT),
        ("UANNA", "b", TalkState.DECLINED),
    ):
        talk = TalkRequest(f"{asker}-{lesson}", lesson, asker, "UBRAM", f"by {asker}", state, NOW)
        sql_store.ask_to_talk(workspace, talk)
        sql_store.move_talk(workspace, talk, state, NOW)
    for asker in ("UANNA", "UCAS"):
        sql_store.forget_person(workspace, asker, None, NOW, keep_lessons=False)
        assert sql_store.not_about(workspace, ["lesson", "b"]) == {"lesson"}
        assert asker not in everything(sql_store)
    assert sql_store.talks_to_follow(NOW - timedelta(days=1)) == []  # nobody is told of it again
    sql_store.forget_person(workspace, "UBRAM", None, NOW, keep_lessons=False)
    assert sql_store.not_about(workspace, ["lesson"]) == frozenset()
    assert "UBRAM" not in everything(sql_store)


def test_a_deleted_lessons_id_stands_in_no_verdict_or_claim(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.save_lessons(workspace, [make_lesson("l1", "UANNA"), make_lesson("l2", "UANNA")])
    for id_ in ("l1", "l2"):
        sql_store.give_verdict(workspace, id_, "UBRAM", Verdict.HELPFUL, NOW)
        sql_store.claim(workspace, f"reported:{id_}:open", NOW)
    sql_store.delete_lesson(workspace, "l1")
    sql_store.forget_person(workspace, "UANNA", DM, NOW, keep_lessons=True)
    left = everything(sql_store)
    assert "l1" not in left.replace("sql1", "") and "reported:l2:open" in left
    assert [
        one["lesson_id"] for one in sql_store.held_about(workspace, "UBRAM", None)["verdicts"]
    ] == ["l2"]
