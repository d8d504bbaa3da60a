"""Where an answer goes: a thread, a DM, or only to the asker."""

from dataclasses import dataclass
from typing import Any, Protocol

from slack_bolt import Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from .views.answer import Message


class Reply(Protocol):
    """Answers one request."""

    def answer(self, message: Message) -> None:
        """Where all who were there when it was asked can read it."""

    def whisper(self, message: Message) -> None:
        """To the asker alone."""


def _post(send: Any, message: Message, **where: Any) -> None:
    text, blocks = message
    try:
        send(text=text, blocks=blocks, unfurl_links=False, unfurl_media=False, **where)
    except SlackApiError as error:
        # Blocks that Slack refuses must not mean silence: the text says the same.
        if error.response.get("error") not in ("invalid_blocks", "msg_blocks_too_long"):
            raise
        send(text=text[:3_900], unfurl_links=False, unfurl_media=False, **where)


@dataclass(frozen=True, slots=True)
class InChannel:
    """In the thread of a channel message; whispers are ephemeral there."""

    client: WebClient
    channel: str
    thread: str
    user: str
    in_thread: bool = False

    def answer(self, message: Message) -> None:
        _post(self.client.chat_postMessage, message, channel=self.channel, thread_ts=self.thread)

    def whisper(self, message: Message) -> None:
        text, blocks = message
        # An ephemeral message in a thread that does not exist yet is shown to nobody.
        thread = self.thread if self.in_thread else None
        self.client.chat_postEphemeral(
            channel=self.channel, user=self.user, text=text, blocks=blocks, thread_ts=thread
        )


@dataclass(frozen=True, slots=True)
class InDm:
    """In a DM, in place, or in the thread that was written in."""

    client: WebClient
    channel: str
    thread: str | None = None

    def answer(self, message: Message) -> None:
        _post(self.client.chat_postMessage, message, channel=self.channel, thread_ts=self.thread)

    def whisper(self, message: Message) -> None:
        self.answer(message)


@dataclass(frozen=True, slots=True)
class ToClicker:
    """By response URL, only to the one who typed the command or clicked."""

    respond: Respond

    def answer(self, message: Message) -> None:
        self.whisper(message)

    def whisper(self, message: Message) -> None:
        text, blocks = message
        self.respond(text=text, blocks=blocks, response_type="ephemeral", replace_original=False)
