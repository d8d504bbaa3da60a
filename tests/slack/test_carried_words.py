"""Words on their way to somebody else: looked through, carried unnamed, and never kept."""

from .acting import Json, Stage, a_word, after, click, index, quiet, said, share, texts
from .test_talking import DAY, answered, patient, talk

__all__ = ["patient"]  # a fixture that these tests need as well


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


def test_a_secret_is_not_carried_and_personal_data_only_when_meant(stage: Stage) -> None:
    playground = stage[0]
    david, anna = playground.person("U0DAVID"), playground.person("U0ANNA")
    answer, _ = answered(stage, "U0ANNA", "U0DAVID", visibility="anonymous")
    _, request = talk(playground, answer, "U0DAVID", "U0ANNA")
    here = after(playground, david, david.im, lambda: click(anna, request, "talk_relay"))[0]
    there = said(anna, anna.im)[-1]

    def writes(text: str) -> Json:
        root = there["ts"]
        write = lambda: anna.say(anna.im, text, thread_ts=root)  # noqa: E731
        return after(playground, anna, anna.im, write, root)[-1]

    before = len(said(david, david.im, here["ts"]))
    assert "een wachtwoord" in texts(writes("Gebruik wachtwoord Winter2026!"))
    asked = writes("Bel me op 06-12345678.")
    assert "een telefoonnummer" in texts(asked) and "12345678" not in texts(asked)
    assert len(said(david, david.im, here["ts"])) == before
    got = after(playground, david, david.im, lambda: click(anna, asked, "relay_anyway"), here["ts"])
    assert "06-12345678" in texts(got[0]["blocks"])
    click(anna, asked, "relay_anyway")
    quiet(playground)
    assert len(said(david, david.im, here["ts"])) == before + 1
    after(playground, anna, anna.im, lambda: click(david, here, "relay_end"), there["ts"])


def test_what_an_author_would_read_with_the_question_is_asked_about_first(stage: Stage) -> None:
    playground, word = stage[0], a_word()
    anna, david = playground.person("U0ANNA"), playground.person("U0DAVID")
    share(playground, anna, f"Tap the {word} barometer twice.")
    index(stage)
    ask = f"How do I read the {word} barometer? Mail jan@klant.nl"
    answer = after(playground, david, david.im, lambda: david.say(david.im, ask))[-1]
    before = len(said(anna, anna.im))
    asked = after(playground, david, david.im, lambda: click(david, answer, "talk"))[-1]
    assert "an e-mail address" in texts(asked) and "klant" not in texts(asked)
    assert len(said(anna, anna.im)) == before
    got = after(playground, anna, anna.im, lambda: click(david, asked, "talk_anyway"))
    assert "jan@klant.nl" in texts(got[0])


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
