"""Words below what is no prompt: its buttons' own, or an answer to the prompt further up."""

from dataclasses import replace

import pytest

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.reflecting import Reflecting, Taking
from hallway_bot.domain.rhythm import Frequency

from .acting import a_word, after, as_it_is, click, said, texts
from .conftest import MovableClock
from .looking_back import DAY, Moving, joined, mine, prompted, soon
from .test_answering import delivery, notes, tells


@pytest.mark.parametrize("in_thread", [False, True])
@pytest.mark.parametrize(
    ("user", "word", "outcome", "state", "often"),
    [
        ("U0DAVID", "keep asking", "Good to have you", Taking.ON, Frequency.WEEKLY),
        ("U0BRAM", "Vraag minder vaak", "Fijn dat je er bent", Taking.ON, Frequency.FORTNIGHTLY),
        ("U0DAVID", "stop", "I have stopped asking", Taking.OFF, Frequency.WEEKLY),
    ],
)
def test_words_below_a_pause_of_ours_do_what_its_buttons_do(
    moving: Moving,
    clock: MovableClock,
    user: str,
    word: str,
    outcome: str,
    state: Taking,
    often: Frequency,
    in_thread: bool,
) -> None:
    person, store = joined(moving, user), moving[1].desk.store
    clock.move(8 * DAY)
    one = replace(mine(moving, person), state=Taking.QUIET, next=None)
    store.save_reflecting(store.workspace(None), one)
    subject = {"about": "quiet"}
    add = lambda: moving[1].desk.outbox.add(  # noqa: E731
        store.workspace(None), user, Kind.PROMPT, f"quiet:{a_word()}", subject
    )
    message = soon(moving, person, add)
    assert "stay_prompts" in str(message)
    thread = message["ts"] if in_thread else None
    heard = after(moving[0], person, person.im, lambda: person.say(person.im, word, thread), thread)
    assert len(heard) == 1 and outcome in texts(heard)
    shown = as_it_is(person, message)
    assert outcome in texts(shown) and "_prompts" not in str(shown)
    assert mine(moving, person).state is state
    assert mine(moving, person).rhythm.frequency is often


@pytest.mark.parametrize(
    ("user", "word", "outcome", "state"),
    [
        ("U0CHLOE", "no thanks", "Should you change your mind", Taking.OFF),
        ("U0ANNA", "ja graag", "Mooi. Je eerste vraag komt op", Taking.ON),
    ],
)
def test_words_below_the_invitation_do_what_its_buttons_do(
    moving: Moving, user: str, word: str, outcome: str, state: Taking
) -> None:
    playground, bot = moving
    person = playground.person(user)
    asked = next((x for x in said(person, person.im) if "decline_rhythm" in str(x)), None)
    if asked is None:
        invite = lambda: bot.desk.reflect.invite(bot.desk.workspace(None), user)  # noqa: E731
        asked = soon(moving, person, invite)
    assert outcome in texts(tells(moving, person, word))
    shown = as_it_is(person, asked)
    assert outcome in texts(shown) and "join" not in str(shown)
    one: Reflecting = mine(moving, person)
    assert one.state is state


@pytest.mark.parametrize("in_thread", [False, True])
@pytest.mark.parametrize(
    ("user", "answer", "label", "kept"),
    [
        ("U0DAVID", "A colleague had to reset a controller", "It was my answer", "I kept"),
        ("U0BRAM", "Een collega met een regelaar", "Het was mijn antwoord", "Ik heb je woorden"),
    ],
)
def test_words_below_something_else_may_still_answer_the_open_prompt(
    moving: Moving,
    clock: MovableClock,
    user: str,
    answer: str,
    label: str,
    kept: str,
    in_thread: bool,
) -> None:
    person, prompt = prompted(moving, clock, user)
    answer = f"{answer} {a_word()}"
    (other,) = tells(moving, person, "help")
    thread = other["ts"] if in_thread else None
    (which,) = after(
        moving[0], person, person.im, lambda: person.say(person.im, answer, thread), thread
    )
    assert label in texts(which) and "is_lesson" in str(which)
    heard = after(moving[0], person, person.im, lambda: click(person, which, "was_answer"), thread)
    assert kept in texts(heard[-1])
    assert any(answer in one.happened for one in notes(moving, person))
    assert delivery(moving, prompt).answered_at is not None
    tells(moving, person, "help")
    assert "was_answer" not in str(tells(moving, person, "postgres locks"))


def test_a_way_out_below_something_else_is_gone_one_button_later(
    moving: Moving, clock: MovableClock
) -> None:
    david, prompt = prompted(moving, clock, "U0DAVID")
    before = len(notes(moving, david))
    tells(moving, david, "help")
    (which,) = tells(moving, david, "skip it this week please")
    heard = after(moving[0], david, david.im, lambda: click(david, which, "was_answer"))
    assert "Skipped. That is fine" in texts(heard)
    assert "I did as you wrote" in texts(as_it_is(david, which))
    assert "_prompt" not in str(as_it_is(david, prompt)) and len(notes(moving, david)) == before
