"""The Slack stand-in behaves as Slack does: a real WebClient and a real Bolt app against it."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.webhook import WebhookClient
from werkzeug.serving import make_server

from hallway_bot.playground.server import Playground

SECRET, TOKEN = "standin-secret", "xoxb-standin"
SCOPES = (
    "app_mentions:read channels:history channels:read chat:write commands groups:read "
    "im:history im:write mpim:write users:read users:read.email"
)
MANIFEST: dict[str, Any] = {
    "features": {
        "slash_commands": [{"command": "/lesson", "should_escape": True}, {"command": "/slow"}],
        "shortcuts": [{"type": "message", "callback_id": "keep", "name": "Keep"}],
    },
    "oauth_config": {"scopes": {"bot": SCOPES.split()}},
    "settings": {"event_subscriptions": {"bot_events": ["app_mention", "message.im"]}},
}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


BUTTON = {"type": "button", "action_id": "go", "text": plain("Go")}
ROW = {"type": "actions", "block_id": "row", "elements": [BUTTON]}


INPUT = {"type": "plain_text_input", "action_id": "text"}
FIELD = {"type": "input", "block_id": "what", "label": plain("What?"), "element": INPUT}


def modal(**more: Any) -> dict[str, Any]:
    shown = {"type": "modal", "callback_id": "lesson", "title": plain("Share")}
    return {**shown, "submit": plain("Send"), "blocks": [FIELD], **more}


class Small:
    """A small Bolt app. `seen` has what listeners got; `on_submit` answers a modal."""

    def __init__(self, playground: Playground) -> None:
        self.client = WebClient(TOKEN, base_url=playground.api_url)
        self.bolt = App(client=self.client, signing_secret=SECRET)
        self.seen: list[dict[str, Any]] = []
        self.retries: list[str | None] = []
        self.broken = 0
        self.on_submit: Callable[..., Any] = lambda ack, body, client: ack()
        self._listen()
        self._server = make_server("127.0.0.1", 0, self._flask(), threaded=True)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        playground.connect(f"http://127.0.0.1:{self._server.server_port}/slack/events")

    def _flask(self) -> Flask:
        app, handler = Flask(__name__), SlackRequestHandler(self.bolt)

        @app.post("/slack/events")
        def events() -> Any:
            if request.is_json:
                self.retries.append(request.headers.get("X-Slack-Retry-Num"))
                if self.broken:
                    self.broken -= 1
                    return "trouble", 500
            return handler.handle(request)

        return app

    def _listen(self) -> None:
        def keep(ack: Any, body: dict[str, Any]) -> None:
            ack()
            self.seen.append(body)

        def opens(ack: Any, body: dict[str, Any], client: WebClient) -> None:
            keep(ack, body)
            client.views_open(trigger_id=body["trigger_id"], view=modal())

        def slow(ack: Any) -> None:
            time.sleep(0.6)
            ack()

        def submitted(ack: Any, body: dict[str, Any], client: WebClient) -> None:
            self.seen.append(body)
            self.on_submit(ack=ack, body=body, client=client)

        self.bolt.command("/lesson")(opens)
        self.bolt.command("/slow")(slow)
        self.bolt.action(re.compile(".*"))(keep)
        self.bolt.shortcut("keep")(keep)
        self.bolt.view("lesson")(submitted)
        self.bolt.event("app_mention")(keep)
        self.bolt.event("message")(keep)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def clock() -> list[float]:
    return [1000.0]


@pytest.fixture
def slack(clock: list[float]) -> Iterator[Playground]:
    made = Playground(
        MANIFEST, SECRET, TOKEN, monotonic=lambda: clock[0], retry_delays=(0.0, 0.01, 0.01),
        ack_seconds=0.3,
    )  # fmt: skip
    with made:
        yield made


@pytest.fixture
def app(slack: Playground) -> Iterator[Small]:
    made = Small(slack)
    yield made
    made.stop()


@pytest.fixture
def client(slack: Playground) -> WebClient:
    return WebClient(TOKEN, base_url=slack.api_url)


def refused(call: Callable[..., Any], **args: Any) -> Any:
    """The answer to a call that Slack refuses."""
    with pytest.raises(SlackApiError) as caught:
        call(**args)
    return caught.value.response


def test_a_trigger_opens_one_view(slack: Playground, client: WebClient) -> None:
    trigger = slack.workspace.tickets.trigger("U0ANNA")
    client.views_open(trigger_id=trigger, view=modal())
    again = refused(client.views_open, trigger_id=trigger, view=modal())
    assert again["error"] == "exchanged_trigger_id"


def test_a_trigger_expires(slack: Playground, client: WebClient, clock: list[float]) -> None:
    trigger = slack.workspace.tickets.trigger("U0ANNA")
    clock[0] += 3.1
    late = refused(client.views_open, trigger_id=trigger, view=modal())
    assert late["error"] == "expired_trigger_id"


def test_an_old_hash_updates_nothing(slack: Playground, client: WebClient) -> None:
    trigger = slack.workspace.tickets.trigger("U0ANNA")
    view = client.views_open(trigger_id=trigger, view=modal())["view"]
    client.views_update(view_id=view["id"], hash=view["hash"], view=modal())
    answer = refused(client.views_update, view_id=view["id"], hash=view["hash"], view=modal())
    assert answer["error"] == "hash_conflict"


def test_a_limited_call_works_after_the_wait(slack: Playground, client: WebClient) -> None:
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    slack.faults.fail("chat.postMessage", status=429, retry_after=0)
    assert client.chat_postMessage(channel="C0GENERAL", text="Hello")["ok"]


def test_an_event_comes_again_until_it_is_accepted(slack: Playground, app: Small) -> None:
    app.broken = 2
    slack.person("U0ANNA").say("C0GENERAL", "@hallway who knows pumps?")
    assert slack.settle()
    assert app.retries == [None, "1", "2"]


def test_an_event_is_given_up_after_three_retries(slack: Playground, app: Small) -> None:
    app.broken = 9
    slack.person("U0ANNA").say(slack.person("U0ANNA").im, "Hello")
    assert slack.settle() and len(app.retries) == 4


def test_a_channel_is_heard_only_when_the_bot_is_named(slack: Playground, app: Small) -> None:
    slack.person("U0ANNA").say("C0GENERAL", "Nobody asked the bot")
    assert slack.settle() and not app.retries


def test_typed_names_arrive_as_ids(slack: Playground, app: Small) -> None:
    slack.person("U0ANNA").say("C0GENERAL", "@hallway ask @Bram Jansen in #projects <now>")
    assert slack.wait_for(lambda: app.seen)
    text = "<@U0HALLWAY> ask <@U0BRAM> in <#C0PROJECTS|> &lt;now&gt;"
    assert app.seen[0]["event"]["text"] == text


def test_a_modal_opens_from_a_command_and_closes_when_accepted(
    slack: Playground, app: Small
) -> None:
    anna = slack.person("U0ANNA")
    anna.command("C0GENERAL", "/lesson")
    assert slack.wait_for(anna.view)
    assert anna.submit(anna.stack()[0]["id"], {"what": {"text": "Check the valve"}}).ok
    assert anna.view() is None


def opened(slack: Playground) -> str:
    anna = slack.person("U0ANNA")
    anna.command("C0GENERAL", "/lesson")
    assert slack.wait_for(anna.view)
    return str(anna.stack()[0]["id"])


def test_an_app_complains_about_a_field(slack: Playground, app: Small) -> None:
    app.on_submit = lambda ack, **_: ack(response_action="errors", errors={"what": "Too short"})
    outcome = slack.person("U0ANNA").submit(opened(slack), {"what": {"text": "x"}})
    assert outcome.errors == {"what": "Too short"}


def test_a_required_field_never_reaches_the_app_empty(slack: Playground, app: Small) -> None:
    outcome = slack.person("U0ANNA").submit(opened(slack))
    assert (outcome.error, len(app.seen)) == ("incomplete", 1)


def test_an_app_replaces_the_modal_and_may_update_it_later(slack: Playground, app: Small) -> None:
    def work(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack(response_action="update", view=modal(title=plain("Wait")))
        client.views_update(view_id=body["view"]["id"], view=modal(title=plain("Done")))

    app.on_submit = work
    anna = slack.person("U0ANNA")
    assert anna.submit(opened(slack), {"what": {"text": "x"}}).ok
    assert slack.wait_for(lambda: anna.stack()[0]["title"]["text"] == "Done")


def test_a_modal_stays_open_when_the_app_breaks(slack: Playground, app: Small) -> None:
    app.on_submit = lambda **_: 1 / 0
    anna = slack.person("U0ANNA")
    outcome = anna.submit(opened(slack), {"what": {"text": "x"}})
    assert (outcome.ok, outcome.status, anna.view() is None) == (False, 500, False)


def test_a_command_without_an_answer_times_out(slack: Playground, app: Small) -> None:
    assert slack.person("U0ANNA").command("C0GENERAL", "/slow").error == "operation_timeout"


def test_an_ephemeral_message_has_one_reader(slack: Playground, client: WebClient) -> None:
    client.chat_postEphemeral(channel="C0GENERAL", user="U0ANNA", text="For Anna")
    assert slack.person("U0ANNA").messages("C0GENERAL")
    assert not slack.person("U0BRAM").messages("C0GENERAL")


def test_an_ephemeral_message_needs_a_member(client: WebClient) -> None:
    answer = refused(client.chat_postEphemeral, channel="C0SUPPORT", user="U0BRAM", text="x")
    assert answer["error"] == "user_not_in_channel"


def clicked(slack: Playground, app: Small) -> WebhookClient:
    app.client.chat_postMessage(channel="U0ANNA", text="x", blocks=[ROW])
    anna = slack.person("U0ANNA")
    anna.click(anna.messages(anna.im)[0], "row", "go")
    assert slack.wait_for(lambda: [one for one in app.seen if "response_url" in one])
    body = next(one for one in app.seen if "response_url" in one)
    return WebhookClient(body["response_url"])


def test_a_response_url_replaces_what_was_clicked(slack: Playground, app: Small) -> None:
    clicked(slack, app).send(text="Thank you", blocks=[], replace_original=True)
    anna = slack.person("U0ANNA")
    assert [one["text"] for one in anna.messages(anna.im)] == ["Thank you"]


def test_a_response_url_works_five_times(slack: Playground, app: Small) -> None:
    url = clicked(slack, app)
    assert [url.send(text="x").status_code for _ in range(6)] == [200] * 5 + [404]


def test_a_response_url_expires(slack: Playground, app: Small, clock: list[float]) -> None:
    url = clicked(slack, app)
    clock[0] += 30 * 60 + 1
    assert "expired_url" in url.send(text="x").body


def test_a_message_shortcut_carries_the_message(slack: Playground, app: Small) -> None:
    bram = slack.person("U0BRAM")
    message = bram.say("C0GENERAL", "The pump runs dry")
    bram.message_shortcut("keep", "C0GENERAL", message.ts)
    assert slack.wait_for(lambda: app.seen)
    assert app.seen[0]["message"]["text"] == "The pump runs dry"


def test_calls_are_recorded_without_tokens(slack: Playground, client: WebClient) -> None:
    client.chat_postMessage(channel="C0GENERAL", text="x")
    assert "xoxb" not in json.dumps(slack.faults.calls)
