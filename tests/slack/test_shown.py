"""Whatever people do, nobody is ever shown a lesson that `may_see` says they may not see.

`tests/unit/test_decided.py` holds each function to asking; this looks at what came out in Slack.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hallway_bot.domain.visibility import Audience, may_see
from hallway_bot.playground.persons import Person

from .acting import BOT, Stage, a_word, click, filled, index, quiet, said
from .acting import share as learn
from .conftest import MovableClock
from .test_lesson_life import days

# A guest of the site channel too: guests are shown nothing.
PEOPLE = ("U0ANNA", "U0BRAM", "U0CHLOE", "U0DAVID", "U0ELIF", "U0GUS")
ROOMS = ("C0GENERAL", "C0SUPPORT", "C0SITE")
SUBJECTS = ("bleed the valve before the pump starts", "grease the bearing of the tower crane")
BUTTONS = ("read_lesson", "talk", "helpful", "talk_yes", "talk_relay", "keep_question")
WORD = re.compile(r"zq[0-9a-f]{10}")


def share(stage: Stage, person: Person, subject: str, room: str, visibility: str) -> None:
    person.shortcut("share_lesson")
    quiet(stage[0])
    view = person.view()
    if view is None or view.get("callback_id") != "share":
        return
    more = {"visibility": visibility} | ({"channel": room} if visibility == "channel" else {})
    learned = f"Always {subject}, as {a_word()} showed."
    if person.submit(view["id"], filled(learned, **more)).ok and (person.view() or {})["submit"]:
        person.submit(person.view()["id"])  # type: ignore[index] # nearly the same, and meant
    quiet(stage[0])
    index(stage)


def ask(stage: Stage, person: Person, subject: str, room: str, visibility: str) -> None:
    person.say(person.im, f"How do we {subject}?")


def ask_all(stage: Stage, person: Person, subject: str, room: str, visibility: str) -> None:
    if person.id in stage[0].workspace.room(room).members:
        person.say(room, f"<@{BOT}> how do we {subject}?")


def who(stage: Stage, person: Person, subject: str, room: str, visibility: str) -> None:
    person.command(person.im, f"/hallway who {subject}")


def press(stage: Stage, person: Person, subject: str, room: str, visibility: str) -> None:
    """Every button that they have, once, wherever it stands."""
    for action_id in BUTTONS:
        for container in (person.view(), *reversed(said(person, person.im))):
            if container is not None and f'"{action_id}"' in json.dumps(container):
                click(person, container, action_id)
                quiet(stage[0])
                break


def look_home(stage: Stage, person: Person, subject: str, room: str, visibility: str) -> None:
    person.open_home()


Act = Callable[[Stage, Person, str, str, str], None]
ACTS: tuple[Act, ...] = (share, share, share, ask, ask_all, who, press, look_home)


def received(stage: Stage, person: Person) -> set[str]:
    """The lessons' words in everything that the bot ever showed this person."""
    seen: list[Any] = [person.home(), person.stack()]
    for room in stage[0].workspace.rooms():
        if person.id in room.members:
            for message in person.messages(room.id):
                seen += [message, *person.thread(room.id, message["ts"])]
    return set(WORD.findall(json.dumps(seen)))


def shown_to_others(stage: Stage) -> int:
    """Checks everybody; returns how often somebody was shown what another wrote."""
    playground, bot = stage
    workspace, directory = bot.desk.workspace(None), bot.desk.directory
    lessons = {w: x for x in bot.desk.store.all_lessons(workspace) for w in WORD.findall(x.learned)}
    rightly = 0
    for user in PEOPLE:
        person = directory.person(workspace, user)
        audience = Audience(person, channels=directory.channels_of(workspace, user))
        for word in received(stage, playground.person(user)) & lessons.keys():
            lesson = lessons[word]
            own = lesson.author.user_id == user
            assert own or may_see(lesson, audience), f"{user} was shown a lesson: {lesson}"
            rightly += not own
    return rightly


action = st.tuples(
    st.sampled_from(ACTS),
    st.sampled_from(PEOPLE),
    st.sampled_from(SUBJECTS),
    st.sampled_from(ROOMS),
    st.sampled_from(("everyone", "anonymous", "channel", "private")),
)
shares = st.tuples(
    st.just(share),
    st.sampled_from(PEOPLE[:5]),
    st.sampled_from(SUBJECTS),
    st.sampled_from(("C0GENERAL", "C0SUPPORT")),
    st.sampled_from(("everyone", "anonymous", "channel", "private")),
)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=st.lists(shares, min_size=2, max_size=3), then=st.lists(action, max_size=8))
def test_whatever_people_do_nobody_is_shown_a_lesson_that_they_may_not_see(
    stage: Stage, clock: MovableClock, first: list[Any], then: list[Any]
) -> None:
    for act, user, *more in (*first, *then):
        act(stage, stage[0].person(user), *more)
        quiet(stage[0])
    days(stage, clock, 1)
    quiet(stage[0])
    shown_to_others(stage)


def test_this_sees_what_people_are_shown(stage: Stage) -> None:
    anna, bram = (stage[0].person(user) for user in PEOPLE[:2])
    word = a_word()
    learn(stage[0], anna, f"Always wax the {word} hinge first.")
    index(stage)
    before = shown_to_others(stage)
    ask(stage, bram, f"wax the {word} hinge", ROOMS[0], "private")
    quiet(stage[0])
    assert word in received(stage, bram) and shown_to_others(stage) == before + 1
