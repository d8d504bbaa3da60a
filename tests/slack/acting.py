"""What the tests do over and over: find a button, read the bot's last word, fill in the modal."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any
from uuid import uuid4

from hallway_bot.bot import Bot
from hallway_bot.playground.forms import elements_of, leaves
from hallway_bot.playground.interactions import Outcome
from hallway_bot.playground.persons import Person
from hallway_bot.playground.server import Playground

Json = dict[str, Any]
Stage = tuple[Playground, Bot]
BOT = "U0HALLWAY"
PATIENCE = 20


def a_word() -> str:
    """A word that stands in no other test."""
    return f"zq{uuid4().hex[:10]}"


def texts(value: Any) -> str:
    """Everything readable in a message or view, as one string."""
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        own += [value["initial_value"]] if "initial_value" in value else []
        return "\n".join([*own, *(texts(one) for one in value.values() if one != own)])
    return "\n".join(texts(one) for one in value) if isinstance(value, list) else ""


def said(person: Person, channel: str, thread: str | None = None) -> list[Json]:
    """What the bot said to this person in a conversation, oldest first."""
    found = person.thread(channel, thread) if thread else person.messages(channel)
    return [one for one in found if one["user"] == BOT]


def after(
    playground: Playground,
    person: Person,
    channel: str,
    act: Callable[[], Any],
    thread: str | None = None,
) -> list[Json]:
    """What the bot says to this person there after `act`; fails when it says nothing."""
    before = {one["ts"] for one in said(person, channel)}

    def new() -> list[Json]:
        return [one for one in said(person, channel, thread) if one["ts"] not in before]

    act()
    assert playground.wait_for(new, PATIENCE), "the bot stays silent"
    quiet(playground)
    return new()


def as_it_is(person: Person, message: Json) -> Json:
    """This message as the person sees it now."""
    return next(one for one in person.messages(message["channel"]) if one["ts"] == message["ts"])


def settles(playground: Playground, person: Person, message: Json, act: Callable[[], Any]) -> Json:
    """The message as `act` changes it; fails when it stays as it is."""
    before = as_it_is(person, message)["blocks"]
    act()
    changed = lambda: as_it_is(person, message)["blocks"] != before  # noqa: E731
    assert playground.wait_for(changed, PATIENCE), "the message stays as it is"
    quiet(playground)
    return as_it_is(person, message)


def old_copy(playground: Playground, message: Json) -> Json:
    """The message as it was, for somebody whose Slack did not hear that it changed."""
    stands = playground.workspace.messages.get(message["channel"], message["ts"])
    blocks = deepcopy(message["blocks"])
    playground.workspace.messages.change(stands, BOT, text=message["text"], blocks=blocks)
    return message


def quiet(playground: Playground) -> None:
    """Wait until the bot is done."""
    assert playground.settle(PATIENCE, 0.4)


def button(container: Json, action_id: str, place: int = 0) -> tuple[str, Json]:
    """(block id, element) of one of the buttons with this action, the first unless told."""
    found = [
        (block["block_id"], element)
        for block in leaves(container["blocks"])
        for element in elements_of(block)
        if element.get("action_id") == action_id
    ]
    assert found, f"there is no {action_id}"
    return found[place]


def click(person: Person, container: Json, action_id: str, place: int = 0) -> Outcome:
    """Press it."""
    block_id, element = button(container, action_id, place)
    value = None
    if element["type"] == "feedback_buttons":
        value = element["positive_button"]["value"]
    return person.click(container, block_id, action_id, value)


def click_lesson(person: Person, container: Json, action_id: str, lesson_id: str) -> Outcome:
    """Press the button of one lesson among several."""
    for block in leaves(container["blocks"]):
        for element in elements_of(block):
            if element.get("action_id") == action_id and lesson_id in element.get("value", ""):
                return person.click(container, block["block_id"], action_id)
    raise AssertionError(f"there is no {action_id} for {lesson_id}")


def filled(learned: str, happened: str = "It went otherwise.", **more: Any) -> Json:
    """The share modal filled in; `visibility`, `channel`, `topics` and `language` if given."""
    values: Json = {"happened.0": {"text": happened}, "learned.0": {"text": learned}}
    return {**values, **{name: {name: value} for name, value in more.items()}}


def open_modal(playground: Playground, person: Person, act: Callable[[], Any]) -> Json:
    """The modal that opens after `act`."""
    before = person.view()
    act()
    assert playground.wait_for(
        lambda: (person.view() or {}).get("id") not in (None, (before or {}).get("id")), PATIENCE
    ), "no modal opens"
    view = person.view()
    assert view is not None
    return view


def share(playground: Playground, person: Person, learned: str, **more: Any) -> Json:
    """Share a lesson by global shortcut; returns the screen after it, near lessons shown."""
    view = open_modal(playground, person, lambda: person.shortcut("share_lesson"))
    outcome = person.submit(view["id"], filled(learned, **more))
    assert outcome.ok, (outcome.error, outcome.errors)
    if (person.view() or {}).get("submit"):  # nearly the same as an earlier one: save it anyway
        assert person.submit(view["id"]).ok
    quiet(playground)
    done = person.view()
    assert done is not None
    return done


def home(playground: Playground, person: Person) -> Json:
    """Home, freshly opened."""
    before = (person.home() or {}).get("hash")
    person.open_home()
    published = lambda: (person.home() or {}).get("hash") not in (None, before)  # noqa: E731
    assert playground.wait_for(published, PATIENCE), "Home stays as it was"
    quiet(playground)
    view = person.home()
    assert view is not None
    return view


def asks(playground: Playground, user: str, question: str) -> str:
    """What this person is answered to a question in a DM."""
    person = playground.person(user)
    return texts(after(playground, person, person.im, lambda: person.say(person.im, question)))


def index(stage: Stage) -> None:
    """Let the index catch up with what was shared."""
    bot = stage[1]
    assert bot.hallway.indexer is not None
    bot.hallway.indexer.catch_up(bot.hallway.store.workspace(None))
