"""What moderators are told they are told once, and only what was reported is theirs to open."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hallway_bot.bot import Bot
from hallway_bot.domain.delivery import DeliveryState
from hallway_bot.domain.errors import NotAllowed
from hallway_bot.playground.server import Playground
from hallway_bot.services.sending import Outbox

from .acting import Json, a_word, quiet, said, share, texts
from .conftest import MovableClock
from .test_reporting import MODERATOR, house, name_moderators, reported

__all__ = ["house"]  # a fixture


def test_a_report_made_again_hears_what_the_first_heard_and_reaches_moderators_once(
    house: tuple[Playground, Bot], clock: MovableClock
) -> None:
    playground, bot = house
    word, store = a_word(), bot.desk.store
    moderator, elif_ = playground.person(MODERATOR), playground.person("U0ELIF")
    share(playground, elif_, f"Grease the {word} bearing first.")
    name_moderators(playground, MODERATOR)
    workspace = bot.desk.workspace(None)
    lesson = next(x for x in store.lessons_of(workspace, "U0ELIF") if word in x.learned)
    assert reported(bot, lesson.id) and reported(bot, lesson.id)
    assert not reported(bot, lesson.id, words="Something else."), "the first is not decided yet"
    elsewhere = replace(lesson, id=f"{lesson.id}-other")
    store.save_lessons(workspace, [elsewhere])
    assert reported(bot, elsewhere.id)
    key = f"report:0:{elsewhere.id}:U0DAVID:{MODERATOR}"
    lost = store.delivery_by_key(workspace, key)
    assert lost is not None
    store.settle(workspace, lost.id, DeliveryState.DROPPED, clock())
    assert reported(bot, elsewhere.id, words="Something else."), "the first reached nobody"

    def heard() -> list[Json]:
        return [x for x in said(moderator, moderator.im) if "A name." in texts(x)]

    bot.ticker.soon("send")
    assert playground.wait_for(heard, 20)
    quiet(playground)
    clock.move(timedelta(minutes=1))
    assert reported(bot, lesson.id)
    bot.ticker.soon("send")
    quiet(playground)
    assert len(heard()) == 1
    key = f"report:0:{lesson.id}:U0DAVID:{MODERATOR}"
    sent = store.delivery_by_key(workspace, key)
    assert sent is not None and "A name." not in str(sent), "their words are kept until it is sent"
    bot.desk.moderate.leave(workspace, lesson.id, bot.desk.visitor(workspace, MODERATOR).person)
    assert reported(bot, lesson.id, words="Something else.")


def test_what_nobody_reported_no_moderator_opens(house: tuple[Playground, Bot]) -> None:
    playground, bot = house
    word, moderate, store = a_word(), bot.desk.moderate, bot.desk.store
    share(playground, playground.person("U0ELIF"), f"Grease the {word} bearing first.")
    name_moderators(playground, MODERATOR)
    workspace = bot.desk.workspace(None)
    lesson = next(x for x in store.lessons_of(workspace, "U0ELIF") if word in x.learned)
    near = replace(lesson, id=f"{lesson.id}:more")
    store.save_lessons(workspace, [near])
    moderator = bot.desk.visitor(workspace, MODERATOR).person
    assert reported(bot, near.id)
    for act in (moderate.reported, moderate.leave):
        with pytest.raises(NotAllowed):
            act(workspace, lesson.id, moderator)
    with pytest.raises(NotAllowed):
        moderate.hide(workspace, lesson.id, moderator, "I do not like it.")
    assert store.acts(workspace, bot.hallway.now().replace(year=2000))[1:] == []
    assert reported(bot, lesson.id)
    # Whoever reported it is forgotten, and what they reported is not.
    store.forget_person(workspace, "U0DAVID", None, bot.desk.now(), keep_lessons=True)
    assert moderate.reported(workspace, lesson.id, moderator) == lesson
    moderate.leave(workspace, lesson.id, moderator)
    assert moderate.reported(workspace, lesson.id, moderator) == lesson, "they change their minds"


def test_an_answer_that_was_written_down_reaches_moderators_once_after_a_restart(
    house: tuple[Playground, Bot],
) -> None:
    playground, bot = house
    word, moderate, store = a_word(), bot.desk.moderate, bot.desk.store
    moderator, elif_ = playground.person(MODERATOR), playground.person("U0ELIF")
    share(playground, elif_, f"Grease the {word} bearing first.")
    name_moderators(playground, MODERATOR)
    workspace, outbox = bot.desk.workspace(None), Outbox(store, bot.desk.now)
    lesson = next(x for x in store.lessons_of(workspace, "U0ELIF") if word in x.learned)
    assert reported(bot, lesson.id)
    author, other = (bot.desk.visitor(workspace, x).person for x in (elif_.id, MODERATOR))
    moderate.hide(workspace, lesson.id, other, "A customer.")
    for _ in range(2):
        moderate.tell_answer(outbox, workspace, lesson.id, author, [MODERATOR], "I did.")

    def heard() -> list[Json]:
        return [x for x in said(moderator, moderator.im) if "I did." in texts(x)]

    bot.ticker.soon("send")
    assert playground.wait_for(heard, 20)
    moderate.tell_answer(outbox, workspace, lesson.id, author, [MODERATOR], "I did.")
    bot.ticker.soon("send")
    quiet(playground)
    assert len(heard()) == 1
