"""The company that the playground shows: a team, its people and its channels. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Team:
    """A Slack workspace. `domain` is the host name before `.slack.com`; `enterprise_id` its
    organisation, `org_install` whether the app was installed by that and not by the team."""

    id: str = "T0HALLWAY"
    name: str = "Veldkamp Klimaat"
    domain: str = "veldkamp"
    enterprise_id: str | None = None
    org_install: bool = False


@dataclass(frozen=True)
class Member:
    """A person or a bot in the workspace. `locale` is IETF (nl-NL), `tz` IANA, `color` hex."""

    id: str
    name: str
    real_name: str
    email: str = ""
    locale: str = "en-US"
    tz: str = "Europe/Amsterdam"
    is_guest: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    is_admin: bool = False
    deleted: bool = False
    title: str = ""
    color: str = "4a6274"
    status_text: str = ""
    status_emoji: str = ""


@dataclass(frozen=True)
class Group:
    """A user group. `handle` is what people type after @; `members` are user ids, in order."""

    id: str
    handle: str
    name: str
    members: tuple[str, ...] = ()
    description: str = ""
    is_disabled: bool = False


@dataclass(frozen=True)
class Room:
    """A conversation. `kind` is "channel", "im" or "mpim"; `members` are user ids."""

    id: str
    name: str
    is_private: bool = False
    members: frozenset[str] = frozenset()
    topic: str = ""
    is_ext_shared: bool = False
    is_archived: bool = False
    kind: str = "channel"

    @property
    def channel_type(self) -> str:
        """The word that Slack's events use for this sort of conversation."""
        if self.kind != "channel":
            return self.kind
        return "group" if self.is_private else "channel"


BOT_ID = "B0HALLWAY"
APP_ID = "A0HALLWAY"
BOT = Member("U0HALLWAY", "hallway", "Hallway", is_bot=True, color="2f6f5e")


def default_people() -> tuple[Member, ...]:
    """Five colleagues and a guest of a greenhouse climate computer company in the Westland."""
    return (
        Member(
            "U0ANNA", "anna", "Anna de Wit", "anna@veldkamp.example", "nl-NL",
            is_admin=True, title="Team lead operations", color="b4532a",
        ),
        Member(
            "U0BRAM", "bram", "Bram Jansen", "bram@veldkamp.example", "nl-NL",
            title="Field engineer", color="2b6cb0",
        ),
        Member(
            "U0CHLOE", "chloe", "Chloe Martin", "chloe@veldkamp.example", "en-GB",
            "Europe/London", title="Software developer", color="7b4fa3",
        ),
        Member(
            "U0DAVID", "david", "David Okafor", "david@veldkamp.example", "en-US",
            title="Customer support", color="26734d",
        ),
        Member(
            "U0ELIF", "elif", "Elif Kaya", "elif@veldkamp.example", "en-US",
            title="Procurement & finance", color="a3386c",
        ),
        Member(
            "U0GUS", "gus", "Gus Lindqvist", "gus@veldkamp.example", "en-US",
            is_guest=True, title="Guest contractor", color="6b6b2f",
        ),
    )  # fmt: skip


def default_groups() -> tuple[Group, ...]:
    """Those who lead a team."""
    members = ("U0ANNA", "U0ELIF")
    return (Group("S0LEADS", "leads", "Team leads", members, "Who leads a team"),)


def default_rooms() -> tuple[Room, ...]:
    """Channels of every sort that matters to a bot: public, private, with a guest, without it."""
    colleagues = frozenset({"U0ANNA", "U0BRAM", "U0CHLOE", "U0DAVID", "U0ELIF"})
    bot = BOT.id
    return (
        Room("C0GENERAL", "general", members=colleagues | {bot}, topic="Company-wide news"),
        Room("C0PROJECTS", "projects", members=colleagues | {bot}, topic="What we work on"),
        Room(
            "C0SUPPORT", "support-team", is_private=True,
            members=frozenset({"U0ANNA", "U0DAVID", bot}), topic="Tickets and escalations",
        ),
        Room(
            "C0SITE", "site-visits",
            members=frozenset({"U0ANNA", "U0BRAM", "U0GUS", bot}), topic="Who goes where",
        ),
        Room("C0RANDOM", "random", members=colleagues, topic="Anything else"),
    )  # fmt: skip


def default_talk() -> tuple[tuple[str, str, str], ...]:
    """(room, person, text): what colleagues said lately, to try "Take this into the hallway" on."""
    return (
        (
            "C0GENERAL", "U0DAVID",
            "The label printer at dispatch jams when the roll is nearly empty. Swapping it at "
            "twenty labels saved me an afternoon of pulling paper out of it.",
        ),
        (
            "C0GENERAL", "U0ANNA",
            "Vrijdag is er weer taart: de kas in Honselersdijk draait op de nieuwe regeling.",
        ),
        (
            "C0PROJECTS", "U0CHLOE",
            "We froze the test environment a day before the demo and nobody broke anything this "
            "time. Let's keep doing that.",
        ),
        (
            "C0SITE", "U0BRAM",
            "Bij Van der Ende moet je eerst bij de receptie een sleutel halen, anders sta je een "
            "half uur voor een dicht hek.",
        ),
    )  # fmt: skip
