"""Guests that an administrator lets in, and people who left."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from hallway_bot.bot import Bot
from hallway_bot.playground.server import Playground

from ..fakes_people import FIRST
from .acting import a_word, asks, click, home, index, open_modal, quiet, said, share
from .conftest import MovableClock, opened


@pytest.fixture
def house(tmp_path: Path, clock: MovableClock) -> Iterator[tuple[Playground, Bot, MovableClock]]:
    """A bot of its own, whose time can be moved."""
    with opened(tmp_path, clock, invited=True) as (playground, bot):
        yield playground, bot, clock


def arrange(playground: Playground, **chosen: str) -> None:
    """An administrator chooses."""
    admin = next(one.id for one in playground.workspace.people() if one.is_admin)
    person = playground.person(admin)
    page = home(playground, person)
    form = open_modal(playground, person, lambda: click(person, page, "trust"))
    assert person.submit(form["id"], {name: {name: value} for name, value in chosen.items()}).ok
    quiet(playground)


def test_guests_see_nothing_until_an_administrator_lets_them_in_and_none_again_after(
    house: tuple[Playground, Bot, MovableClock],
) -> None:
    playground, bot, _ = house
    guest = next(one.id for one in playground.workspace.people() if one.is_guest)
    word = a_word()
    share(playground, playground.person("U0CHLOE"), f"Grease the {word} bearing first.")
    index((playground, bot))
    question = f"How do I grease the {word} bearing?"
    assert "bearing first" not in asks(playground, guest, question)
    arrange(playground, guests="yes")
    assert "bearing first" in asks(playground, guest, question)
    playground.workspace.change_member(guest, is_stranger=True)
    bot.desk.directory.forget(FIRST, guest)
    assert "bearing first" not in asks(playground, guest, question)
    playground.workspace.change_member(guest, is_stranger=False)
    bot.desk.directory.forget(FIRST, guest)
    arrange(playground, guests="no")
    assert "bearing first" not in asks(playground, guest, question)


@pytest.mark.parametrize("policy", ["keep", "anonymous", "delete"])
def test_lessons_of_people_who_left_become_what_an_administrator_chose(
    house: tuple[Playground, Bot, MovableClock], policy: str
) -> None:
    playground, bot, clock = house
    store, workspace = bot.desk.store, bot.desk.workspace(None)
    word = a_word()
    share(playground, playground.person("U0ELIF"), f"Grease the {word} bearing first.")
    lesson = next(x for x in store.lessons_of(workspace, "U0ELIF") if word in x.learned)
    arrange(playground, leavers=policy, days="30")
    playground.workspace.change_member("U0ELIF", deleted=True)
    bot.desk.directory.forget(FIRST, "U0ELIF")
    bot.desk.leaving.catch_up(workspace)
    clock.to(clock() + timedelta(days=29))
    assert bot.desk.leaving.catch_up(workspace) == 0
    assert store.lesson(workspace, lesson.id) == lesson
    clock.to(clock() + timedelta(days=2))
    bot.desk.leaving.catch_up(workspace)
    left = store.lesson(workspace, lesson.id)
    if policy == "keep":
        assert left == lesson
    elif policy == "anonymous":
        assert left is not None and left.author.key is None
        assert left.visibility.value == "anonymous" and left.learned == lesson.learned
    else:
        assert left is None


def test_who_is_deactivated_is_answered_nothing_and_sent_nothing(
    house: tuple[Playground, Bot, MovableClock],
) -> None:
    playground, bot, _ = house
    david = playground.person("U0DAVID")
    before = len(said(david, david.im))
    playground.workspace.change_member("U0DAVID", deleted=True)
    bot.desk.directory.forget(FIRST, "U0DAVID")
    assert not bot.desk.visitor(bot.desk.workspace(None), "U0DAVID").person.is_colleague
    bot.desk.reflect.invite(bot.desk.workspace(None), "U0DAVID")
    bot.ticker.catch_up("send")
    quiet(playground)
    assert len(said(david, david.im)) == before
