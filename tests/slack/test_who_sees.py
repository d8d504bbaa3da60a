"""The four answers to "who may see it?", seen with everybody's eyes."""

from typing import Any

import pytest

from hallway_bot.playground.server import Playground

from .acting import (
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

COLLEAGUES = ("U0ANNA", "U0BRAM", "U0CHLOE", "U0DAVID", "U0ELIF")


def shared(stage: Stage, user: str, **more: Any) -> str:
    """A word that only stands in a new lesson of this person."""
    word = a_word()
    share(stage[0], stage[0].person(user), f"Always grease the {word} bearing first.", **more)
    index(stage)
    return word


def question(word: str) -> str:
    return f"How do I grease the {word} bearing?"


def finds(playground: Playground, user: str, word: str) -> bool:
    return f"grease the {word} bearing first" in asks(playground, user, question(word))


def in_channel(playground: Playground, user: str, channel: str, word: str) -> list[Json]:
    """What a mention brings to the whole channel."""
    person = playground.person(user)
    sent: list[Any] = []
    return after(
        playground,
        person,
        channel,
        lambda: sent.append(person.say(channel, f"@hallway {question(word)}")),
    )


def everything_seen(playground: Playground, user: str) -> str:
    """All that the bot ever showed this person, raw: texts, values, ids."""
    person = playground.person(user)
    channels = ["C0GENERAL", "C0PROJECTS", person.im]
    seen = [m for c in channels for m in person.messages(c) if m["bot"]]
    return str(seen) + str(person.stack()) + str(person.home())


def test_a_named_lesson_is_found_by_every_colleague_under_its_authors_name(stage: Stage) -> None:
    word = shared(stage, "U0CHLOE")
    for user in COLLEAGUES:
        answer = asks(stage[0], user, question(word))
        assert f"grease the {word} bearing first" in answer and "Chloe Martin" in answer


def test_of_an_anonymous_lesson_nobody_else_ever_sees_the_name(stage: Stage) -> None:
    playground = stage[0]
    elif_, david = playground.person("U0ELIF"), playground.person("U0DAVID")
    assert "Elif" not in everything_seen(playground, "U0DAVID")
    word = shared(stage, "U0ELIF", visibility="anonymous")
    answer = after(playground, david, david.im, lambda: david.say(david.im, question(word)))
    assert "A colleague who prefers not to be named" in texts(answer)
    open_modal(playground, david, lambda: click(david, answer[-1], "read_lesson"))
    knows = f"who knows about the {word} bearing?"
    people = after(playground, david, david.im, lambda: david.say(david.im, knows))
    assert "prefers not to be named" in texts(people)
    in_channel(playground, "U0DAVID", "C0GENERAL", word)
    assert elif_.id not in everything_seen(playground, "U0DAVID")
    assert "Elif" not in everything_seen(playground, "U0DAVID")


def test_in_a_channel_an_anonymous_author_who_asks_gives_nothing_away(stage: Stage) -> None:
    playground = stage[0]
    word = shared(stage, "U0ELIF", visibility="anonymous")
    by_author = in_channel(playground, "U0ELIF", "C0GENERAL", word)[-1]
    by_other = in_channel(playground, "U0CHLOE", "C0GENERAL", word)[-1]

    def seen(message: Json) -> list[list[str]]:
        return [[a["action_id"] for a in b["actions"]] for b in message["blocks"] if "actions" in b]

    assert seen(by_author) == seen(by_other) != []


@pytest.mark.parametrize("visibility", ["anonymous", "everyone"])
def test_in_a_channel_who_knows_counts_unnamed_colleagues_alike_whoever_asks(
    stage: Stage, visibility: str
) -> None:
    playground, about = stage[0], a_word()
    elif_ = playground.person("U0ELIF")
    share(playground, elif_, f"Cool the {about} kiln slowly.", visibility="anonymous")
    share(playground, elif_, f"Sweep the {about} kiln at night.", visibility=visibility)
    index(stage)

    def unnamed(user: str) -> bool:
        person = playground.person(user)
        question = f"@hallway who knows about the {about} kiln?"
        heard = after(playground, person, "C0GENERAL", lambda: person.say("C0GENERAL", question))
        return "ne colleague who prefers not to be named" in texts(heard)

    assert unnamed("U0ELIF") and unnamed("U0CHLOE")


def test_a_lesson_of_a_channel_is_found_by_its_members_and_only_by_them(stage: Stage) -> None:
    playground = stage[0]
    word = shared(stage, "U0DAVID", visibility="channel", channel="C0SUPPORT")
    assert finds(playground, "U0ANNA", word)
    assert not finds(playground, "U0CHLOE", word)
    assert f"{word} bearing first" in texts(in_channel(playground, "U0ANNA", "C0SUPPORT", word))
    elsewhere = in_channel(playground, "U0ANNA", "C0GENERAL", word)
    assert f"{word} bearing first" not in texts(elsewhere)


def test_a_private_lesson_is_found_by_its_author_alone_and_never_in_a_channel(
    stage: Stage,
) -> None:
    playground = stage[0]
    word = shared(stage, "U0CHLOE", visibility="private")
    assert finds(playground, "U0CHLOE", word)
    assert not any(finds(playground, user, word) for user in COLLEAGUES if user != "U0CHLOE")
    assert f"{word} bearing first" not in texts(
        in_channel(playground, "U0CHLOE", "C0GENERAL", word)
    )


def test_a_lesson_that_became_private_cannot_be_opened_from_an_old_answer(stage: Stage) -> None:
    playground = stage[0]
    chloe, david = playground.person("U0CHLOE"), playground.person("U0DAVID")
    word = shared(stage, "U0CHLOE")
    answer = after(playground, david, david.im, lambda: david.say(david.im, question(word)))
    page = home(playground, chloe)
    form = open_modal(playground, chloe, lambda: click(chloe, page, "change_visibility"))
    assert chloe.submit(form["id"], {"visibility": {"visibility": "private"}}).ok
    assert "from now on: Only me" in texts(chloe.view())
    quiet(playground)
    gone = open_modal(playground, david, lambda: click(david, answer[-1], "read_lesson"))
    assert "no longer here for you" in texts(gone) and word not in texts(gone)
    for action in ("talk", "verdict"):
        refused = after(playground, david, david.im, lambda a=action: click(david, answer[-1], a))
        assert "no longer here for you" in texts(refused)


def test_changing_who_may_see_it_complains_at_the_channel_and_stays_open(stage: Stage) -> None:
    playground = stage[0]
    chloe = playground.person("U0CHLOE")
    shared(stage, "U0CHLOE")
    page = home(playground, chloe)
    form = open_modal(playground, chloe, lambda: click(chloe, page, "change_visibility"))
    only = {"visibility": {"visibility": "channel"}}
    outcome = chloe.submit(form["id"], only)
    assert outcome.errors == {"channel": "Choose the channel whose members may see it."}
    outcome = chloe.submit(form["id"], {**only, "channel": {"channel": "C0SITE"}})
    assert list(outcome.errors) == ["channel"]
    assert chloe.submit(form["id"], {**only, "channel": {"channel": "C0PROJECTS"}}).ok
    assert "from now on: Only <#C0PROJECTS>" in texts(chloe.view())


def test_an_author_changes_a_lesson_from_home_and_others_find_the_new_words(stage: Stage) -> None:
    playground = stage[0]
    bram, word = playground.person("U0BRAM"), shared(stage, "U0BRAM")
    page, other = home(playground, bram), a_word()
    form = open_modal(playground, bram, lambda: click(bram, page, "edit_lesson"))
    assert word in texts(form)
    changed = {"learned.0": {"text": f"Always grease the {other} bearing first."}}
    assert bram.submit(form["id"], changed).ok
    quiet(playground)
    assert "Je les is gewijzigd" in texts(bram.view())
    assert other in texts(bram.home()) and word not in texts(bram.home())
    index(stage)
    assert finds(playground, "U0CHLOE", other) and not finds(playground, "U0CHLOE", word)


def test_deleting_asks_first_and_then_the_lesson_is_gone_for_everyone(stage: Stage) -> None:
    playground = stage[0]
    chloe, word = playground.person("U0CHLOE"), shared(stage, "U0CHLOE")
    page = home(playground, chloe)
    form = open_modal(playground, chloe, lambda: click(chloe, page, "delete_lesson"))
    assert word in texts(form) and "for good" in texts(form)
    assert word in texts(home(playground, chloe))
    assert chloe.submit(form["id"]).ok
    assert "It is gone." in texts(chloe.view())
    quiet(playground)
    assert word not in texts(chloe.home())
    assert not finds(playground, "U0CHLOE", word) and not finds(playground, "U0ANNA", word)


def test_saving_a_lesson_that_was_deleted_meanwhile_does_not_bring_it_back(stage: Stage) -> None:
    playground, bot = stage
    chloe, word = playground.person("U0CHLOE"), shared(stage, "U0CHLOE")
    page = home(playground, chloe)
    form = open_modal(playground, chloe, lambda: click(chloe, page, "edit_lesson"))
    workspace, store = bot.hallway.store.workspace(None), bot.desk.store
    lesson = next(x for x in store.lessons_of(workspace, "U0CHLOE") if word in x.learned)
    store.delete_lesson(workspace, lesson.id)
    outcome = chloe.submit(form["id"])
    assert "not yours to change" in str(outcome.errors)
    assert store.lesson(workspace, lesson.id) is None
    chloe.close(form["id"])


def test_nobody_changes_or_deletes_the_lesson_of_somebody_else(stage: Stage) -> None:
    playground, bot = stage
    word = shared(stage, "U0CHLOE")
    workspace = bot.hallway.store.workspace(None)
    lesson = next(x for x in bot.desk.store.lessons_of(workspace, "U0CHLOE") if word in x.learned)
    david = playground.person("U0DAVID")
    shared(stage, "U0DAVID")
    page = home(playground, david)
    form = open_modal(playground, david, lambda: click(david, page, "delete_lesson"))
    form["private_metadata"] = lesson.id
    playground.workspace.views.update(form_of(form), form["id"], None, None)
    assert david.submit(form["id"]).ok
    assert "not yours to change" in texts(david.view())
    assert bot.desk.store.lesson(workspace, lesson.id) is not None


def form_of(view: Json) -> Json:
    """A view as an app would send it."""
    keys = ("type", "title", "close", "submit", "blocks", "callback_id", "private_metadata")
    return {key: view[key] for key in keys}
