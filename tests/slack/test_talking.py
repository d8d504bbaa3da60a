"""Talk to the author: asked first, brought together or carried, and never named unasked."""

from datetime import timedelta
from typing import Any

import pytest

from hallway_bot.domain.reflecting import Wishes
from hallway_bot.domain.talks import Talked, TalkState
from hallway_bot.playground.people import Member
from hallway_bot.playground.server import Playground

from .acting import (
    BOT,
    Json,
    Stage,
    a_word,
    after,
    click,
    home,
    index,
    open_modal,
    quiet,
    said,
    share,
    texts,
)
from .conftest import MovableClock

DAY = timedelta(days=1)
EVERYBODY = ("U0ANNA", "U0BRAM", "U0CHLOE", "U0DAVID", "U0ELIF")


@pytest.fixture(autouse=True)
def patient(stage: Stage) -> None:
    """These people allow so much that tests do not get into each other's way."""
    store = stage[1].desk.store
    for user in EVERYBODY:
        wishes = Wishes(attention_limit=10, introductions_limit=99)
        store.set_wishes(store.workspace(None), user, wishes)


def answered(stage: Stage, author: str, asker: str, **more: Any) -> tuple[Json, str]:
    """The answer with one new lesson of `author` that `asker` got in their DM, and its word."""
    playground, word = stage[0], a_word()
    share(playground, playground.person(author), f"Tap the {word} barometer twice.", **more)
    index(stage)
    person = playground.person(asker)
    ask = f"How do I read the {word} barometer?"
    return after(playground, person, person.im, lambda: person.say(person.im, ask))[-1], word


def talk(playground: Playground, answer: Json, asker: str, author: str) -> tuple[Json, Json]:
    """(what the asker hears, what the author gets) after "talk to the author"."""
    here, there = playground.person(asker), playground.person(author)
    heard: list[Json] = []

    def press() -> None:
        heard.extend(after(playground, here, here.im, lambda: click(here, answer, "talk")))

    got = after(playground, there, there.im, press)
    assert len(heard) == len(got) == 1
    return heard[0], got[0]


def group_of(playground: Playground, *users: str) -> str:
    """The group conversation of these people and the bot."""
    (room,) = [
        room.id
        for room in playground.workspace.rooms()
        if room.kind == "mpim" and room.members == {*users, BOT}
    ]
    return room


def move(stage: Stage, clock: MovableClock, by: timedelta) -> None:
    """Let time pass and the bot see it."""
    clock.move(by)
    for job in ("meet", "send"):
        stage[1].ticker.soon(job)
        quiet(stage[0])


def state(stage: Stage, asker: str, word: str) -> TalkState:
    store = stage[1].desk.store
    talks = store.talks_of(store.workspace(None), asker)
    return next(talk.state for talk in talks if word in talk.question)


def test_a_yes_opens_a_conversation_of_both_with_the_question_and_the_lesson(
    stage: Stage, clock: MovableClock
) -> None:
    playground = stage[0]
    answer, word = answered(stage, "U0ELIF", "U0CHLOE")
    heard, request = talk(playground, answer, "U0CHLOE", "U0ELIF")
    assert heard["ephemeral"] and "I'm asking the author, privately" in heard["text"]
    assert "Chloe Martin" in request["text"] and "barometer" in texts(request["blocks"])
    elif_, chloe = playground.person("U0ELIF"), playground.person("U0CHLOE")
    mine = after(playground, elif_, elif_.im, lambda: click(elif_, request, "talk_yes"))
    assert "opening a conversation with Chloe Martin" in mine[0]["text"]
    group = group_of(playground, "U0ELIF", "U0CHLOE")
    (opened,) = said(chloe, group)
    shown = texts(opened["blocks"])
    assert f"How do I read the {word} barometer?" in shown and "Fifteen minutes" in shown
    assert f"Tap the {word} barometer twice" in shown and said(elif_, group) == [opened]
    for again in ("talk_no", "talk_yes", "talk_relay"):
        heard_again = after(playground, elif_, elif_.im, lambda a=again: click(elif_, request, a))
        assert "answered that already" in heard_again[-1]["text"]
    assert said(chloe, group) == [opened]
    chloe.say(group, "Hello Elif, how do I start?")
    quiet(playground)
    assert said(chloe, group) == [opened]
    later = 2 * DAY + timedelta(minutes=1)
    mine = after(playground, chloe, chloe.im, lambda: move(stage, clock, later))[0]
    theirs = said(elif_, elif_.im)[-1]
    assert "Did you and Elif Kaya get to talk?" in mine["text"]
    assert "Did you and Chloe Martin get to talk?" in theirs["text"]
    yes = after(playground, chloe, chloe.im, lambda: click(chloe, mine, "talked_yes"))
    view = open_modal(playground, chloe, lambda: click(chloe, yes[0], "talked_write"))
    assert f"How do I read the {word} barometer?" in texts(view)
    no = after(playground, elif_, elif_.im, lambda: click(elif_, theirs, "talked_no"))
    assert "Not every talk" in no[0]["text"]
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


def test_words_are_carried_both_ways_without_the_authors_name_or_anything_that_acts(
    stage: Stage,
) -> None:
    playground = stage[0]
    david, anna = playground.person("U0DAVID"), playground.person("U0ANNA")
    start = len(said(david, david.im))
    answer, _ = answered(stage, "U0ANNA", "U0DAVID", visibility="anonymous")
    _, request = talk(playground, answer, "U0DAVID", "U0ANNA")
    here = after(playground, david, david.im, lambda: click(anna, request, "talk_relay"))[0]
    there = said(anna, anna.im)[-1]
    assert "David Okafor" in there["text"]
    asks = "How long does it take <!channel>? See <https://evil.example|this>."
    got = after(
        playground,
        anna,
        anna.im,
        lambda: david.say(david.im, asks, thread_ts=here["ts"]),
        there["ts"],
    )
    shown = texts(got[0]["blocks"])
    assert "David Okafor schrijft:" in shown and "How long does it take" in shown
    assert "<!channel>" not in str(got) and "<https" not in str(got)
    assert "I'm passing it on." in said(david, david.im, here["ts"])[-1]["text"]
    got = after(
        playground,
        david,
        david.im,
        lambda: anna.say(anna.im, "Wie heeft er bij jullie de sleutel?", thread_ts=there["ts"]),
        here["ts"],
    )
    assert "The author writes:" in texts(got[0]["blocks"])
    assert "Wie heeft er bij jullie de sleutel?" in texts(got[0]["blocks"])
    everything = str(said(david, david.im)[start:])
    assert "U0ANNA" not in everything and "Anna" not in everything
    kept = stage[1].desk.store.due_deliveries(stage[1].hallway.now() + 999 * DAY, 1_000)
    assert "sleutel" not in str(kept)
    ended = after(playground, anna, anna.im, lambda: click(david, here, "relay_end"), there["ts"])
    assert "is voorbij" in ended[0]["text"]
    assert "has ended" in said(david, david.im, here["ts"])[-1]["text"]
    before = len(said(david, david.im))
    late = after(
        playground,
        anna,
        anna.im,
        lambda: anna.say(anna.im, "Nog iets?", thread_ts=there["ts"]),
        there["ts"],
    )
    assert "is voorbij" in late[0]["text"] and len(said(david, david.im)) == before


def test_a_thread_whose_other_side_had_itself_forgotten_says_that_it_is_over(stage: Stage) -> None:
    playground, desk = stage[0], stage[1].desk
    david, anna = playground.person("U0DAVID"), playground.person("U0ANNA")
    answer, _ = answered(stage, "U0ANNA", "U0DAVID", visibility="anonymous")
    _, request = talk(playground, answer, "U0DAVID", "U0ANNA")
    here = after(playground, david, david.im, lambda: click(anna, request, "talk_relay"))[0]
    workspace = desk.store.workspace(None)
    sent = desk.store.delivery_at(workspace, david.im, here["ts"])
    assert sent is not None
    desk.store.set_subject(workspace, sent, {"about": "start"})
    late = after(
        playground,
        david,
        david.im,
        lambda: david.say(david.im, "Are you still there?", thread_ts=here["ts"]),
        here["ts"],
    )
    assert "has ended" in late[0]["text"]


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
    block = next(b for b in page["blocks"] if "set_introductions" in str(b.get("elements", "")))
    elif_.click(page, block["block_id"], "set_introductions", "0")
    quiet(playground)
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
    got = after(playground, noor, noor.im, lambda: click(chloe, heard, "talk"))
    assert "Chloe Martin" in got[0]["text"]


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
