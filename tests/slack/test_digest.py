"""The weekly digest in a channel: grouped, named by choice, once, and never where guests read."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from hallway_bot.services.digesting import CHANNEL, CHOSEN_BY

from .acting import Stage, a_word, click, index, open_modal, quiet, said, share, texts
from .conftest import MovableClock, opened

WEEK = timedelta(days=7)


@pytest.fixture(scope="module")
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, clock: MovableClock) -> Iterator[Stage]:
    """A stage on a Wednesday."""
    clock.to(datetime(2031, 3, 5, 9, 0, tzinfo=UTC))
    with opened(tmp_path_factory.mktemp("data"), clock, invited=True) as both:
        yield both


def monday(stage: Stage, clock: MovableClock) -> None:
    """Move to the next Monday, half past ten in Amsterdam, and let what is due happen."""
    at = clock().astimezone(UTC)
    at += timedelta(days=(7 - at.weekday()) or 7)
    clock.to(at.replace(hour=9, minute=30, second=0))
    for _ in range(3):
        stage[1].ticker.catch_up("digest", "send")
    quiet(stage[0])


def test_the_week_is_told_once_with_names_by_choice(stage: Stage, clock: MovableClock) -> None:
    playground, bot = stage
    chloe, anna = playground.person("U0CHLOE"), playground.person("U0ANNA")
    workspace = bot.desk.workspace(None)
    bot.desk.store.set_option(workspace, CHANNEL, "C0GENERAL")
    bot.desk.store.set_option(workspace, CHOSEN_BY, "U0DAVID")
    named, hidden, private = a_word(), a_word(), a_word()
    share(playground, chloe, f"Tap the {named} barometer twice.")
    share(playground, anna, f"Never trust the {hidden} tender.", visibility="anonymous")
    share(playground, anna, f"My own {private} worry.", visibility="private")
    index(stage)
    for asker, text, unnamed in (("U0DAVID", "with my name?", False), ("U0ANNA", "mine?", True)):
        who = bot.desk.directory.person(workspace, asker)
        assert bot.desk.questions.keep(workspace, who, text, anonymous=unnamed)
    before = len(said(chloe, "C0GENERAL"))
    monday(stage, clock)
    posted = said(chloe, "C0GENERAL")[before:]
    assert len(posted) == 1
    shown = texts(posted[0])
    assert "with my name? (David Okafor)" in shown and "mine?\n" in f"{shown}\n"
    assert "The past week in the hallway" in shown and "Colleagues shared 2 lessons" in shown
    assert named in shown and "Chloe Martin" in shown
    assert hidden in shown and "Anna" not in shown and "U0ANNA" not in str(posted[0])
    assert private not in shown
    view = open_modal(playground, chloe, lambda: click(chloe, posted[0], "read_lesson"))
    assert "barometer" in texts(view) or "tender" in texts(view)
    monday(stage, clock)
    assert len(said(chloe, "C0GENERAL")) == before + 1, "a week without news is not told"


def test_the_channels_language_is_the_workspaces(stage: Stage, clock: MovableClock) -> None:
    playground, bot = stage
    chloe = playground.person("U0CHLOE")
    bot.desk.store.set_option(bot.desk.workspace(None), "language", "nl")
    share(playground, chloe, f"Tap the {a_word()} barometer twice.")
    before = len(said(chloe, "C0GENERAL"))
    monday(stage, clock)
    (posted,) = said(chloe, "C0GENERAL")[before:]
    assert "De afgelopen week in de hal" in texts(posted)


def test_where_guests_read_along_nothing_is_posted_and_the_admin_hears_why(
    stage: Stage, clock: MovableClock
) -> None:
    playground, bot = stage
    anna, david = playground.person("U0ANNA"), playground.person("U0DAVID")
    bot.desk.store.set_option(bot.desk.workspace(None), CHANNEL, "C0SITE")
    share(playground, anna, f"Tap the {a_word()} barometer twice.")
    before, heard = len(said(anna, "C0SITE")), len(said(david, david.im))
    monday(stage, clock)
    assert len(said(anna, "C0SITE")) == before
    (told,) = said(david, david.im)[heard:]
    assert "did not post the weekly digest in <#C0SITE>" in told["text"]
