"""Colleagues write to Hallway, run its command, press a button or share a lesson, in turn and each
once, and it is killed while it answers them.

`more` is "API_URL CLOCK_FILE", as for prompting. Says `N` once Slack has the acknowledgement of
what the colleague of that number did. What they share is called by their id.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from slack_bolt import BoltRequest

from hallway_bot.assembly import build
from hallway_bot.bot import Bot, make_bot
from hallway_bot.domain.reflecting import Reflecting, Taking
from hallway_bot.settings import load
from hallway_bot.slack import unanswered
from hallway_bot.slack.clients import OneClient, make_client
from hallway_bot.slack.views.share import Context

from .prompting import NEXT_START, FileClock

MANY = 6_000
TEAM = "T0VELDKAMP"


def user(n: int) -> str:
    """The id of one of them."""
    return f"U0A{n:05}"


def begin(folder: Path, said: list[str], more: str) -> tuple[dict[str, Any], Callable[[], None]]:
    """Six minutes later: apologise to whoever still waits."""
    api_url, file = more.split()
    clock = FileClock(Path(file))
    clock.to(clock() + NEXT_START)
    hallway = build(load(folder), clock)
    clients = OneClient(make_client("xoxb-playground", api_url), hallway.store)
    bot = make_bot(hallway, clients, None)
    workspace = bot.desk.workspace(TEAM)
    told = unanswered.catch_up(bot.desk, workspace)
    left = bot.desk.store.claims_before(workspace, "asked:", clock() + timedelta(days=1))
    shared = [lesson.author.user_id for lesson in hallway.store.all_lessons(workspace)]
    found = {"told": told, "left": len(left), "shared": shared}
    # Of the one after the last nobody knows whether it was taken in.
    return found, lambda: work(bot, workspace, int((said or ["0"])[-1]))


def work(bot: Bot, workspace: str, last: int) -> None:
    """One after the other does something, until killed."""
    for n in range(last + 2, MANY):
        # Asked about prompts before, so that the answer is all that they are sent.
        off = Reflecting(user(n), bot.desk.now(), state=Taking.OFF)
        bot.desk.store.save_reflecting(workspace, off)
        opened = bot.desk.clients.bare.conversations_open(users=[user(n)])
        body = DEEDS[n % len(DEEDS)](n, opened["channel"]["id"])
        answer = bot.bolt.dispatch(BoltRequest(body=json.dumps(body), mode="http"))
        assert answer.status == 200 and "errors" not in answer.body, answer.body
        print(n, flush=True)


def _writes(n: int, dm: str) -> dict[str, Any]:
    event = {
        "type": "message", "channel_type": "im", "channel": dm, "user": user(n), "text": "help",
        "ts": f"1700000000.{n:06}",
    }  # fmt: skip
    return {
        "type": "event_callback", "team_id": TEAM, "event_id": f"Ev{n}", "event": event,
        "event_time": 1_700_000_000, "api_app_id": "A0HALLWAY",
    }  # fmt: skip


def _commands(n: int, dm: str) -> dict[str, Any]:
    return {
        "command": "/hallway", "text": "help", "user_id": user(n), "team_id": TEAM,
        "channel_id": dm, "trigger_id": f"1.{n}",
    }  # fmt: skip


def _presses(n: int, dm: str) -> dict[str, Any]:
    about = json.dumps({"l": "gone", "q": ""})
    button = {"action_id": "talk", "block_id": "b", "type": "button", "value": about}
    return _acts(n) | {"type": "block_actions", "actions": [button]}


def _shares(n: int, dm: str) -> dict[str, Any]:
    words = {"happened.0": f"It went otherwise {n}.", "learned.0": f"Ask {n} first."}
    fields = {block: {"text": {"value": text}} for block, text in words.items()}
    chosen = {"selected_option": {"value": "everyone"}}
    fields["visibility"] = {"visibility": chosen}  # type: ignore[dict-item]
    return _acts(n) | {
        "type": "view_submission",
        "view": {
            "id": f"V{n}", "type": "modal", "callback_id": "share",
            "private_metadata": Context(f"lesson-{n}").dump(), "state": {"values": fields},
        },
    }  # fmt: skip


def _acts(n: int) -> dict[str, Any]:
    return {"user": {"id": user(n)}, "team": {"id": TEAM}, "trigger_id": f"1.{n}"}


DEEDS = (_writes, _commands, _presses, _shares)
SHARES = DEEDS.index(_shares)
