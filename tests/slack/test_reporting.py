"""Reporting a lesson, and what becomes of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hallway_bot.bot import Bot
from hallway_bot.domain.errors import InvalidInput, NotAllowed
from hallway_bot.domain.lesson import Visibility
from hallway_bot.playground.server import Playground
from hallway_bot.services.sending import Outbox
from hallway_bot.slack.listeners.reporting import _hide

from .acting import (
    Json,
    a_word,
    after,
    as_it_is,
    asks,
    click,
    home,
    index,
    open_modal,
    quiet,
    said,
    settles,
    share,
    texts,
)
from .conftest import MovableClock, opened

MODERATOR = "U0CHLOE"


@pytest.fixture
def house(tmp_path: Path, clock: MovableClock) -> Iterator[tuple[Playground, Bot]]:
    """A bot of its own, in which nobody moderates yet."""
    with opened(tmp_path, clock, invited=True) as both:
        yield both


def name_moderators(playground: Playground, *people: str) -> str:
    """An administrator names them; returns the administrator."""
    admin = next(one.id for one in playground.workspace.people() if one.is_admin)
    person = playground.person(admin)
    page = home(playground, person)
    form = open_modal(playground, person, lambda: click(person, page, "trust"))
    assert person.submit(form["id"], {"moderators": {"moderators": list(people)}}).ok
    quiet(playground)
    return admin


def test_a_reported_lesson_is_hidden_answered_and_shown_again(
    house: tuple[Playground, Bot],
) -> None:
    playground, bot = house
    david, elif_ = playground.person("U0DAVID"), playground.person("U0ELIF")
    moderator, word = playground.person(MODERATOR), a_word()
    share(playground, elif_, f"Grease the {word} bearing first.", visibility="anonymous")
    index(house)
    question = f"How do I grease the {word} bearing?"
    answer = after(playground, david, david.im, lambda: david.say(david.im, question))[-1]
    whole = open_modal(playground, david, lambda: click(david, answer, "read_lesson"))
    refused = after(playground, david, david.im, lambda: click(david, whole, "report"))
    assert "nobody to look at it yet" in texts(refused)
    admin = name_moderators(playground, MODERATOR)
    form = open_modal(playground, david, lambda: click(david, whole, "report"))
    why = {"reason": {"reason": "It names a customer."}}

    arrived = after(playground, moderator, moderator.im, lambda: david.submit(form["id"], why))[-1]
    assert f"{word} bearing first" in texts(arrived) and "names a customer" in texts(arrived)
    assert "U0DAVID" not in str(arrived) and "David" not in texts(arrived)
    assert "U0ELIF" not in str(arrived) and "Elif" not in texts(arrived)

    form = open_modal(playground, moderator, lambda: click(moderator, arrived, "hide_lesson"))
    because = {"reason": {"reason": "Take the customer out, please."}}
    told = after(playground, elif_, elif_.im, lambda: moderator.submit(form["id"], because))[-1]
    assert "Take the customer out, please." in texts(told)
    shown = as_it_is(moderator, arrived)
    assert "Hidden." in texts(shown) and "leave_lesson" not in str(shown)
    assert "show_lesson" in str(shown), "moderators change their minds"
    assert "David" not in texts(told) and "Chloe" not in texts(told)
    for user in ("U0DAVID", "U0ELIF", MODERATOR):
        assert f"{word} bearing first" not in asks(playground, user, question)
    gone = open_modal(playground, david, lambda: click(david, answer, "read_lesson"))
    assert "no longer here for you" in texts(gone)

    page = home(playground, elif_)
    assert "Hidden by a moderator: Take the customer out, please." in texts(page)
    form = open_modal(playground, elif_, lambda: click(elif_, page, "answer_lesson"))
    words = {"reason": {"reason": "I did."}}
    heard = after(playground, moderator, moderator.im, lambda: elif_.submit(form["id"], words))[-1]
    assert "I did." in texts(heard) and "Elif" not in texts(heard)
    back = after(playground, elif_, elif_.im, lambda: click(moderator, heard, "show_lesson"))[-1]
    assert "can be found again" in texts(back)
    quiet(playground)
    settled = as_it_is(moderator, heard)
    assert "It can be found again." in texts(settled) and "show_lesson" not in str(settled)
    assert f"{word} bearing first" in asks(playground, "U0DAVID", question)

    workspace, start = bot.desk.workspace(None), bot.hallway.now().replace(year=2000)
    acts = bot.desk.store.acts(workspace, start)
    lesson = next(x for x in bot.desk.store.lessons_of(workspace, "U0ELIF") if word in x.learned)
    assert [(act.who, act.what, act.lesson_id) for act in acts] == [
        (admin, "trust", None),
        (MODERATOR, "hide_lesson", lesson.id),
        (MODERATOR, "show_lesson", lesson.id),
    ]


def test_a_second_report_of_one_person_waits_until_the_first_is_settled(
    house: tuple[Playground, Bot],
) -> None:
    playground = house[0]
    david, moderator, word = playground.person("U0DAVID"), playground.person(MODERATOR), a_word()
    share(playground, playground.person("U0ELIF"), f"Grease the {word} bearing first.")
    index(house)
    name_moderators(playground, MODERATOR)
    question = f"How do I grease the {word} bearing?"

    def report(user: str, more: str = "") -> str:
        person = playground.person(user)
        answer = after(playground, person, person.im, lambda: person.say(person.im, question))[-1]
        whole = open_modal(playground, person, lambda: click(person, answer, "read_lesson"))
        form = open_modal(playground, person, lambda: click(person, whole, "report"))
        assert person.submit(form["id"], {"reason": {"reason": f"It names a customer. {more}"}}).ok
        quiet(playground)
        return texts(person.view())

    def arrived() -> int:
        return sum("names a customer" in texts(x) for x in said(moderator, moderator.im))

    assert "The moderators have it." in report(david.id) and arrived() == 1
    assert "have your report of this lesson already" in report(david.id, "X.") and arrived() == 1
    assert "Het ligt bij de moderators" in report("U0BRAM") and arrived() == 2
    message = [x for x in said(moderator, moderator.im) if "names a customer" in texts(x)][-1]
    left = settles(
        playground, moderator, message, lambda: click(moderator, message, "leave_lesson")
    )
    assert "It stays as it is." in texts(left) and "leave_lesson" not in str(left)
    assert "The moderators have it." in report(david.id) and arrived() == 3


def test_words_to_moderators_and_authors_are_looked_through_as_well(
    house: tuple[Playground, Bot],
) -> None:
    playground = house[0]
    david, moderator, word = playground.person("U0DAVID"), playground.person(MODERATOR), a_word()
    share(playground, playground.person("U0ELIF"), f"Grease the {word} bearing first.")
    index(house)
    name_moderators(playground, MODERATOR)
    ask = f"How do I grease the {word} bearing?"
    answer = after(playground, david, david.im, lambda: david.say(david.im, ask))[-1]
    whole = open_modal(playground, david, lambda: click(david, answer, "read_lesson"))
    form = open_modal(playground, david, lambda: click(david, whole, "report"))
    secret = {"reason": {"reason": "It gives the password: Winter2026!"}}
    assert "a password" in david.submit(form["id"], secret).errors["reason"]
    why = {"reason": {"reason": "It names jan@klant.nl."}}
    assert david.submit(form["id"], why).ok
    assert "an e-mail address" in texts(david.view())
    assert not [x for x in said(moderator, moderator.im) if "klant" in texts(x)]
    arrived = after(playground, moderator, moderator.im, lambda: david.submit(form["id"]))[-1]
    assert "It names jan@klant.nl." in texts(arrived)
    form = open_modal(playground, moderator, lambda: click(moderator, arrived, "hide_lesson"))
    assert "a password" in moderator.submit(form["id"], secret).errors["reason"]
    assert word in asks(playground, david.id, ask)


def reported(bot: Bot, lesson_id: str, user: str = "U0DAVID", words: str = "A name.") -> bool:
    """This person reports it, and nobody is woken to send it."""
    workspace, moderate = bot.desk.workspace(None), bot.desk.moderate
    person, outbox = bot.desk.visitor(workspace, user).person, Outbox(bot.desk.store, bot.desk.now)
    people = [MODERATOR]
    return moderate.tell_report(outbox, workspace, lesson_id, person, people, words)


def test_an_author_hears_that_it_is_hidden_once_slack_is_back(
    house: tuple[Playground, Bot], clock: MovableClock
) -> None:
    playground, bot = house
    elif_, word = playground.person("U0ELIF"), a_word()
    share(playground, elif_, f"Grease the {word} bearing first.")
    name_moderators(playground, MODERATOR)
    workspace = bot.desk.workspace(None)
    lesson = next(x for x in bot.desk.store.lessons_of(workspace, "U0ELIF") if word in x.learned)
    assert reported(bot, lesson.id)
    waiting = replace(bot.desk, outbox=Outbox(bot.desk.store, bot.desk.now))  # nobody wakes it
    _hide(waiting, bot.desk.visitor(workspace, MODERATOR), lesson.id, "It names a customer.")

    def heard() -> list[Json]:
        return [x for x in said(elif_, elif_.im) if "names a customer" in texts(x)]

    assert not heard()
    bot.ticker.soon("send")
    assert playground.wait_for(heard, 20)
    bot.ticker.soon("send")
    quiet(playground)
    assert len(heard()) == 1 and word in texts(heard()[0])


def test_only_moderators_hide_and_only_with_a_reason(house: tuple[Playground, Bot]) -> None:
    playground, bot = house
    david, word = playground.person("U0DAVID"), a_word()
    share(playground, playground.person("U0ELIF"), f"Grease the {word} bearing first.")
    index(house)
    name_moderators(playground, MODERATOR)
    workspace = bot.desk.workspace(None)
    lesson = next(x for x in bot.desk.store.lessons_of(workspace, "U0ELIF") if word in x.learned)
    moderator, other = bot.desk.visitor(workspace, MODERATOR), bot.desk.visitor(workspace, david.id)
    assert reported(bot, lesson.id)
    with pytest.raises(NotAllowed):
        bot.desk.moderate.hide(workspace, lesson.id, other.person, "I do not like it.")
    with pytest.raises(InvalidInput):
        bot.desk.moderate.hide(workspace, lesson.id, moderator.person, " ")
    with pytest.raises(NotAllowed):
        bot.desk.moderate.answer(workspace, lesson.id, other.person)
    assert bot.desk.store.lesson(workspace, lesson.id) == lesson


def test_moderators_decide_once_and_not_about_what_its_author_keeps_to_themselves_meanwhile(
    house: tuple[Playground, Bot],
) -> None:
    playground, bot = house
    word, moderate = a_word(), bot.desk.moderate
    share(playground, playground.person("U0ELIF"), f"Grease the {word} bearing first.")
    name_moderators(playground, MODERATOR)
    workspace = bot.desk.workspace(None)
    lesson = next(x for x in bot.desk.store.lessons_of(workspace, "U0ELIF") if word in x.learned)
    author, moderator = (bot.desk.visitor(workspace, x).person for x in ("U0ELIF", MODERATOR))
    assert reported(bot, lesson.id)
    assert moderate.hide(workspace, lesson.id, moderator, "A customer.") == lesson
    with pytest.raises(InvalidInput):
        moderate.hide(workspace, lesson.id, moderator, "Something else.")
    mine = bot.desk.my_data(workspace, author, None).as_json()
    assert "A customer." in mine
    bot.desk.share.show_to(workspace, lesson.id, author, Visibility.PRIVATE, None)
    with pytest.raises(NotAllowed):
        moderate.reported(workspace, lesson.id, moderator)
    assert moderate.show(workspace, lesson.id, moderator).hidden_because
    assert not moderate.show(workspace, lesson.id, moderator).hidden_because
