"""What is over is kept as long as the settings say, and what goes on is kept."""

from datetime import timedelta

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import Delivery, DeliveryState, Receipt
from hallway_bot.domain.records import MatchState, OpenQuestion, QuestionState
from hallway_bot.domain.reflecting import Note
from hallway_bot.domain.retention import Retention
from hallway_bot.storage.store import SqlStore

from ..conftest import NOW

DAY = timedelta(days=1)
KEEP = Retention(messages=40, threads=10, events=2, questions=20, notes=30)


def kept(store: SqlStore, workspace: str) -> set[str]:
    """Names of all that is there."""
    held = store.held_about(workspace, "UANNA", "D0ANNA")
    there = {str(one["text"]) for one in held["questions"]}
    there |= {str(one["question_id"]) for one in held["question_matches"]}
    there |= {str(one["question"]) for one in held["threads"]}
    there |= {str(one["happened"]) for one in held["notes"]}
    ids = ("old", "waiting", "invited", "fresh")
    return there | {id_ for id_ in ids if store.delivery(workspace, id_)}


def test_each_kind_goes_when_its_days_are_over_and_not_before(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    for id_, kind in (("old", Kind.MATCH), ("waiting", Kind.MATCH), ("invited", Kind.INVITATION)):
        sql_store.write_down(workspace, Delivery(id_, "UANNA", kind, id_, NOW, NOW + DAY))
        if id_ != "waiting":
            sql_store.settle(workspace, id_, DeliveryState.SENT, NOW, Receipt("D0", id_))
    for text in ("closed", "still open"):
        sql_store.keep_question(workspace, OpenQuestion(text, "UANNA", text, "en", NOW))
        sql_store.set_match(workspace, text, "a", MatchState.TOLD, NOW)
    sql_store.close_question(workspace, "closed", QuestionState.CLOSED, NOW)
    sql_store.set_thread_question(workspace, "D0ANNA", "1", "thread", "UANNA", NOW)
    sql_store.save_note(workspace, Note("n", "UANNA", "?", NOW, happened="note"))
    everything = kept(sql_store, workspace)
    assert everything == {"old", "waiting", "invited", "closed", "still open", "thread", "note"}
    for day, going in ((10, "thread"), (20, "closed"), (30, "note"), (40, "old")):
        sql_store.drop_old(KEEP.before(NOW + day * DAY))
        assert kept(sql_store, workspace) == everything, f"on day {day} it is not over yet"
        sql_store.drop_old(KEEP.before(NOW + day * DAY + timedelta(seconds=1)))
        everything -= {going}
        assert kept(sql_store, workspace) == everything
    assert sql_store.drop_old(KEEP.before(NOW + 4_000 * DAY)) == 0


def test_events_are_forgotten_and_promises_are_not(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    for key in ("event:Ev1", "asked:U1:D1:1:", "invite:C1:1"):
        assert sql_store.claim(workspace, key, NOW)
    sql_store.drop_old(KEEP.before(NOW + 3 * DAY))
    assert sql_store.claim(workspace, "event:Ev1", NOW)
    assert sql_store.claim(workspace, "asked:U1:D1:1:", NOW)
    assert not sql_store.claim(workspace, "invite:C1:1", NOW)
