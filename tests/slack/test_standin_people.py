"""The Slack stand-in's people: away, in groups, talking together, changing over time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from hallway_bot.playground.people import Group
from hallway_bot.playground.server import Playground

SCOPES = (
    "chat:write dnd:read im:history im:write mpim:history mpim:write usergroups:read users:read"
)
MANIFEST: dict[str, Any] = {"oauth_config": {"scopes": {"bot": SCOPES.split()}}}


class Wall:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def slack(wall: Wall) -> Iterator[Playground]:
    with Playground(MANIFEST, "secret", "xoxb-standin", wall=wall) as made:
        yield made


@pytest.fixture
def client(slack: Playground) -> WebClient:
    return WebClient("xoxb-standin", base_url=slack.api_url)


def refused(call: Callable[..., Any], **args: Any) -> str:
    """Slack's word for a call that it refuses."""
    with pytest.raises(SlackApiError) as caught:
        call(**args)
    return str(caught.value.response["error"])


def test_a_snooze_shows_to_others_as_quiet_time_and_ends(
    slack: Playground, client: WebClient, wall: Wall
) -> None:
    slack.person("U0BRAM").do_not_disturb(30)
    info = client.dnd_info(user="U0BRAM").data
    assert isinstance(info, dict)
    assert info["dnd_enabled"] and "snooze_enabled" not in info
    assert info["next_dnd_start_ts"] <= wall.now < info["next_dnd_end_ts"]
    wall.now += 31 * 60
    assert not client.dnd_info(user="U0BRAM")["dnd_enabled"]


def test_quiet_times_of_a_team_come_by_person(slack: Playground, client: WebClient) -> None:
    slack.person("U0BRAM").do_not_disturb()
    found = client.dnd_teamInfo(users=["U0ANNA", "U0BRAM"])["users"]
    assert {key: one["dnd_enabled"] for key, one in found.items()} == {
        "U0ANNA": False, "U0BRAM": True,
    }  # fmt: skip
    assert refused(client.dnd_teamInfo, users=[]) == "no_users_provided"
    assert refused(client.dnd_teamInfo, users=["U0ANNA"] * 51) == "too_many_users"
    assert refused(client.dnd_info, user="U0NOBODY") == "user_not_found"


def test_a_user_group_is_listed_with_its_people(slack: Playground, client: WebClient) -> None:
    slack.workspace.add_group(Group("S0OLD", "old", "Old", ("U0BRAM",), is_disabled=True))
    (leads,) = client.usergroups_list(include_users=True)["usergroups"]
    assert (leads["handle"], leads["users"]) == ("leads", ["U0ANNA", "U0ELIF"])
    assert client.usergroups_users_list(usergroup=leads["id"])["users"] == leads["users"]
    assert refused(client.usergroups_users_list, usergroup="S0OLD") == "no_such_subteam"
    both = client.usergroups_list(include_disabled=True)["usergroups"]
    assert [one["handle"] for one in both] == ["leads", "old"]


@pytest.mark.parametrize("method", ["dnd_info", "usergroups_list"])
def test_a_scope_that_was_not_granted_is_missed(method: str) -> None:
    with Playground({}, "secret", "xoxb-standin") as bare:
        client = WebClient("xoxb-standin", base_url=bare.api_url)
        assert refused(getattr(client, method)) == "missing_scope"


def test_two_people_and_the_bot_talk_in_a_conversation_of_their_own(
    slack: Playground, client: WebClient
) -> None:
    channel = client.conversations_open(users=["U0ANNA", "U0BRAM"])["channel"]["id"]
    again = client.conversations_open(users=["U0BRAM", "U0ANNA", "U0BRAM"])["channel"]["id"]
    client.chat_postMessage(channel=channel, text="You two should talk")
    slack.person("U0BRAM").say(channel, "Gladly")
    anna, chloe = slack.person("U0ANNA"), slack.person("U0CHLOE")
    assert again == channel
    assert [one["text"] for one in anna.messages(channel)] == ["You two should talk", "Gladly"]
    assert not slack.workspace.can_read(chloe.id, slack.workspace.room(channel))
    info = client.conversations_open(users=["U0ANNA", "U0BRAM"], return_im=True)["channel"]
    assert info["is_mpim"] and info["num_members"] == 3


def test_nobody_who_left_is_brought_into_a_conversation(
    slack: Playground, client: WebClient
) -> None:
    slack.workspace.change_member("U0BRAM", deleted=True)
    assert refused(client.conversations_open, users=["U0ANNA", "U0BRAM"]) == "user_disabled"
    assert refused(client.conversations_open, users=["U0ANNA", "U0X"]) == "user_not_found"
    channel = refused(client.conversations_open, channel="C0GENERAL")
    assert channel == "method_not_supported_for_channel_type"


def test_a_profile_shows_status_and_who_is_an_admin(slack: Playground, client: WebClient) -> None:
    slack.person("U0ANNA").set_status("On holiday", ":palm_tree:")
    user = client.users_info(user="U0ANNA")["user"]
    assert user["is_admin"] and user["profile"]["status_emoji"] == ":palm_tree:"
    admins = [one["id"] for one in client.users_list()["members"] if one.get("is_admin")]
    assert admins == ["U0ANNA"]


def test_the_app_hears_that_somebody_moved_or_went_quiet() -> None:
    events = ["user_change", "dnd_updated_user"]
    manifest = {"settings": {"event_subscriptions": {"bot_events": events}}}
    with Playground(manifest, "secret", "xoxb-standin", retry_delays=()) as slack:
        heard: list[dict[str, Any]] = []
        slack.deliverer.redeliver = lambda envelope: heard.append(envelope["event"])  # type: ignore[method-assign]
        slack.person("U0ANNA").set_zone("America/New_York")
        slack.person("U0ANNA").do_not_disturb(60)
    assert [one["type"] for one in heard] == events
    assert heard[0]["user"]["tz"] == "America/New_York"
    assert heard[1]["dnd_status"]["dnd_enabled"]


def test_history_is_read_between_two_moments_and_page_by_page(
    slack: Playground, client: WebClient, wall: Wall
) -> None:
    im = slack.person("U0ANNA").im
    stamps = []
    for number in range(5):
        wall.now += 10
        about = {"event_type": "delivery", "event_payload": {"id": str(number)}}
        stamps.append(client.chat_postMessage(channel=im, text=str(number), metadata=about)["ts"])
    between = {"channel": im, "oldest": stamps[1], "latest": stamps[3]}

    def texts(**more: Any) -> list[str]:
        return [one["text"] for one in client.conversations_history(**between, **more)["messages"]]

    assert (texts(), texts(inclusive=True)) == (["2"], ["3", "2", "1"])
    page = client.conversations_history(channel=im, limit=2, include_all_metadata=True)
    assert page["has_more"] and page["messages"][0]["metadata"]["event_payload"] == {"id": "4"}
    cursor = page["response_metadata"]["next_cursor"]
    rest = client.conversations_history(channel=im, limit=4, cursor=cursor)
    assert [one["text"] for one in rest["messages"]] == ["2", "1", "0"]
    assert not rest["has_more"] and "metadata" not in rest["messages"][0]
    assert refused(client.conversations_history, channel=im, oldest="x") == "invalid_ts_oldest"


def test_replies_come_oldest_first_with_their_metadata(
    slack: Playground, client: WebClient
) -> None:
    im = slack.person("U0ANNA").im
    root = client.chat_postMessage(channel=im, text="root")["ts"]
    about = {"event_type": "delivery", "event_payload": {"id": "1"}}
    client.chat_postMessage(channel=im, text="reply", thread_ts=root, metadata=about)
    found = client.conversations_replies(channel=im, ts=root, include_all_metadata=True)["messages"]
    assert [one["text"] for one in found] == ["root", "reply"]
    assert found[1]["metadata"] == about
