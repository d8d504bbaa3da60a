"""Bringing two people together: always asking first, never twice."""

from datetime import timedelta
from typing import Any

from hallway_bot.domain.reflecting import Wishes
from hallway_bot.playground.server import Playground

from .acting import (
    Json,
    Stage,
    a_word,
    after,
    click,
    home,
    index,
    open_modal,
    said,
    settles,
    share,
    texts,
)

SHORTCUT = "take_into_hallway"


def answered(stage: Stage, author: str, asker: str, **more: Any) -> Json:
    """The answer with one new lesson of `author` that `asker` got in their DM."""
    playground, word = stage[0], a_word()
    share(playground, playground.person(author), f"Tap the {word} barometer twice.", **more)
    index(stage)
    person = playground.person(asker)
    ask = f"How do I read the {word} barometer?"
    return after(playground, person, person.im, lambda: person.say(person.im, ask))[-1]


def test_helpful_and_not_for_me_are_thanked_for_and_the_last_one_counts(stage: Stage) -> None:
    playground = stage[0]
    answer, chloe = answered(stage, "U0ELIF", "U0CHLOE"), playground.person("U0CHLOE")
    thanks = after(playground, chloe, chloe.im, lambda: click(chloe, answer, "verdict"))
    assert "this one helped you" in thanks[0]["text"] and thanks[0]["ephemeral"]
    before = texts(home(playground, chloe))
    block = next(b for b in answer["blocks"] if b["type"] == "context_actions")
    no = block["elements"][0]["negative_button"]["value"]
    thanks = after(
        playground, chloe, chloe.im, lambda: chloe.click(answer, block["block_id"], "verdict", no)
    )
    assert "wasn't for you" in thanks[0]["text"]
    assert "1 time you said" in before and "1 time you said" in texts(home(playground, chloe))


def test_the_shortcut_on_an_own_message_opens_the_modal_with_its_words(
    playground: Playground,
) -> None:
    chloe = playground.person("U0CHLOE")
    text = "We moved <the portal> & *nobody* noticed:\n```\nif x:\n    move()\n```"
    sent = chloe.say("C0GENERAL", text)
    view = open_modal(
        playground, chloe, lambda: chloe.message_shortcut(SHORTCUT, "C0GENERAL", sent.ts)
    )
    assert view["state"]["values"]["happened.0"]["text"]["value"] == text


def test_the_shortcut_on_somebody_elses_message_invites_its_author_privately_and_once(
    stage: Stage,
) -> None:
    playground, word = stage[0], a_word()
    text = f"The <{word}> valve & its <!channel> sticks"
    bram = playground.person("U0BRAM")
    sent = bram.say("C0GENERAL", text)
    sharers = [playground.person(user) for user in ("U0DAVID", "U0DAVID", "U0CHLOE", "U0DAVID")]
    before = len(said(bram, bram.im))
    heard = [
        after(
            playground,
            person,
            "C0GENERAL",
            lambda person=person: person.message_shortcut(SHORTCUT, "C0GENERAL", sent.ts),
        )
        for person in sharers
    ]
    assert "Only Bram Jansen can share that" in heard[0][0]["text"]
    assert all("I don't ask twice" in one[0]["text"] for one in heard[1:])
    assert all(one[0]["ephemeral"] for one in heard)
    invites = said(bram, bram.im)[before:]
    assert len(invites) == 1 and "David Okafor denkt dat" in invites[0]["text"]
    assert "<!channel>" not in str(invites[0]["blocks"])
    workspace = stage[1].hallway.store.workspace(None)
    assert not [x for x in stage[1].desk.store.lessons_of(workspace, "U0BRAM") if word in x.body]
    view = open_modal(playground, bram, lambda: click(bram, invites[0], "accept_invite"))
    assert view["state"]["values"]["happened.0"]["text"]["value"] == text
    no = settles(playground, bram, invites[0], lambda: click(bram, invites[0], "decline_invite"))
    assert "Ik vraag het niet nog eens" in texts(no) and "_invite" not in str(no)


def test_a_very_long_message_still_makes_an_invitation_with_its_words(
    playground: Playground,
) -> None:
    chloe, david = playground.person("U0CHLOE"), playground.person("U0DAVID")
    text = "\n".join(f"{n}. a step & a <b>" for n in range(500))
    sent = chloe.say("C0GENERAL", text)
    got = after(
        playground,
        chloe,
        chloe.im,
        lambda: david.message_shortcut(SHORTCUT, "C0GENERAL", sent.ts),
    )
    view = open_modal(playground, chloe, lambda: click(chloe, got[0], "accept_invite"))
    values = view["state"]["values"]
    typed = "".join(values[f"happened.{n}"]["text"]["value"] for n in range(2))
    assert typed.startswith("0. a step & a <b>\n1. a step") and len(typed) > 5_000


def test_nobody_is_invited_to_share_beyond_the_attention_that_they_give(stage: Stage) -> None:
    playground, bot = stage
    elif_, david = playground.person("U0ELIF"), playground.person("U0DAVID")
    store = bot.hallway.store
    workspace = store.workspace(None)
    week = bot.hallway.now() - timedelta(days=7)
    had = len(store.counted_since(workspace, elif_.id, week))
    store.set_wishes(workspace, elif_.id, Wishes(attention_limit=had + 1))

    def invite() -> str:
        sent = elif_.say("C0GENERAL", f"The {a_word()} pump runs backwards.")
        act = lambda: david.message_shortcut(SHORTCUT, "C0GENERAL", sent.ts)  # noqa: E731
        return texts(after(playground, david, "C0GENERAL", act))

    before = len(said(elif_, elif_.im))
    heard = [invite(), invite()]
    # Alike, or whose week unnamed lessons filled could be told.
    assert "if their week has room for it" in heard[0] and heard[0] == heard[1]
    assert len(said(elif_, elif_.im)) == before + 1
    assert "something you wrote would help others" in texts(home(playground, elif_))
    store.set_wishes(workspace, elif_.id, Wishes())


def test_nobody_is_invited_for_what_a_guest_or_a_bot_wrote(playground: Playground) -> None:
    anna, gus = playground.person("U0ANNA"), playground.person("U0GUS")
    sent = gus.say("C0SITE", "The gate was open.")
    before = len(said(gus, gus.im))
    heard = after(
        playground, anna, "C0SITE", lambda: anna.message_shortcut(SHORTCUT, "C0SITE", sent.ts)
    )
    assert "geen collega" in heard[0]["text"]
    assert len(said(gus, gus.im)) == before
    bots = after(playground, anna, anna.im, lambda: anna.say(anna.im, "help"))[0]
    heard = after(
        playground, anna, anna.im, lambda: anna.message_shortcut(SHORTCUT, anna.im, bots["ts"])
    )
    assert "geen collega" in heard[0]["text"]
