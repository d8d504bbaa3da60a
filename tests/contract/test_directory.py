"""One suite over memory and Slack's Web API, the stand-in answering for Slack."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hallway_bot.assembly import utc_now
from hallway_bot.domain.errors import Unavailable
from hallway_bot.domain.person import Person
from hallway_bot.playground.people import BOT, Group, Member, Room
from hallway_bot.playground.server import Playground
from hallway_bot.ports import Directory
from hallway_bot.slack.clients import OneClient, make_client
from hallway_bot.slack.directory import SlackDirectory
from hallway_bot.slack.manifest import manifest

from ..fakes import MemoryStore
from ..fakes_directory import MemoryDirectory

WHERE = "first"
ANNA = Person("U0ANNA", "Anna de Wit", "nl-NL", "Europe/Amsterdam", "anna@veldkamp.example")
GUS = Person("U0GUS", "Gus Lindqvist", "en-US", "Europe/London", "gus@a.example", is_guest=True)
OLGA = Person("U0OLGA", "Olga Out", "en-US", "Etc/UTC", "olga@b.example", is_stranger=True)
LEFT = Person("U0LEFT", "Lee Left", email="lee@veldkamp.example", is_deactivated=True)
CROWD = [Person(f"U1{n:03}", f"Colleague {n}", email=f"c{n}@c.example") for n in range(30)]
PEOPLE = [ANNA, GUS, OLGA, LEFT, *CROWD]
BOT_AS_PERSON = Person(BOT.id, "Hallway", is_bot=True)
MANY = frozenset(person.id for person in CROWD)
ROOMS = {
    "C0OURS": frozenset({ANNA.id, BOT.id}),
    "C0SITE": frozenset({ANNA.id, GUS.id, BOT.id}),
    "C0OUT": frozenset({ANNA.id, OLGA.id, BOT.id}),
    "C0EXT": frozenset({ANNA.id, BOT.id}),
    "C0MANY": MANY | {BOT.id},
    "C0MANYGUS": MANY | {GUS.id, BOT.id},
}


@pytest.fixture(params=["memory", "slack"])
def directory(request: pytest.FixtureRequest) -> Iterator[Directory]:
    """The same company, known in two ways."""
    if request.param == "memory":
        known = {person.id: person for person in [*PEOPLE, BOT_AS_PERSON]}
        memory = MemoryDirectory(known, ROOMS, frozenset({"C0EXT"}))
        memory.groups["S0LEADS"] = frozenset({ANNA.id})
        memory.snoozing.add(CROWD[0].id)
        memory.people[CROWD[1].id] = replace(CROWD[1], is_out=True)
        yield memory
        return
    rooms = [
        Room(id, id.lower(), True, members, is_ext_shared=id == "C0EXT")
        for id, members in ROOMS.items()
    ]
    rooms.append(Room("C0NOBOT", "no-bot", True, frozenset({ANNA.id})))
    slack = Playground(
        manifest("http://127.0.0.1"),
        "secret",
        "xoxb-playground",
        people=[_member(person) for person in PEOPLE],
        rooms=rooms,
    )
    slack.workspace.add_group(Group("S0LEADS", "leads", "Leads", (ANNA.id,)))
    slack.person(CROWD[0].id).do_not_disturb(60)
    slack.person(CROWD[1].id).set_status("Back in January", ":palm_tree:")
    with slack:
        client = make_client("xoxb-playground", slack.api_url)
        yield SlackDirectory(OneClient(client, MemoryStore()), utc_now)


def _member(person: Person) -> Member:
    return Member(
        person.id, person.id.lower(), person.name, person.email or "", person.locale, person.tz,
        is_guest=person.is_guest, is_stranger=person.is_stranger, deleted=person.is_deactivated,
    )  # fmt: skip


@pytest.mark.parametrize("person", [ANNA, GUS, OLGA], ids=lambda person: person.name)
def test_a_person_is_known_with_all_that_decides_what_they_see(
    directory: Directory, person: Person
) -> None:
    assert directory.person(WHERE, person.id) == person


def test_bots_and_people_who_left_are_no_colleagues(directory: Directory) -> None:
    assert directory.person(WHERE, BOT.id).is_bot
    assert directory.person(WHERE, LEFT.id).is_deactivated
    assert not directory.person(WHERE, BOT.id).is_colleague
    assert not directory.person(WHERE, LEFT.id).is_colleague


def test_somebody_unknown_is_unavailable_not_made_up(directory: Directory) -> None:
    with pytest.raises(Unavailable):
        directory.person(WHERE, "U0NOBODY")


def test_channels_are_those_a_person_is_in_and_the_bot_knows(directory: Directory) -> None:
    assert directory.channels_of(WHERE, ANNA.id) == {"C0OURS", "C0SITE", "C0OUT", "C0EXT"}
    assert directory.channels_of(WHERE, GUS.id) == {"C0SITE", "C0MANYGUS"}


def test_membership_is_never_guessed(directory: Directory) -> None:
    assert directory.is_member(WHERE, ANNA.id, "C0OURS")
    assert not directory.is_member(WHERE, GUS.id, "C0OURS")
    assert not directory.is_member(WHERE, ANNA.id, "C0NOBOT")
    assert not directory.is_member(WHERE, ANNA.id, "C0NOWHERE")


@pytest.mark.parametrize(
    ("room", "outsiders"),
    [
        ("C0OURS", False),
        ("C0SITE", True),
        ("C0OUT", True),
        ("C0EXT", True),
        ("C0MANY", False),
        ("C0MANYGUS", True),
        ("C0NOWHERE", True),
    ],
)
def test_outsiders_are_noticed_and_assumed_where_nothing_is_known(
    directory: Directory, room: str, outsiders: bool
) -> None:
    assert directory.has_outsiders(WHERE, room) is outsiders


def test_an_address_finds_its_person_in_any_case_and_nobody_who_left(
    directory: Directory,
) -> None:
    assert directory.user_by_email(WHERE, "Anna@Veldkamp.example") == ANNA.id
    assert directory.user_by_email(WHERE, "nobody@veldkamp.example") is None
    assert directory.user_by_email(WHERE, "lee@veldkamp.example") is None


@pytest.mark.parametrize("prepared", [False, True])
def test_who_is_out_or_not_to_be_disturbed_is_away(directory: Directory, prepared: bool) -> None:
    three = [person.id for person in CROWD[:3]]
    if prepared:
        directory.prepare(WHERE, three)
    assert [directory.is_away(WHERE, user_id) for user_id in three] == [True, True, False]


def test_a_user_group_has_its_people_and_an_unknown_one_nobody(directory: Directory) -> None:
    assert directory.group_members(WHERE, "S0LEADS") == {ANNA.id}
    assert directory.group_members(WHERE, "S0NONE") == frozenset()
