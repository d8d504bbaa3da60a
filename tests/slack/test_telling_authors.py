"""What moderators decide reaches its author once, and their answer the moderators once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from hallway_bot.bot import Bot
from hallway_bot.domain.errors import InvalidInput
from hallway_bot.domain.lesson import Visibility
from hallway_bot.playground.server import Playground
from hallway_bot.services.sending import Outbox
from hallway_bot.slack.desk import Desk, Visitor
from hallway_bot.slack.listeners.reporting import _answer, _hide

from .acting import Json, a_word, quiet, said, share, texts
from .conftest import MovableClock, opened
from .test_reporting import MODERATOR, name_moderators

AUTHOR = "U0ELIF"


@dataclass
class Scene:
    """A lesson, who moderates it and who wrote it."""

    playground: Playground
    bot: Bot
    lesson_id: str
    moderator: Visitor
    author: Visitor
    desk: Desk  # whose outbox wakes nobody

    def hide(self, because: str) -> None:
        _hide(self.desk, self.moderator, self.lesson_id, because)

    def show(self) -> None:
        moderate, workspace = self.desk.moderate, self.author.workspace
        moderate.show(workspace, self.lesson_id, self.moderator.person)
        moderate.tell_author(self.desk.outbox, workspace, self.lesson_id)

    def answer(self, words: str) -> None:
        _answer(self.desk, self.author, self.lesson_id, words)

    def arrive(self, user: str) -> list[Json]:
        """What came to this person since they were last looked at, sent now."""
        replace(self.bot.sending, stopping=lambda: False).catch_up()
        quiet(self.playground)
        person = self.playground.person(user)
        heard = said(person, person.im)
        before = self.seen.get(user, 0)
        self.seen[user] = len(heard)
        return heard[before:]

    def __post_init__(self) -> None:
        self.seen: dict[str, int] = {}


@pytest.fixture
def scene(tmp_path: Path, clock: MovableClock) -> Iterator[Scene]:
    with opened(tmp_path, clock, invited=True) as (playground, bot):
        word = a_word()
        share(playground, playground.person(AUTHOR), f"Grease the {word} bearing first.")
        name_moderators(playground, MODERATOR)
        workspace = bot.desk.workspace(None)
        mine = bot.desk.store.lessons_of(workspace, AUTHOR)
        made = Scene(
            playground,
            bot,
            next(one.id for one in mine if word in one.learned),
            bot.desk.visitor(workspace, MODERATOR),
            bot.desk.visitor(workspace, AUTHOR),
            replace(bot.desk, outbox=Outbox(bot.desk.store, bot.desk.now)),
        )
        reporter = bot.desk.visitor(workspace, "U0DAVID").person
        about = (made.desk.outbox, workspace, made.lesson_id)
        assert made.desk.moderate.tell_report(*about, reporter, [], "It names a customer.")
        for user in (AUTHOR, MODERATOR):
            made.seen[user] = len(said(playground.person(user), playground.person(user).im))
        yield made


class Killed(Exception):
    """The process ends here."""


def cut_off(scene: Scene) -> None:
    """It is hidden, and the process ends before anything is written down."""

    class Dying(Outbox):
        def add(self, *_: object, **__: object) -> bool:
            raise Killed

    dying = replace(scene.desk, outbox=Dying(scene.desk.store, scene.desk.now))
    with pytest.raises(Killed):
        _hide(dying, scene.moderator, scene.lesson_id, "It names a customer.")


def hide_again(scene: Scene) -> None:
    with pytest.raises(InvalidInput):
        scene.hide("It names a customer.")


def test_an_author_hears_once_of_what_a_kill_cut_off_when_a_moderator_tries_again(
    scene: Scene,
) -> None:
    scene.bot.ticker.stop()
    cut_off(scene)
    assert scene.arrive(AUTHOR) == []
    hide_again(scene)
    (told,) = scene.arrive(AUTHOR)
    assert "It names a customer." in texts(told)
    hide_again(scene)
    assert scene.arrive(AUTHOR) == []


def test_an_author_hears_once_of_what_a_kill_cut_off_when_nobody_tries_again(
    scene: Scene,
) -> None:
    cut_off(scene)
    for _ in range(2):
        scene.bot.ticker.catch_up("moderation", "send")
    (told,) = scene.arrive(AUTHOR)
    assert "It names a customer." in texts(told)


def test_of_several_decisions_the_author_hears_the_last_and_of_each_that_follows(
    scene: Scene, clock: MovableClock
) -> None:
    scene.bot.ticker.stop()
    scene.hide("The first reason.")
    scene.show()
    scene.hide("The second reason.")
    (told,) = scene.arrive(AUTHOR)
    assert "The second reason." in texts(told)
    scene.show()
    assert ["can be found again" in texts(one) for one in scene.arrive(AUTHOR)] == [True]
    scene.hide("The third reason.")
    assert ["The third reason." in texts(one) for one in scene.arrive(AUTHOR)] == [True]
    cut_off_long_ago(scene, clock)
    assert scene.arrive(AUTHOR) == []


def cut_off_long_ago(scene: Scene, clock: MovableClock) -> None:
    """Another that was never written down, and weeks in which nothing ran."""
    scene.desk.moderate.show(scene.author.workspace, scene.lesson_id, scene.moderator.person)
    clock.move(timedelta(days=20))
    assert scene.desk.moderate.catch_up(scene.desk.outbox, scene.author.workspace) == 0


def test_one_answer_reaches_the_moderators_once_and_another_as_well(
    scene: Scene, clock: MovableClock
) -> None:
    scene.hide("It names a customer.")
    for _ in range(3):
        scene.answer("It was public.")
        clock.move(timedelta(minutes=1))
    assert ["It was public." in texts(one) for one in scene.arrive(MODERATOR)] == [True]
    scene.answer("I took it out.")
    assert ["I took it out." in texts(one) for one in scene.arrive(MODERATOR)] == [True]
    scene.show()
    scene.hide("It names another.")
    scene.answer("It was public.")
    assert len(scene.arrive(MODERATOR)) == 1


def test_an_answer_that_reached_nobody_can_be_given_again(
    scene: Scene, clock: MovableClock
) -> None:
    scene.hide("It names a customer.")
    scene.playground.faults.fail("chat.postMessage", times=9, error="channel_not_found")
    scene.answer("It was public.")
    assert scene.arrive(MODERATOR) == []
    scene.playground.faults.clear()
    clock.move(timedelta(minutes=1))
    scene.answer("It was public.")
    assert len(scene.arrive(MODERATOR)) == 1


def test_moderators_read_no_word_of_what_its_author_made_private_meanwhile(scene: Scene) -> None:
    scene.hide("It names a customer.")
    store, workspace, word = scene.desk.store, scene.author.workspace, a_word()
    lesson = store.lesson(workspace, scene.lesson_id)
    assert lesson is not None
    mine = replace(lesson, visibility=Visibility.PRIVATE, title="", learned=f"I feared {word}.")
    store.save_lessons(workspace, [mine])
    scene.answer("It was public.")
    (heard,) = scene.arrive(MODERATOR)
    assert word not in str(heard) and "since made this lesson private" in texts(heard)
