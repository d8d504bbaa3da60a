"""Taking a lesson into the hallway, from every door there is."""

from hallway_bot.playground.people import Member, Room
from hallway_bot.playground.server import Playground

from .acting import (
    BOT,
    Stage,
    a_word,
    after,
    asks,
    click,
    filled,
    home,
    index,
    open_modal,
    quiet,
    said,
    share,
    texts,
)


def test_a_lesson_shared_by_command_is_found_by_somebody_else(stage: Stage) -> None:
    playground, word = stage[0], a_word()
    chloe = playground.person("U0CHLOE")
    view = open_modal(
        playground,
        chloe,
        lambda: chloe.command("C0GENERAL", f"/hallway share Oil the {word} hinge"),
    )
    assert f"Oil the {word} hinge" in texts(view)
    happened = {"happened.0": {"text": f"The {word} hinge creaked all through the meeting."}}
    assert chloe.submit(view["id"], happened).ok
    quiet(playground)
    index(stage)
    answer = asks(playground, "U0ANNA", f"What about a {word} hinge?")
    assert f"Oil the {word} hinge" in answer and "Chloe Martin" in answer


def test_the_modal_of_the_command_opens_before_its_trigger_expires(playground: Playground) -> None:
    chloe = playground.person("U0CHLOE")
    playground.faults.clear()
    open_modal(playground, chloe, lambda: chloe.command("C0RANDOM", "/hallway share"))
    assert len(playground.faults.called("views.open")) == 1


def test_a_lesson_shared_from_home_shows_there(playground: Playground) -> None:
    elif_, word = playground.person("U0ELIF"), a_word()
    page = home(playground, elif_)
    view = open_modal(playground, elif_, lambda: click(elif_, page, "open_share"))
    assert elif_.submit(view["id"], filled(f"Read the {word} contract twice.")).ok
    quiet(playground)
    assert word in texts(elif_.home())


def test_fields_that_are_left_empty_are_asked_for_where_they_are(playground: Playground) -> None:
    anna = playground.person("U0ANNA")
    view = open_modal(playground, anna, lambda: anna.shortcut("share_lesson"))
    spaces = {"happened.0": {"text": "   "}, "learned.0": {"text": "Ask first."}}
    outcome = anna.submit(view["id"], spaces)
    assert outcome.errors == {"happened.0": "Zeg in een paar woorden wat er gebeurde."}
    kept = anna.view()
    assert kept is not None and kept["id"] == view["id"]
    assert kept["state"]["values"]["learned.0"]["text"]["value"] == "Ask first."
    outcome = anna.submit(view["id"], filled("  ", "We did not ask."))
    assert outcome.errors == {"learned.0": "Zeg in een paar woorden wat je leerde."}


def test_a_channel_must_be_one_that_the_author_is_in(playground: Playground) -> None:
    chloe = playground.person("U0CHLOE")
    view = open_modal(playground, chloe, lambda: chloe.shortcut("share_lesson"))
    lesson = filled("Ask first.", visibility="channel")
    assert chloe.submit(view["id"], lesson).errors == {
        "channel": "Choose the channel whose members may see it."
    }
    outcome = chloe.submit(view["id"], {**lesson, "channel": {"channel": "C0SITE"}})
    assert list(outcome.errors) == ["channel"]
    assert chloe.view() is not None


def test_nearly_the_same_lesson_again_is_asked_about_before_it_is_saved(
    playground: Playground,
) -> None:
    david, word = playground.person("U0DAVID"), a_word()
    share(playground, david, f"Label the {word} cable at both ends.")
    view = open_modal(playground, david, lambda: david.shortcut("share_lesson"))
    again = filled(f"label the {word} cable, at both ends", topics=["cables"])
    assert david.submit(view["id"], again).ok
    warned = david.view()
    assert warned is not None and "You shared nearly the same before" in texts(warned)
    values = warned["state"]["values"]
    assert values["learned.0"]["text"]["value"] == f"label the {word} cable, at both ends"
    assert values["topics"]["topics"]["selected_options"][0]["value"] == "cables"
    assert texts(home(playground, david)).count(word) == 1
    assert david.submit(warned["id"]).ok
    quiet(playground)
    assert "Thank you" in texts(david.view())
    assert texts(home(playground, david)).count(word) == 2


def test_after_sharing_the_author_sees_whose_lessons_are_near_and_reads_them(
    playground: Playground,
) -> None:
    bram = playground.person("U0BRAM")
    done = share(
        playground,
        bram,
        "Lower the TTL of the DNS record two days before the portal moves to another host.",
        happened="We moved the portal and its DNS record still had a TTL of a day.",
    )
    assert "Collega's die iets dergelijks meemaakten" in texts(done)
    assert "Lower the DNS TTL before the move" in texts(done) and "Chloe Martin" in texts(done)
    pushed = open_modal(playground, bram, lambda: click(bram, done, "push_lesson"))
    assert "86400" in texts(pushed)
    assert [one["id"] for one in bram.stack()] == [done["id"], pushed["id"]]


def test_topics_are_suggested_from_what_was_typed(playground: Playground) -> None:
    chloe = playground.person("U0CHLOE")
    view = open_modal(playground, chloe, lambda: chloe.shortcut("share_lesson"))
    typed = filled("The postgres migration waited for a lock.")
    offered = chloe.options(view["id"], "topics", "topics", "", typed).options
    assert "postgres" in [one["value"].lower() for one in offered]
    free = chloe.options(view["id"], "topics", "topics", "gutters", typed).options
    assert free[0]["value"] == "gutters"


def test_who_became_a_guest_is_offered_no_topic_in_a_form_that_is_still_open(stage: Stage) -> None:
    playground, bot = stage
    chloe = playground.person("U0CHLOE")
    view = open_modal(playground, chloe, lambda: chloe.shortcut("share_lesson"))
    typed = filled("We tested the leaking gutters of the greenhouse before winter.")
    assert chloe.options(view["id"], "topics", "topics", "", typed).options
    try:
        playground.workspace.change_member(chloe.id, is_guest=True)
        bot.desk.directory.forget("first", chloe.id)
        assert not chloe.options(view["id"], "topics", "topics", "", typed).options
    finally:
        playground.workspace.change_member(chloe.id, is_guest=False)
        bot.desk.directory.forget("first", chloe.id)
    chloe.close(view["id"])


def test_the_language_is_found_out_and_can_be_set_right(playground: Playground) -> None:
    anna = playground.person("U0ANNA")
    dutch = f"Vraag eerst wat de klant {a_word()} wil, en luister dan goed."
    done = share(playground, anna, dutch, happened="De klant wilde iets anders dan wij.")
    assert "Taal: Nederlands" in texts(done)
    done = share(playground, anna, f"Luister. {a_word()}", language="en")
    assert "Taal: Engels" in texts(done)


def test_a_modal_that_was_sent_twice_because_slack_was_slow_saves_one_lesson(
    playground: Playground,
) -> None:
    playground.workspace.add_member(Member("U0NINA", "nina", "Nina Smit"))
    playground.workspace.add_room(Room("C0NEW", "new", members=frozenset({"U0NINA", BOT})))
    nina = playground.person("U0NINA")
    view = open_modal(playground, nina, lambda: nina.shortcut("share_lesson"))
    playground.faults.fail("conversations.members", 1, delay=3.5)
    lesson = filled("Count the boxes.", visibility="channel", channel="C0NEW")
    assert not nina.submit(view["id"], lesson).ok
    assert nina.view() is not None
    assert nina.submit(view["id"]).ok
    quiet(playground)
    assert "You shared 1 lesson" in texts(home(playground, nina))


def test_what_sounds_like_a_lesson_in_a_dm_is_offered_to_be_shared_with_its_text(
    playground: Playground,
) -> None:
    chloe, word = playground.person("U0CHLOE"), a_word()
    text = f"Yesterday I learned that the {word} pump <drips> & hums.\n    like *this*"
    offered = after(playground, chloe, chloe.im, lambda: chloe.say(chloe.im, text))
    assert "something others could learn from" in offered[0]["text"]
    view = open_modal(playground, chloe, lambda: click(chloe, offered[0], "is_lesson"))
    assert view["state"]["values"]["learned.0"]["text"]["value"] == text


def test_a_lesson_told_to_the_bot_in_a_channel_keeps_its_text_when_it_is_shared(
    playground: Playground,
) -> None:
    david, word = playground.person("U0DAVID"), a_word()
    text = f"I learned that the {word} gate: sticks, in winter"
    offered = after(
        playground, david, "C0GENERAL", lambda: david.say("C0GENERAL", f"@hallway {text}")
    )
    assert offered[0]["ephemeral"]
    view = open_modal(playground, david, lambda: click(david, offered[0], "is_lesson"))
    assert view["state"]["values"]["learned.0"]["text"]["value"] == text


def test_a_long_lesson_told_in_a_channel_is_pointed_to_the_message_menu(
    playground: Playground,
) -> None:
    david = playground.person("U0DAVID")
    text = "I learned something long. " * 100
    offered = after(
        playground, david, "C0GENERAL", lambda: david.say("C0GENERAL", f"@hallway {text}")
    )
    assert "Take this into the hallway" in offered[0]["text"]


def test_where_it_is_unsure_both_buttons_work_on_the_text(playground: Playground) -> None:
    david, word = playground.person("U0DAVID"), a_word()
    text = f"The DNS TTL before we move the portal {word}"
    unsure = after(playground, david, david.im, lambda: david.say(david.im, text))
    assert unsure[0]["text"] == "Are you asking something, or telling me what you learned?"
    view = open_modal(playground, david, lambda: click(david, unsure[0], "is_lesson"))
    assert view["state"]["values"]["learned.0"]["text"]["value"] == text
    answer = after(playground, david, david.im, lambda: click(david, unsure[0], "is_question"))
    assert "Lower the DNS TTL before the move" in texts(answer)
    assert not answer[0]["ephemeral"]


def test_a_double_click_is_answered_once(playground: Playground) -> None:
    david, word = playground.person("U0DAVID"), a_word()
    unsure = after(playground, david, david.im, lambda: david.say(david.im, f"DNS moves {word}"))

    def twice() -> None:
        click(david, unsure[0], "is_question")
        click(david, unsure[0], "is_question")

    assert len(after(playground, david, david.im, twice)) == 1


def test_a_press_that_failed_can_be_made_again_at_once(stage: Stage) -> None:
    playground, word = stage[0], a_word()
    david = playground.person("U0DAVID")
    (unsure,) = after(
        playground, david, david.im, lambda: david.say(david.im, f"the {word} pump on monday")
    )

    def press() -> str:
        return texts(
            after(playground, david, david.im, lambda: click(david, unsure, "is_question"))
        )

    playground.faults.fail("conversations.history", times=3, error="fatal_error")
    assert "try again" in press()
    playground.faults.clear()
    assert "try again" not in press()


def test_a_message_that_is_deleted_before_the_button_is_pressed_is_missed_aloud(
    playground: Playground,
) -> None:
    david = playground.person("U0DAVID")
    sent = david.say(david.im, "the portal and its moving parts")
    quiet(playground)
    unsure = said(david, david.im)[-1]
    david.delete(david.im, sent.ts)
    answer = after(playground, david, david.im, lambda: click(david, unsure, "is_lesson"))
    assert "can't find that message" in answer[0]["text"]
