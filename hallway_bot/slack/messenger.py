"""Where an answer goes: a thread, a DM, or only to the asker."""

import re
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import uuid4

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from .views.answer import Message

# Slack also refuses with status 200.
_REFUSED = re.compile(r'"ok"\s*:\s*false')


class Reply(Protocol):
    """Answers one request."""

    def answer(self, message: Message) -> str | None:
        """Where all who were there when it was asked can read it; returns its `ts`, if any."""

    def whisper(self, message: Message) -> None:
        """To the asker alone."""


def _post(send: Any, message: Message, **where: Any) -> str | None:
    text, blocks = message
    try:
        sent = send(text=text, blocks=blocks, **where)
    except SlackApiError as error:
        # Blocks that Slack refuses must not mean silence: the text says the same.
        if error.response.get("error") not in ("invalid_blocks", "msg_blocks_too_long"):
            raise
        sent = send(text=text[:3_900], **where)
    ts: str | None = sent.get("ts")
    return ts


def _post_message(
    client: WebClient, message: Message, channel: str, thread: str | None
) -> str | None:
    # With an id of ours Slack knows a second attempt at a call whose answer was lost.
    return _post(
        client.chat_postMessage,
        message,
        channel=channel,
        thread_ts=thread,
        client_msg_id=str(uuid4()),
        unfurl_links=False,
        unfurl_media=False,
    )


@dataclass(frozen=True, slots=True)
class InChannel:
    """In the thread of a channel message; whispers are ephemeral there."""

    client: WebClient
    channel: str
    thread: str
    user: str
    in_thread: bool = False

    def answer(self, message: Message) -> str | None:
        return _post_message(self.client, message, self.channel, self.thread)

    def whisper(self, message: Message) -> None:
        # An ephemeral message in a thread that does not exist yet is shown to nobody.
        thread = self.thread if self.in_thread else None
        send = self.client.chat_postEphemeral
        _post(send, message, channel=self.channel, user=self.user, thread_ts=thread)


@dataclass(frozen=True, slots=True)
class InDm:
    """In a DM, in place, or in the thread that was written in."""

    client: WebClient
    channel: str
    thread: str | None = None

    def answer(self, message: Message) -> str | None:
        return _post_message(self.client, message, self.channel, self.thread)

    def whisper(self, message: Message) -> None:
        self.answer(message)


@dataclass(frozen=True, slots=True)
class ToClicker:
    """By response URL, only to the one who typed the command or clicked.

    Where that fails (it is Slack's least reliable way to speak, and Bolt does not tell),
    the person's DM says it.
    """

    respond: Respond
    dm: InDm

    def answer(self, message: Message) -> str | None:
        self.whisper(message)
        return None

    def whisper(self, message: Message) -> None:
        self._respond(message, replaces=False)

    def replace(self, message: Message) -> None:
        """In place of the message that was clicked, which only they see."""
        self._respond(message, replaces=True)

    def _respond(self, message: Message, *, replaces: bool) -> None:
        text, blocks = message
        try:
            sent = self.respond(
                text=text, blocks=blocks, response_type="ephemeral", replace_original=replaces
            )
        except (OSError, ValueError, SlackRequestError):  # not reached, or no address at all
            sent = None
        if sent is None or sent.status_code != 200 or _REFUSED.search(sent.body or ""):
            self.dm.whisper(message)


@dataclass(frozen=True, slots=True)
class AtField:
    """In the modal that was sent, at one of its fields: it stays open with all that was typed."""

    ack: Ack
    block: str

    def answer(self, message: Message) -> str | None:
        self.whisper(message)
        return None

    def whisper(self, message: Message) -> None:
        self.ack(response_action="errors", errors={self.block: message[0]})
