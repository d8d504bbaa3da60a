"""The stand-in's clock runs by itself, is moved on, and takes nothing that is under way with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk import WebClient

from hallway_bot.demonstration import dated_lately
from hallway_bot.playground.clock import Clock, hours, later
from hallway_bot.playground.server import Playground

MANIFEST = {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}
ZONES = st.sampled_from(["Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Pacific/Apia"])
MOMENTS = st.datetimes(
    datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)
)  # fmt: skip


def test_a_clock_moves_on_and_never_back() -> None:
    told: list[float] = []
    clock = Clock(lambda: 1000.0)
    clock.on_move(lambda: told.append(clock()))
    clock.move(5)
    clock.move_to(datetime.fromtimestamp(900, UTC))
    assert told == [1005.0, 1005.0]
    with pytest.raises(ValueError, match="never"):
        clock.move(-1)


def test_who_is_told_lives_through_every_half_hour_on_the_way() -> None:
    monday = datetime(2026, 3, 2, 9, 12, tzinfo=UTC)
    clock = Clock(monday.timestamp)
    seen: list[datetime] = []
    clock.on_move(lambda: seen.append(clock.now()))
    assert clock.pass_to(monday + timedelta(days=7))
    assert len(seen) == 7 * 48 + 1 and seen[-1] == monday + timedelta(days=7)
    assert max(later - now for now, later in pairwise([monday, *seen])) <= timedelta(hours=0.5)


def test_time_that_passes_already_is_not_hurried() -> None:
    clock = Clock(lambda: 1000.0)
    answers: list[bool] = []
    clock.on_move(lambda: answers.append(clock.pass_to(datetime.fromtimestamp(9_000_000, UTC))))
    assert clock.pass_to(datetime.fromtimestamp(1200, UTC))
    assert answers == [False] and clock() == 1200.0


@given(MOMENTS, st.timedeltas(timedelta(seconds=1), timedelta(days=9)))
def test_no_hour_is_left_out(now: datetime, ahead: timedelta) -> None:
    stops = [now, *hours(now, now + ahead)]
    assert stops[-1] == now + ahead
    assert all(timedelta(0) < b - a <= timedelta(hours=0.5) for a, b in pairwise(stops))


@given(MOMENTS, ZONES, st.sampled_from(["hour", "day", "week", "thursday"]))
def test_a_step_leads_to_the_future_at_the_time_it_says(now: datetime, tz: str, step: str) -> None:
    then, zone = later(step, now, tz), ZoneInfo(tz)
    ahead, local = then - now, then.astimezone(zone)
    assert ahead > timedelta(0)
    if step == "thursday":
        assert (local.weekday(), local.hour, local.minute) == (3, 15, 30)
        assert ahead <= timedelta(days=7, hours=2)
    elif step != "hour":
        days = {"day": 1, "week": 7}[step]
        assert abs(ahead - timedelta(days)) <= timedelta(hours=2)


def test_a_day_later_is_the_same_time_when_summer_time_ends() -> None:
    before = datetime(2026, 10, 24, 12, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
    then = later("day", before, "Europe/Amsterdam").astimezone(before.tzinfo)
    assert (then.day, then.hour) == (25, 12)


def test_messages_and_triggers_survive_a_jump() -> None:
    with Playground(MANIFEST, "secret", "xoxb-standin") as slack:
        client = WebClient("xoxb-standin", base_url=slack.api_url)
        anna = slack.person("U0ANNA")
        early = anna.say(anna.im, "before").ts
        trigger = slack.workspace.tickets.trigger("U0ANNA")
        slack.clock.move(7 * 24 * 3600)
        late = client.chat_postMessage(channel=anna.im, text="after")["ts"]
        view = {
            "type": "modal", "title": {"type": "plain_text", "text": "x"},
            "blocks": [{"type": "divider"}],
        }  # fmt: skip
        assert client.views_open(trigger_id=trigger, view=view)["ok"]
    assert 604_800 <= float(late) - float(early) < 604_860
    assert [one["text"] for one in anna.messages(anna.im)] == ["before", "after"]


def test_the_page_moves_the_clock_and_says_who_is_away() -> None:
    with Playground(MANIFEST, "secret", "xoxb-standin") as slack:

        def post(path: str, **given: str) -> dict[str, object]:
            answer = requests.post(
                f"{slack.page_url}page/{path}", json={"as": "U0ANNA", **given}, timeout=5
            )
            return dict(answer.json())

        inbox = slack.workspace.bus.subscribe("U0BRAM")
        before = slack.clock()
        assert post("clock", to="thursday")["ok"]
        then = slack.clock.now().astimezone(ZoneInfo("Europe/Amsterdam"))
        assert slack.clock() > before and f"{then:%a %H:%M}" == "Thu 15:30"
        assert inbox.get(timeout=1) == {"type": "clock", "channel": None, "text": None}
        assert post("clock", to="yesterday")["error"] == "no_such_step"
        assert post("status", status="holiday")["ok"]
        assert slack.workspace.member("U0ANNA").status_emoji == ":palm_tree:"
        assert post("status", status="quiet")["ok"]
        assert slack.workspace.quiet_time("U0ANNA")
        assert post("status", status="working")["ok"]
        assert slack.workspace.quiet_time("U0ANNA") is None
        assert slack.workspace.member("U0ANNA").status_text == ""
        assert post("status", status="asleep")["error"] == "no_such_status"


def test_the_playgrounds_lessons_were_told_lately() -> None:
    records = [("a", {"date": "2026-03-14", "text": "x"}), ("b", {"date": "2026-03-02"})]
    today = datetime(2026, 11, 24).date()
    dates = [one["date"] for _, one in dated_lately(records, today) if isinstance(one, dict)]
    assert dates == ["2026-11-24", "2026-11-12"]
