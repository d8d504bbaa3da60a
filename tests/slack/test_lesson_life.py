"""A lesson's life: tried by a colleague, told to its author, retired, replaced, asked about."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.trials import TrialState
from hallway_bot.playground.persons import Person

from ..fakes_people import FIRST
from .acting import (
    Json,
    Stage,
    a_word,
    after,
    as_it_is,
    button,
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

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture(scope="module")
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, clock: MovableClock) -> Iterator[Stage]:
    """A stage whose clock stands on a Tuesday morning."""
    clock.to(datetime(2031, 3, 4, 9, 0, tzinfo=UTC))
    with opened(tmp_path_factory.mktemp("data"), clock, invited=True) as both:
        yield both


def days(stage: Stage, clock: MovableClock, count: int) -> None:
    """Move to eleven o'clock in Amsterdam on the weekday that is at least so many days on."""
    at = clock().astimezone(AMSTERDAM) + timedelta(days=count)
    while at.weekday() > 4:
        at += timedelta(days=1)
    clock.to(at.replace(hour=11, minute=0, second=0).astimezone(UTC))
    stage[1].ticker.all_soon()


def sent(stage: Stage, person: Person, act: Any = lambda: None) -> Json:
    """The next message that the bot sends this person by itself, after `act`."""
    return after(stage[0], person, person.im, act)[-1]


def asked(stage: Stage, author: str, reader: str, **more: Any) -> tuple[str, Json]:
    """(a word of a new lesson of `author`, the answer that brings it up for `reader`)."""
    playground, word = stage[0], a_word()
    share(playground, playground.person(author), f"Tap the {word} barometer twice.", **more)
    index(stage)
    person = playground.person(reader)
    ask = f"How do I read the {word} barometer?"
    return word, after(playground, person, person.im, lambda: person.say(person.im, ask))[-1]


def plan(stage: Stage, person: Person, container: Json, after_: str = "two_weeks") -> str:
    """Press "I'll try this" and choose; returns what the modal says then."""
    view = open_modal(stage[0], person, lambda: click(person, container, "try_lesson"))
    outcome = person.submit(view["id"], {"after": {"after": after_}})
    assert outcome.ok, (outcome.error, outcome.errors)
    quiet(stage[0])
    return texts(person.view())


def lesson_id(stage: Stage, author: str, word: str) -> str:
    desk = stage[1].desk
    found = desk.store.lessons_of(desk.workspace(None), author)
    return next(x.id for x in found if word in x.body)


def test_a_lesson_is_tried_and_its_author_hears_that_it_held_and_not_from_whom(
    stage: Stage, clock: MovableClock
) -> None:
    playground = stage[0]
    chloe, elif_ = playground.person("U0CHLOE"), playground.person("U0ELIF")
    word, answer = asked(stage, "U0ELIF", "U0CHLOE")
    assert "I'll ask you on" in plan(stage, chloe, answer)
    again = open_modal(playground, chloe, lambda: click(chloe, answer, "try_lesson"))
    assert "You mean to try this already" in texts(again)
    assert word in texts(home(playground, chloe))
    question = sent(stage, chloe, lambda: days(stage, clock, 14))
    assert "You meant to try" in question["text"] and word in question["text"]
    form: list[Json] = []

    def held() -> None:
        form.append(open_modal(playground, chloe, lambda: click(chloe, question, "trial_held")))

    told = sent(stage, elif_, held)
    shown = as_it_is(chloe, question)
    assert "it held here" in texts(shown["blocks"]) and "trial_not_yet" not in str(shown)
    assert "trial_did_not_hold" in str(shown), "people press wrong buttons"
    assert word in told["text"] and "it held there" in told["text"]
    assert "Chloe" not in str(told) and chloe.id not in str(told["blocks"])
    words = f"We have {word} barometers in the cellar."
    assert chloe.submit(form[0]["id"], {"told": {"told": words}}).ok
    done = chloe.view()
    assert done is not None
    click(chloe, done, "share_trial")
    quiet(playground)
    shared = chloe.view()
    assert shared is not None
    assert shared["state"]["values"]["happened.0"]["text"]["value"] == words
    assert chloe.submit(shared["id"], {"learned.0": {"text": f"Cellars suit {word}."}}).ok
    quiet(playground)
    desk = stage[1].desk
    child = desk.store.lesson(desk.workspace(None), lesson_id(stage, "U0CHLOE", word))
    assert child is not None and child.parent_id == lesson_id(stage, "U0ELIF", word)
    trial = desk.store.trial(desk.workspace(None), str(child.parent_id), chloe.id)
    assert trial is not None and (trial.state, trial.told) == (TrialState.HELD, words)
    index(stage)
    ask = f"How do I read the {word} barometer?"
    seen = after(playground, elif_, elif_.im, lambda: elif_.say(elif_.im, ask))[-1]
    assert "tried by one colleague: it held" in texts(seen)
    view = open_modal(playground, elif_, lambda: elif_.click(seen, *read(seen, child.id)))
    assert "Learned by trying" in texts(view) and word in texts(view)


def read(container: Json, lesson: str) -> tuple[str, str]:
    """(block id, action id) of the card's button that opens this lesson."""
    for block in container["blocks"]:
        if any(x.get("value") == lesson for x in block.get("actions", [])):
            return block["block_id"], "read_lesson"
    raise AssertionError("that lesson is not there")


def test_not_tried_yet_is_asked_once_more_and_then_rests(stage: Stage, clock: MovableClock) -> None:
    david = stage[0].person("U0DAVID")
    _, answer = asked(stage, "U0ELIF", "U0DAVID")
    plan(stage, david, answer)
    first = sent(stage, david, lambda: days(stage, clock, 14))
    again = settles(stage[0], david, first, lambda: click(david, first, "trial_not_yet"))
    assert "once more" in texts(again["blocks"]) and "trial_not_yet" not in str(again)
    assert "trial_held" in str(again), "who tries it before then may say so"
    second = sent(stage, david, lambda: days(stage, clock, 15))
    assert "You meant to try" in second["text"]
    rests = settles(stage[0], david, second, lambda: click(david, second, "trial_not_yet"))
    assert "won't ask again" in texts(rests["blocks"]) and "trial_" not in str(rests)
    assert stage[1].desk.store.trials_of(stage[1].desk.workspace(None), david.id) == []


def test_never_mind_takes_it_from_home_and_nothing_is_asked(
    stage: Stage, clock: MovableClock
) -> None:
    playground, david = stage[0], stage[0].person("U0DAVID")
    word, answer = asked(stage, "U0ELIF", "U0DAVID")
    plan(stage, david, answer)
    page = home(playground, david)
    assert word in texts(page)
    click(david, page, "trial_let_go")
    quiet(playground)
    assert word not in texts(david.home())
    before = len(said(david, david.im))
    days(stage, clock, 15)
    stage[1].ticker.catch_up("send")
    quiet(playground)
    assert len(said(david, david.im)) == before


def test_a_date_must_come_and_what_was_chosen_stays(stage: Stage) -> None:
    chloe = stage[0].person("U0CHLOE")
    _, answer = asked(stage, "U0ELIF", "U0CHLOE")
    view = open_modal(stage[0], chloe, lambda: click(chloe, answer, "try_lesson"))
    chosen = {"after": {"after": "date"}, "date": {"date": "2031-01-01"}}
    outcome = chloe.submit(view["id"], chosen)
    assert outcome.errors == {"date": "Pick a date that is still to come."}
    assert chloe.submit(view["id"], {"after": {"after": "month"}}).ok


def test_nobody_tries_their_own_lesson(stage: Stage) -> None:
    playground, elif_, word = stage[0], stage[0].person("U0ELIF"), a_word()
    share(playground, elif_, f"Tap the {word} barometer twice.", visibility="anonymous")
    index(stage)
    ask = f"@hallway how do I read the {word} barometer?"
    answer = after(playground, elif_, "C0GENERAL", lambda: elif_.say("C0GENERAL", ask))[-1]
    view = open_modal(playground, elif_, lambda: click(elif_, answer, "try_lesson"))
    assert "That lesson is your own" in texts(view)
    alone = after(playground, elif_, elif_.im, lambda: elif_.say(elif_.im, ask))[-1]
    assert '"try_lesson"' not in str(alone).replace("'", '"')


def test_an_anonymous_author_is_thanked_once_and_privately(stage: Stage) -> None:
    playground = stage[0]
    anna, bram = playground.person("U0ANNA"), playground.person("U0BRAM")
    word, answer = asked(stage, "U0ANNA", "U0BRAM", visibility="anonymous")
    thanks = sent(stage, anna, lambda: click(bram, answer, "verdict"))
    assert word in thanks["text"] and "Een collega had iets aan" in thanks["text"]
    assert "niemand hoort dat het van jou is" in texts(thanks)
    assert "Bram" not in texts(thanks)
    before = len(said(anna, anna.im))
    chloe = playground.person("U0CHLOE")
    ask = f"How do I read the {word} barometer?"
    hers = after(playground, chloe, chloe.im, lambda: chloe.say(chloe.im, ask))[-1]
    after(playground, chloe, chloe.im, lambda: click(chloe, hers, "verdict"))
    stage[1].ticker.catch_up("send")
    quiet(playground)
    assert len(said(anna, anna.im)) == before


def tend(stage: Stage, person: Person, word: str, what: str) -> None:
    """Choose from the menu of the lesson's row on Home."""
    page = home(stage[0], person)
    block = f"lesson:{lesson_id(stage, person.id, word)}"
    assert person.click(page, block, "tend_lesson", what).ok


def answered(stage: Stage, user: str, word: str) -> str:
    person = stage[0].person(user)
    ask = f"How do I read the {word} barometer?"
    return texts(after(stage[0], person, person.im, lambda: person.say(person.im, ask)))


def test_a_retired_lesson_is_not_brought_up_and_comes_back(stage: Stage) -> None:
    playground, elif_, david = (stage[0], *map(stage[0].person, ("U0ELIF", "U0DAVID")))
    word, answer = asked(stage, "U0ELIF", "U0DAVID")
    tend(stage, elif_, word, "retire")
    quiet(playground)
    page = elif_.home()
    assert page is not None and "You retired it on" in texts(page)
    assert word not in answered(stage, "U0CHLOE", word).replace(f"{word} barometer?", "")
    view = open_modal(playground, david, lambda: click(david, answer, "read_lesson"))
    assert "Retired by its author on" in texts(view) and word in texts(view)
    tried = open_modal(playground, david, lambda: click(david, answer, "try_lesson"))
    assert "put this lesson aside" in texts(tried)
    click(elif_, page, "bring_back")
    quiet(playground)
    assert f"Tap the {word} barometer twice" in answered(stage, "U0CHLOE", word)


def test_a_replaced_lesson_leads_to_its_successor(stage: Stage) -> None:
    playground, elif_, david = (stage[0], *map(stage[0].person, ("U0ELIF", "U0DAVID")))
    word, answer = asked(stage, "U0ELIF", "U0DAVID")
    newer = a_word()
    share(playground, elif_, f"Read the {newer} barometer from below.")
    form = open_modal(playground, elif_, lambda: tend(stage, elif_, word, "replace"))
    _, menu = button(form, "successor")
    option = next(x for x in menu["options"] if newer in x["text"]["text"])
    assert elif_.submit(form["id"], {"successor": {"successor": option["value"]}}).ok
    quiet(playground)
    assert "You put another lesson in its place" in texts(elif_.home())
    old = open_modal(playground, david, lambda: click(david, answer, "read_lesson"))
    assert "Its author put another lesson in its place" in texts(old)
    new = open_modal(playground, david, lambda: click(david, old, "push_lesson"))
    assert newer in texts(new) and word not in texts(new)
    page, successor = home(playground, elif_), lesson_id(stage, elif_.id, newer)
    delete = lambda: elif_.click(page, f"lesson:{successor}", "delete_lesson")  # noqa: E731
    sure = open_modal(playground, elif_, delete)
    assert f"Tap the {word} barometer twice”, which it replaced, then comes back" in texts(sure)
    assert elif_.submit(sure["id"]).ok
    quiet(playground)
    assert f"Tap the {word} barometer twice" in answered(stage, "U0CHLOE", word)


def test_an_old_lesson_that_nobody_tried_is_asked_about_once_a_year(
    stage: Stage, clock: MovableClock
) -> None:
    playground, bot, chloe = stage[0], stage[1], stage[0].person("U0CHLOE")
    word = a_word()
    share(playground, chloe, f"Tap the {word} barometer twice.")
    workspace, author = bot.desk.workspace(None), bot.desk.directory.person(FIRST, chloe.id)
    for other in bot.desk.store.lessons_of(workspace, chloe.id):
        if word not in other.body:
            bot.desk.tending.retire(workspace, other.id, author)
    days(stage, clock, 370)
    bot.ticker.catch_up("review")  # in turn with the ticker, which the new day woke
    assert bot.desk.tending.plan_reviews() == 0
    question = sent(stage, chloe, lambda: days(stage, clock, 35))
    assert word in question["text"] and "Does it still hold?" in question["text"]
    done = settles(playground, chloe, question, lambda: click(chloe, question, "review_retire"))
    assert "bring it back" in texts(done["blocks"]) and "review_" not in str(done)
    kept = bot.desk.store.lesson(workspace, lesson_id(stage, chloe.id, word))
    assert kept is not None and kept.retired_at is not None
    last = bot.desk.store.last_sent(workspace, chloe.id, Kind.REVIEW)
    assert last is not None
