"""Whoever wrote to Hallway has an answer, or hears that there will be none, also after a kill."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from hallway_bot.bot import Bot
from hallway_bot.playground.persons import Person
from hallway_bot.playground.server import Playground
from hallway_bot.slack import unanswered
from hallway_bot.slack.unanswered import Asked

from .acting import Json, a_word, after, asks, click, home, open_modal, quiet, said, texts
from .conftest import MovableClock, opened

MINUTES = timedelta(minutes=3)


@pytest.fixture(scope="module")
def dying(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Playground, Bot, MovableClock]]:
    """A stage that ticks only when told to."""
    clock = MovableClock()
    with opened(tmp_path_factory.mktemp("data"), clock, invited=True) as (playground, bot):
        bot.ticker.stop()
        yield playground, bot, clock


def waiting(bot: Bot) -> list[str]:
    """Who waits for an answer."""
    found = bot.desk.store.claims_before("first", "asked:", bot.desk.now() + timedelta(days=1))
    return [key for key, _ in found]


def cut_off(bot: Bot, event: Json, event_id: str) -> None:
    """What a process leaves behind that was killed after it took this event in."""
    asked = Asked.of(event)
    assert asked is not None
    assert bot.desk.store.claim("first", asked.key, bot.desk.now())
    assert bot.desk.store.claim("first", f"event:{event_id}", bot.desk.now())


def dm(person: Person, ts: str, **more: str) -> Json:
    return {
        "type": "message", "channel_type": "im", "channel": person.im, "user": person.id,
        "ts": ts, "text": f"What about the {a_word()} valve?", **more,
    }  # fmt: skip


def again(playground: Playground, event: Json, event_id: str) -> None:
    """Slack sends it once more."""
    playground.deliverer.redeliver(
        {
            "type": "event_callback", "team_id": playground.workspace.team.id, "event": event,
            "event_id": event_id, "event_time": 1,
        }
    )  # fmt: skip
    quiet(playground)


def test_nobody_waits_who_was_answered_also_when_slack_repeats_it(
    dying: tuple[Playground, Bot, MovableClock],
) -> None:
    playground, bot, clock = dying
    david = playground.person("U0DAVID")
    asks(playground, david.id, f"What about the {a_word()} valve?")
    assert waiting(bot) == []
    event = dm(david, "1700000000.000100")
    after(playground, david, david.im, lambda: again(playground, event, "Ev0TWICE"))
    before = len(said(david, david.im))
    again(playground, event, "Ev0TWICE")
    clock.move(MINUTES)
    assert waiting(bot) == [] and unanswered.catch_up(bot.desk, "first") == 0
    assert len(said(david, david.im)) == before


def test_who_waits_after_a_kill_is_apologised_to_once_in_their_language(
    dying: tuple[Playground, Bot, MovableClock],
) -> None:
    playground, bot, clock = dying
    for user, words in (("U0DAVID", "I was interrupted"), ("U0ANNA", "ik werd onderbroken")):
        person = playground.person(user)
        event, event_id = dm(person, "1700000000.000200"), f"Ev0{a_word()}"
        cut_off(bot, event, event_id)
        before = len(said(person, person.im))
        again(playground, event, event_id)  # it was taken in: this is left alone
        assert unanswered.catch_up(bot.desk, "first") == 0, "another process may be on it"
        assert len(said(person, person.im)) == before
        clock.move(MINUTES)
        assert [unanswered.catch_up(bot.desk, "first") for _ in range(2)] == [1, 0]
        (told,) = said(person, person.im)[before:]
        assert words in texts(told) and waiting(bot) == []


@pytest.mark.parametrize("what", ["command", "button", "shortcut"])
def test_whoever_did_something_waits_before_slack_hears_that_it_arrived_and_until_it_is_done(
    dying: tuple[Playground, Bot, MovableClock], what: str
) -> None:
    playground, bot, clock = dying
    david, anna = playground.person("U0DAVID"), playground.person("U0ANNA")
    sent = anna.say("C0GENERAL", f"The {a_word()} tank leaks.")
    page = home(playground, david)
    acts: dict[str, Callable[[], object]] = {
        "command": lambda: david.command(david.im, "/hallway help"),
        "button": lambda: click(david, page, "my_data"),
        "shortcut": lambda: david.message_shortcut("take_into_hallway", "C0GENERAL", sent.ts),
    }
    seen: list[list[str]] = []
    submit = bot.desk.slow.submit
    # Its work never begins: as if it was killed once Slack had heard that it arrived.
    bot.desk.slow.submit = lambda *_: seen.append(waiting(bot))  # type: ignore
    try:
        acts[what]()
        assert playground.wait_for(lambda: seen, 20)
    finally:
        bot.desk.slow.submit = submit  # type: ignore[method-assign]
    assert len(seen[0]) == 1 and david.id in seen[0][0]
    clock.move(MINUTES)
    assert unanswered.catch_up(bot.desk, "first") == 0, "this process is on it, however long"
    bot.desk.at_work.clear()  # and now it is another process
    before = len(said(david, david.im))
    assert [unanswered.catch_up(bot.desk, "first") for _ in range(2)] == [1, 0]
    (told,) = said(david, david.im)[before:]
    assert "If nothing came of it" in texts(told)
    acts[what]()
    quiet(playground)
    assert waiting(bot) == []


def test_an_administrator_who_invites_a_channel_waits_until_they_hear_how_many(
    dying: tuple[Playground, Bot, MovableClock],
) -> None:
    playground, bot, _ = dying
    admin = next(one.id for one in playground.workspace.people() if one.is_admin)
    person = playground.person(admin)
    done = unanswered.waits(bot.desk, "first", admin)
    (kept,) = waiting(bot)
    done(True)
    assert admin in kept and waiting(bot) == []
    page = home(playground, person)
    form = open_modal(playground, person, lambda: click(person, page, "invite_channel"))
    seen: list[list[str]] = []
    submit = bot.desk.slow.submit
    bot.desk.slow.submit = lambda *_: seen.append(waiting(bot))  # type: ignore
    try:
        assert person.submit(form["id"], {"channel": {"channel": "C0GENERAL"}}).ok
        assert playground.wait_for(lambda: seen, 20)
    finally:
        bot.desk.slow.submit = submit  # type: ignore[method-assign]
    assert admin in str(seen[0])
    for key in waiting(bot):
        bot.desk.store.release("first", key)


def test_in_a_channel_the_apology_is_for_the_asker_alone(
    dying: tuple[Playground, Bot, MovableClock],
) -> None:
    playground, bot, clock = dying
    david, chloe = playground.person("U0DAVID"), playground.person("U0CHLOE")
    root = david.say("C0GENERAL", f"Who turns the {a_word()} valve?").ts
    mention = {
        "type": "app_mention", "channel": "C0GENERAL", "user": david.id, "text": "Who?",
        "ts": "1700000000.000300", "thread_ts": root,
    }  # fmt: skip
    cut_off(bot, mention, f"Ev0{a_word()}")
    clock.move(MINUTES)
    seen = len(said(chloe, "C0GENERAL", root))
    playground.faults.clear()
    assert unanswered.catch_up(bot.desk, "first") == 1
    (told,) = playground.faults.called("chat.postEphemeral")
    assert (told["user"], told["thread_ts"]) == (david.id, root)
    assert "I was interrupted" in told["text"]
    assert len(said(chloe, "C0GENERAL", root)) == seen


def test_while_slack_is_away_they_go_on_waiting_and_after_a_day_no_more(
    dying: tuple[Playground, Bot, MovableClock],
) -> None:
    playground, bot, clock = dying
    david = playground.person("U0DAVID")
    cut_off(bot, dm(david, "1700000000.000400"), f"Ev0{a_word()}")
    clock.move(MINUTES)
    playground.faults.fail("chat.postMessage", times=9, drop=True)
    assert unanswered.catch_up(bot.desk, "first") == 0
    playground.faults.clear()
    (left,) = waiting(bot)
    clock.move(timedelta(days=1))
    before = len(said(david, david.im))
    assert unanswered.catch_up(bot.desk, "first") == 0 and waiting(bot) == []
    assert len(said(david, david.im)) == before and david.im in left


@pytest.mark.parametrize("trouble", [{"status": 500}, {"error": "ratelimited"}])
def test_who_could_be_told_nothing_hears_an_apology_once_slack_is_well(
    dying: tuple[Playground, Bot, MovableClock], trouble: Json
) -> None:
    playground, bot, clock = dying
    david = playground.person("U0DAVID")
    before = len(said(david, david.im))
    playground.faults.fail("chat.postMessage", times=30, **trouble)
    david.say(david.im, f"What about the {a_word()} valve?")
    quiet(playground)
    (key,) = waiting(bot)
    assert ("first", key) not in bot.desk.at_work
    clock.move(MINUTES)
    assert unanswered.catch_up(bot.desk, "first") == 0 and len(waiting(bot)) == 1
    playground.faults.clear()
    assert [unanswered.catch_up(bot.desk, "first") for _ in range(2)] == [1, 0]
    (told,) = said(david, david.im)[before:]
    assert "I was interrupted" in texts(told) and waiting(bot) == []


def test_what_was_typed_behind_a_command_is_a_note_when_nothing_could_be_said(
    dying: tuple[Playground, Bot, MovableClock],
) -> None:
    playground, bot, clock = dying
    david, word = playground.person("U0DAVID"), a_word()
    home(playground, david)
    playground.faults.fail("*", times=99, status=500)
    david.command("C0GENERAL", f"/hallway ask how to grease the {word} bearing")

    def kept() -> bool:
        return any(word in str(note) for note in bot.desk.store.notes_of("first", david.id))

    assert playground.wait_for(kept, 60)
    playground.faults.clear()
    quiet(playground)
    assert word in texts(home(playground, david))
    clock.move(MINUTES)
    assert unanswered.catch_up(bot.desk, "first") == 1


def test_who_is_no_colleague_hears_no_apology_and_waits_no_more(
    dying: tuple[Playground, Bot, MovableClock],
) -> None:
    playground, bot, clock = dying
    guest = next(
        playground.person(one.id)
        for one in playground.workspace.people()
        if bot.desk.visitor("first", one.id).person.is_guest
    )
    cut_off(bot, dm(guest, "1700000000.000500"), f"Ev0{a_word()}")
    clock.move(MINUTES)
    before = len(said(guest, guest.im))
    assert unanswered.catch_up(bot.desk, "first") == 0 and waiting(bot) == []
    assert len(said(guest, guest.im)) == before


def test_where_something_was_asked_is_kept_and_no_word_of_it() -> None:
    act = Asked.act("U1AB")
    assert act.is_act and Asked.read(act.key) == act and act != Asked.act("U1AB")
    asked = Asked("U1AB", "D12", "1.2")
    event = {"type": "message", "channel_type": "im", "user": "U1AB", "text": "secret"}
    assert Asked.of(event | {"channel": "D12", "ts": "1.2"}) == asked
    assert asked.key == "asked:U1AB:D12:1.2:"
    for one in (asked, replace(asked, thread="1.1"), replace(asked, channel="C1")):
        assert Asked.read(one.key) == one
    for event in (
        {"type": "message", "channel_type": "im", "user": "U1:AB", "channel": "D12", "ts": "1"},
        {"type": "message", "channel_type": "im", "user": "U1AB", "channel": "D:1", "ts": "1"},
        {"type": "message", "channel_type": "im", "bot_id": "B1", "user": "U1AB", "ts": "1"},
        {"type": "message", "channel_type": "im", "subtype": "message_changed", "user": "U1AB"},
        {"type": "message", "channel_type": "channel", "user": "U1AB", "channel": "C1", "ts": "1"},
        {"type": "app_home_opened", "user": "U1AB", "channel": "D12"},
        ["message"],
    ):
        assert Asked.of(event) is None
