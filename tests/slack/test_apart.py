"""Two workspaces whose people, channels and imported lessons have the same ids: whatever people do,
nothing of the one is ever seen in the other."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hallway_bot.domain.attention import Kind
from hallway_bot.metrics import FEWEST, Figures, make_metrics
from hallway_bot.playground.persons import Person
from hallway_bot.playground.server import Playground
from hallway_bot.playground.town import Grant
from hallway_bot.services.digesting import CHANNEL, CHOSEN_BY
from hallway_bot.services.moderate import MODERATORS

from .acting import BOT, a_word, click, filled, home, quiet, said, texts
from .conftest import MovableClock
from .town import ONE, TWO, Companies, companies

MARKS = {"T0ONE": "kestrelone", "T0TWO": "heronstwo"}
PEOPLE = ("U0ANNA", "U0CHLOE", "U0DAVID", "U0ELIF")
SUBJECTS = ("bleed the valve before the pump starts", "grease the bearing of the tower crane")
ROOM = "C0GENERAL"
Json = dict[str, Any]


def told_of(team: str, subject: str) -> str:
    """Words that two companies share, but for one."""
    return f"At {MARKS[team]}: {subject}."


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, clock: MovableClock) -> Iterator[Companies]:
    """Both installed it, and imported lessons of the same ids and authors."""
    with companies(tmp_path_factory.mktemp("data"), clock, ONE, TWO) as made:
        for team, mark in MARKS.items():
            assert made.install(Grant(team))[0] == 200
            records = [
                {"id": f"lesson-{n}", "author_id": author, "text": told_of(team, subject)}
                for n, (author, subject) in enumerate(zip(PEOPLE, SUBJECTS * 2, strict=True))
            ]
            lines = [(f"{mark}:{n}", record) for n, record in enumerate(records)]
            assert made.hallway.exchange.take_in(team, lines).saved == len(PEOPLE)
            store = made.hallway.store
            store.set_option(team, MODERATORS, "U0ELIF")
            store.set_option(team, CHANNEL, ROOM)
            store.set_option(team, CHOSEN_BY, "U0ANNA")
        made.index()
        yield made


def last(person: Person) -> Json | None:
    """The bot's last word to them that has buttons."""
    with_buttons = [one for one in said(person, person.im) if "actions" in str(one["blocks"])]
    return with_buttons[-1] if with_buttons else None


def press(person: Person, action_id: str) -> None:
    """Press it if the bot's last word has it, or Home, or the open modal."""
    for container in (last(person), person.view(), person.home()):
        if container is not None and f'"{action_id}"' in json.dumps(container):
            click(person, container, action_id)
            return


def share(both: Companies, team: str, person: Person, subject: str, visibility: str) -> None:
    person.shortcut("share_lesson")
    quiet(both.places[team])
    view = person.view()
    more = {"visibility": visibility} | ({"channel": ROOM} if visibility == "channel" else {})
    if view is not None and view.get("callback_id") == "share":
        values = filled(f"{told_of(team, subject)} {a_word()}", told_of(team, "it broke"), **more)
        if person.submit(view["id"], values).ok and (person.view() or {}).get("submit"):
            person.submit(person.view()["id"])  # type: ignore[index] # asked, and meant


def ask(both: Companies, team: str, person: Person, subject: str, visibility: str) -> None:
    person.say(person.im, f"How do we {subject}?")


def ask_all(both: Companies, team: str, person: Person, subject: str, visibility: str) -> None:
    person.say(ROOM, f"<@{BOT}> how do we {subject}?")


def who(both: Companies, team: str, person: Person, subject: str, visibility: str) -> None:
    person.command(person.im, f"/hallway who {subject}")


def keep(both: Companies, team: str, person: Person, subject: str, visibility: str) -> None:
    text = f"{told_of(team, 'why')} {a_word()}?"
    both.bot.desk.questions.keep(team, both.bot.desk.directory.person(team, person.id), text,
                                 anonymous=visibility == "anonymous")  # fmt: skip


def read(both: Companies, team: str, person: Person, subject: str, visibility: str) -> None:
    press(person, "read_lesson")
    quiet(both.places[team])
    press(person, "report")
    quiet(both.places[team])
    view = person.view()
    if view is not None and view.get("callback_id") == "report_lesson":
        person.submit(view["id"], {"reason": {"reason": told_of(team, "wrong")}})


def talk(both: Companies, team: str, person: Person, subject: str, visibility: str) -> None:
    press(person, "talk")


def agree(both: Companies, team: str, person: Person, subject: str, visibility: str) -> None:
    press(person, "talk_yes")


def data(both: Companies, team: str, person: Person, subject: str, visibility: str) -> None:
    person.command(person.im, "/hallway my-data")


def forget(both: Companies, team: str, person: Person, subject: str, visibility: str) -> None:
    person.command(person.im, "/hallway forget-me")
    quiet(both.places[team])
    view = person.view()
    if view is not None and view.get("callback_id") == "forget_me":
        word = "vergeet mij" if "vergeet mij" in texts(view) else "forget me"
        person.submit(view["id"], {"word": {"word": word}, "lessons": {"lessons": "leave"}})


def prompt(both: Companies, team: str, person: Person, subject: str, visibility: str) -> None:
    both.bot.desk.outbox.add(team, person.id, Kind.PROMPT, a_word(), {"about": "prompt"})


def week(both: Companies, team: str, person: Person, subject: str, visibility: str) -> None:
    both.clock.move(timedelta(days=7))
    both.bot.ticker.catch_up("digest", "match", "send")


Act = Callable[[Companies, str, Person, str, str], None]
ACTS: tuple[Act, ...] = (
    share, share, share, ask, ask, ask_all, who, keep,
    read, talk, agree, data, forget, prompt, week,
)  # fmt: skip


def received(place: Playground) -> str:
    """Everything that anybody there can see, or was given as a file."""
    seen: list[Any] = []
    for member in place.workspace.people():
        person = place.person(member.id)
        rooms = [room for room in place.workspace.rooms() if member.id in room.members]
        for room in rooms:
            for message in person.messages(room.id):
                seen += [message, *person.thread(room.id, message["ts"])]
                seen += [person.file(one["id"]).decode() for one in message["files"]]
        seen += [person.home(), person.stack()]
    return json.dumps(seen, ensure_ascii=False)


def apart(both: Companies) -> None:
    """Neither has anything of the other."""
    for team, other in (("T0ONE", "T0TWO"), ("T0TWO", "T0ONE")):
        place, domain = both.places[team], both.places[other].workspace.team.domain.title()
        names = [one.real_name for one in both.places[other].workspace.people()]
        assert all(name.endswith(f" {domain}") for name in names)
        store = both.hallway.store
        held = [store.held_about(team, user, place.person(user).im) for user in PEOPLE]
        given = "\n".join(both.hallway.exchange.give_back(team))
        for what in (received(place), given, json.dumps(held, default=str)):
            found = [name for name in (*names, MARKS[other], other) if name in what]
            assert found == [], f"{team} sees {found} of {other}"
        for user in PEOPLE:
            assert both.bot.desk.directory.person(team, user).name.endswith(
                place.workspace.team.domain.title()
            )


action = st.tuples(
    st.sampled_from(sorted(MARKS)),
    st.sampled_from(PEOPLE),
    st.sampled_from(ACTS),
    st.sampled_from(SUBJECTS),
    st.sampled_from(("everyone", "anonymous", "channel", "private")),
)


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
@given(acts=st.lists(action, min_size=6, max_size=10))
def test_whatever_their_people_do_neither_sees_anything_of_the_other(
    both: Companies, acts: list[tuple[str, str, Act, str, str]]
) -> None:
    for team, user, act, subject, visibility in acts:
        act(both, team, both.places[team].person(user), subject, visibility)
        quiet(both.places[team])
    both.index()
    for team in MARKS:
        for user in PEOPLE:
            home(both.places[team], both.places[team].person(user))
    apart(both)


def test_what_the_test_above_looks_at_is_there_to_be_seen(both: Companies) -> None:
    """Each sees its own: answers, names and Home are not simply empty."""
    for team, mark in MARKS.items():
        place = both.places[team]
        for user in PEOPLE:
            place.person(user).say(place.person(user).im, f"How do we {SUBJECTS[0]}?")
            quiet(place)
        seen = received(place)
        assert seen.count(mark) > 5 and f" {place.workspace.team.domain.title()}" in seen
    apart(both)


def test_figures_tell_of_no_workspace_and_of_none_with_few_people(both: Companies) -> None:
    page = make_metrics(Figures(), both.hallway, both.bot.desk).test_client()
    told = page.get("/metrics").get_data(as_text=True)
    assert "hallway_index_pending" in told and not [team for team in MARKS if team in told]
    named = [both.hallway.store.totals(team)[1] for team in MARKS]
    assert ("hallway_lessons" in told) is any(one >= FEWEST for one in named)
