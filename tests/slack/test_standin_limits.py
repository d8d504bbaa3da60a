"""The Slack stand-in refuses what Slack refuses, and says where."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from hallway_bot.playground.errors import NotPossible
from hallway_bot.playground.server import Playground

MANIFEST = {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}


@pytest.fixture(scope="module")
def slack() -> Iterator[Playground]:
    with Playground(MANIFEST, "secret", "xoxb-standin") as made:
        yield made


@pytest.fixture(scope="module")
def client(slack: Playground) -> WebClient:
    return WebClient("xoxb-standin", base_url=slack.api_url)


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(label: str = "go", **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": label, "text": plain(label), **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "block_id": "row", "elements": list(elements)}


def field(**more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "text", **more}
    return {"type": "input", "block_id": "what", "label": plain("What?"), "element": element}


def modal(**more: Any) -> dict[str, Any]:
    shown = {"type": "modal", "callback_id": "lesson", "title": plain("Share")}
    return {**shown, "submit": plain("Send"), "blocks": [field()], **more}


def refused(call: Callable[..., Any], **args: Any) -> Any:
    """The answer to a call that Slack refuses."""
    with pytest.raises(SlackApiError) as caught:
        call(**args)
    return caught.value.response


MANY = [{"text": plain(str(number)), "value": str(number)} for number in range(101)]
TEXTS = {"type": "mrkdwn", "text": "x" * 201}


@pytest.mark.parametrize(
    ("blocks", "place"),
    [
        ([{"type": "divider"}] * 51, "/blocks"),
        ([section("x" * 3001)], "/blocks/0/text/text"),
        ([section("")], "/blocks/0/text/text"),
        ([section("x", fields=[TEXTS] * 11)], "/blocks/0/fields"),
        ([{"type": "header", "text": plain("x" * 151)}], "/blocks/0/text/text"),
        ([{"type": "context", "elements": [TEXTS] * 11}], "/blocks/0/elements"),
        ([actions(*[button(str(number)) for number in range(26)])], "/blocks/0/elements"),
        ([actions(button("x" * 76))], "/blocks/0/elements/0/text/text"),
        ([actions(button(value="x" * 2001))], "/blocks/0/elements/0/value"),
        ([actions(button(), button())], "/blocks/0/elements/1/action_id"),
        ([actions(button()), actions(button())], "/blocks/1/block_id"),
        ([{"type": "card", "body": TEXTS}], "/blocks/0/body/text"),
        ([{"type": "card", "subtitle": plain("only")}], "/blocks/0"),
        ([{"type": "carousel", "elements": []}], "/blocks/0/elements"),
        ([{"type": "alert", "text": plain("modals only")}], "/blocks/0/type"),
        ([{"type": "markdown", "text": "x" * 6001}] * 2, "/blocks"),
        ([section("x", wrong=1)], "/blocks/0"),
        ([section("x", accessory={"type": "static_select", "options": MANY})],
         "/blocks/0/accessory/options"),
        ([section("x", accessory={"type": "radio_buttons", "options": MANY[:11]})],
         "/blocks/0/accessory/options"),
    ],
)  # fmt: skip
def test_a_message_over_a_limit_is_refused_with_its_place(
    client: WebClient, blocks: Any, place: str
) -> None:
    answer = refused(client.chat_postMessage, channel="U0ANNA", text="x", blocks=blocks)
    assert answer["error"] == "invalid_blocks"
    assert f"[json-pointer:{place}]" in " ".join(answer["response_metadata"]["messages"])


@pytest.mark.parametrize(
    "more",
    [
        {"submit": None}, {"title": plain("x" * 25)}, {"private_metadata": "x" * 3001},
        {"callback_id": "x" * 256}, {"blocks": [{"type": "divider"}] * 101},
        {"blocks": [field(max_length=3001)]},
        {"blocks": [field(max_length=2, initial_value="abc")]},
    ],
)  # fmt: skip
def test_a_view_over_a_limit_is_refused(client: WebClient, more: dict[str, Any]) -> None:
    view = {key: value for key, value in modal(**more).items() if value is not None}
    assert refused(client.views_open, trigger_id="1", view=view)["error"] == "invalid_arguments"


def test_all_blocks_together_have_a_limit(client: WebClient) -> None:
    blocks = [section("x" * 3000)] * 5
    answer = refused(client.chat_postMessage, channel="U0ANNA", text="x", blocks=blocks)
    assert answer["error"] == "msg_blocks_too_long"


def test_what_is_just_within_the_limits_is_taken(client: WebClient) -> None:
    card = {"type": "card", "title": plain("x" * 150), "actions": [button(value="x" * 2000)]}
    thumbs = {
        "type": "feedback_buttons",
        "action_id": "helpful",
        "positive_button": {"text": plain("Helpful"), "value": "yes"},
        "negative_button": {"text": plain("Not for me"), "value": "no"},
    }
    select = {"type": "static_select", "action_id": "pick", "options": MANY[:100]}
    blocks = [
        {"type": "header", "text": plain("x" * 150)},
        section("x" * 3000, accessory=select),
        {"type": "carousel", "elements": [card] * 10},
        {"type": "context_actions", "elements": [thumbs]},
    ]
    assert client.chat_postMessage(channel="U0ANNA", text="x", blocks=blocks)["ok"]


def test_a_missing_scope_is_named(client: WebClient) -> None:
    message = client.chat_postMessage(channel="C0GENERAL", text="x")
    answer = refused(
        client.reactions_add, channel="C0GENERAL", timestamp=message["ts"], name="eyes"
    )
    assert (answer["error"], answer["needed"]) == ("missing_scope", "reactions:write")


@pytest.mark.parametrize(
    ("channel", "error"), [("C0RANDOM", "not_in_channel"), ("C0NOWHERE", "channel_not_found")]
)
def test_the_bot_posts_only_where_it_is(client: WebClient, channel: str, error: str) -> None:
    assert refused(client.chat_postMessage, channel=channel, text="x")["error"] == error


def test_an_ephemeral_reply_needs_a_thread_to_be_seen(slack: Playground, client: WebClient) -> None:
    root = slack.person("U0DAVID").say("C0SUPPORT", "A new ticket")
    where = {"channel": "C0SUPPORT", "thread_ts": root.ts}
    client.chat_postEphemeral(user="U0DAVID", text="lost", **where)
    client.chat_postMessage(text="A reply", **where)
    client.chat_postEphemeral(user="U0DAVID", text="seen", **where)
    thread = slack.person("U0DAVID").thread("C0SUPPORT", root.ts)
    assert [one["text"] for one in thread] == ["A new ticket", "A reply", "seen"]


def test_a_wrong_token_is_refused(slack: Playground) -> None:
    stranger = WebClient("xoxb-wrong", base_url=slack.api_url)
    assert refused(stranger.auth_test)["error"] == "invalid_auth"


def test_a_guest_does_not_see_channels_of_colleagues(slack: Playground) -> None:
    with pytest.raises(NotPossible):
        slack.person("U0GUS").messages("C0GENERAL")


def test_only_loopback_is_served() -> None:
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        Playground(MANIFEST, "secret", "xoxb-standin", host="0.0.0.0")


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}]
)
def test_a_foreign_page_is_refused(slack: Playground, headers: dict[str, str]) -> None:
    port = int(slack.page_url.rsplit(":", 1)[1].strip("/"))
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("POST", "/page/open", '{"as": "U0ANNA"}', headers)
    assert connection.getresponse().status == 403
