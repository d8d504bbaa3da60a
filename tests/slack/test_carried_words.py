"""Words on their way to somebody else are looked through before they are passed on."""

import pytest

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import Delivery
from hallway_bot.slack.letters import WRITERS

from .acting import Json, Stage, a_word, after, click, index, quiet, said, share, texts
from .talks import DAY, answered, let_all, talk


@pytest.fixture(autouse=True)
def patient(stage: Stage) -> None:
    let_all(stage)


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
    # Changed between being looked through and being sent: as if this had been passed on.
    desk, root = stage[1].desk, there["ts"]
    secret = anna.say(anna.im, "Gebruik wachtwoord Winter2026!", thread_ts=root)
    quiet(playground)
    workspace, now = desk.workspace(None), desk.now()
    begun = desk.store.delivery_at(workspace, anna.im, root)
    assert begun is not None
    subject = {"about": "words", "talk": begun.subject["talk"], "from": anna.im, "root": root}
    letter = Delivery(
        "1", david.id, Kind.RELAY, "late", now, now + DAY, subject | {"ts": secret.ts, "asked": ""}
    )
    write = WRITERS[Kind.RELAY]
    told = after(
        playground,
        anna,
        anna.im,
        lambda: write(desk, workspace, desk.visitor(workspace, david.id), letter),
        root,
    )
    assert "ik heb het niet doorgegeven" in told[-1]["text"]
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
