"""Slack stumbles in every way over everything people do: an answer or an apology, nothing lost."""

import json
import random
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from hallway_bot.bot import Bot
from hallway_bot.playground.persons import Person
from hallway_bot.playground.server import Playground

from ..slack.acting import (
    BOT,
    Json,
    a_word,
    after,
    button,
    click,
    filled,
    home,
    open_modal,
    said,
    texts,
)
from ..slack.conftest import MovableClock, opened
from ..slack.looking_back import prompted
from .conftest import Figures

pytestmark = pytest.mark.faults
DNS = "How do I move DNS with a low TTL?"
# What goes wrong with the next calls; the last one longer than the client's own patience.
TROUBLES: dict[str, Json] = {
    "429": {"status": 429, "retry_after": 1},
    "500": {"status": 500},
    "500 after it was done": {"status": 500, "late": True},
    "socket closed": {"drop": True},
    "socket closed after it was done": {"drop": True, "late": True},
    "500 for long": {"status": 500, "times": 8},
    "internal_error": {"error": "internal_error"},
    "no answer": {"delay": 3.0},
}
Stage = tuple[Playground, Bot]
# Everything that the bot handed to a thread and may still be busy with.
WORK: list[Future[Any]] = []


@dataclass(frozen=True)
class Doing:
    """What somebody does: `begin` while Slack is well, `act` while it is not. `word` is typed."""

    person: Person
    word: str
    act: Callable[[], Any]
    in_slack: bool  # whether the words stand in a message of theirs anyway


@pytest.fixture(scope="module")
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, clock: MovableClock) -> Iterator[Stage]:
    """The bot, which waits two seconds for Slack instead of thirty."""
    submit = ThreadPoolExecutor.submit

    def noted(self: ThreadPoolExecutor, *args: Any, **more: Any) -> Future[Any]:
        WORK.append(submit(self, *args, **more))
        return WORK[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ThreadPoolExecutor, "submit", noted)
        with opened(tmp_path_factory.mktemp("data"), clock, invited=True) as both:
            both[1].desk.clients.of("first").timeout = 2
            yield both


def at_rest(playground: Playground) -> None:
    """Wait until nothing is tried again any more."""
    playground.settle(20, 0.3)
    while unfinished := [one for one in WORK if not one.done()]:
        wait(unfinished, 60)
    WORK.clear()
    playground.settle(20, 0.1)


def mention(stage: Stage, clock: MovableClock) -> Doing:
    chloe, word = stage[0].person("U0CHLOE"), a_word()
    return Doing(chloe, word, lambda: chloe.say("C0GENERAL", f"@hallway {DNS} {word}"), True)


def message(stage: Stage, clock: MovableClock) -> Doing:
    chloe, word = stage[0].person("U0CHLOE"), a_word()
    return Doing(chloe, word, lambda: chloe.say(chloe.im, f"{DNS} {word}"), True)


def command(stage: Stage, clock: MovableClock) -> Doing:
    chloe, word = stage[0].person("U0CHLOE"), a_word()
    asked = f"/hallway ask {DNS} {word}"
    return Doing(chloe, word, lambda: chloe.command("C0GENERAL", asked), False)


def shared_by_command(stage: Stage, clock: MovableClock) -> Doing:
    chloe, word = stage[0].person("U0CHLOE"), a_word()
    told = f"/hallway share Dry the {word} boots."
    return Doing(chloe, word, lambda: chloe.command("C0GENERAL", told), False)


def shared_by_form(stage: Stage, clock: MovableClock) -> Doing:
    chloe, word = stage[0].person("U0CHLOE"), a_word()
    view = open_modal(stage[0], chloe, lambda: chloe.shortcut("share_lesson"))
    return Doing(
        chloe, word, lambda: chloe.submit(view["id"], filled(f"Dry the {word} boots.")), False
    )


def replied(stage: Stage, clock: MovableClock) -> Doing:
    bram, prompt = prompted(stage, clock, "U0BRAM")
    word = a_word()
    return Doing(bram, word, lambda: bram.say(bram.im, f"De {word} lekte.", prompt["ts"]), True)


def answered_by_form(stage: Stage, clock: MovableClock) -> Doing:
    david, prompt = prompted(stage, clock, "U0DAVID")
    word = a_word()
    view = open_modal(stage[0], david, lambda: click(david, prompt, "answer_prompt"))
    field = next(block["block_id"] for block in view["blocks"] if block["type"] == "input")
    values = {field: {"note_typing": f"The {word} leaked."}}
    return Doing(david, word, lambda: david.submit(view["id"], values), False)


def prompt_opened(stage: Stage, clock: MovableClock) -> Doing:
    elif_, prompt = prompted(stage, clock, "U0ELIF")
    _, button_ = button(prompt, "answer_prompt")
    store, workspace = stage[1].desk.store, stage[1].desk.workspace(None)
    store.answer_delivery(workspace, button_["value"], clock())  # or they would soon be left alone
    return Doing(elif_, "", lambda: click(elif_, prompt, "answer_prompt"), True)


def pressed(action: str) -> Callable[[Stage, MovableClock], Doing]:
    """A button below an answer."""

    def press(stage: Stage, clock: MovableClock) -> Doing:
        chloe = stage[0].person("U0CHLOE")
        asked = "How do we win a tender?" if action == "talk" else f"{DNS} {a_word()}"
        new = after(stage[0], chloe, chloe.im, lambda: chloe.say(chloe.im, asked))
        answer = next(one for one in new if action in json.dumps(one["blocks"]))
        return Doing(chloe, "", lambda: click(chloe, answer, action), True)

    return press


DOINGS: dict[str, Callable[[Stage, MovableClock], Doing]] = {
    "a mention": mention,
    "a message": message,
    "a command": command,
    "sharing by command": shared_by_command,
    "sharing by form": shared_by_form,
    "words below a prompt": replied,
    "a prompt's form": answered_by_form,
    "a prompt's button": prompt_opened,
    "read": pressed("read_lesson"),
    "keep the question": pressed("keep_question"),
    "talk": pressed("talk"),
}


def seen(person: Person) -> str:
    """All that this person sees of the bot, as one string that changes when any of it does."""
    shown = [said(person, person.im), said(person, "C0GENERAL"), person.view(), person.home()]
    return json.dumps(shown, sort_keys=True, default=str)


def heard(person: Person, before: str, outcome: Any) -> bool:
    """Whether there is an answer or an apology, or Slack's own "try again" with all still there."""
    return seen(person) != before or not getattr(outcome, "ok", True)


def kept(stage: Stage, doing: Doing) -> bool:
    """Whether what they typed is still to be found: in Slack, a form, a note or a lesson."""
    if doing.in_slack or not doing.word or doing.word in seen(doing.person):
        return True
    store, workspace = stage[1].desk.store, stage[1].desk.workspace(None)
    notes = [str(note) for note in store.notes_of(workspace, doing.person.id)]
    own = [lesson.body for lesson in store.lessons_of(workspace, doing.person.id)]
    return any(doing.word in text for text in notes + own)


def leave(person: Person) -> None:
    while (view := person.view()) is not None:
        person.close(view["id"])


def tried(stage: Stage, doing: Doing, figures: Figures, what: str, method: str, how: Json) -> None:
    """Do it while this goes wrong, and count what came of it."""
    playground = stage[0]
    at_rest(playground)
    before = seen(doing.person)
    count = len(said(doing.person, doing.person.im))
    how = dict(how)
    playground.faults.clear()
    playground.faults.fail(method, how.pop("times", 1), **how)
    outcome = doing.act()
    at_rest(playground)
    playground.faults.clear()
    fine, is_kept = heard(doing.person, before, outcome), kept(stage, doing)
    # What is only shown in passing may come again by DM: nobody knows whether it was seen.
    new = [one for one in said(doing.person, doing.person.im)[count:] if not one.get("ephemeral")]
    twice = len(new) - len({texts(one["blocks"]) for one in new})
    figures.tried += 1
    figures.survived += fine
    figures.lost += not is_kept
    figures.doubled += twice
    if not fine or not is_kept or twice:
        print(f"silent, lost or twice: {what}")
    leave(doing.person)


@pytest.mark.parametrize("name", DOINGS)
def test_whatever_slack_does_people_hear_something_and_their_words_are_kept(
    stage: Stage, clock: MovableClock, figures: Figures, name: str
) -> None:
    for trouble, how in TROUBLES.items():
        doing = DOINGS[name](stage, clock)
        tried(stage, doing, figures, f"{name}, {trouble}", "*", how)
    assert figures.fine


OPENS = ("sharing by command", "a prompt's button", "read", "keep the question")


@pytest.mark.parametrize("name", OPENS)
def test_a_trigger_that_has_expired_costs_nobody_their_words(
    stage: Stage, clock: MovableClock, figures: Figures, name: str
) -> None:
    doing = DOINGS[name](stage, clock)
    tried(stage, doing, figures, name, "views.open", {"error": "expired_trigger_id"})
    assert figures.fine


def test_words_of_a_form_that_never_opened_are_a_note_on_home(
    stage: Stage, clock: MovableClock, figures: Figures
) -> None:
    doing = shared_by_command(stage, clock)
    tried(stage, doing, figures, "", "views.open", {"error": "expired_trigger_id", "times": 3})
    page = home(stage[0], doing.person)
    assert doing.word in texts(page) and figures.fine
    view = open_modal(stage[0], doing.person, lambda: click(doing.person, page, "go_on_note"))
    assert "You began to share this" in texts(view)
    leave(doing.person)


def test_events_that_come_again_and_in_any_order_are_answered_once_each(
    stage: Stage, figures: Figures
) -> None:
    playground = stage[0]
    david = playground.person("U0DAVID")
    questions = [f"{DNS} {a_word()}" for _ in range(10)]
    before = len(said(david, david.im))
    envelopes = [_envelope(playground, david, text) for text in questions]
    order = envelopes * 3
    random.shuffle(order)
    for envelope in order:
        figures.tried += 1
        playground.deliverer.redeliver(envelope)
    assert playground.settle(60, 2)
    answers = len(said(david, david.im)) - before
    figures.survived = sum(one.reply.ok for one in playground.deliverer.attempts[-len(order) :])
    figures.lost = max(len(questions) - answers, 0)
    figures.doubled = max(answers - len(questions), 0)
    assert figures.fine


def _envelope(playground: Playground, person: Person, text: str) -> Json:
    team = playground.workspace.team.id
    event = {
        "type": "message", "channel_type": "im", "channel": person.im, "user": person.id,
        "text": text, "ts": playground.workspace.messages.next_ts(),
    }  # fmt: skip
    return {
        "type": "event_callback", "team_id": team, "event_id": f"Ev{uuid4().hex}", "event": event,
        "authorizations": [{"team_id": team, "user_id": BOT, "is_bot": True}],
    }  # fmt: skip
