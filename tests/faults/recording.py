"""Real payloads of every kind: what people do in the stand-in, as it reaches the bot."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import parse_qs

from hallway_bot.playground.errors import NotPossible
from hallway_bot.playground.forms import elements_of, leaves
from hallway_bot.playground.persons import Person
from hallway_bot.playground.server import Playground

from ..slack.acting import a_word, filled, home, open_modal, share
from ..slack.conftest import MovableClock
from ..slack.looking_back import Moving, prompted

Json = dict[str, Any]
# Filled in anew each time they are sent, or a bent payload would never get beyond them.
FRESH = {"trigger_id": "@trigger", "response_url": "@response", "event_id": "@event"}
DNS = "How do I move DNS with a low TTL?"


@contextmanager
def recorded(playground: Playground) -> Iterator[list[Json]]:
    """Everything that is sent to the bot meanwhile, a form's fields like JSON."""
    found: list[Json] = []
    send = playground.deliverer._post

    def post(body: bytes, content_type: str, extra: Any) -> Any:
        found.append(_read(body.decode(), content_type))
        return send(body, content_type, extra)

    playground.deliverer._post = post  # type: ignore[method-assign]
    yield found
    playground.deliverer._post = send  # type: ignore[method-assign]


def _read(body: str, content_type: str) -> Json:
    if content_type == "application/json":
        payload: Json = json.loads(body)
    else:
        form = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
        payload = json.loads(form["payload"]) if "payload" in form else form
    return payload | {name: mark for name, mark in FRESH.items() if name in payload}


def everything(moving: Moving, clock: MovableClock) -> list[Json]:
    """Let people do everything once; returns what the bot was sent."""
    playground = moving[0]
    with recorded(playground) as found:
        david, prompt = prompted(moving, clock, "U0DAVID")
        _press(playground, david, prompt)
        for user in ("U0CHLOE", "U0BRAM", "U0ANNA"):
            _talk(playground, playground.person(user))
        for user in ("U0ANNA", "U0CHLOE"):
            _press(playground, playground.person(user), home(playground, playground.person(user)))
        _about_themselves(playground, playground.person("U0ELIF"))
        playground.settle(20, 1)
    return list(found)  # a copy: a delivery under way may still add to it


def _talk(playground: Playground, person: Person) -> None:
    share(playground, person, f"Dry the {a_word()} boots before you lower the TTL.")
    asked = person.say(person.im, DNS)
    person.say("C0GENERAL", f"@hallway {DNS}")
    for text in ("help", "I learned that boots must be dry.", "who knows about DNS?", "hm"):
        person.say(person.im, text)
    _wait(playground)
    person.say(person.im, "And in winter?", asked.ts)
    commands = ("ask low TTL", "who DNS", "share Dry the boots.", "my-data", "forget-me", "", "ask")
    for text in commands:
        person.command("C0GENERAL", f"/hallway {text}")
        _leave(person)
    told = person.say("C0GENERAL", "The label printer jams.")
    for reader in (person, playground.person("U0DAVID")):
        reader.message_shortcut("take_into_hallway", "C0GENERAL", told.ts)
        _wait(playground)
        _leave(reader)
    view = open_modal(playground, person, lambda: person.shortcut("share_lesson"))
    person.options(view["id"], "topics", "topics", "d")
    person.submit(view["id"], filled("The password is Geheim123!"))
    _leave(person)
    for message in person.messages(person.im)[-8:]:
        _press(playground, person, message)


def _press(playground: Playground, person: Person, container: Json) -> None:
    """Press everything in it, and send what opens."""
    for block in leaves(container["blocks"]):
        for element in elements_of(block):
            with suppress(NotPossible, KeyError, TypeError):
                person.click(container, block["block_id"], element["action_id"])
                _wait(playground)
                _fill(playground, person)
            _leave(person)


def _fill(playground: Playground, person: Person) -> None:
    view = person.view()
    for _ in range(4):
        if view is None or not view.get("submit"):
            break
        fields = [block for block in leaves(view["blocks"]) if block["type"] == "input"]
        for block in fields:
            with suppress(NotPossible):
                person.type(view, block["block_id"], "Something of our own.")
        person.submit(view["id"])
        _wait(playground)
        view = person.view()


def _about_themselves(playground: Playground, person: Person) -> None:
    person.open_home("messages")
    person.set_status("On holiday", ":palm_tree:")
    person.set_zone("Europe/London")
    person.do_not_disturb(5)
    sent = person.say(person.im, "How do I dry boots?")
    person.edit(person.im, sent.ts, "How do I dry wet boots?")
    person.delete(person.im, sent.ts)
    person.set_status("")
    _wait(playground)


def _leave(person: Person) -> None:
    while (view := person.view()) is not None:
        person.close(view["id"])


def _wait(playground: Playground) -> None:
    playground.settle(10, 0.15)
