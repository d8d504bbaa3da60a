"""Slack stumbles, deliveries repeat, a use case fails: still one answer, or an apology."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from hallway_bot.playground.people import Member
from hallway_bot.playground.server import Playground

from .acting import (
    Json,
    Stage,
    a_word,
    after,
    click,
    filled,
    home,
    open_modal,
    quiet,
    said,
    settles,
    texts,
)
from .conftest import MovableClock

DNS = "How do I move DNS with a low TTL?"
APOLOGY = re.compile(r"^Sorry, that went wrong on my side.*this reference: [0-9a-f]{8}$")


@pytest.fixture(autouse=True)
def no_trouble_left(playground: Playground) -> Iterator[None]:
    """Trouble that one test ordered does not reach the next."""
    playground.faults.clear()
    yield
    playground.faults.clear()


@pytest.fixture
def broken(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Playground:
    """A database that fails in the middle of every search."""

    def fail(*_: object) -> None:
        raise RuntimeError("SELECT a secret lesson FROM lessons")

    monkeypatch.setattr(type(stage[1].desk.store), "visible", fail)
    return stage[0]


def asked_in_dm(playground: Playground, question: str = DNS) -> list[Json]:
    chloe = playground.person("U0CHLOE")
    return after(playground, chloe, chloe.im, lambda: chloe.say(chloe.im, question))


def apologised(messages: list[Json]) -> bool:
    shown = str(messages)
    assert "Traceback" not in shown and "secret" not in shown and "RuntimeError" not in shown
    return len(messages) == 1 and bool(APOLOGY.match(messages[0]["text"]))


def test_a_failure_in_a_dm_is_apologised_for_with_a_reference(broken: Playground) -> None:
    assert apologised(asked_in_dm(broken))


def test_a_failure_after_a_command_is_apologised_for_to_the_asker_alone(
    broken: Playground,
) -> None:
    chloe, anna = broken.person("U0CHLOE"), broken.person("U0ANNA")
    before = len(said(anna, "C0GENERAL"))
    answer = after(
        broken, chloe, "C0GENERAL", lambda: chloe.command("C0GENERAL", "/hallway who dns")
    )
    sorry, _, typed = answer[0]["text"].partition("\n")
    assert APOLOGY.match(sorry) and typed == "What you typed: dns" and answer[0]["ephemeral"]
    assert len(said(anna, "C0GENERAL")) == before


def test_a_failure_after_a_mention_is_apologised_for_to_the_asker_alone(
    broken: Playground,
) -> None:
    chloe, anna = broken.person("U0CHLOE"), broken.person("U0ANNA")
    before = len(said(anna, "C0GENERAL"))
    answer = after(broken, chloe, "C0GENERAL", lambda: chloe.say("C0GENERAL", f"@hallway {DNS}"))
    assert apologised(answer) and answer[0]["ephemeral"]
    assert len(said(anna, "C0GENERAL")) == before


def test_a_lesson_that_cannot_be_saved_stays_in_its_modal_with_an_apology(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    playground, word = stage[0], a_word()
    chloe = playground.person("U0CHLOE")

    def fail(*_: object) -> None:
        raise RuntimeError("disk full")

    view = open_modal(playground, chloe, lambda: chloe.shortcut("share_lesson"))
    with monkeypatch.context() as patch:
        patch.setattr(type(stage[1].desk.store), "save_lessons", fail)
        outcome = chloe.submit(view["id"], filled(f"Dry the {word} boots."))
    assert APOLOGY.match(outcome.errors["learned.0"])
    kept = chloe.view()
    assert kept is not None and word in json.dumps(kept["state"])
    assert chloe.submit(view["id"]).ok
    quiet(playground)
    assert word in texts(home(playground, chloe))


def test_a_change_or_deletion_that_fails_says_so_in_its_modal(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    playground, chloe = stage[0], stage[0].person("U0CHLOE")

    def fail(*_: object) -> None:
        raise RuntimeError("disk full")

    page = home(playground, chloe)
    seen = open_modal(playground, chloe, lambda: click(chloe, page, "change_visibility"))
    with monkeypatch.context() as patch:
        patch.setattr(type(stage[1].desk.store), "save_lessons", fail)
        assert APOLOGY.match(chloe.submit(seen["id"]).errors["visibility"])
    form = open_modal(playground, chloe, lambda: click(chloe, page, "delete_lesson"))
    with monkeypatch.context() as patch:
        patch.setattr(type(stage[1].desk.store), "delete_lesson", fail)
        assert chloe.submit(form["id"]).ok
    assert "Sorry, that went wrong on my side" in texts(chloe.view())


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 500},
        {"status": 500, "late": True},
        {"status": 503},
        {"status": 429, "retry_after": 1},
        {"drop": True},
        {"drop": True, "late": True},
        {"delay": 1.0},
    ],
    ids=lambda trouble: "-".join(map(str, trouble.values())),
)
def test_when_slack_stumbles_over_an_answer_it_still_comes_once(
    playground: Playground, trouble: dict[str, Any]
) -> None:
    playground.faults.fail("chat.postMessage", 1, **trouble)
    answer = asked_in_dm(playground)
    assert len(answer) == 1 and "Lower the DNS TTL before the move" in texts(answer)


def test_blocks_that_slack_refuses_are_said_as_text(playground: Playground) -> None:
    playground.faults.fail("chat.postMessage", 1, error="invalid_blocks")
    answer = asked_in_dm(playground)
    assert len(answer) == 1 and "Lower the DNS TTL before the move" in answer[0]["text"]


def test_a_refused_answer_in_a_channel_becomes_an_apology_to_the_asker(
    playground: Playground,
) -> None:
    chloe, anna = playground.person("U0CHLOE"), playground.person("U0ANNA")
    before = len(said(anna, "C0GENERAL"))
    playground.faults.fail("chat.postMessage", 1, error="restricted_action")
    answer = after(
        playground, chloe, "C0GENERAL", lambda: chloe.say("C0GENERAL", f"@hallway {DNS}")
    )
    assert apologised(answer) and answer[0]["ephemeral"]
    assert len(said(anna, "C0GENERAL")) == before


def test_where_even_the_whisper_is_refused_the_apology_comes_by_dm(
    playground: Playground,
) -> None:
    chloe = playground.person("U0CHLOE")
    playground.faults.fail("chat.postMessage", 1, error="restricted_action")
    playground.faults.fail("chat.postEphemeral", 1, error="user_not_in_channel")
    answer = after(playground, chloe, chloe.im, lambda: chloe.say("C0GENERAL", f"@hallway {DNS}"))
    assert apologised(answer)


@pytest.mark.parametrize(
    "trouble", [{"status": 500}, {"status": 404}, {"drop": True}, {"error": "invalid_blocks"}]
)
def test_a_command_whose_answer_is_refused_is_answered_by_dm(
    playground: Playground, trouble: dict[str, Any]
) -> None:
    chloe = playground.person("U0CHLOE")
    playground.faults.fail("response_url", 3, **trouble)
    answer = after(
        playground, chloe, chloe.im, lambda: chloe.command("C0RANDOM", f"/hallway ask {DNS}")
    )
    assert len(answer) == 1 and "Lower the DNS TTL before the move" in texts(answer)


def test_a_modal_that_does_not_open_is_apologised_for(playground: Playground) -> None:
    chloe = playground.person("U0CHLOE")
    playground.faults.fail("views.open", 1, error="expired_trigger_id")
    answer = after(
        playground, chloe, "C0GENERAL", lambda: chloe.command("C0GENERAL", "/hallway share")
    )
    assert apologised(answer)


def test_when_slack_does_not_say_who_asks_there_is_an_apology(playground: Playground) -> None:
    playground.workspace.add_member(Member("U0NEWBY", "new", "New By"))
    new = playground.person("U0NEWBY")
    playground.faults.fail("users.info", 1, error="internal_error")
    assert apologised(after(playground, new, new.im, lambda: new.say(new.im, DNS)))


def test_a_name_that_slack_no_longer_knows_does_not_cost_the_answer(stage: Stage) -> None:
    playground = stage[0]
    stage[1].desk.directory._cache.clear()  # type: ignore[attr-defined] # five minutes later
    david = playground.person("U0DAVID")
    after(playground, david, david.im, lambda: david.say(david.im, "help"))
    playground.faults.fail("users.info", 1, error="user_not_found")
    answer = after(playground, david, david.im, lambda: david.say(david.im, DNS))
    assert "Lower the DNS TTL before the move" in texts(answer)


def test_an_invitation_arrives_once_though_slack_fails_or_it_is_killed_meanwhile(
    stage: Stage, clock: MovableClock
) -> None:
    playground, bot = stage
    chloe, bram = playground.person("U0CHLOE"), playground.person("U0BRAM")
    word, workspace = a_word(), bot.desk.workspace(None)
    sent = bram.say("C0GENERAL", f"The {word} tank leaks.")

    def invite() -> None:
        chloe.message_shortcut("take_into_hallway", "C0GENERAL", sent.ts)

    def arrived() -> list[Json]:
        return [one for one in said(bram, bram.im) if word in texts(one)]

    # As after a kill in the midst of sending: claimed, and nobody knows whether it arrived.
    playground.faults.fail("chat.postMessage", 1, error="fatal_error")
    assert "Only Bram Jansen" in after(playground, chloe, "C0GENERAL", invite)[0]["text"]
    key = f"invite:C0GENERAL:{sent.ts}"
    kept = bot.desk.store.delivery_by_key(workspace, key)
    assert kept is not None and not arrived() and word in kept.subject["words"]
    assert "I don't ask twice" in after(playground, chloe, "C0GENERAL", invite)[0]["text"]
    clock.move(timedelta(minutes=6))
    bot.ticker.catch_up("send")
    assert playground.wait_for(arrived, 20)
    clock.move(timedelta(minutes=6))
    bot.ticker.catch_up("send")
    quiet(playground)
    assert len(arrived()) == 1
    kept = bot.desk.store.delivery_by_key(workspace, key)
    assert kept is not None and word not in str(kept), "words are kept until it is sent"


def test_a_request_to_talk_and_its_answer_arrive_though_slack_fails_meanwhile(
    stage: Stage, clock: MovableClock
) -> None:
    playground, bot = stage
    chloe, elif_ = playground.person("U0CHLOE"), playground.person("U0ELIF")
    ask = "How do we win a tender?"
    answer = asked_in_dm(playground, ask)[-1]

    def again() -> None:
        quiet(playground)
        clock.move(timedelta(minutes=6))
        bot.ticker.catch_up("send")

    playground.faults.fail("chat.postMessage", 1, error="restricted")
    heard = after(playground, chloe, chloe.im, lambda: click(chloe, answer, "talk"))
    assert "privately" in heard[0]["text"]
    request = after(playground, elif_, elif_.im, again)
    assert len(request) == 1
    playground.faults.fail("conversations.open", 1, error="fatal_error")
    said_yes = settles(playground, elif_, request[0], lambda: click(elif_, request[0], "talk_yes"))
    assert "opening a conversation" in texts(said_yes["blocks"])

    def groups() -> list[str]:
        found = [x for x in playground.workspace.rooms() if x.kind == "mpim"]
        return [x.id for x in found if {"U0CHLOE", "U0ELIF"} <= x.members]

    for _ in range(3):
        again()
        if playground.wait_for(groups, 3):
            break
    quiet(playground)
    (group,) = groups()
    assert len(said(chloe, group)) == 1
