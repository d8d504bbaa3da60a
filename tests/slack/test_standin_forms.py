"""Forms in the Slack stand-in: fields that report while one fills them in, and closing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hallway_bot.playground.deliver import Reply
from hallway_bot.playground.errors import NotPossible, SlackError
from hallway_bot.playground.persons import Person
from hallway_bot.playground.server import Playground
from hallway_bot.playground.validate import check_view

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value), "value": value}


OPTIONS = [option("a"), option("b")]


def field(element: Json, block_id: str = "one", **more: Any) -> Json:
    made = {"action_id": "it", **element}
    return {"type": "input", "block_id": block_id, "label": plain("?"), "element": made, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    shown = {"type": "modal", "title": plain("Form"), "submit": plain("Send")}
    return {**shown, "blocks": list(blocks) or [{"type": "divider"}], **more}


class Heard:
    """An app that only listens."""

    def __init__(self, slack: Playground) -> None:
        self.payloads: list[Json] = []
        slack._interactions._ask = self._keep  # type: ignore[method-assign]

    def _keep(self, payload: Json) -> Reply:
        self.payloads.append(payload)
        return Reply(200)

    def actions(self) -> list[Json]:
        return [one["actions"][0] for one in self.payloads if one["type"] == "block_actions"]


@pytest.fixture
def slack() -> Iterator[Playground]:
    with Playground({}, "secret", "xoxb-standin") as made:
        yield made


@pytest.fixture
def anna(slack: Playground) -> Person:
    return slack.person("U0ANNA")


@pytest.fixture
def heard(slack: Playground) -> Heard:
    return Heard(slack)


def opened(slack: Playground, view: Json) -> Json:
    check_view(view, ("modal",))
    return slack.workspace.views.open("U0ANNA", view)


@pytest.mark.parametrize(
    ("element", "value", "slot"),
    [
        ({"type": "datepicker"}, "2026-12-03", {"selected_date": "2026-12-03"}),
        ({"type": "timepicker"}, "15:30", {"selected_time": "15:30"}),
        ({"type": "datetimepicker"}, 1764000000, {"selected_date_time": 1764000000}),
        ({"type": "multi_users_select"}, ["U0BRAM"], {"selected_users": ["U0BRAM"]}),
        ({"type": "users_select"}, "U0BRAM", {"selected_user": "U0BRAM"}),
        ({"type": "conversations_select"}, "C0SITE", {"selected_conversation": "C0SITE"}),
        ({"type": "number_input", "is_decimal_allowed": False}, "3", {"value": "3"}),
        ({"type": "static_select", "options": OPTIONS}, "b", {"selected_option": OPTIONS[1]}),
        ({"type": "radio_buttons", "options": OPTIONS}, "a", {"selected_option": OPTIONS[0]}),
        ({"type": "checkboxes", "options": OPTIONS}, ["b"], {"selected_options": OPTIONS[1:]}),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) and "type" in value else "",
)
def test_a_field_reports_at_once_only_where_its_block_dispatches(
    slack: Playground, anna: Person, heard: Heard, element: Json, value: Any, slot: Json
) -> None:
    view = opened(slack, modal(field(element, dispatch_action=True), field(element, "two")))
    assert anna.click(view, "one", "it", value).ok
    (action,) = heard.actions()
    assert {key: action[key] for key in slot} == slot
    state = heard.payloads[0]["view"]["state"]["values"]
    assert state["one"]["it"] == {"type": element["type"], **slot}
    with pytest.raises(NotPossible):
        anna.click(view, "two", "it", value)


@pytest.mark.parametrize(
    ("triggers", "on_typing", "on_enter"),
    [
        (None, [], ["text"]),
        (["on_character_entered"], ["text"], []),
        (["on_enter_pressed", "on_character_entered"], ["text"], ["text"]),
    ],
)
def test_typing_is_heard_as_the_field_wishes(
    slack: Playground, anna: Person, heard: Heard,
    triggers: list[str] | None, on_typing: list[str], on_enter: list[str],
) -> None:  # fmt: skip
    config = {"dispatch_action_config": {"trigger_actions_on": triggers}} if triggers else {}
    element = {"type": "plain_text_input", **config}
    view = opened(slack, modal(field(element, dispatch_action=True)))
    anna.type(view, "one", "text")
    assert [one["value"] for one in heard.actions()] == on_typing
    heard.payloads.clear()
    anna.type(view, "one", "text", enter=True)
    assert [one["value"] for one in heard.actions()] == on_enter
    assert anna.stack()[0]["state"]["values"]["one"]["it"]["value"] == "text"


@pytest.mark.parametrize("everything", [False, True])
def test_closing_tells_an_app_that_wants_to_know(
    slack: Playground, anna: Person, heard: Heard, everything: bool
) -> None:
    opened(slack, modal(callback_id="under", notify_on_close=True))
    typed = modal(field({"type": "plain_text_input"}), callback_id="top", notify_on_close=True)
    top = slack.workspace.views.push("U0ANNA", typed)
    anna.type(top, "one", "half a thought")
    anna.close(top["id"], everything=everything)
    closed = [(one["view"]["callback_id"], one["is_cleared"]) for one in heard.payloads]
    assert closed == ([("top", True), ("under", True)] if everything else [("top", False)])
    state = heard.payloads[0]["view"]["state"]["values"]
    assert state["one"]["it"]["value"] == "half a thought"


def test_closing_stays_unheard_where_nobody_asked(
    slack: Playground, anna: Person, heard: Heard
) -> None:
    anna.close(opened(slack, modal())["id"])
    assert anna.view() is None and not heard.payloads


@pytest.mark.parametrize(
    ("given", "said"),
    [("x", "number"), ("1.5", "whole"), ("0", "at least 1"), ("8", "at most 7"), ("3", None)],
)
def test_a_number_is_checked_before_it_is_sent(
    slack: Playground, anna: Person, heard: Heard, given: str, said: str | None
) -> None:
    limits = {"is_decimal_allowed": False, "min_value": "1", "max_value": "7"}
    view = opened(slack, modal(field({"type": "number_input", **limits})))
    outcome = anna.submit(view["id"], {"one": {"it": given}})
    assert said in outcome.errors["one"] if said else outcome.ok


@pytest.mark.parametrize(
    "element",
    [
        {"type": "timepicker", "initial_time": "25:00"},
        {"type": "datepicker", "initial_date": "2026-13-01"},
        {"type": "datetimepicker", "initial_date_time": 5},
        {"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["click"]}},
        {"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": []}},
    ],
    ids=str,
)
def test_a_field_that_slack_would_refuse_is_refused(element: Json) -> None:
    with pytest.raises(SlackError) as caught:
        check_view(modal(field(element)), ("modal",))
    assert caught.value.code == "invalid_arguments"


def test_home_holds_menus_and_pickers_of_every_sort(
    slack: Playground, anna: Person, heard: Heard
) -> None:
    row = [
        {"type": "overflow", "action_id": "more", "options": OPTIONS},
        {"type": "timepicker", "action_id": "time", "initial_time": "15:30"},
        {"type": "datepicker", "action_id": "date"},
        {"type": "static_select", "action_id": "day", "options": OPTIONS},
        {"type": "checkboxes", "action_id": "what", "options": OPTIONS},
        {"type": "radio_buttons", "action_id": "which", "options": OPTIONS},
    ]
    home = {"type": "home", "blocks": [{"type": "actions", "block_id": "row", "elements": row}]}
    check_view(home, ("home",))
    view = slack.workspace.views.publish("U0ANNA", home)
    given = {"more": "b", "time": "09:00", "date": "2026-12-01", "day": "a", "what": ["a"]}
    for action_id, value in given.items():
        assert anna.click(view, "row", action_id, value).ok
    assert [one["action_id"] for one in heard.actions()] == list(given)
    values = heard.payloads[-1]["view"]["state"]["values"]["row"]
    assert (values["time"]["selected_time"], values["which"]["selected_option"]) == ("09:00", None)
