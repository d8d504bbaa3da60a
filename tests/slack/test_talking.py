"""Talk to the author: asked first, brought together or carried, and never named unasked."""

from datetime import timedelta

import pytest

from hallway_bot.domain.talks import Talked, TalkState
from hallway_bot.playground.people import Member

from .acting import (
    Stage,
    a_word,
    after,
    as_it_is,
    click,
    filled,
    home,
    index,
    old_copy,
    open_modal,
    quiet,
    said,
    settles,
    share,
    texts,
)
from .conftest import MovableClock
from .talks import DAY, answered, group_of, let_all, move, state, talk


@pytest.fixture(autouse=True)
def patient(stage: Stage) -> None:
    let_all(stage)


def test_a_yes_opens_a_conversation_of_both_with_the_question_and_the_lesson(
    stage: Stage, clock: MovableClock
) -> None:
    playground = stage[0]
    answer, word = answered(stage, "U0ELIF", "U0CHLOE")
    heard, request = talk(playground, answer, "U0CHLOE", "U0ELIF")
    assert heard["ephemeral"] and "I'm asking the author, privately" in heard["text"]
    assert "Chloe Martin" in request["text"] and "barometer" in texts(request["blocks"])
    elif_, chloe = playground.person("U0ELIF"), playground.person("U0CHLOE")
    mine = settles(playground, elif_, request, lambda: click(elif_, request, "talk_yes"))
    assert "opening a conversation with Chloe Martin" in texts(mine["blocks"])
    assert "talk_" not in str(mine) and "A yes gives" not in texts(mine["blocks"])
    group = group_of(playground, "U0ELIF", "U0CHLOE")
    (opened,) = said(chloe, group)
    shown = texts(opened["blocks"])
    assert f"How do I read the {word} barometer?" in shown and "Fifteen minutes" in shown
    assert f"Tap the {word} barometer twice" in shown and said(elif_, group) == [opened]
    for again in ("talk_no", "talk_yes", "talk_relay"):
        old_copy(playground, request)
        heard_again = after(playground, elif_, elif_.im, lambda a=again: click(elif_, request, a))
        assert "answered that already" in heard_again[-1]["text"]
        shown = as_it_is(elif_, request)
        assert "opening a conversation" in texts(shown["blocks"]) and "talk_" not in str(shown)
    assert said(chloe, group) == [opened]
    chloe.say(group, "Hello Elif, how do I start?")
    quiet(playground)
    assert said(chloe, group) == [opened]
    later = 2 * DAY + timedelta(minutes=1)
    mine = after(playground, chloe, chloe.im, lambda: move(stage, clock, later))[0]
    theirs = said(elif_, elif_.im)[-1]
    assert "Did you and Elif Kaya get to talk?" in mine["text"]
    assert "Did you and Chloe Martin get to talk?" in theirs["text"]
    yes = settles(playground, chloe, mine, lambda: click(chloe, mine, "talked_yes"))
    assert "talked_not_yet" not in str(yes)
    view = open_modal(playground, chloe, lambda: click(chloe, yes, "talked_write"))
    assert f"How do I read the {word} barometer?" in texts(view)
    filled_in = filled(f"{word} barometers stick in the cold.", visibility="anonymous")
    done = settles(playground, chloe, yes, lambda: chloe.submit(view["id"], filled_in))
    assert "without your name" in texts(done["blocks"]) and "talked_" not in str(done)
    no = settles(playground, elif_, theirs, lambda: click(elif_, theirs, "talked_no"))
    assert "Not every talk" in texts(no["blocks"]) and "talked_" not in str(no)
    store = stage[1].desk.store
    kept = next(x for x in store.talks_of(store.workspace(None), "U0CHLOE") if word in x.question)
    assert (kept.asker_talked, kept.author_talked) == (Talked.YES, Talked.NO)


def test_a_second_request_about_the_same_lesson_reaches_nobody(stage: Stage) -> None:
    playground = stage[0]
    answer, _ = answered(stage, "U0ELIF", "U0DAVID")
    talk(playground, answer, "U0DAVID", "U0ELIF")
    david, elif_ = playground.person("U0DAVID"), playground.person("U0ELIF")
    before = len(said(elif_, elif_.im))
    heard = after(playground, david, david.im, lambda: click(david, answer, "talk"))
    assert "I don't ask twice" in heard[0]["text"]
    assert len(said(elif_, elif_.im)) == before


@pytest.mark.parametrize("action", ["talk_no", "talk_not_about", "talk_relay", None])
def test_an_anonymous_author_who_does_not_say_yes_stays_unknown(
    stage: Stage, clock: MovableClock, action: str | None
) -> None:
    playground = stage[0]
    david, anna = playground.person("U0DAVID"), playground.person("U0ANNA")
    start = len(said(david, david.im))
    answer, word = answered(stage, "U0ANNA", "U0DAVID", visibility="anonymous")
    _, request = talk(playground, answer, "U0DAVID", "U0ANNA")
    assert "niemand weet dat het van jou is" in texts(request["blocks"])

    def react() -> None:
        if action:
            click(anna, request, action)
        else:
            move(stage, clock, 7 * DAY)

    told = after(playground, david, david.im, react)
    expected = {
        "talk_no": "can't talk right now",
        "talk_not_about": "would rather not talk",
        "talk_relay": "talk with you through me",
        None: "haven't heard back",
    }
    assert expected[action] in told[0]["text"]
    everything = str(said(david, david.im)[start:])
    assert "U0ANNA" not in everything and "Anna" not in everything
    assert state(stage, "U0DAVID", word) is not TalkState.ASKED


def test_an_author_who_has_left_is_not_written_to(stage: Stage) -> None:
    playground = stage[0]
    playground.workspace.add_member(Member("U0LEFT", "left", "Lena Weg"))
    answer, _ = answered(stage, "U0LEFT", "U0CHLOE")
    playground.workspace.change_member("U0LEFT", deleted=True)
    stage[1].desk.directory._cache.clear()  # type: ignore[attr-defined] # five minutes later
    chloe = playground.person("U0CHLOE")
    heard = after(playground, chloe, chloe.im, lambda: click(chloe, answer, "talk"))[0]
    assert "can't reach the author" in heard["text"]


def test_an_author_who_was_asked_enough_is_not_asked_and_somebody_else_is_offered(
    stage: Stage,
) -> None:
    playground = stage[0]
    elif_, chloe = playground.person("U0ELIF"), playground.person("U0CHLOE")
    playground.workspace.add_member(Member("U0NEW", "new", "Noor Nieuw"))
    stage[1].desk.directory._cache.clear()  # type: ignore[attr-defined] # five minutes later
    page = home(playground, elif_)
    view = open_modal(playground, elif_, lambda: click(elif_, page, "settings"))
    assert elif_.submit(view["id"], {"introductions": {"introductions": "0"}}).ok
    quiet(playground)
    elif_.close((elif_.view() or {})["id"])
    store = stage[1].desk.store
    assert store.wishes(store.workspace(None), "U0ELIF").introductions_limit == 0
    answer, word = answered(stage, "U0ELIF", "U0CHLOE")
    noor = playground.person("U0NEW")
    share(playground, noor, f"Read the {word} barometer at noon.")
    index(stage)
    before = len(said(elif_, elif_.im))
    heard = after(playground, chloe, chloe.im, lambda: click(chloe, answer, "talk"))[0]
    assert "as often as they like" in heard["text"] and "Noor Nieuw" in heard["text"]
    assert len(said(elif_, elif_.im)) == before
    got = after(playground, noor, noor.im, lambda: click(chloe, heard, "talk_next"))
    assert "Chloe Martin" in got[0]["text"]
    shown = as_it_is(chloe, heard)
    assert "I'm asking the author" in texts(shown["blocks"]) and "talk_next" not in str(shown)


def test_asking_oneself_to_talk_is_met_with_a_smile(stage: Stage) -> None:
    playground, word = stage[0], a_word()
    elif_ = playground.person("U0ELIF")
    share(playground, elif_, f"Tap the {word} barometer twice.", visibility="anonymous")
    index(stage)
    question = f"@hallway how do I read the {word} barometer?"
    answer = after(playground, elif_, "C0GENERAL", lambda: elif_.say("C0GENERAL", question))
    own = after(playground, elif_, "C0GENERAL", lambda: click(elif_, answer[-1], "talk"))
    assert own[0]["text"] == "That lesson is your own." and own[0]["ephemeral"]


def test_a_lesson_taken_back_before_the_author_answers_ends_it_kindly(
    stage: Stage, clock: MovableClock
) -> None:
    playground = stage[0]
    answer, word = answered(stage, "U0BRAM", "U0CHLOE")
    _, request = talk(playground, answer, "U0CHLOE", "U0BRAM")
    store = stage[1].desk.store
    workspace = store.workspace(None)
    (mine,) = [x for x in store.lessons_of(workspace, "U0BRAM") if word in x.learned]
    store.delete_lesson(workspace, mine.id)
    chloe, bram = playground.person("U0CHLOE"), playground.person("U0BRAM")
    told = after(playground, chloe, chloe.im, lambda: move(stage, clock, timedelta(minutes=1)))
    assert "Something changed around that lesson" in told[0]["text"]
    late = after(playground, bram, bram.im, lambda: click(bram, request, "talk_yes"))
    assert "intussen voorbij" in late[0]["text"]
