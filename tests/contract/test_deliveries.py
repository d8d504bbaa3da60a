"""What Hallway sends by itself is written down, claimed by one, and found again."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import Delivery, DeliveryState, Receipt
from hallway_bot.domain.reflecting import (
    Intention,
    Note,
    Pause,
    Reflecting,
    Taking,
    Wishes,
)
from hallway_bot.domain.rhythm import Due, Frequency, Rhythm
from hallway_bot.storage.store import SqlStore

from ..conftest import NOW

HOUR = timedelta(hours=1)


def delivery(key: str = "prompt:U1:W1", **fields: object) -> Delivery:
    fields.setdefault("kind", Kind.PROMPT)
    fields.setdefault("due_at", NOW)
    fields.setdefault("user_id", "U1")
    return Delivery(id=key, key=key, expires_at=NOW + 24 * HOUR, **fields)  # type: ignore[arg-type]


def test_a_key_is_written_down_once_a_workspace(sql_store: SqlStore) -> None:
    one, two = sql_store.workspace("T1"), sql_store.workspace("T2")
    assert sql_store.write_down(one, delivery())
    assert not sql_store.write_down(one, replace(delivery(), id="other"))
    assert sql_store.write_down(two, delivery())
    assert [place for place, _ in sql_store.due_deliveries(NOW, 10)] == [one, two]
    assert sql_store.delivery_by_key(one, delivery().key) == delivery()
    assert sql_store.delivery_by_key(one, "prompt:U1:W2") is None


def test_what_is_due_comes_in_order_of_what_matters(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    thanks = delivery("a", kind=Kind.THANKS, due_at=NOW - 2 * HOUR)
    prompt = delivery("b", kind=Kind.PROMPT, due_at=NOW - HOUR)
    answer = delivery("c", kind=Kind.TALK_ANSWER, due_at=NOW)
    later = delivery("d", kind=Kind.PROMPT, due_at=NOW + HOUR)
    for one in (thanks, prompt, answer, later):
        sql_store.write_down(workspace, one)
    assert [d.key for _, d in sql_store.due_deliveries(NOW, 10)] == ["c", "b", "a"]
    assert sql_store.due_deliveries(NOW, 1)[0][1] == answer


def test_exactly_one_of_many_claims_a_delivery(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.write_down(workspace, delivery())
    with ThreadPoolExecutor(8) as pool:
        won = list(
            pool.map(lambda _: sql_store.claim_delivery(workspace, delivery(), NOW), range(8))
        )
    assert won.count(True) == 1
    assert sql_store.due_deliveries(NOW, 10) == []


def test_a_claimed_one_is_stuck_until_it_is_settled(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.write_down(workspace, delivery())
    sql_store.claim_delivery(workspace, delivery(), NOW)
    assert sql_store.stuck_deliveries(NOW, NOW + HOUR) == []
    ((_, stuck),) = sql_store.stuck_deliveries(NOW + HOUR, NOW + 2 * HOUR)
    assert sql_store.stuck_deliveries(NOW - 2 * HOUR, NOW - HOUR) == [(workspace, stuck)]
    assert (stuck.state, stuck.attempts) == (DeliveryState.SENDING, 1)
    sql_store.settle(workspace, stuck.id, DeliveryState.SENT, NOW, Receipt("D1", "1.2"))
    assert sql_store.stuck_deliveries(NOW + HOUR, NOW + 2 * HOUR) == []
    found = sql_store.delivery_at(workspace, "D1", "1.2")
    assert found is not None and (found.sent_at, found.state) == (NOW, DeliveryState.SENT)


def test_postponing_lets_it_wait_and_a_settled_one_alone(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.write_down(workspace, delivery())
    assert sql_store.postpone(workspace, delivery(), NOW + HOUR)
    assert not sql_store.postpone(workspace, delivery(), NOW + 2 * HOUR)  # it moved meanwhile
    assert sql_store.due_deliveries(NOW, 10) == []
    moved = sql_store.due_deliveries(NOW + HOUR, 10)[0][1]
    sql_store.settle(workspace, moved.id, DeliveryState.LAPSED, NOW)
    assert not sql_store.postpone(workspace, moved, NOW + 3 * HOUR)


def test_only_unasked_messages_are_counted(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    for key, kind in (("a", Kind.PROMPT), ("b", Kind.MATCH), ("c", Kind.THANKS)):
        sql_store.write_down(workspace, delivery(key, kind=kind))
        sql_store.settle(workspace, key, DeliveryState.SENT, NOW, Receipt("D1", key))
    assert sql_store.counted_since(workspace, "U1", NOW - HOUR) == [NOW, NOW]
    assert sql_store.counted_since(workspace, "U2", NOW - HOUR) == []
    assert [d.key for d in sql_store.counted_to(workspace, "U1", NOW - HOUR)] == ["a", "c"]
    assert sql_store.counted_to(workspace, "U1", NOW) == []
    sql_store.write_down(workspace, delivery("d", kind=Kind.REVIEW))
    sql_store.claim_delivery(workspace, delivery("d", kind=Kind.REVIEW), NOW)
    assert len(sql_store.counted_since(workspace, "U1", NOW - HOUR)) == 2
    assert len(sql_store.counted_since(workspace, "U1", NOW - HOUR, besides="d")) == 2
    assert len(sql_store.counted_since(workspace, "U1", NOW - HOUR, besides="other")) == 3
    last = sql_store.last_sent(workspace, "U1", Kind.PROMPT)
    assert last is not None and last.key == "a"


def test_an_answer_is_noted_the_first_time(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.write_down(workspace, delivery())
    assert sql_store.answer_delivery(workspace, "prompt:U1:W1", NOW)
    assert not sql_store.answer_delivery(workspace, "prompt:U1:W1", NOW + HOUR)


def test_dropping_what_waits_leaves_what_was_sent(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    for key in ("a", "b"):
        sql_store.write_down(workspace, delivery(key))
    sql_store.settle(workspace, "a", DeliveryState.SENT, NOW, Receipt("D1", "1"))
    assert sql_store.drop_waiting(workspace, "U1", [Kind.PROMPT]) == 1
    assert sql_store.due_deliveries(NOW, 10) == []


REFLECTING = Reflecting(
    "U1",
    NOW,
    Rhythm(1, NOW.time().replace(second=0, microsecond=0), Frequency.MONTHLY, "Asia/Tokyo"),
    Taking.ON,
    Due(NOW, "2026-11"),
    "2026-10",
    NOW - HOUR,
    2,
)


def test_how_somebody_takes_part_comes_back_equal(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.save_reflecting(workspace, REFLECTING)
    assert sql_store.reflecting(workspace, "U1") == REFLECTING
    assert sql_store.reflecting(workspace, "U2") is None
    assert sql_store.all_reflecting(workspace) == [REFLECTING]


def test_exactly_one_moves_a_due_prompt_on(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.save_reflecting(workspace, REFLECTING)
    assert sql_store.reflecting_due(NOW - HOUR, 10) == []
    assert sql_store.reflecting_due(NOW, 10) == [(workspace, REFLECTING)]
    after = REFLECTING.planned(Due(NOW + HOUR, "2026-12"))
    with ThreadPoolExecutor(8) as pool:
        moved = list(
            pool.map(lambda _: sql_store.move_reflecting(workspace, REFLECTING, after), range(8))
        )
    assert moved.count(True) == 1
    assert sql_store.reflecting(workspace, "U1") == after


def test_prompts_that_were_seen_are_remembered_since_a_day(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    sql_store.see_prompt(workspace, "U1", "old", NOW - 24 * HOUR)
    sql_store.see_prompt(workspace, "U1", "new", NOW)
    assert sql_store.prompts_seen(workspace, "U1", NOW - HOUR) == {"new"}
    sql_store.see_prompt(workspace, "U1", "old", NOW)
    assert sql_store.prompts_seen(workspace, "U1", NOW - HOUR) == {"new", "old"}


def test_wishes_and_language_are_kept_apart(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    assert sql_store.wishes(workspace, "U1") == Wishes()
    sql_store.set_wishes(workspace, "U1", Wishes("nl", 2, 1, "BE"))
    sql_store.set_language(workspace, "U1", "en")
    assert sql_store.wishes(workspace, "U1") == Wishes("en", 2, 1, "BE")
    assert sql_store.language(workspace, "U1") == "en"


def test_options_and_pauses_of_a_workspace_are_its_own(sql_store: SqlStore) -> None:
    one, two = sql_store.workspace("T1"), sql_store.workspace("T2")
    sql_store.set_option(one, "country", "NL")
    sql_store.set_option(one, "country", "BE")
    assert (sql_store.option(one, "country"), sql_store.option(two, "country")) == ("BE", None)
    sql_store.set_option(one, "country", None)
    assert sql_store.option(one, "country") is None
    sql_store.pause(one, Pause("", NOW + HOUR, "UADMIN"))
    sql_store.pause(one, Pause("", NOW + 2 * HOUR, "UADMIN"))
    assert sql_store.pauses(one, NOW) == [Pause("", NOW + 2 * HOUR, "UADMIN")]
    assert sql_store.pauses(one, NOW + 3 * HOUR) == [] == sql_store.pauses(two, NOW)
    sql_store.end_pause(one, "")
    assert sql_store.pauses(one, NOW) == []


def test_newer_words_of_a_note_are_never_replaced_by_older_ones(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    note = Note("n", "U1", "What went well?", NOW, ("And then?",), happened="It wor")
    assert sql_store.save_note(workspace, note)
    newer = replace(note, happened="It worked", updated_at=NOW + HOUR)
    assert sql_store.save_note(workspace, newer)
    assert not sql_store.save_note(workspace, note)
    assert sql_store.notes_of(workspace, "U1") == [newer] == [sql_store.note(workspace, "n")]
    assert not sql_store.drop_note(workspace, "n", "U2")
    assert sql_store.drop_note(workspace, "n", "U1")
    assert sql_store.note(workspace, "n") is None


def test_an_intention_comes_back_once_on_its_day(sql_store: SqlStore) -> None:
    workspace = sql_store.workspace(None)
    today = NOW.date()
    late = Intention("a", "U1", "Lower the TTL first.", today - timedelta(days=2), NOW)
    later = Intention("b", "U1", "Ask the neighbours.", today + timedelta(days=2), NOW)
    for one in (later, late):
        sql_store.save_intention(workspace, one)
    assert sql_store.due_intention(workspace, "U1", today) == late
    sql_store.save_intention(workspace, replace(late, asked=True))
    assert sql_store.due_intention(workspace, "U1", today) is None
    assert sql_store.intentions_of(workspace, "U1") == [replace(late, asked=True), later]
