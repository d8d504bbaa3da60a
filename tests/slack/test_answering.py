"""Words at the top level right below a prompt are its answer, unless they ask something."""

import pytest

from hallway_bot.domain.delivery import Delivery
from hallway_bot.domain.lesson import Visibility
from hallway_bot.domain.reflecting import Note, Taking
from hallway_bot.playground.persons import Person

from .acting import Json, a_word, after, as_it_is, click, quiet, said, settles, texts
from .conftest import MovableClock
from .looking_back import DAY, Moving, click_value, lessons, mine, prompted, work


def tells(moving: Moving, person: Person, text: str) -> list[Json]:
    """What the bot says to these words at the top level of the DM."""
    return after(moving[0], person, person.im, lambda: person.say(person.im, text))


def notes(moving: Moving, person: Person) -> list[Note]:
    store = moving[1].desk.store
    return store.notes_of(store.workspace(None), person.id)


def delivery(moving: Moving, message: Json) -> Delivery:
    store = moving[1].desk.store
    found = store.delivery_at(store.workspace(None), message["channel"], message["ts"])
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("user", "kept", "alone"),
    [
        ("U0BRAM", "Ik heb je woorden als antwoord bewaard", "Niemand anders ziet ze"),
        ("U0DAVID", "I kept your words as your answer", "Nobody else sees them"),
    ],
)
def test_words_below_a_prompt_are_its_answer_and_stay_their_authors_to_place(
    moving: Moving, clock: MovableClock, user: str, kept: str, alone: str
) -> None:
    word = a_word()
    person, prompt = prompted(moving, clock, user)
    first = tells(moving, person, f"When the {word} stuck, nobody called.")
    assert len(first) == 1 and kept in texts(first) and alone in texts(first)
    second = tells(moving, person, "And it was cold.")
    assert len(second) == 1 and kept in texts(second)
    (note,) = [one for one in notes(moving, person) if word in one.happened]
    assert note.happened == f"When the {word} stuck, nobody called.\nAnd it was cold."
    assert note.delivery_id == delivery(moving, prompt).id
    assert delivery(moving, prompt).answered_at is not None
    assert not [one for one in lessons(moving, person) if word in one.learned]
    settles(moving[0], person, second[0], lambda: click(person, second[0], "keep_note"))
    for message in (prompt, first[0], second[0]):
        shown = str(as_it_is(person, message))
        assert "_note" not in shown and "_prompt" not in shown and "not_answer" not in shown
    (lesson,) = [one for one in lessons(moving, person) if word in one.learned]
    assert lesson.visibility is Visibility.PRIVATE
    # What comes after that is read by itself.
    assert "Ik heb je woorden" not in (heard := texts(tells(moving, person, "postgres locks")))
    assert "I kept your words" not in heard


def test_what_was_no_answer_after_all_is_taken_out_and_asked_about(
    moving: Moving, clock: MovableClock
) -> None:
    word = a_word()
    bram, prompt = prompted(moving, clock, "U0BRAM")
    kept = tells(moving, bram, f"De {word} eerst smeren.")[0]
    shown = settles(moving[0], bram, kept, lambda: click(bram, kept, "not_answer"))
    assert "Ik reken het niet meer als je antwoord" in texts(shown)
    assert "is_lesson" in str(shown) and "is_question" in str(shown)
    assert "keep_note" not in str(shown)
    assert not [one for one in notes(moving, bram) if word in one.happened]
    still = as_it_is(bram, prompt)
    assert "Je kunt hier nog op antwoorden" in texts(still) and "answer_prompt" in str(still)


def test_an_answer_that_was_a_question_is_answered_as_one(
    moving: Moving, clock: MovableClock
) -> None:
    david, _ = prompted(moving, clock, "U0DAVID")
    kept = tells(moving, david, "how do I move DNS with a low TTL")[0]
    assert "I kept your words as your answer" in texts(kept)
    found = after(moving[0], david, david.im, lambda: click(david, kept, "not_answer"))
    assert "Lower the DNS TTL before the move" in texts(found)
    assert "I took it as a question" in texts(as_it_is(david, kept))
    assert not [one for one in notes(moving, david) if "TTL" in one.happened]


@pytest.mark.parametrize(
    ("user", "question", "label", "kept"),
    [
        ("U0DAVID", "Should I lower the DNS TTL before we move?", "It was my answer", "I kept"),
        ("U0BRAM", "wie weet iets van postgres?", "Het was mijn antwoord", "Ik heb je woorden"),
    ],
)
def test_a_question_below_a_prompt_is_a_question_until_its_author_says_otherwise(
    moving: Moving, clock: MovableClock, user: str, question: str, label: str, kept: str
) -> None:
    person, prompt = prompted(moving, clock, user)
    before = len(notes(moving, person))
    (answer,) = tells(moving, person, question)
    assert label in texts(answer) and kept not in texts(answer)
    assert len(notes(moving, person)) == before
    assert delivery(moving, prompt).answered_at is None
    heard = after(moving[0], person, person.im, lambda: click(person, answer, "was_answer"))
    assert len(heard) == 1 and kept in texts(heard)
    assert question in [one.happened for one in notes(moving, person)]
    assert "was_answer" not in str(as_it_is(person, answer))


@pytest.mark.parametrize(
    ("user", "words", "answer"),
    [
        ("U0DAVID", "help", "Welcome to the hallway"),
        ("U0DAVID", "thanks", "You're welcome"),
        ("U0DAVID", "ok", "You know where to find me"),
        ("U0DAVID", "I learned something I want to share", "Shall we take it into the hallway"),
        ("U0BRAM", "dankjewel", "Graag gedaan"),
        ("U0BRAM", "oké", "Je weet me te vinden"),
        ("U0BRAM", ":+1:", "Je weet me te vinden"),
    ],
)
def test_commands_and_kind_words_below_a_prompt_are_no_answer(
    moving: Moving, clock: MovableClock, user: str, words: str, answer: str
) -> None:
    person, prompt = prompted(moving, clock, user)
    before = len(notes(moving, person))
    heard = tells(moving, person, words)
    assert len(heard) == 1 and answer in texts(heard)
    assert len(notes(moving, person)) == before
    assert delivery(moving, prompt).answered_at is None
    below = after(
        moving[0],
        person,
        person.im,
        lambda: person.say(person.im, "dank je", prompt["ts"]),
        thread=prompt["ts"],
    )
    assert "_note" not in str(below) and len(notes(moving, person)) == before


def test_how_it_went_may_be_answered_with_one_kind_word(
    moving: Moving, clock: MovableClock
) -> None:
    bram, _ = prompted(moving, clock, "U0BRAM")
    assert "Ik heb je woorden als antwoord" in texts(tells(moving, bram, "Goed!"))


def test_once_the_bot_said_something_else_words_are_read_by_themselves(
    moving: Moving, clock: MovableClock
) -> None:
    david, prompt = prompted(moving, clock, "U0DAVID")
    tells(moving, david, "help")
    assert "Are you asking something" in texts(tells(moving, david, "postgres locks"))
    assert delivery(moving, prompt).answered_at is None


def test_below_a_prompt_that_was_skipped_words_are_read_by_themselves(
    moving: Moving, clock: MovableClock
) -> None:
    david, prompt = prompted(moving, clock, "U0DAVID")
    settles(moving[0], david, prompt, lambda: click(david, prompt, "skip_prompt"))
    assert "Are you asking something" in texts(tells(moving, david, "postgres locks"))


def test_what_comes_long_after_an_answer_is_not_added_to_it(
    moving: Moving, clock: MovableClock
) -> None:
    word = a_word()
    david, _ = prompted(moving, clock, "U0DAVID")
    tells(moving, david, f"The {word} stuck.")
    clock.move(DAY)
    work(moving)
    assert "Are you asking something" in texts(tells(moving, david, "postgres locks"))
    assert [one.happened for one in notes(moving, david) if word in one.happened] == [
        f"The {word} stuck."
    ]


def test_of_many_messages_in_one_breath_each_is_kept_once(
    moving: Moving, clock: MovableClock
) -> None:
    word = a_word()
    david, _ = prompted(moving, clock, "U0DAVID")
    lines = [f"{word} line {n}." for n in range(6)]
    before = len(said(david, david.im))
    for line in lines:
        david.say(david.im, line)
    assert moving[0].wait_for(lambda: len(said(david, david.im)) == before + len(lines), 20)
    quiet(moving[0])
    (note,) = [one for one in notes(moving, david) if word in one.happened]
    assert sorted(one for one in note.happened.splitlines() if word in one) == lines


@pytest.mark.parametrize(
    ("user", "word", "outcome", "state"),
    [
        ("U0DAVID", "skip", "Skipped. That is fine", Taking.ON),
        ("U0BRAM", "Niet nu.", "Overgeslagen", Taking.ON),
        ("U0DAVID", "stop", "I have stopped asking", Taking.OFF),
        ("U0BRAM", "stop maar", "Ik vraag niets meer", Taking.OFF),
        ("U0BRAM", "sla deze maar over, ik heb nu geen tijd", "Overgeslagen", Taking.ON),
        ("U0DAVID", "skip it this week please", "Skipped. That is fine", Taking.ON),
        ("U0BRAM", "Vraag het me over een week", "Je volgende vraag komt op", Taking.ON),
        ("U0DAVID", "Ask me in a week.", "Your next question comes on", Taking.ON),
    ],
)
@pytest.mark.parametrize("in_thread", [False, True])
def test_a_word_leaves_a_prompt_as_its_button_does(
    moving: Moving,
    clock: MovableClock,
    user: str,
    word: str,
    outcome: str,
    state: Taking,
    in_thread: bool,
) -> None:
    person, prompt = prompted(moving, clock, user)
    before, thread = len(notes(moving, person)), prompt["ts"] if in_thread else None
    heard = after(moving[0], person, person.im, lambda: person.say(person.im, word, thread), thread)
    assert len(heard) == 1 and outcome in texts(heard)
    shown = as_it_is(person, prompt)
    assert outcome in texts(shown) and "_prompt" not in str(shown)
    assert mine(moving, person).state is state and len(notes(moving, person)) == before


@pytest.mark.parametrize(
    ("user", "word", "when", "outcome"),
    [
        ("U0DAVID", "Pause until a day", "Until which day?", "Enjoy the quiet"),
        ("U0BRAM", "pauze", "Tot welke dag?", "Geniet van de rust"),
    ],
)
def test_who_writes_that_they_want_a_pause_is_asked_until_when(
    moving: Moving, clock: MovableClock, user: str, word: str, when: str, outcome: str
) -> None:
    person, prompt = prompted(moving, clock, user)
    before = len(notes(moving, person))
    (asked,) = tells(moving, person, word)
    assert when in texts(asked) and len(notes(moving, person)) == before
    assert delivery(moving, prompt).answered_at is None
    day = (clock() + 20 * DAY).date().isoformat()
    shown = settles(
        moving[0], person, asked, lambda: click_value(person, asked, "pause_prompt", day)
    )
    assert outcome in texts(shown) and "pause_prompt" not in str(shown)
    above = as_it_is(person, prompt)
    assert outcome in texts(above) and "_prompt" not in str(above)
    paused = mine(moving, person).paused_until
    assert paused is not None and paused > clock() + 19 * DAY


@pytest.mark.parametrize(
    ("user", "answer"),
    [
        ("U0DAVID", "I had no time, so I skipped the test and it stopped this week"),
        ("U0BRAM", "Ik sloeg het over, want ik had deze week geen tijd"),
    ],
)
def test_an_answer_with_such_words_in_it_is_kept(
    moving: Moving, clock: MovableClock, user: str, answer: str
) -> None:
    person, _ = prompted(moving, clock, user)
    assert "go_on_note" in str(tells(moving, person, answer))
    assert answer in [one.happened for one in notes(moving, person)]
