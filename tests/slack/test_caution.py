"""Secrets stay out of lessons; personal data and telltale wording are asked about first."""

import json
from dataclasses import replace
from typing import Any

from hallway_bot.domain.lesson import Lesson, Visibility
from hallway_bot.playground.server import Playground

from .acting import Stage, a_word, click_lesson, filled, home, open_modal, quiet, share, texts

TOKEN = "xoxb-" + "123456789012-1234567890123-" + "AbCdEfGhIjKlMnOpQrStUvWx"


def start(playground: Playground, user: str) -> tuple[Any, Any]:
    person = playground.person(user)
    return person, open_modal(playground, person, lambda: person.shortcut("share_lesson"))


def test_a_secret_is_refused_at_its_field_and_never_repeated(playground: Playground) -> None:
    david, view = start(playground, "U0DAVID")
    for field, text, said in (
        ("learned.0", f"Rotate {TOKEN} yearly.", "access token"),
        ("happened.0", "We paid with 4111 1111 1111 1111.", "payment card"),
        ("useful_when.0", "postgres://shop:hunter2@db/shop", "password"),
    ):
        values = filled("Fine.", "Fine.", **{"useful_when.0": {"text": "Fine."}})
        values["useful_when.0"] = {"text": "Fine."}
        values[field] = {"text": text}
        outcome = david.submit(view["id"], values)
        assert list(outcome.errors) == [field] and said in outcome.errors[field]
        assert not any(part in outcome.errors[field] for part in text.split() if len(part) > 5)
        assert text in json.dumps(david.view()["state"])
    assert "Rotate" not in texts(home(playground, david))


def test_a_secret_and_personal_data_are_named_in_one_round(playground: Playground) -> None:
    david, view = start(playground, "U0DAVID")
    values = filled("Mail jan@klant.nl, the password is Winter2026!", "Call 06-12345678.")
    outcome = david.submit(view["id"], values)
    assert sorted(outcome.errors) == ["happened.0", "learned.0"]
    assert "a password" in outcome.errors["learned.0"]
    assert "an e-mail address" in outcome.errors["learned.0"]
    assert "a phone number" in outcome.errors["happened.0"]
    assert "password" not in outcome.errors["happened.0"]


def test_a_private_lesson_with_personal_data_is_asked_about_when_others_come_to_read_it(
    stage: Stage,
) -> None:
    playground, desk, word = stage[0], stage[1].desk, a_word()
    chloe = playground.person("U0CHLOE")
    workspace = desk.workspace(None)

    def mine() -> Lesson:
        return next(x for x in desk.store.lessons_of(workspace, chloe.id) if word in x.learned)

    share(playground, chloe, f"Mail {word}@klant.nl first.", visibility="private")
    page = home(playground, chloe)
    view = open_modal(
        playground, chloe, lambda: click_lesson(chloe, page, "change_visibility", mine().id)
    )
    assert chloe.submit(view["id"], {"visibility": {"visibility": "everyone"}}).ok
    asked = texts(chloe.view())
    assert "an e-mail address" in asked and f"{word}@" not in asked.replace(mine().headline, "")
    assert mine().visibility is Visibility.PRIVATE
    assert chloe.submit(view["id"]).ok
    assert mine().visibility is Visibility.EVERYONE
    # What was taken in before such things were looked for stays where it is.
    old = replace(mine(), learned=f"{word}: the password is Winter2026!")
    desk.store.save_lessons(workspace, [replace(old, visibility=Visibility.PRIVATE)])
    page = home(playground, chloe)
    view = open_modal(
        playground, chloe, lambda: click_lesson(chloe, page, "change_visibility", old.id)
    )
    outcome = chloe.submit(view["id"], {"visibility": {"visibility": "everyone"}})
    assert "a password" in outcome.errors["visibility"]
    assert mine().visibility is Visibility.PRIVATE


def test_personal_data_is_asked_about_once_at_its_field_and_saved_if_meant(
    playground: Playground,
) -> None:
    (david, view), word = start(playground, "U0DAVID"), a_word()
    assert david.submit(view["id"], filled(f"Mail {word}@veldkamp.nl first.")).ok
    asked = david.view()
    places = [block.get("block_id", "") for block in asked["blocks"]]
    below = asked["blocks"][places.index("learned.0") + 1]
    assert "e-mail address" in texts(below) and word not in texts(below)
    assert asked["submit"]["text"] == "Save anyway"
    # Something else that was not asked about yet is asked about as well.
    more = {"happened.0": {"text": "Their BSN was 111222333."}}
    assert david.submit(asked["id"], more).ok
    assert "citizen service number" in texts(david.view())
    assert word not in texts(home(playground, david))
    assert david.submit(asked["id"]).ok
    quiet(playground)
    assert "Thank you" in texts(david.view())
    assert word in texts(home(playground, david))


def test_personal_data_in_a_topic_is_asked_about_as_well(playground: Playground) -> None:
    david, view = start(playground, "U0DAVID")
    assert david.submit(view["id"], filled("Ring first.", topics=["06-12345678"])).ok
    asked = david.view()
    places = [block.get("block_id", "") for block in asked["blocks"]]
    below = asked["blocks"][places.index("topics") + 1]
    assert "phone number" in texts(below) and "12345678" not in texts(below)
    assert asked["submit"]["text"] == "Save anyway"


def test_the_same_words_named_and_anonymous_are_pointed_out_before_they_are_saved(
    playground: Playground,
) -> None:
    (david, word) = playground.person("U0DAVID"), a_word()
    text = f"Never promise the {word} date before the supplier has signed for it."
    share(playground, david, text)
    view = open_modal(playground, david, lambda: david.shortcut("share_lesson"))
    assert david.submit(view["id"], filled(text.upper(), visibility="anonymous")).ok
    assert "can guess that both are yours" in texts(david.view())
    assert texts(home(playground, david)).count(word) == 1
    assert david.submit(view["id"], {"learned.0": {"text": f"Wait with {a_word()}."}}).ok
    quiet(playground)
    assert "Thank you" in texts(david.view())


def test_making_one_of_two_alike_anonymous_is_pointed_out_too(stage: Stage) -> None:
    playground, word = stage[0], a_word()
    chloe = playground.person("U0CHLOE")
    text = f"Never promise the {word} date before the supplier has signed for it."
    share(playground, chloe, text)
    share(playground, chloe, text)
    store = stage[1].desk.store
    one = next(x for x in store.lessons_of(store.workspace(None), "U0CHLOE") if word in x.learned)
    page = home(playground, chloe)
    view = open_modal(
        playground, chloe, lambda: click_lesson(chloe, page, "change_visibility", one.id)
    )
    chosen = {"visibility": {"visibility": "anonymous"}}
    assert chloe.submit(view["id"], chosen).ok
    assert "can guess that both are yours" in texts(chloe.view())
    unchanged = store.lesson(store.workspace(None), one.id)
    assert unchanged is not None and unchanged.is_named
    assert chloe.submit(view["id"]).ok
    changed = store.lesson(store.workspace(None), one.id)
    assert changed is not None and not changed.is_named
