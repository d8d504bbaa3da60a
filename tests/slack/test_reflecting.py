"""Looking back: asked once, at one's own time, answered in one's own words, placed by choice."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hallway_bot.bot import Bot
from hallway_bot.domain.attention import Kind
from hallway_bot.domain.lesson import Visibility
from hallway_bot.domain.reflecting import Reflecting, Taking
from hallway_bot.domain.rhythm import Frequency, Rhythm
from hallway_bot.playground.persons import Person
from hallway_bot.playground.server import Playground

from .acting import Json, a_word, after, click, home, open_modal, quiet, said, texts
from .conftest import MovableClock, opened

DAY = timedelta(days=1)
NETHERLANDS = {"text": {"type": "plain_text", "text": "Netherlands"}, "value": "NL"}


@pytest.fixture(scope="module")
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture(scope="module")
def moving(
    tmp_path_factory: pytest.TempPathFactory, clock: MovableClock
) -> Iterator[tuple[Playground, Bot]]:
    """A stage whose clock tests move."""
    with opened(tmp_path_factory.mktemp("data"), clock, invited=False) as both:
        yield both


Moving = tuple[Playground, Bot]


def work(moving: Moving) -> None:
    """Let what is due happen."""
    playground, bot = moving
    bot.desk.reflect.planning.catch_up()
    bot.sending.catch_up()
    quiet(playground)


def soon(moving: Moving, person: Person, act: Callable[[], Any]) -> Json:
    """The bot's next message in the person's DM, which it sends by itself after `act`."""

    def both() -> None:
        act()
        work(moving)

    return after(moving[0], person, person.im, both)[-1]


def mine(moving: Moving, person: Person) -> Reflecting:
    bot = moving[1]
    found = bot.desk.store.reflecting(bot.desk.workspace(None), person.id)
    assert found is not None
    return found


def joined(moving: Moving, user: str) -> Person:
    """Somebody who takes part; the invitation is left unsent."""
    playground, bot = moving
    person = playground.person(user)
    visitor = bot.desk.visitor(bot.desk.workspace(None), user)
    bot.desk.reflect.take_part(visitor.workspace, visitor.person, Rhythm())
    return person


def prompted(moving: Moving, clock: MovableClock, user: str) -> tuple[Person, Json]:
    """Somebody who takes part, and their next prompt."""
    person = joined(moving, user)
    due = mine(moving, person).next
    assert due is not None
    clock.to(due.at)
    return person, soon(moving, person, lambda: None)


def lessons(moving: Moving, person: Person) -> list[Any]:
    bot = moving[1]
    return bot.desk.store.lessons_of(bot.desk.workspace(None), person.id)


def guided(moving: Moving, person: Person, prompt: Json, *words: str) -> Json:
    """Go through the guided form with these words; returns the last page, where it is placed."""
    view = open_modal(moving[0], person, lambda: click(person, prompt, "answer_prompt"))
    for field, text in zip(("happened", "learned", "useful_when"), words, strict=False):
        assert person.submit(view["id"], {field: {"note_typing": text}}).ok
        view = person.view() or {}
    return view


def test_whoever_uses_it_first_is_asked_once_and_may_say_no(moving: Moving) -> None:
    playground = moving[0]
    chloe = playground.person("U0CHLOE")
    asked = soon(moving, chloe, lambda: chloe.say(chloe.im, "help"))
    assert "I ask this only once" in texts(asked)
    click(chloe, asked, "decline_rhythm")
    quiet(playground)
    assert "That is fine" in texts(said(chloe, chloe.im)[-1])
    before = len(said(chloe, chloe.im))
    chloe.say(chloe.im, "help")
    quiet(playground)
    work(moving)
    assert len(said(chloe, chloe.im)) == before + 1
    assert mine(moving, chloe).state is Taking.OFF


def test_a_yes_is_thursday_at_half_past_three_where_the_person_is(moving: Moving) -> None:
    bram = moving[0].person("U0BRAM")
    asked = soon(moving, bram, lambda: bram.say(bram.im, "help"))
    assert "Ja, donderdag om 15:30" in texts(asked)
    click(bram, asked, "join")
    quiet(moving[0])
    one = mine(moving, bram)
    assert one.next is not None and one.state is Taking.ON
    local = one.next.at.astimezone(ZoneInfo("Europe/Amsterdam"))
    assert (local.weekday(), local.hour, local.minute) == (3, 15, 30)
    assert "Je eerste vraag komt op donderdag" in texts(said(bram, bram.im)[-1])


def test_when_and_how_often_is_changed_on_home(moving: Moving) -> None:
    david = joined(moving, "U0DAVID")
    page = home(moving[0], david)
    view = open_modal(moving[0], david, lambda: click(david, page, "change_rhythm"))
    outcome = david.submit(
        view["id"],
        {
            "weekday": {"weekday": "0"},
            "time": {"time": "09:15"},
            "often": {"often": "monthly"},
            "country": {"country": NETHERLANDS},
        },
    )
    assert outcome.ok, outcome
    quiet(moving[0])
    rhythm = mine(moving, david).rhythm
    assert (rhythm.weekday, f"{rhythm.moment:%H:%M}", rhythm.frequency) == (
        0,
        "09:15",
        Frequency.MONTHLY,
    )
    assert "Once a month on Monday at 09:15" in texts(home(moving[0], david))


def test_countries_are_found_by_their_name_in_ones_language(moving: Moving) -> None:
    bram = joined(moving, "U0BRAM")
    page = home(moving[0], bram)
    view = open_modal(moving[0], bram, lambda: click(bram, page, "change_rhythm"))
    found = bram.options(view["id"], "country", "country", "nederl").options
    assert (found[0]["text"]["text"], found[0]["value"]) == ("Nederland", "NL")
    bram.close(view["id"])


def test_a_prompt_is_answered_in_the_form_and_placed_where_its_author_wants(
    moving: Moving, clock: MovableClock
) -> None:
    word = a_word()
    david, prompt = prompted(moving, clock, "U0DAVID")
    before = len(lessons(moving, david))
    view = guided(
        moving, david, prompt, f"The {word} pump froze.", "Drain it in autumn.", "Winter."
    )
    assert "Next time I will" in texts(view)
    assert david.submit(view["id"], {"intention": {"note_typing": f"Drain the {word} first."}}).ok
    view = david.view() or {}
    assert len(lessons(moving, david)) == before, "nothing is stored for others before they choose"
    assert david.submit(view["id"], {"visibility": {"visibility": "everyone"}}).ok
    quiet(moving[0])
    (lesson,) = [x for x in lessons(moving, david) if word in x.happened]
    assert lesson.visibility is Visibility.EVERYONE
    assert (lesson.learned, lesson.useful_when) == ("Drain it in autumn.", "Winter.")
    assert f"Drain the {word} first" in texts(home(moving[0], david))
    # … and three weeks later the intention comes back.
    clock.to(clock() + 22 * DAY)
    work(moving)
    due = mine(moving, david).next
    assert due is not None
    clock.to(due.at)
    again = soon(moving, david, lambda: None)
    assert f"Drain the {word} first" in texts(again) and "How did it go?" in texts(again)


def test_nothing_typed_is_lost_when_the_form_is_closed_or_opened_again(
    moving: Moving, clock: MovableClock
) -> None:
    word = a_word()
    elif_, prompt = prompted(moving, clock, "U0ELIF")
    view = guided(moving, elif_, prompt, f"We lost the {word} key.")
    elif_.close(view["id"])
    quiet(moving[0])
    page = home(moving[0], elif_)
    assert word in texts(page)
    view = open_modal(moving[0], elif_, lambda: click(elif_, page, "go_on_note"))
    assert elif_.submit(view["id"], {"learned": {"note_typing": "Hang it up."}}).ok
    view = elif_.view() or {}
    click(elif_, view, "note_back")
    quiet(moving[0])
    view = elif_.view() or {}
    assert view["state"]["values"]["learned"]["note_typing"]["value"] == "Hang it up."
    elif_.close(view["id"])


def test_an_empty_answer_is_asked_for_at_its_field(moving: Moving, clock: MovableClock) -> None:
    anna, prompt = prompted(moving, clock, "U0ANNA")
    view = open_modal(moving[0], anna, lambda: click(anna, prompt, "answer_prompt"))
    outcome = anna.submit(view["id"], {"happened": {"note_typing": "   "}})
    assert "happened" in outcome.errors
    anna.close(view["id"])


def test_words_below_a_prompt_are_kept_and_stay_private_until_placed(
    moving: Moving, clock: MovableClock
) -> None:
    word = a_word()
    bram, prompt = prompted(moving, clock, "U0BRAM")
    kept = after(
        moving[0],
        bram,
        bram.im,
        lambda: bram.say(bram.im, f"De {word} liep vast.", prompt["ts"]),
        thread=prompt["ts"],
    )
    assert "Niemand anders ziet ze" in texts(kept)
    assert not [x for x in lessons(moving, bram) if word in x.learned]
    click(bram, kept[-1], "keep_note")
    quiet(moving[0])
    (lesson,) = [x for x in lessons(moving, bram) if word in x.learned]
    assert lesson.visibility is Visibility.PRIVATE


@pytest.mark.parametrize(
    ("action", "outcome", "days"),
    [("skip_prompt", "Skipped", 7), ("snooze_prompt", "I will ask again", 7)],
)
def test_skipping_and_snoozing_are_one_click_and_the_next_comes_in_a_week(
    moving: Moving, clock: MovableClock, action: str, outcome: str, days: int
) -> None:
    david, prompt = prompted(moving, clock, "U0DAVID")
    click(david, prompt, action)
    quiet(moving[0])
    shown = next(one for one in said(david, david.im) if one["ts"] == prompt["ts"])
    assert outcome in texts(shown) and "answer_prompt" not in str(shown)
    due = mine(moving, david).next
    assert due is not None and timedelta(0) < due.at - clock() <= days * DAY


def test_a_pause_lasts_until_the_chosen_day(moving: Moving, clock: MovableClock) -> None:
    david, prompt = prompted(moving, clock, "U0DAVID")
    until = (clock() + 30 * DAY).date()
    click_value(david, prompt, "pause_prompt", until.isoformat())
    quiet(moving[0])
    due = mine(moving, david).next
    assert due is not None and due.at.date() >= until
    assert "Paused" in texts(home(moving[0], david))


def click_value(person: Person, container: Json, action_id: str, value: str) -> None:
    person.click(container, None, action_id, value)


def test_a_day_that_has_passed_is_no_pause(moving: Moving, clock: MovableClock) -> None:
    david, prompt = prompted(moving, clock, "U0DAVID")
    yesterday = (clock() - DAY).date().isoformat()
    click_value(david, prompt, "pause_prompt", yesterday)
    quiet(moving[0])
    assert "Choose a day that is still to come" in texts(said(david, david.im))


def test_stopping_is_one_click_and_nothing_comes_any_more(
    moving: Moving, clock: MovableClock
) -> None:
    elif_, prompt = prompted(moving, clock, "U0ELIF")
    click(elif_, prompt, "stop_prompts")
    quiet(moving[0])
    before = len(said(elif_, elif_.im))
    clock.to(clock() + 9 * DAY)
    work(moving)
    assert len(said(elif_, elif_.im)) == before
    assert mine(moving, elif_).state is Taking.OFF


def test_after_three_silent_weeks_it_pauses_itself_and_offers_three_ways(
    moving: Moving, clock: MovableClock
) -> None:
    anna, _ = prompted(moving, clock, "U0ANNA")
    last: Json = {}
    for _ in range(6):  # while other tests moved the clock some came as well
        if (due := mine(moving, anna).next) is None:
            break
        clock.to(due.at)
        last = soon(moving, anna, lambda: None)
    assert "drie keer" in texts(last)
    assert mine(moving, anna).state is Taking.QUIET
    click(anna, last, "fewer_prompts")
    quiet(moving[0])
    one = mine(moving, anna)
    assert (one.state, one.rhythm.frequency) == (Taking.ON, Frequency.FORTNIGHTLY)


def test_home_shows_what_was_sent_and_why_and_the_limit_is_the_persons(
    moving: Moving, clock: MovableClock
) -> None:
    david, _ = prompted(moving, clock, "U0DAVID")
    page = home(moving[0], david)
    assert "your question to look back on" in texts(page)
    click_value(david, page, "set_attention", "1")
    quiet(moving[0])
    wishes = moving[1].desk.store.wishes(moving[1].desk.workspace(None), david.id)
    assert wishes.attention_limit == 1


def test_a_prompt_of_somebody_else_opens_for_nobody(moving: Moving, clock: MovableClock) -> None:
    david, prompt = prompted(moving, clock, "U0DAVID")
    bot = moving[1]
    workspace = bot.desk.workspace(None)
    delivery = bot.desk.store.delivery_at(workspace, david.im, prompt["ts"])
    assert delivery is not None and delivery.kind is Kind.PROMPT
    stolen = replace(delivery, user_id="U0CHLOE")
    with pytest.raises(Exception, match="somebody else's"):
        visitor = bot.desk.visitor(workspace, "U0DAVID")
        asked = bot.desk.reflect.asked(workspace, visitor.person, "en", delivery)
        assert asked is not None
        bot.desk.notes.begin(workspace, visitor.person, stolen, asked, "?")


def test_a_person_who_moves_is_asked_at_their_new_clock(
    moving: Moving, clock: MovableClock
) -> None:
    playground, bot = moving
    david = joined(moving, "U0DAVID")
    before = mine(moving, david).next
    playground.workspace.change_member("U0DAVID", tz="America/New_York")
    bot.desk.directory.forget("U0DAVID")
    visitor = bot.desk.visitor(bot.desk.workspace(None), "U0DAVID")
    bot.desk.reflect.moved(visitor.workspace, visitor.person)
    after_ = mine(moving, david).next
    playground.workspace.change_member("U0DAVID", tz="Europe/Amsterdam")
    bot.desk.directory.forget("U0DAVID")
    assert before is not None and after_ is not None
    assert after_.at.astimezone(UTC) != before.at and isinstance(after_.at, datetime)
    assert (after_.at - before.at) in (timedelta(hours=5), timedelta(hours=6))
