"""Words are carried between an asker and an author who stays unnamed, until one ends it."""

from functools import partial
from pathlib import Path

import pytest

from hallway_bot.domain.talks import TalkState

from .acting import Stage, after, as_it_is, click, old_copy, quiet, said, texts
from .conftest import MovableClock, opened
from .talks import DAY, answered, let_all, move, state, talk


@pytest.fixture(autouse=True)
def patient(stage: Stage) -> None:
    let_all(stage)


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
    for person, start_ in ((david, here), (anna, there)):
        assert "relay_end" not in str(as_it_is(person, start_))
    assert "has ended" in said(david, david.im, here["ts"])[-1]["text"]
    old_copy(playground, request)
    again = after(playground, anna, anna.im, lambda: click(anna, request, "talk_yes"))
    assert "al op geantwoord" in again[0]["text"]
    quiet(playground)
    assert "is voorbij" in texts(as_it_is(anna, request)["blocks"])
    before = len(said(david, david.im))
    late = after(
        playground,
        anna,
        anna.im,
        lambda: anna.say(anna.im, "Nog iets?", thread_ts=there["ts"]),
        there["ts"],
    )
    assert "dit heb ik niet doorgegeven" in late[0]["text"] and len(said(david, david.im)) == before


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
    assert "I didn't pass that on" in late[0]["text"]


@pytest.mark.parametrize("how", ["left", "forgotten"])
def test_words_to_an_unnamed_author_who_went_are_taken_as_if_they_gave_no_sign(
    tmp_path: Path, clock: MovableClock, how: str
) -> None:
    with opened(tmp_path, clock, invited=True) as stage:
        let_all(stage)
        playground, bot = stage
        david, bram = playground.person("U0DAVID"), playground.person("U0BRAM")
        answer, _ = answered(stage, bram.id, david.id, visibility="anonymous")
        _, request = talk(playground, answer, david.id, bram.id)
        here = after(playground, david, david.im, lambda: click(bram, request, "talk_relay"))[0]
        workspace = bot.desk.store.workspace(None)
        if how == "left":
            playground.workspace.change_member(bram.id, deleted=True)
            bot.desk.directory.forget(workspace, bram.id)
        else:
            now = bot.desk.now()
            bot.desk.store.forget_person(workspace, bram.id, bram.im, now, keep_lessons=True)
        for words in ("Are you still there?", "Hello?"):
            heard = after(
                playground,
                david,
                david.im,
                partial(david.say, david.im, words, thread_ts=here["ts"]),
                here["ts"],
            )
            assert [one["text"] for one in heard] == ["I'm passing it on."]
            move(stage, clock, DAY)
        assert "relay_end" in str(as_it_is(david, here))
        word = "barometer"
        assert state(stage, david.id, word) is TalkState.RELAYED
        click(david, here, "relay_end")
        quiet(playground)
        assert state(stage, david.id, word) is TalkState.ENDED
        assert "relay_end" not in str(as_it_is(david, here))
        assert "has ended" in said(david, david.im, here["ts"])[-1]["text"]
