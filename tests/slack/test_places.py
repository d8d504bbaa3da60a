"""Where an answer goes: the thread, the DM, Home, or only the one who asked."""

from typing import Any

import pytest

from hallway_bot.playground.messages import Message
from hallway_bot.playground.server import Playground
from hallway_bot.texts import Texts

from .acting import BOT, Json, a_word, after, asks, click, home, open_modal, quiet, said, texts

DNS = "How do I move DNS with a low TTL?"


def commanded(playground: Playground, user: str, channel: str, text: str) -> list[Json]:
    person = playground.person(user)
    return after(playground, person, channel, lambda: person.command(channel, text))


@pytest.mark.parametrize("text", ["/hallway", "/hallway help", "/hallway hulp", "/hallway dance"])
def test_a_command_it_does_not_know_gives_one_short_friendly_screen(
    playground: Playground, text: str
) -> None:
    answer = commanded(playground, "U0CHLOE", "C0GENERAL", text)
    assert len(answer) == 1 and answer[0]["ephemeral"]
    assert answer[0]["text"] == "Welcome to the hallway"
    assert "Share a lesson" in texts(answer[0]["blocks"])


@pytest.mark.parametrize("text", ["help", "hulp", "hi!", "?"])
def test_a_word_of_greeting_in_a_dm_gives_the_same_screen(
    playground: Playground, text: str
) -> None:
    anna = playground.person("U0ANNA")
    answer = after(playground, anna, anna.im, lambda: anna.say(anna.im, text))
    assert [one["text"] for one in answer] == ["Welkom in de hal"]


@pytest.mark.parametrize(
    ("text", "hint"), [("/hallway ask", "/hallway ask how"), ("/hallway who", "/hallway who post")]
)
def test_a_command_without_its_words_says_how_to_go_on(
    playground: Playground, text: str, hint: str
) -> None:
    assert hint in commanded(playground, "U0CHLOE", "C0GENERAL", text)[0]["text"]


@pytest.mark.parametrize("channel", ["C0GENERAL", "C0RANDOM"])
def test_what_a_command_brings_reaches_only_the_one_who_typed_it(
    playground: Playground, channel: str
) -> None:
    others = [playground.person(user) for user in ("U0ANNA", "U0BRAM", "U0DAVID", "U0ELIF")]
    before = [len(said(one, channel)) for one in others]
    answer = commanded(playground, "U0CHLOE", channel, f"/hallway ask {DNS}")
    assert answer[0]["ephemeral"] and "Lower the DNS TTL" in texts(answer)
    assert [len(said(one, channel)) for one in others] == before


@pytest.mark.parametrize(
    "text",
    [
        "/hallway who postgres",
        "/hallway who knows about postgres?",
        "/hallway ask who knows postgres",
    ],
)
def test_a_command_finds_people_however_it_is_put(playground: Playground, text: str) -> None:
    answer = commanded(playground, "U0ELIF", "C0RANDOM", text)
    assert "been through something with “postgres”" in answer[0]["text"]
    assert "Chloe Martin" in answer[0]["text"]


def test_the_commands_are_dutch_too(playground: Playground) -> None:
    answer = commanded(playground, "U0ANNA", "C0GENERAL", "/hallway wie weet iets van aanbesteden?")
    assert "heeft iets meegemaakt met “aanbesteden”" in answer[0]["text"]
    answer = commanded(playground, "U0ANNA", "C0GENERAL", "/hallway vraag hoe ijk je een pomp?")
    assert "ervaring" in answer[0]["text"]
    anna = playground.person("U0ANNA")
    view = open_modal(playground, anna, lambda: anna.command("C0GENERAL", "/hallway deel Vraag"))
    assert view["title"]["text"] == "Deel een les"


@pytest.mark.parametrize("verb", ["ask", "who"])
def test_a_mention_of_everybody_in_a_question_pings_nobody(
    playground: Playground, verb: str
) -> None:
    text = f"/hallway {verb} @channel @anna <!here> <https://evil.example|bank> {a_word()}"
    answer = commanded(playground, "U0CHLOE", "C0GENERAL", text)
    shown = texts(answer)
    assert "<!" not in shown and "<@" not in shown and "<http" not in shown


def test_a_guest_gets_nothing_from_any_door(playground: Playground) -> None:
    gus = playground.person("U0GUS")
    answer = commanded(playground, "U0GUS", "C0SITE", f"/hallway ask {DNS}")
    answer += commanded(playground, "U0GUS", "C0SITE", "/hallway share")
    answer += after(playground, gus, gus.im, lambda: gus.shortcut("share_lesson"))
    answer += after(playground, gus, "C0SITE", lambda: gus.say("C0SITE", f"@hallway {DNS}"))
    assert len(answer) == 4
    assert all("As a guest you can't take part" in one["text"] for one in answer)
    assert gus.view() is None
    page = home(playground, gus)
    assert "As a guest you can't take part" in texts(page) and len(page["blocks"]) == 1


def test_home_follows_slacks_language_until_one_is_chosen(playground: Playground) -> None:
    anna = playground.person("U0ANNA")
    page = home(playground, anna)
    assert "Jouw plek in de hal" in texts(page)

    def choose(language: str) -> str:
        page = anna.home() or {}
        view = open_modal(playground, anna, lambda: click(anna, page, "settings"))
        assert anna.submit(view["id"], {"language": {"language": language}}).ok
        quiet(playground)
        anna.close((anna.view() or {})["id"])
        return texts(anna.home())

    assert "Your place in the hallway" in choose("en")
    assert (
        "Welcome to the hallway"
        in commanded(playground, "U0ANNA", "C0GENERAL", "/hallway")[0]["text"]
    )
    assert "Jouw plek in de hal" in choose("auto")


def test_home_turns_its_pages_and_says_what_it_keeps(playground: Playground) -> None:
    chloe = playground.person("U0CHLOE")
    page = home(playground, chloe)
    assert "You shared 9 lessons" in texts(page)
    assert "only for you)" in texts(page) and "conversation" in texts(page)
    first = texts(page)
    click(chloe, page, "home_older")
    quiet(playground)
    assert texts(chloe.home()) != first
    click(chloe, chloe.home() or {}, "home_newer")
    quiet(playground)
    assert texts(chloe.home()) == first


def test_the_agent_view_offers_four_prompts_and_each_of_them_works(playground: Playground) -> None:
    anna = playground.person("U0ANNA")
    anna.open_home("messages")
    quiet(playground)
    offered = playground.workspace.prompts[anna.im]
    assert offered["title"] == "Waar loop je mee rond?" and len(offered["prompts"]) == 4
    expected = ("Nemen we het mee de hal in", "ervaring", "“storingen”", "Welkom in de hal")
    for prompt, text in zip(offered["prompts"], expected, strict=True):
        said_ = prompt["message"]
        answer = after(playground, anna, anna.im, lambda said_=said_: anna.say(anna.im, said_))
        assert text in answer[0]["text"]


def test_more_words_in_a_thread_continue_its_question(playground: Playground) -> None:
    david = playground.person("U0DAVID")
    asked: list[Message] = []
    after(
        playground,
        david,
        "C0GENERAL",
        lambda: asked.append(david.say("C0GENERAL", "@hallway how do I move DNS to a new host?")),
    )
    root = asked[0].ts
    on = after(
        playground,
        david,
        "C0GENERAL",
        lambda: david.say("C0GENERAL", "@hallway and with a low TTL?", root),
    )
    assert on[0]["thread_ts"] == root and "Lower the DNS TTL before the move" in texts(on)


@pytest.mark.parametrize("on_answer", [True, False])
def test_a_thread_in_a_dm_continues_the_question_it_hangs_on(
    playground: Playground, on_answer: bool
) -> None:
    david = playground.person("U0DAVID")
    asked: list[Message] = []
    answer = after(playground, david, david.im, lambda: asked.append(david.say(david.im, DNS)))
    root = answer[0]["ts"] if on_answer else asked[0].ts
    on = after(playground, david, david.im, lambda: david.say(david.im, "on a Saturday", root))
    assert on[0]["thread_ts"] == root and "Lower the DNS TTL before the move" in texts(on)
    further = after(playground, david, david.im, lambda: david.say(david.im, "or later", root))
    assert "Lower the DNS TTL before the move" in texts(further)


def test_a_lesson_told_in_the_thread_of_an_answer_is_not_taken_for_a_question(
    playground: Playground,
) -> None:
    david = playground.person("U0DAVID")
    answer = after(playground, david, david.im, lambda: david.say(david.im, DNS))
    told = "I learned that nobody reads the wiki"
    on = after(playground, david, david.im, lambda: david.say(david.im, told, answer[0]["ts"]))
    assert "something others could learn from" in on[0]["text"]
    view = open_modal(playground, david, lambda: click(david, on[0], "is_lesson"))
    assert view["state"]["values"]["learned.0"]["text"]["value"] == told


def test_talk_that_is_not_addressed_to_it_is_left_alone(playground: Playground) -> None:
    chloe, david = playground.person("U0CHLOE"), playground.person("U0DAVID")
    before: list[Any] = [said(chloe, "C0GENERAL"), said(chloe, "C0RANDOM"), said(chloe, chloe.im)]
    first = chloe.say("C0GENERAL", DNS)
    david.say("C0GENERAL", "Good question, hallway might know", first.ts)
    chloe.say("C0RANDOM", f"@hallway {DNS}")
    chloe.react("C0GENERAL", first.ts, "eyes")
    quiet(playground)
    assert before == [said(chloe, "C0GENERAL"), said(chloe, "C0RANDOM"), said(chloe, chloe.im)]


def test_edits_and_deletions_are_left_alone(playground: Playground) -> None:
    chloe = playground.person("U0CHLOE")
    sent: list[Message] = []
    answer = after(playground, chloe, chloe.im, lambda: sent.append(chloe.say(chloe.im, DNS)))
    count = len(said(chloe, chloe.im))
    chloe.edit(chloe.im, sent[0].ts, "who knows about postgres?")
    quiet(playground)
    chloe.delete(chloe.im, sent[0].ts)
    quiet(playground)
    assert len(answer) == 1 and len(said(chloe, chloe.im)) == count
    assert all(one["user"] == BOT for one in answer)


@pytest.mark.parametrize(("user", "language"), [("U0DAVID", "en"), ("U0BRAM", "nl")])
def test_the_question_that_is_suggested_finds_something_among_the_demos_lessons(
    playground: Playground, user: str, language: str
) -> None:
    answer = asks(playground, user, Texts(language)("prompt.ask_message"))
    assert Texts(language)("lesson.read") in answer
