"""What tests of looking back do over and over, with a clock that they move."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hallway_bot.bot import Bot
from hallway_bot.domain.reflecting import Reflecting
from hallway_bot.domain.rhythm import Rhythm
from hallway_bot.playground.persons import Person
from hallway_bot.playground.server import Playground

from .acting import Json, after, click, open_modal, quiet
from .conftest import MovableClock

DAY = timedelta(days=1)
NETHERLANDS = {"text": {"type": "plain_text", "text": "Netherlands"}, "value": "NL"}


Moving = tuple[Playground, Bot]


def work(moving: Moving) -> None:
    """Let what is due happen."""
    playground, bot = moving
    bot.ticker.catch_up("plan", "send")  # in turn with the ticker that the moved clock wakes
    quiet(playground)


def soon(moving: Moving, person: Person, act: Callable[[], Any]) -> Json:
    """The bot's next message in the person's DM, which it sends by itself after `act`."""

    def both() -> None:
        act()
        work(moving)

    return after(moving[0], person, person.im, both)[-1]


def mine(moving: Moving, person: Person) -> Reflecting:
    bot = moving[1]
    found = bot.desk.store.reflecting(bot.desk.workspace(None), person.id)
    assert found is not None
    return found


def joined(moving: Moving, user: str) -> Person:
    """Somebody who takes part; the invitation is left unsent."""
    playground, bot = moving
    person = playground.person(user)
    visitor = bot.desk.visitor(bot.desk.workspace(None), user)
    bot.desk.reflect.take_part(visitor.workspace, visitor.person, Rhythm())
    return person


def prompted(moving: Moving, clock: MovableClock, user: str) -> tuple[Person, Json]:
    """Somebody who takes part, and their next prompt."""
    person = joined(moving, user)
    due = mine(moving, person).next
    assert due is not None
    clock.to(due.at)
    return person, soon(moving, person, lambda: None)


def lessons(moving: Moving, person: Person) -> list[Any]:
    bot = moving[1]
    return bot.desk.store.lessons_of(bot.desk.workspace(None), person.id)


def guided(moving: Moving, person: Person, prompt: Json, *words: str) -> Json:
    """Go through the guided form with these words; returns the last page, where it is placed."""
    view = open_modal(moving[0], person, lambda: click(person, prompt, "answer_prompt"))
    for field, text in zip(("happened", "learned", "useful_when"), words, strict=False):
        assert person.submit(view["id"], {field: {"note_typing": text}}).ok
        view = person.view() or {}
    return view


def click_value(person: Person, container: Json, action_id: str, value: str) -> None:
    person.click(container, None, action_id, value)
