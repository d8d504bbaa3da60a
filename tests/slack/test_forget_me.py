"""Being forgotten: nothing of a person is left in any file of the data folder."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hallway_bot.bot import Bot
from hallway_bot.playground.persons import Person
from hallway_bot.playground.server import Playground

from .acting import BOT, Json, a_word, after, click, home, index, open_modal, quiet, share, texts
from .conftest import MovableClock, opened
from .looking_back import prompted

MINUTE = 60


@pytest.fixture
def house(tmp_path: Path, clock: MovableClock) -> Iterator[tuple[Playground, Bot, Path]]:
    """A bot of its own, and its data folder."""
    with opened(tmp_path, clock, invited=True) as (playground, bot):
        yield playground, bot, tmp_path


def holding(folder: Path, *sought: str) -> dict[str, list[str]]:
    """Which files hold which of these words."""
    found: dict[str, list[str]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for word in sought:
                if word.encode() in data:
                    found.setdefault(word, []).append(path.name)
    return found


def confirm(playground: Playground, person: Person, form: Json, word: str, lessons: str) -> float:
    """Send the form; returns how many seconds it takes until they hear that it is done."""
    before = {one["ts"] for one in person.messages(person.im)}
    began = time.monotonic()
    outcome = person.submit(form["id"], {"word": {"word": word}, "lessons": {"lessons": lessons}})
    assert outcome.ok, outcome.errors

    def done() -> bool:
        new = [m for m in person.messages(person.im) if m["ts"] not in before and m["user"] == BOT]
        return bool(new)

    assert playground.wait_for(done, MINUTE), "they never hear that it is done"
    return time.monotonic() - began


def test_within_a_minute_no_file_holds_their_id_or_words(
    house: tuple[Playground, Bot, Path],
) -> None:
    playground, bot, folder = house
    elif_ = playground.person("U0ELIF")
    named, hidden, own, asked, said = (a_word() for _ in range(5))
    share(playground, elif_, f"Grease the {named} bearing.")
    share(playground, elif_, f"Never trust the {hidden}.", visibility="anonymous")
    share(playground, elif_, f"I lost the {own}.", visibility="private")
    index((playground, bot))
    after(playground, elif_, elif_.im, lambda: elif_.say(elif_.im, f"What of the {asked}?"))
    mention = f"@hallway how to grease the {said}?"
    after(playground, elif_, "C0GENERAL", lambda: elif_.say("C0GENERAL", mention))
    workspace = bot.hallway.store.workspace(None)
    ids = [lesson.id for lesson in bot.hallway.store.lessons_of(workspace, "U0ELIF")]
    assert len(ids) >= 3
    sought = ("U0ELIF", elif_.im, named, hidden, own, asked, said, *ids)
    assert set(holding(folder, *sought)) == set(sought)

    form = open_modal(playground, elif_, lambda: elif_.command(elif_.im, "/hallway forget-me"))
    refused = elif_.submit(form["id"], {"word": {"word": "no"}, "lessons": {"lessons": "delete"}})
    assert list(refused.errors) == ["word"] and holding(folder, "U0ELIF")
    seconds = confirm(playground, elif_, form, " Forget ", "delete")
    assert seconds < MINUTE
    assert "I hold nothing about you any more" in elif_.messages(elif_.im)[-1]["text"]
    quiet(playground)
    assert holding(folder, *sought) == {}
    print(f"forgotten in {seconds:.1f} s, {len(sought)} words sought")


def test_lessons_left_behind_are_found_by_colleagues_and_name_nobody(
    house: tuple[Playground, Bot, Path],
) -> None:
    playground, bot, folder = house
    bram, chloe = playground.person("U0BRAM"), playground.person("U0CHLOE")
    left, own = a_word(), a_word()
    share(playground, bram, f"Grease the {left} bearing first.")
    share(playground, bram, f"I lost the {own}.", visibility="private")
    index((playground, bot))
    page = home(playground, bram)
    form = open_modal(playground, bram, lambda: click(bram, page, "forget_me"))
    confirm(playground, bram, form, "vergeet", "leave")
    quiet(playground)
    assert holding(folder, "U0BRAM", own) == {}
    asked = f"How do I grease the {left} bearing?"
    answer = after(playground, chloe, chloe.im, lambda: chloe.say(chloe.im, asked))
    assert f"{left} bearing first" in texts(answer)
    assert "A colleague who prefers not to be named" in texts(answer)


def test_an_unnamed_lesson_left_behind_can_be_asked_about_as_before(
    house: tuple[Playground, Bot, Path],
) -> None:
    playground, bot, _ = house
    bram, chloe = playground.person("U0BRAM"), playground.person("U0CHLOE")
    unnamed, named = a_word(), a_word()
    share(playground, bram, f"Grease the {unnamed} bearing first.", visibility="anonymous")
    share(playground, bram, f"Never heat the {named} kettle.")
    index((playground, bot))
    form = open_modal(playground, bram, lambda: click(bram, home(playground, bram), "forget_me"))
    confirm(playground, bram, form, "vergeet", "leave")
    quiet(playground)
    for word, is_asked in ((unnamed, True), (named, False)):
        ask = f"What about the {word}?"
        answer = after(playground, chloe, chloe.im, lambda: chloe.say(chloe.im, ask))[-1]  # noqa: B023
        cards = [one for one in answer["blocks"] if word in str(one) and one["type"] == "card"]
        assert len(cards) == 1 and ("'talk'" in str(cards)) is is_asked
        if is_asked:
            heard = after(playground, chloe, chloe.im, lambda: click(chloe, answer, "talk"))  # noqa: B023
            assert "I'm asking the author, privately" in heard[-1]["text"]


def test_what_they_answered_below_a_prompt_or_had_under_way_leaves_no_trace_of_them(
    house: tuple[Playground, Bot, Path], clock: MovableClock
) -> None:
    playground, bot, folder = house
    person, _ = prompted((playground, bot), clock, "U0ELIF")
    noted, asked = a_word(), a_word()
    after(
        playground, person, person.im, lambda: person.say(person.im, f"We lost the {noted} wrench.")
    )
    workspace = bot.hallway.store.workspace(None)
    visitor = bot.desk.visitor(workspace, person.id)
    held = bot.desk.my_data(workspace, visitor.person, person.im).records["claims"]
    assert any(person.id in str(one["key"]) for one in held)
    form = open_modal(playground, person, lambda: person.command(person.im, "/hallway forget-me"))
    playground.faults.fail("chat.postMessage", 1, delay=3.0)
    called = len(playground.faults.called("chat.postMessage"))
    person.say(person.im, f"What of the {asked} valve?")
    assert playground.wait_for(
        lambda: len(playground.faults.called("chat.postMessage")) > called, MINUTE
    )
    fields = {"word": {"word": "Forget"}, "lessons": {"lessons": "delete"}}
    assert person.submit(form["id"], fields).ok
    done = "I hold nothing about you any more"
    assert playground.wait_for(lambda: done in person.messages(person.im)[-1]["text"], MINUTE)
    quiet(playground)
    assert holding(folder, person.id, person.im, noted, asked) == {}
