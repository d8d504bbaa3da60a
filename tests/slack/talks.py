"""What tests of talks do over and over: an answer with a new lesson, asking its author, waiting."""

from datetime import timedelta
from typing import Any

from hallway_bot.domain.reflecting import Wishes
from hallway_bot.domain.talks import TalkState
from hallway_bot.playground.server import Playground

from .acting import BOT, Json, Stage, a_word, after, click, index, quiet, share
from .conftest import MovableClock

DAY = timedelta(days=1)
EVERYBODY = ("U0ANNA", "U0BRAM", "U0CHLOE", "U0DAVID", "U0ELIF")


def let_all(stage: Stage) -> None:
    """These people allow so much that tests do not get into each other's way."""
    store = stage[1].desk.store
    for user in EVERYBODY:
        wishes = Wishes(attention_limit=10, introductions_limit=99)
        store.set_wishes(store.workspace(None), user, wishes)


def answered(stage: Stage, author: str, asker: str, **more: Any) -> tuple[Json, str]:
    """The answer with one new lesson of `author` that `asker` got in their DM, and its word."""
    playground, word = stage[0], a_word()
    share(playground, playground.person(author), f"Tap the {word} barometer twice.", **more)
    index(stage)
    person = playground.person(asker)
    ask = f"How do I read the {word} barometer?"
    return after(playground, person, person.im, lambda: person.say(person.im, ask))[-1], word


def talk(playground: Playground, answer: Json, asker: str, author: str) -> tuple[Json, Json]:
    """(what the asker hears, what the author gets) after "talk to the author"."""
    here, there = playground.person(asker), playground.person(author)
    heard: list[Json] = []

    def press() -> None:
        heard.extend(after(playground, here, here.im, lambda: click(here, answer, "talk")))

    got = after(playground, there, there.im, press)
    assert len(heard) == len(got) == 1
    return heard[0], got[0]


def group_of(playground: Playground, *users: str) -> str:
    """The group conversation of these people and the bot."""
    (room,) = [
        room.id
        for room in playground.workspace.rooms()
        if room.kind == "mpim" and room.members == {*users, BOT}
    ]
    return room


def move(stage: Stage, clock: MovableClock, by: timedelta) -> None:
    """Let time pass and the bot see it."""
    clock.move(by)
    stage[1].ticker.catch_up("meet", "send")
    quiet(stage[0])


def state(stage: Stage, asker: str, word: str) -> TalkState:
    store = stage[1].desk.store
    talks = store.talks_of(store.workspace(None), asker)
    return next(talk.state for talk in talks if word in talk.question)
