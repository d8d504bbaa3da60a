"""Changing a message once somebody acted on it, wherever they did: nothing that is done stays to
be pressed. What cannot be changed is said beside it."""

from collections.abc import Iterable, Sequence
from typing import Any

from slack_sdk.errors import SlackApiError

from ..domain.delivery import Delivery, Receipt
from ..services.notes import note_id
from .desk import Desk, Visitor, report
from .messenger import Reply, ToClicker
from .reading import buttons_of, since, standing_at, thread_at
from .views.answer import only_text
from .views.blocks import Block
from .views.settled import offers, says, settled


def place_of(body: dict[str, Any]) -> Receipt | None:
    """Where the clicked message stands; None for Home, a modal, or what only passes by."""
    where = body.get("container") or {}
    if where.get("type") != "message" or where.get("is_ephemeral"):
        return None
    return Receipt(where["channel_id"], where["message_ts"])


def settle(
    visitor: Visitor,
    reply: Reply,
    body: dict[str, Any],
    outcome: str,
    *keep: str,
    more: Sequence[Block] = (),
) -> None:
    """Have the clicked message say `outcome`, keeping the buttons with these actions."""
    place, blocks = place_of(body), (body.get("message") or {}).get("blocks") or []
    text, alone = only_text(outcome)
    if place is not None and blocks:
        try:
            _change(visitor, place, blocks, outcome, keep, more)
        except (SlackApiError, OSError) as error:  # it is gone, for instance
            report(error)
            reply.whisper((text, [*alone, *more]))
    elif isinstance(reply, ToClicker) and (body.get("container") or {}).get("is_ephemeral"):
        reply.replace((text, [*alone, *more]))
    else:
        reply.whisper((text, [*alone, *more]))


def settle_at(visitor: Visitor, place: Receipt | None, outcome: str, *keep: str) -> None:
    """The same for a message that led to what was done in a modal or on Home, where it was said
    already: nothing is said beside it."""
    if place is None:
        return
    try:
        message = standing_at(visitor.client, place.channel, place.ts)
        blocks = message["blocks"] if message else []
        stays = any(one in keep for one in buttons_of({"blocks": blocks}))
        if offers(blocks, keep) or (stays and not says(blocks, outcome)):
            _change(visitor, place, blocks, outcome, keep)
    except Exception as error:  # what they did is done, and they were told
        report(error)


def settle_letter(desk: Desk, visitor: Visitor, key: str, outcome: str, *keep: str) -> None:
    """The same for what Hallway sent this person by itself, by its delivery's key, if it did."""
    sent = desk.store.delivery_by_key(visitor.workspace, key)
    if sent is not None and sent.user_id == visitor.person.id:
        settle_at(visitor, _receipt(sent), outcome, *keep)


def settle_prompts(
    desk: Desk, visitor: Visitor, prompts: Iterable[str | None], outcome: str
) -> None:
    """The same for prompts that were answered, by the ids of their deliveries, and for all that
    Hallway said about them below, in their threads and at the top level."""
    for prompt in {one for one in prompts if one}:
        sent = desk.store.delivery(visitor.workspace, prompt)
        place = _receipt(sent) if sent and sent.user_id == visitor.person.id else None
        if place is not None:
            _settle_thread(visitor, place, outcome)
            _settle_below(visitor, place, note_id(prompt), outcome)


def _settle_below(visitor: Visitor, place: Receipt, note: str, outcome: str) -> None:
    try:
        for message in since(visitor.client, place.channel, place.ts):
            if buttons_of(message).get("go_on_note") == note:
                there = Receipt(place.channel, str(message["ts"]))
                _change(visitor, there, message["blocks"], outcome)
    except Exception as error:  # what they did is done, and they were told
        report(error)


def _settle_thread(visitor: Visitor, place: Receipt, outcome: str) -> None:
    try:
        for message in thread_at(visitor.client, place.channel, place.ts):
            if offers(message["blocks"]):
                there = Receipt(place.channel, str(message["ts"]))
                _change(visitor, there, message["blocks"], outcome)
    except Exception as error:  # what they did is done, and they were told
        report(error)


def _receipt(sent: Delivery) -> Receipt | None:
    return Receipt(sent.channel, sent.ts) if sent.channel and sent.ts else None


def _change(
    visitor: Visitor,
    place: Receipt,
    blocks: Sequence[Block],
    outcome: str,
    keep: Sequence[str] = (),
    more: Sequence[Block] = (),
) -> None:
    text, shown = settled(blocks, outcome, keep, more)
    visitor.client.chat_update(channel=place.channel, ts=place.ts, text=text[:3_900], blocks=shown)
