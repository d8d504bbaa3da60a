"""Questions that stay open: asked for consent, answered by others, closed again."""

from hallway_bot.playground.server import Playground

from ..fakes_people import FIRST
from .acting import (
    Json,
    Stage,
    a_word,
    after,
    as_it_is,
    click,
    filled,
    home,
    index,
    old_copy,
    open_modal,
    quiet,
    said,
    settles,
    share,
    texts,
)


def kept(stage: Stage, user: str, ask: str, shown: str = "named") -> str:
    """Keep a question open as this person; returns what the modal says then."""
    playground, person = stage[0], stage[0].person(user)
    answer = after(playground, person, person.im, lambda: person.say(person.im, ask))[-1]
    view = open_modal(playground, person, lambda: click(person, answer, "keep_question"))
    assert ask in texts(view)
    values = {"question": {"text": ask}, "shown": {"shown": shown}}
    outcome = person.submit(view["id"], values)
    assert outcome.ok, (outcome.error, outcome.errors)
    quiet(playground)
    return texts(person.view())


def row(view: Json, text: str) -> Json:
    """The block of Home that shows this question."""
    return next(b for b in view["blocks"] if b["type"] == "section" and text in texts(b))


def press(playground: Playground, user: str, view: Json, text: str) -> None:
    block = row(view, text)
    playground.person(user).click(view, block["block_id"], block["accessory"]["action_id"])


def test_a_question_is_kept_with_consent_once_and_closed_on_home(stage: Stage) -> None:
    playground, ask = stage[0], f"How do you knit a {a_word()} umbrella?"
    david = playground.person("U0DAVID")
    assert "under your name" in kept(stage, david.id, ask)
    answer = said(david, david.im)[-1]
    assert "keep_question" not in str(answer) and "under your name" in texts(answer)
    after(playground, david, david.im, lambda: david.say(david.im, ask))
    answer = said(david, david.im)[-1]
    again = open_modal(playground, david, lambda: click(david, answer, "keep_question"))
    assert "for you already" in texts(again)
    page = home(playground, david)
    assert texts(page).count(ask) == 1
    press(playground, david.id, page, ask)
    quiet(playground)
    assert ask not in texts(david.home())
    assert "under your name" in kept(stage, david.id, ask)


def test_personal_data_in_a_question_is_asked_about_once_and_a_secret_is_refused(
    stage: Stage,
) -> None:
    playground, word = stage[0], a_word()
    david = playground.person("U0DAVID")
    ask = f"Who of {word}@klant.nl knows umbrellas?"
    answer = after(playground, david, david.im, lambda: david.say(david.im, ask))[-1]
    view = open_modal(playground, david, lambda: click(david, answer, "keep_question"))
    secret = {"question": {"text": f"{ask} The password is Winter2026!"}}
    refused = david.submit(view["id"], {**secret, "shown": {"shown": "unnamed"}})
    assert "a password" in refused.errors["question"]
    assert "an e-mail address" in refused.errors["question"]
    assert david.submit(view["id"], {"question": {"text": ask}}).ok
    assert "an e-mail address" in texts(david.view()) and ask in texts(david.view())
    assert ask not in texts(home(playground, david))
    assert david.submit(view["id"]).ok
    quiet(playground)
    assert "without your name" in texts(david.view())
    assert ask in texts(home(playground, david))


def test_another_persons_lesson_answers_it_and_the_asker_alone_is_told(stage: Stage) -> None:
    playground, word = stage[0], a_word()
    david, elif_ = playground.person("U0DAVID"), playground.person("U0ELIF")
    ask = f"How do I read the {word} barometer?"
    kept(stage, david.id, ask)
    before = len(said(elif_, elif_.im))

    def answered() -> None:
        share(playground, elif_, f"Tap the {word} barometer twice.")
        index(stage)
        stage[1].desk.matching.notice(FIRST)

    told = after(playground, david, david.im, answered)
    assert len(told) == 1 and ask in told[0]["text"]
    assert f"Tap the {word} barometer twice" in texts(told[0]["blocks"])
    assert len(said(elif_, elif_.im)) == before
    not_quite = settles(playground, david, told[0], lambda: click(david, told[0], "match_no"))
    assert "it stays open" in texts(not_quite) and "match_no" not in str(not_quite)
    assert ask in texts(home(playground, david))
    yes = settles(playground, david, told[0], lambda: click(david, told[0], "match_yes"))
    assert "I've closed your question" in texts(yes) and "match_yes" not in str(yes)
    assert "read_lesson" in str(yes)
    assert ask not in texts(home(playground, david))
    old = old_copy(playground, told[0])
    again = after(playground, david, david.im, lambda: click(david, old, "match_yes"))
    assert "closed already" in again[0]["text"]
    quiet(playground)
    shown = as_it_is(david, told[0])
    assert "match_yes" not in str(shown) and "This question is closed." in texts(shown)
    feedback = stage[1].desk.store.feedback
    workspace = stage[1].hallway.store.workspace(None)
    (mine,) = [x for x in stage[1].desk.store.lessons_of(workspace, "U0ELIF") if word in x.learned]
    assert feedback(workspace, [mine.id])[mine.id].helped == 1


def test_who_may_know_finds_it_on_home_and_shares_what_they_know(stage: Stage) -> None:
    playground, word = stage[0], a_word()
    chloe, bram = playground.person("U0CHLOE"), playground.person("U0BRAM")
    share(playground, bram, f"The {word} valve of the boiler sticks in winter.")
    index(stage)
    ask = f"Why does the {word} valve of the boiler stick?"
    kept(stage, chloe.id, ask, shown="unnamed")
    bot = stage[1]
    bot.desk.matching.catch_up(bot.hallway.store.workspace(None))
    page = home(playground, bram)
    shown = texts(row(page, ask))
    assert "Chloe" not in shown and "liever niet genoemd" in shown
    assert ask not in texts(home(playground, playground.person("U0GUS")))
    view = open_modal(playground, bram, lambda: press(playground, bram.id, page, ask))
    assert ask in texts(view)

    def answered() -> None:
        assert bram.submit(view["id"], filled("Grease, twice a year.")).ok

    told = after(playground, chloe, chloe.im, answered)
    assert "Grease, twice a year" in texts(told[-1]["blocks"])
    assert ask not in texts(home(playground, bram))


def test_a_closed_question_is_not_answered_any_more(stage: Stage) -> None:
    playground, word = stage[0], a_word()
    chloe, bram = playground.person("U0CHLOE"), playground.person("U0BRAM")
    share(playground, bram, f"The {word} kettle boils over when it is full.")
    index(stage)
    ask = f"Why does the {word} kettle boil over?"
    kept(stage, chloe.id, ask)
    bot = stage[1]
    bot.desk.matching.catch_up(bot.hallway.store.workspace(None))
    page = home(playground, bram)
    assert "Chloe Martin" in texts(row(page, ask))
    press(playground, chloe.id, home(playground, chloe), ask)
    quiet(playground)
    view = open_modal(playground, bram, lambda: press(playground, bram.id, page, ask))
    assert "intussen gesloten" in texts(view)
