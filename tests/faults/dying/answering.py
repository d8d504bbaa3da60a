"""Colleagues write to Hallway, each once, and it is killed while it answers them.

`more` is "API_URL CLOCK_FILE", as for prompting. Says `N` once Slack has the acknowledgement of
what the colleague of that number wrote.
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

from .prompting import NEXT_START, FileClock

MANY = 6_000


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
    workspace = bot.desk.workspace("T0VELDKAMP")
    told = unanswered.catch_up(bot.desk, workspace)
    left = bot.desk.store.claims_before(workspace, "asked:", clock() + timedelta(days=1))
    # Of the one after the last nobody knows whether it was taken in.
    return {"told": told, "left": len(left)}, lambda: work(bot, workspace, int((said or ["0"])[-1]))


def work(bot: Bot, workspace: str, last: int) -> None:
    """One after the other writes, until killed."""
    for n in range(last + 2, MANY):
        # Asked about prompts before, so that the answer is all that they are sent.
        off = Reflecting(user(n), bot.desk.now(), state=Taking.OFF)
        bot.desk.store.save_reflecting(workspace, off)
        opened = bot.desk.clients.bare.conversations_open(users=[user(n)])
        event = {
            "type": "message", "channel_type": "im", "channel": opened["channel"]["id"],
            "user": user(n), "text": "help", "ts": f"1700000000.{n:06}",
        }  # fmt: skip
        body = {
            "type": "event_callback", "team_id": "T0VELDKAMP", "event_id": f"Ev{n}", "event": event,
            "event_time": 1_700_000_000, "api_app_id": "A0HALLWAY",
        }  # fmt: skip
        answer = bot.bolt.dispatch(BoltRequest(body=json.dumps(body), mode="http"))
        assert answer.status == 200, answer
        print(n, flush=True)
