"""An author whose week is full: the asker hears it at once, and waits or asks somebody else."""

import pytest

from hallway_bot.domain.delivery import Receipt
from hallway_bot.domain.reflecting import Wishes
from hallway_bot.domain.talks import TalkState

from ..conftest import note_sent
from .acting import Json, Stage, a_word, after, as_it_is, click, index, said, settles, share, texts
from .conftest import MovableClock
from .talks import DAY, answered, let_all, move, state


@pytest.fixture(autouse=True)
def patient(stage: Stage) -> None:
    let_all(stage)


def fill(stage: Stage, user: str) -> None:
    """This person got today all that they allow in a week."""
    desk = stage[1].desk
    workspace, key = desk.workspace(None), a_word()
    desk.store.set_wishes(workspace, user, Wishes(attention_limit=1, introductions_limit=99))
    note_sent(desk.outbox, workspace, user, key, Receipt("D0", key))


def press_talk(stage: Stage, asker: str, answer: Json) -> Json:
    playground, person = stage[0], stage[0].person(asker)
    return after(playground, person, person.im, lambda: click(person, answer, "talk"))[0]


def test_who_waits_is_told_when_nobody_answers_within_three_workdays_of_being_asked(
    stage: Stage, clock: MovableClock
) -> None:
    playground = stage[0]
    chloe, elif_ = playground.person("U0CHLOE"), playground.person("U0ELIF")
    answer, word = answered(stage, "U0ELIF", "U0CHLOE")
    share(playground, playground.person("U0DAVID"), f"Read the {word} barometer at noon.")
    index(stage)
    fill(stage, "U0ELIF")
    before = len(said(elif_, elif_.im))
    heard = press_talk(stage, "U0CHLOE", answer)
    assert "Elif Kaya's week is full" in heard["text"] and "David Okafor" in heard["text"]
    assert len(said(elif_, elif_.im)) == before
    waits = settles(playground, chloe, heard, lambda: click(chloe, heard, "talk_wait"))
    assert "as soon as there is room" in texts(waits) and "talk_" not in str(waits)
    assert len(said(elif_, elif_.im)) == before
    request = after(playground, elif_, elif_.im, lambda: move(stage, clock, 7 * DAY))[-1]
    assert "Chloe Martin" in request["text"] and state(stage, "U0CHLOE", word) is TalkState.ASKED
    silent = after(playground, chloe, chloe.im, lambda: move(stage, clock, 7 * DAY))[-1]
    assert "haven't heard back" in silent["text"]
    assert "David Okafor went through something near it" in silent["text"]
    david = playground.person("U0DAVID")
    got = after(playground, david, david.im, lambda: click(chloe, silent, "talk_next"))
    assert "Chloe Martin" in got[-1]["text"]
    assert "talk_next" not in str(as_it_is(chloe, silent))


def test_who_never_had_room_was_not_asked_and_the_asker_hears_just_that(
    stage: Stage, clock: MovableClock
) -> None:
    playground = stage[0]
    david, bram = playground.person("U0DAVID"), playground.person("U0BRAM")
    answer, word = answered(stage, "U0BRAM", "U0DAVID")
    fill(stage, "U0BRAM")
    heard = press_talk(stage, "U0DAVID", answer)
    assert "Bram Jansen's week is full" in heard["text"]
    before = len(said(bram, bram.im))
    settles(playground, david, heard, lambda: click(david, heard, "talk_wait"))
    move(stage, clock, 6 * DAY)
    fill(stage, "U0BRAM")
    told = after(playground, david, david.im, lambda: move(stage, clock, 5 * DAY))[-1]
    assert "they have not seen your question" in told["text"]
    assert len(said(bram, bram.im)) == before
    assert state(stage, "U0DAVID", word) is TalkState.UNASKED


def test_an_unnamed_authors_full_week_is_told_to_nobody(stage: Stage) -> None:
    answer, _ = answered(stage, "U0ANNA", "U0CHLOE", visibility="anonymous")
    fill(stage, "U0ANNA")
    heard = press_talk(stage, "U0CHLOE", answer)
    assert heard["text"] == "I'm asking the author, privately. You'll hear from me either way."
