"""Takes what Hallway sends by itself to Slack, so that it can be found there again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from ..domain.attention import Kind
from ..domain.delivery import Delivery, Receipt
from ..domain.errors import Refused, Unavailable, Unclear
from .clients import NEVER, make_sender
from .desk import Desk, Visitor, report
from .views.answer import Message

EVENT = "hallway_delivery"
# Slack has these for good: nobody is there any more, or the bot may not write to them.
# Nor may the bot ever look there: a channel's history needs a scope that Hallway goes without.
_NO_LOOKING = frozenset("channel_not_found missing_scope not_in_channel thread_not_found".split())
# Slack may have sent it before it failed.
_PERHAPS = frozenset("fatal_error internal_error request_timeout service_unavailable".split())
_BLOCKS = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long")
_AGAIN_SECONDS = 300.0
_LOOK_BACK = 2 * 3_600.0  # seconds: our clock may have been an hour ahead of Slack's
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """What to send. `channel` None: the person's DM. `thread`: below that message."""

    message: Message
    channel: str | None = None
    thread: str | None = None


Write = Callable[[Desk, str, Visitor, Delivery], Letter | None]


@dataclass(frozen=True, slots=True)
class SlackCourier:
    """`ports.rhythm.Courier`. Its clients do not try again by themselves: a message whose fate
    is unclear is looked for before it is sent again."""

    desk: Desk
    writers: dict[Kind, Write] = field(default_factory=dict)

    def post(self, workspace: str, delivery: Delivery) -> Receipt | None:
        try:
            visitor = self.desk.reader(workspace, delivery.user_id)
            client = make_sender(visitor.client)
            letter = self.writers[delivery.kind](self.desk, workspace, visitor, delivery)
        except Unavailable as error:
            raise Refused(str(error), _AGAIN_SECONDS) from error
        except Exception as error:  # certainly not sent, and nobody else's message waits for it
            report(error)
            raise Refused("It could not be written.", _AGAIN_SECONDS) from error
        if letter is None:
            return None
        text, blocks = letter.message
        try:
            return self._post(client, delivery, letter, text, blocks)
        except SlackApiError as error:
            if error.response.get("error") in _BLOCKS:
                return self._plainly(client, delivery, letter, text)
            raise _meant(error) from error
        except OSError as error:
            raise Unclear("Slack did not answer.") from error

    def _plainly(self, client: WebClient, delivery: Delivery, letter: Letter, text: str) -> Receipt:
        try:
            return self._post(client, delivery, letter, text[:3_900], None)
        except SlackApiError as error:
            raise _meant(error) from error
        except OSError as error:
            raise Unclear("Slack did not answer.") from error

    def _post(
        self, client: WebClient, delivery: Delivery, letter: Letter, text: str, blocks: Any
    ) -> Receipt:
        sent = client.chat_postMessage(
            channel=letter.channel or delivery.user_id,
            thread_ts=letter.thread,
            text=text,
            blocks=blocks,
            metadata={"event_type": EVENT, "event_payload": {"id": delivery.id}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return Receipt(str(sent["channel"]), str(sent["ts"]))

    def find(self, workspace: str, delivery: Delivery) -> Receipt | None:
        since = delivery.claimed_at.timestamp() - _LOOK_BACK if delivery.claimed_at else 0.0
        client = make_sender(self.desk.clients.of(workspace))
        try:
            channel = self._channel(client, delivery)
            for message in self._said(client, channel, delivery.subject.get("thread"), since):
                if _id_of(message) == delivery.id:
                    return Receipt(channel, str(message["ts"]))
        except SlackApiError as error:
            if error.response.get("error") in _NO_LOOKING:
                raise Refused("Slack lets nobody look there.", None) from error
            raise Unavailable("Slack cannot be asked what was sent.") from error
        except OSError as error:
            raise Unavailable("Slack cannot be asked what was sent.") from error
        return None

    def _channel(self, client: WebClient, delivery: Delivery) -> str:
        if channel := delivery.subject.get("channel"):
            return channel
        if delivery.user_id.startswith(("C", "G", "D")):
            return delivery.user_id
        opened = client.conversations_open(users=[delivery.user_id])
        return str(opened["channel"]["id"])

    def _said(
        self, client: WebClient, channel: str, thread: str | None, since: float
    ) -> list[dict[str, Any]]:
        where: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{since:.6f}",
            "limit": _PAGE,
            "include_all_metadata": True,
        }
        if thread:
            return list(client.conversations_replies(ts=thread, **where)["messages"])
        return list(client.conversations_history(**where)["messages"])


def _id_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT:
        return None
    return str((metadata.get("event_payload") or {}).get("id"))


def _meant(error: SlackApiError) -> Refused | Unclear:
    """What an error of Slack's says about the message."""
    response = error.response
    said = str(response.get("error") or "")
    if response.status_code == 429 or said in ("ratelimited", "rate_limited"):
        headers = {k.lower(): v for k, v in (response.headers or {}).items()}
        return Refused("ratelimited", float(headers.get("retry-after") or 30), every=True)
    if response.status_code >= 500 or said in _PERHAPS:
        return Unclear("Slack failed while it was sent.")
    return Refused(said, None if said in NEVER else _AGAIN_SECONDS)
