"""Small words that are only right when they fit what happened."""

import pytest

from hallway_bot.domain.feedback import Feedback
from hallway_bot.domain.lesson import Author, Visibility
from hallway_bot.domain.talks import TalkState
from hallway_bot.slack.views import home_reflect, life, meeting, reflect, share
from hallway_bot.texts import Texts

from .showcase import DNS, HIDDEN
from .showcase_rhythm import BEGUN, BUSY, LIBRARY, MEANT, OPEN, SENT, mine

EN, NL = Texts("en"), Texts("nl")


@pytest.mark.parametrize(
    ("held", "did_not_hold", "english", "dutch"),
    [
        (0, 0, "", ""),
        (1, 0, "tried by one colleague: it held", "door één collega geprobeerd: het klopte"),
        (
            0,
            1,
            "tried by one colleague: it did not hold",
            "door één collega geprobeerd: het klopte niet",
        ),
        (
            3,
            0,
            "tried by 3 colleagues: it held each time",
            "door 3 collega's geprobeerd: het klopte steeds",
        ),
        (
            2,
            1,
            "tried by 3 colleagues: it held for 2, and not for 1",
            "door 3 collega's geprobeerd: bij 2 klopte het, bij 1 niet",
        ),
    ],
)
def test_how_it_went_is_said_in_words_and_without_what_is_not(
    held: int, did_not_hold: int, english: str, dutch: str
) -> None:
    feedback = Feedback(0, held, did_not_hold)
    assert (life.state(EN, feedback), life.state(NL, feedback)) == (english, dutch)


@pytest.mark.parametrize("asked", [LIBRARY, MEANT, BEGUN])
def test_a_prompt_gives_no_reason_that_it_gave_already(asked: reflect.Asked) -> None:
    blocks = reflect.prompt(EN, "d", asked, "What?")[1]
    assert [block["type"] for block in blocks] == ["section", "context", "actions"]
    assert "Answer with the button" in str(blocks[1])
    assert "Because a colleague asked this" in str(reflect.prompt(EN, "d", OPEN, "What?"))


def test_home_shows_all_that_was_sent_this_week_and_calls_a_pause_a_pause() -> None:
    (block,) = home_reflect.sent(NL, mine(None, sent=BUSY))
    lines = block["elements"][0]["text"].splitlines()[1:]
    assert len(lines) == 9  # one each twenty hours
    assert "dat ik een pauze inlas" in lines[0] and "je vraag om terug te kijken" in lines[2]
    (quiet,) = home_reflect.sent(EN, mine(None, sent=SENT * 3))
    assert len(quiet["elements"][0]["text"].splitlines()) == 1 + 6


def test_only_the_name_of_a_named_author_is_said() -> None:
    for state in (TalkState.NOT_ABOUT, TalkState.DECLINED, TalkState.SILENT, TalkState.UNASKED):
        assert "Chloe Martin" in meeting.no_talk(EN, state, DNS, "Chloe Martin")
        assert "Chloe Martin" in meeting.no_talk(NL, state, DNS, "Chloe Martin")
        assert "Anna" not in meeting.no_talk(EN, state, HIDDEN, "Anna de Wit")
        assert "author" in meeting.no_talk(EN, state, None, None)


def test_a_language_has_the_name_that_its_reader_knows() -> None:
    lesson = DNS.__class__("x", Author("U"), "Bel.", DNS.created_at, Visibility.PRIVATE)
    dutch = DNS.__class__("y", Author("U"), "Bel.", DNS.created_at, language="nl")
    assert "Language: English" in str(share.done(EN, lesson, edited=False, near=None))
    assert "Language: Dutch" in str(share.done(EN, dutch, edited=False, near=None))
    assert "Taal: Nederlands" in str(share.done(NL, dutch, edited=False, near=None))


def test_the_tab_is_called_as_slack_calls_it() -> None:
    assert "tabblad Berichten" in NL("home.intro") and "under Messages" in EN("home.intro")
