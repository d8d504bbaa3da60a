"""What came of trying somebody's lesson, and is placed without a name."""

import pytest

from hallway_bot.domain.lesson import Visibility

from .acting import Stage, click, open_modal, quiet, texts
from .conftest import MovableClock
from .test_lesson_life import asked, clock, days, lesson_id, plan, sent, stage

__all__ = ["clock", "stage"]  # fixtures


@pytest.mark.parametrize("later", [False, True])
def test_placed_without_a_name_nothing_links_it_to_the_lesson_that_was_tried(
    stage: Stage, clock: MovableClock, later: bool
) -> None:
    playground, desk = stage[0], stage[1].desk
    trier, workspace = playground.person("U0BRAM" if later else "U0ANNA"), desk.workspace(None)
    word, answer = asked(stage, "U0ELIF", trier.id)
    plan(stage, trier, answer)
    question = sent(stage, trier, lambda: days(stage, clock, 14))
    form = open_modal(playground, trier, lambda: click(trier, question, "trial_held"))
    words = f"In de kelder hangen {word} barometers."
    assert trier.submit(form["id"], {"told": {"told": words}}).ok
    done = trier.view()
    assert done is not None and "zonder je naam komt niemand dat te weten" in texts(done)
    click(trier, done, "share_trial")
    quiet(playground)
    shared = trier.view()
    assert shared is not None and "dan bewaar ik niet welke les" in texts(shared)
    shown = "everyone" if later else "anonymous"
    fields = {"learned.0": {"text": f"Kelders en {word}."}, "visibility": {"visibility": shown}}
    assert trier.submit(shared["id"], fields).ok
    quiet(playground)
    child, tried = lesson_id(stage, trier.id, word), lesson_id(stage, "U0ELIF", word)
    if later:
        kept = desk.store.lesson(workspace, child)
        assert kept is not None and kept.parent_id == tried
        desk.share.show_to(
            workspace, child, desk.meet(None, trier.id).person, Visibility.ANONYMOUS, None
        )
    kept, trial = desk.store.lesson(workspace, child), desk.store.trial(workspace, tried, trier.id)
    assert kept is not None and kept.is_anonymous and kept.parent_id is None
    assert trial is not None and trial.told == ""
