"""Small things that people would trip over."""

from dataclasses import replace

import pytest

from hallway_bot.playground.people import Member, Room
from hallway_bot.playground.server import Playground

from .acting import (
    BOT,
    Json,
    Stage,
    a_word,
    after,
    asks,
    click,
    home,
    index,
    open_modal,
    quiet,
    share,
    texts,
)

DNS = "How do I move DNS with a low TTL?"


@pytest.mark.parametrize("channel", ["C0GENERAL", "C0RANDOM"])
def test_every_button_under_an_answer_that_only_the_asker_sees_works(
    playground: Playground, channel: str
) -> None:
    david = playground.person("U0DAVID")
    command = f"/hallway ask {DNS} {channel}"
    answer = after(playground, david, channel, lambda: david.command(channel, command))[-1]
    assert answer["ephemeral"]
    whole = open_modal(playground, david, lambda: click(david, answer, "read_lesson"))
    assert "Chloe Martin" in texts(whole)
    consent = open_modal(playground, david, lambda: click(david, answer, "keep_question"))
    assert DNS in texts(consent)
    for action, reply in (
        ("verdict", "this one helped you"),
        ("talk", "ask"),
    ):
        heard = after(playground, david, channel, lambda a=action: click(david, answer, a))
        assert reply in heard[0]["text"] and heard[0]["ephemeral"]


def test_names_in_a_message_stay_in_the_lesson_that_is_made_of_it(playground: Playground) -> None:
    chloe = playground.person("U0CHLOE")
    sent = chloe.say("C0GENERAL", "It was @bram who saw it first, not me")
    assert "<@U0BRAM>" in sent.text
    view = open_modal(
        playground, chloe, lambda: chloe.message_shortcut("take_into_hallway", "C0GENERAL", sent.ts)
    )
    typed = view["state"]["values"]["happened.0"]["text"]["value"]
    assert typed == "It was Bram Jansen who saw it first, not me"
    told = "@hallway I learned from @bram to look twice"
    offered = after(playground, chloe, "C0GENERAL", lambda: chloe.say("C0GENERAL", told))
    view = open_modal(playground, chloe, lambda: click(chloe, offered[0], "is_lesson"))
    typed = view["state"]["values"]["learned.0"]["text"]["value"]
    assert typed == "I learned from Bram Jansen to look twice"


def test_the_prompt_to_share_opens_an_empty_modal(playground: Playground) -> None:
    chloe = playground.person("U0CHLOE")
    prompt = "I learned something I want to share"
    offered = after(playground, chloe, chloe.im, lambda: chloe.say(chloe.im, prompt))
    view = open_modal(playground, chloe, lambda: click(chloe, offered[0], "is_lesson"))
    assert not view["state"]["values"]["learned.0"]["text"]["value"]


def test_an_own_private_lesson_is_called_ones_own_and_no_unnamed_colleagues(
    stage: Stage,
) -> None:
    playground, word = stage[0], a_word()
    share(playground, playground.person("U0ELIF"), f"Wax the {word} skis.", visibility="private")
    index(stage)
    assert "From your own room" in asks(playground, "U0ELIF", f"How do I wax {word} skis?")
    people = asks(playground, "U0ELIF", f"who knows about waxing {word} skis?")
    assert "prefer" not in people and "No colleague of yours has shared" in people


def test_a_lesson_with_many_topics_keeps_them_all_when_it_is_edited(stage: Stage) -> None:
    playground, bot = stage
    david = playground.person("U0DAVID")
    topics = tuple(f"topic {n} {'x' * 60}" for n in range(12))
    share(playground, david, f"Sort the {a_word()} drawer.", topics=["one"])
    workspace = bot.hallway.store.workspace(None)
    (lesson,) = [x for x in bot.desk.store.lessons_of(workspace, "U0DAVID") if "one" in x.topics]
    bot.desk.store.save_lessons(workspace, [replace(lesson, topics=topics)])
    page = home(playground, david)
    form = open_modal(playground, david, lambda: click(david, page, "edit_lesson"))
    assert david.submit(form["id"], {"learned.0": {"text": "Sort it today."}}).ok
    quiet(playground)
    kept = bot.desk.store.lesson(workspace, lesson.id)
    assert kept is not None and kept.topics == topics and kept.learned == "Sort it today."


def test_a_long_question_is_read_from_its_beginning(playground: Playground) -> None:
    elif_ = playground.person("U0ELIF")
    dns = "How do I move DNS with a low TTL to a new host without trouble? " * 3
    long = f"@hallway {dns}" + "Thank you all in advance for thinking along. " * 14
    answer = after(playground, elif_, "C0GENERAL", lambda: elif_.say("C0GENERAL", long))
    assert "Lower the DNS TTL before the move" in texts(answer)


def test_in_a_large_channel_its_people_are_looked_up_together(playground: Playground) -> None:
    crowd = [f"U0CROWD{n}" for n in range(60)]
    for user in crowd:
        playground.workspace.add_member(Member(user, user.lower(), f"Colleague {user}"))
    everybody = frozenset({*crowd, "U0CHLOE", BOT})
    playground.workspace.add_room(Room("C0LARGE", "large", members=everybody))
    playground.faults.clear()
    chloe = playground.person("U0CHLOE")
    ask = f"@hallway {DNS}"
    answer: list[Json] = after(playground, chloe, "C0LARGE", lambda: chloe.say("C0LARGE", ask))
    assert not answer[0]["ephemeral"] and "Lower the DNS TTL" in texts(answer)
    assert len(playground.faults.called("users.info")) < 10


def test_a_guest_in_a_large_channel_is_noticed(playground: Playground) -> None:
    crowd = {f"U0THRONG{n}" for n in range(30)}
    for user in crowd:
        playground.workspace.add_member(Member(user, user.lower(), user))
    playground.workspace.change_member("U0THRONG7", is_guest=True)
    everybody = frozenset({*crowd, "U0CHLOE", BOT})
    playground.workspace.add_room(Room("C0MIXED", "mixed", members=everybody))
    chloe = playground.person("U0CHLOE")
    ask = f"@hallway {DNS}"
    answer = after(playground, chloe, "C0MIXED", lambda: chloe.say("C0MIXED", ask))
    assert "I answer only you" in answer[0]["text"]
    assert all(one["ephemeral"] for one in answer)


def test_nobody_says_of_their_own_lesson_that_it_helped(stage: Stage) -> None:
    playground, bot = stage
    david, word = playground.person("U0DAVID"), a_word()
    share(playground, david, f"Oil the {word} hinge every spring.")
    index(stage)
    ask = f"@hallway how often do I oil the {word} hinge?"
    room = "C0GENERAL"
    answer = after(playground, david, room, lambda: david.say(room, ask))[-1]
    workspace = bot.hallway.store.workspace(None)
    before = bot.desk.store.stored(workspace, david.id).verdicts
    said = after(playground, david, room, lambda: click(david, answer, "verdict"))
    assert "your own" in texts(said)
    assert bot.desk.store.stored(workspace, david.id).verdicts == before
