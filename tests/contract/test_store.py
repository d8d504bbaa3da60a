"""One suite over memory, SQLite and PostgreSQL: what the use cases rely on."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hallway_bot.domain.analysis import question_terms
from hallway_bot.domain.lesson import Visibility
from hallway_bot.domain.person import Person
from hallway_bot.domain.records import Indexed
from hallway_bot.domain.visibility import Audience, may_bring_up
from hallway_bot.ports import Store

from ..conftest import NOW, make_lesson

OPERATOR = Audience(None)


def test_a_saved_lesson_comes_back_equal(store: Store) -> None:
    lesson = make_lesson(
        title="It's “TTL” \\ 100%",
        happened="Één\ncafé 🙂",
        topics=("dns", "a'b"),
        extra={"k": "v"},
        parent_id="p",
        retired_at=NOW,
        replaced_by="r",
    )
    assert store.save_lessons(store.workspace(None), [lesson]) == 1
    assert store.lesson("first", "a") == lesson


def test_saving_the_same_again_changes_nothing(store: Store) -> None:
    workspace = store.workspace(None)
    store.save_lessons(workspace, [make_lesson()])
    assert store.save_lessons(workspace, [make_lesson()]) == 0


def test_words_find_accents_stems_and_identifiers(store: Store) -> None:
    workspace = store.workspace(None)
    store.save_lessons(
        workspace,
        [
            make_lesson("nl", learned="De aanbestedingen werden gegund.", language="nl"),
            make_lesson("code", learned="Call `getUserById` or it's ERR_CONN_42"),
            make_lesson("other", learned="Nothing to see."),
        ],
    )

    def found(text: str) -> Iterable[str]:
        matches = store.word_candidates(workspace, question_terms(text), OPERATOR).best(10)
        return [match.lesson_id for match in matches]

    assert found("wie weet iets van aanbesteding?") == ["nl"]
    assert found("user by id") == ["code"]
    assert found("err_conn_42") == ["code"]
    assert found("""'; DROP TABLE "lessons" -- *()^:&|!""") == []


def test_topics_are_suggested_of_lessons_that_all_may_be_shown_and_of_no_others(
    store: Store,
) -> None:
    workspace = store.workspace(None)
    both = ("dns", "mail")
    anonymous = make_lesson("b", topics=("dns",), visibility=Visibility.ANONYMOUS)
    private = make_lesson("c", topics=("fears",), visibility=Visibility.PRIVATE)
    retired = make_lesson("d", topics=("fax",), retired_at=NOW)
    replaced = make_lesson("e", topics=("telex",), replaced_by="a")
    store.save_lessons(
        workspace, [make_lesson("a", topics=both), anonymous, private, retired, replaced]
    )
    assert store.topics(workspace, 9) == ["dns", "mail"]


def test_deleted_lessons_are_not_found(store: Store) -> None:
    workspace = store.workspace(None)
    store.save_lessons(workspace, [make_lesson()])
    store.delete_lesson(workspace, "a")
    assert store.word_candidates(workspace, question_terms("dns"), OPERATOR).best(10) == []
    assert store.lesson(workspace, "a") is None


def test_what_a_deleted_lesson_replaced_is_current_again(store: Store) -> None:
    workspace, other = store.workspace("T1"), store.workspace("T2")
    old = make_lesson("old", replaced_by="new")
    store.save_lessons(other, [old])
    store.save_lessons(workspace, [old, make_lesson("new"), make_lesson("third", replaced_by="x")])
    store.delete_lesson(workspace, "new")
    found = store.visible(workspace, ["old", "new", "third"], OPERATOR)
    assert found == {"old": replace(old, replaced_by=None)}
    assert store.lesson(other, "old") == old
    matches = store.word_candidates(workspace, question_terms("dns"), OPERATOR).best(9)
    assert [match.lesson_id for match in matches] == ["old"]


def test_edited_words_replace_the_old_ones(store: Store) -> None:
    workspace = store.workspace(None)
    store.save_lessons(workspace, [make_lesson()])
    store.save_lessons(workspace, [make_lesson(learned="Kubernetes")])
    assert store.word_candidates(workspace, question_terms("dns"), OPERATOR).best(10) == []
    assert (
        len(store.word_candidates(workspace, question_terms("kubernetes"), OPERATOR).best(10)) == 1
    )


def test_another_workspace_sees_nothing(store: Store) -> None:
    one, two = store.workspace("T1"), store.workspace("T2")
    store.save_lessons(one, [make_lesson()])
    assert store.lesson(two, "a") is None
    assert store.word_candidates(two, question_terms("dns"), OPERATOR).best(10) == []
    assert store.unindexed(two, "m", 10) == []


def test_the_first_team_takes_over_what_was_imported(store: Store) -> None:
    imported = store.workspace(None)
    assert store.workspace("T1") == imported
    assert store.workspace("T2") != imported
    assert store.workspace("T1") == imported


def test_the_ledger_knows_new_changed_and_gone(store: Store) -> None:
    workspace = store.workspace(None)
    lesson = make_lesson()
    store.save_lessons(workspace, [lesson])
    assert [x.id for x in store.unindexed(workspace, "m", 10)] == ["a"]
    store.mark_indexed(workspace, "m", [Indexed("a", lesson.content_hash, 1)])
    assert store.count_unindexed(workspace, "m") == 0
    assert store.count_unindexed(workspace, "another model") == 1
    store.save_lessons(workspace, [make_lesson(learned="Changed.")])
    assert store.count_unindexed(workspace, "m") == 1
    store.delete_lesson(workspace, "a")
    assert [x.lesson_id for x in store.orphans(workspace, "m", 10)] == ["a"]


def test_what_waits_is_counted_among_the_newest_alone(store: Store) -> None:
    workspace = store.workspace(None)
    for lesson_id in "abcd":
        store.save_lessons(workspace, [make_lesson(lesson_id)])
    read = [Indexed(x, make_lesson(x).content_hash, 1) for x in "ac"]
    store.mark_indexed(workspace, "m", read)
    assert store.count_unindexed(workspace, "m") == 2
    assert store.count_unindexed(workspace, "m", newest=2) == 1
    assert store.count_unindexed(workspace, "m", newest=4) == 2


def test_claims_of_a_kind_are_found_by_age_and_each_is_let_go_of_once(store: Store) -> None:
    workspace, day = store.workspace(None), timedelta(days=1)
    for key, at in (("asked:b", NOW), ("asked:a", NOW - day), ("event:1", NOW - day)):
        store.claim(workspace, key, at)
    assert store.claims_before(workspace, "asked:", NOW) == [("asked:a", NOW - day)]
    assert [key for key, _ in store.claims_before(workspace, "asked:", NOW + day)] == [
        "asked:a",
        "asked:b",
    ]
    assert store.claims_before("other", "asked:", NOW + day) == []
    assert [store.release(workspace, "asked:a") for _ in range(2)] == [True, False]


def test_a_claim_is_won_once(store: Store) -> None:
    workspace = store.workspace(None)
    assert store.claim(workspace, "event:1", NOW)
    assert not store.claim(workspace, "event:1", NOW)
    store.release(workspace, "event:1")
    assert store.claim(workspace, "event:1", NOW)


audiences = st.builds(
    Audience,
    viewer=st.none()
    | st.builds(
        Person,
        id=st.sampled_from(["U1", "U2"]),
        name=st.just("x"),
        is_guest=st.booleans(),
        is_deactivated=st.booleans(),
    ),
    room=st.none() | st.sampled_from(["C1", "C2"]),
    channels=st.frozensets(st.sampled_from(["C1", "C2"])),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(audience=audiences)
def test_sql_and_the_pure_function_decide_alike(store: Store, audience: Audience) -> None:
    workspace = store.workspace(None)
    current: dict[str, object] = {}
    lives = {"now": current, "retired": {"retired_at": NOW}, "replaced": {"replaced_by": "x"}}
    lessons = [
        make_lesson(f"{v.value}-{a}-{c}-{life}", a, visibility=v, channel_id=c, **fields)
        for v in Visibility
        for a in ("U1", "U2", None)
        for c in ("C1", "C2")
        for life, fields in lives.items()
        if life == "now" or c == "C1"
    ]
    store.save_lessons(workspace, lessons)
    ids, dns = [lesson.id for lesson in lessons], question_terms("dns")
    for also in (False, True):
        allowed = {x.id for x in lessons if may_bring_up(x, audience, replaced=also)}
        assert store.visible(workspace, ids, audience, replaced=also).keys() == allowed
        matches = store.word_candidates(workspace, dns, audience, replaced=also).best(200)
        assert {match.lesson_id for match in matches} == allowed


def test_what_an_unnamed_lesson_was_learned_from_is_not_kept(store: Store) -> None:
    workspace = store.workspace(None)
    named = make_lesson("b", parent_id="a")
    assert store.save_lessons(workspace, [named]) == 1
    unnamed = replace(named, visibility=Visibility.ANONYMOUS)
    assert store.save_lessons(workspace, [unnamed]) == 1
    assert store.lesson(workspace, "b") == replace(unnamed, parent_id=None)
    assert store.save_lessons(workspace, [unnamed]) == 0
