"""What people experience, through real Bolt."""

from typing import Any

from hallway_bot.playground.server import Playground

from .acting import asks


def last(playground: Playground, user: str, channel: str, *, thread: str | None = None) -> str:
    person = playground.person(user)

    def texts() -> list[Any]:
        messages = person.thread(channel, thread)[1:] if thread else person.messages(channel)
        return [m for m in messages if m["user"] == "U0HALLWAY"]

    assert playground.wait_for(texts, 20)
    playground.settle(20, 0.5)
    return str(texts()[-1]["text"])


def test_a_question_in_a_dm_is_answered_in_place(playground: Playground) -> None:
    playground.person("U0CHLOE").say("D0CHLOE", "Should I lower the DNS TTL before we move?")
    assert "Lower the DNS TTL before the move" in last(playground, "U0CHLOE", "D0CHLOE")


def test_a_dutch_question_for_people_is_answered_in_dutch(playground: Playground) -> None:
    playground.person("U0ANNA").say("D0ANNA", "wie weet iets van aanbesteden?")
    said = last(playground, "U0ANNA", "D0ANNA")
    assert "collega" in said and "Elif Kaya" in said


def test_a_mention_is_answered_in_its_thread(playground: Playground) -> None:
    asked = playground.person("U0DAVID").say(
        "C0GENERAL", "@hallway how do I move DNS with low TTL?"
    )
    said = last(playground, "U0BRAM", "C0GENERAL", thread=asked.ts)
    assert "Lower the DNS TTL before the move" in said


def test_a_guest_gets_one_friendly_sentence_and_no_lesson(playground: Playground) -> None:
    playground.person("U0GUS").say("D0GUS", "who knows about postgres?")
    assert "As a guest you can't take part" in last(playground, "U0GUS", "D0GUS")


def test_where_a_guest_reads_along_only_the_asker_is_answered(playground: Playground) -> None:
    asked = playground.person("U0BRAM").say("C0SITE", "@hallway wie weet iets van postgres?")
    playground.settle(20, 0.5)
    gus = playground.person("U0GUS")
    seen = gus.messages("C0SITE") + gus.thread("C0SITE", asked.ts)
    assert not [m for m in seen if m["user"] == "U0HALLWAY"]
    assert "postgres" in last(playground, "U0BRAM", "C0SITE").lower()


def test_who_asks_for_a_topic_hears_of_everybody_who_filed_a_lesson_under_it(
    playground: Playground,
) -> None:
    for question in ("who knows about onboarding?", "wie weet iets van onboarding?"):
        found = asks(playground, "U0BRAM", question)
        assert "Anna de Wit" in found and "Chloe Martin" in found
    answer = asks(playground, "U0DAVID", "onboarding?")
    assert "Anna de Wit" in answer and "Chloe Martin" in answer


def test_the_opposite_experience_is_shown_beside_one_even_where_it_lies_further_off(
    playground: Playground,
) -> None:
    found = asks(playground, "U0DAVID", "do fines for late suppliers help?")
    assert "maakte de leverancier niet sneller" in found and "hielp bij ons juist wel" in found
    assert "opposite" in found


def test_who_asks_who_knows_is_not_among_the_colleagues(playground: Playground) -> None:
    found = asks(playground, "U0ANNA", "wie weet iets van onboarding?")
    assert "Chloe Martin" in found and "Anna de Wit" not in found
    assert "Anna de Wit" in asks(playground, "U0CHLOE", "who knows about onboarding?")
