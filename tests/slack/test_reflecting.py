"""Looking back: asked once, at one's own time, answered in one's own words, placed by choice."""

from zoneinfo import ZoneInfo

from hallway_bot.domain.lesson import Visibility
from hallway_bot.domain.reflecting import Taking
from hallway_bot.domain.rhythm import Frequency

from .acting import (
    a_word,
    after,
    as_it_is,
    click,
    home,
    old_copy,
    open_modal,
    quiet,
    said,
    settles,
    texts,
)
from .conftest import MovableClock
from .looking_back import (
    DAY,
    NETHERLANDS,
    Moving,
    guided,
    joined,
    lessons,
    mine,
    prompted,
    soon,
    work,
)


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
    begun = as_it_is(david, prompt)
    assert "You began to answer" in texts(begun) and "answer_prompt" in str(begun)
    assert "skip_prompt" not in str(begun)
    assert david.submit(view["id"], {"intention": {"note_typing": f"Drain the {word} first."}}).ok
    view = david.view() or {}
    assert len(lessons(moving, david)) == before, "nothing is stored for others before they choose"
    assert david.submit(view["id"], {"visibility": {"visibility": "everyone"}}).ok
    quiet(moving[0])
    (lesson,) = [x for x in lessons(moving, david) if word in x.happened]
    assert lesson.visibility is Visibility.EVERYONE
    assert (lesson.learned, lesson.useful_when) == ("Drain it in autumn.", "Winter.")
    assert f"Drain the {word} first" in texts(home(moving[0], david))
    placed = as_it_is(david, prompt)
    assert "with your name" in texts(placed) and "_prompt" not in str(placed)
    old_copy(moving[0], prompt)
    heard = after(moving[0], david, david.im, lambda: click(david, prompt, "skip_prompt"))
    assert "took care of this one" in texts(heard)
    # … and three weeks later the intention comes back.
    clock.to(clock() + 22 * DAY)
    work(moving)
    due = mine(moving, david).next
    assert due is not None
    clock.to(due.at)
    again = soon(moving, david, lambda: None)
    assert f"Drain the {word} first" in texts(again) and "How did it go?" in texts(again)


def test_the_id_of_an_anonymous_answer_cannot_be_worked_out_from_who_was_asked_when(
    moving: Moving, clock: MovableClock
) -> None:
    word = a_word()
    store, workspace = moving[1].desk.store, moving[1].desk.workspace(None)
    david, prompt = prompted(moving, clock, "U0DAVID")
    delivery = store.delivery_at(workspace, prompt["channel"], prompt["ts"])
    assert delivery is not None
    view = guided(moving, david, prompt, f"No {word} oil left.", "Order in time.", "Always.")
    assert david.submit(view["id"], {"intention": {"note_typing": f"Order {word}."}}).ok
    view = david.view() or {}
    assert david.submit(view["id"], {"visibility": {"visibility": "anonymous"}}).ok
    quiet(moving[0])
    (lesson,) = [x for x in lessons(moving, david) if word in x.happened]
    (meant,) = [x for x in store.intentions_of(workspace, david.id) if word in x.text]
    assert delivery.id not in lesson.id and meant.id not in lesson.id
    # Answered again, on a copy that did not change, it is still this one lesson.
    old_copy(moving[0], prompt)
    view = open_modal(moving[0], david, lambda: click(david, prompt, "answer_prompt"))
    assert "placed" in texts(view) and not [x for x in store.notes_of(workspace, david.id)]
    david.close(view["id"])


def test_an_answer_that_asks_for_a_second_thought_becomes_one_lesson_and_leaves_no_note(
    moving: Moving, clock: MovableClock
) -> None:
    word = a_word()
    chloe, prompt = prompted(moving, clock, "U0CHLOE")
    view = guided(moving, chloe, prompt, f"{word}: ask jan@klant.nl first.", "Ask.", "Always.")
    assert chloe.submit(view["id"], {"intention": {"note_typing": ""}}).ok
    view = chloe.view() or {}
    assert chloe.submit(view["id"], {"visibility": {"visibility": "anonymous"}}).ok
    view = chloe.view() or {}
    assert view["callback_id"] == "share" and word in texts(view)
    assert chloe.submit(view["id"], {}).ok
    quiet(moving[0])
    assert len([x for x in lessons(moving, chloe) if word in x.happened]) == 1
    bot = moving[1]
    assert not bot.desk.store.notes_of(bot.desk.workspace(None), chloe.id)


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


def test_a_secret_is_refused_in_a_note_at_its_field_and_below_a_prompt_and_never_kept(
    moving: Moving, clock: MovableClock
) -> None:
    store, workspace = moving[1].desk.store, moving[1].desk.workspace(None)
    secret = "The password is Winter2026! there."
    bram, prompt = prompted(moving, clock, "U0BRAM")
    said_no = after(
        moving[0], bram, bram.im, lambda: bram.say(bram.im, secret, prompt["ts"]), prompt["ts"]
    )
    assert "een wachtwoord" in texts(said_no) and "Winter" not in texts(said_no)
    view = open_modal(moving[0], bram, lambda: click(bram, prompt, "answer_prompt"))
    outcome = bram.submit(view["id"], {"happened": {"note_typing": secret}})
    assert "een wachtwoord" in outcome.errors["happened"]
    assert secret in str((bram.view() or {})["state"])
    bram.close(view["id"])
    quiet(moving[0])
    assert "Winter2026" not in str(store.notes_of(workspace, bram.id))


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
    more = after(
        moving[0],
        bram,
        bram.im,
        lambda: bram.say(bram.im, "En het was koud.", prompt["ts"]),
        thread=prompt["ts"],
    )
    shown = settles(moving[0], bram, kept[-1], lambda: click(bram, kept[-1], "keep_note"))
    assert "Het ligt in je kamer" in texts(shown)
    for said_before in (shown, as_it_is(bram, more[-1]), as_it_is(bram, prompt)):
        assert "_note" not in str(said_before) and "_prompt" not in str(said_before)
    (lesson,) = [x for x in lessons(moving, bram) if word in x.learned]
    assert lesson.visibility is Visibility.PRIVATE
    old_copy(moving[0], more[-1])
    late = after(moving[0], bram, bram.im, lambda: click(bram, more[-1], "drop_note"))
    assert "al geplaatst" in texts(late)


def test_a_saved_note_that_is_placed_through_the_form_asks_nothing_any_more(
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
    )[-1]
    view = open_modal(moving[0], bram, lambda: click(bram, kept, "go_on_note"))
    for field in ("learned", "useful_when", "intention"):
        assert bram.submit(
            view["id"], {field: {"note_typing": "Smeren." * (field == "learned")}}
        ).ok
        view = bram.view() or {}

    def place() -> None:
        assert bram.submit(view["id"], {"visibility": {"visibility": "anonymous"}}).ok

    shown = settles(moving[0], bram, kept, place)
    for one in (shown, as_it_is(bram, prompt)):
        assert "zonder je naam" in texts(one) and "_note" not in str(one)
        assert "_prompt" not in str(one)
