"""Another process holds the database's write lock for half a minute while people go on."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hallway_bot.storage.engine import make_engine

from ..slack.acting import a_word, asks, filled, index, open_modal, quiet, said, texts
from ..slack.conftest import MovableClock, opened
from .conftest import Figures

pytestmark = pytest.mark.faults
LOCKED = float(os.environ.get("HALLWAY_FAULT_LOCKED", "31"))
DNS = "How do I move DNS with a low TTL?"
ANSWER = "Lower the DNS TTL before the move"


def test_while_the_database_is_locked_people_wait_hear_something_and_lose_nothing(
    tmp_path: Path, figures: Figures
) -> None:
    with opened(tmp_path, MovableClock(), invited=True) as (playground, bot):
        word, store, workspace = a_word(), bot.desk.store, bot.desk.workspace(None)
        chloe, david, elif_ = (playground.person(x) for x in ("U0CHLOE", "U0DAVID", "U0ELIF"))
        form = open_modal(playground, elif_, lambda: elif_.shortcut("share_lesson"))
        quiet(playground)
        other = make_engine(f"sqlite:///{tmp_path / 'hallway.db'}")
        locked = threading.Event()

        def lock() -> None:
            with other.connect() as connection, connection.begin():
                connection.exec_driver_sql("PRAGMA user_version")
                locked.set()
                time.sleep(LOCKED)

        thread = threading.Thread(target=lock)
        thread.start()
        locked.wait()
        began = time.monotonic()
        before = {x.id: len(said(x, x.im)) for x in (chloe, david)}
        with ThreadPoolExecutor(3) as acting:
            acting.submit(chloe.say, chloe.im, DNS)
            command = acting.submit(david.command, david.im, f"/hallway ask {DNS}")
            sent = acting.submit(elif_.submit, form["id"], filled(f"Oil the {word} hinge."))
        figures.tried = 3
        kept = store.lesson(workspace, "demo-01")  # reading goes on meanwhile
        assert kept is not None and time.monotonic() - began < LOCKED
        thread.join()
        other.dispose()

        def heard(user: str) -> bool:
            person = playground.person(user)
            new = said(person, person.im)[before[user] :]
            return any(ANSWER in texts(one) or "went wrong" in texts(one) for one in new)

        figures.survived += playground.wait_for(lambda: heard("U0CHLOE"), 60)
        # Slack itself says that a command failed which was not acknowledged in three seconds.
        waited = playground.wait_for(lambda: heard("U0DAVID"), 60) or not command.result().ok
        figures.survived += waited
        playground.settle(60, 2)
        view = elif_.view()
        assert view is not None
        if view.get("submit"):  # the form is still open, and Slack says: try again
            assert not sent.result().ok and elif_.submit(view["id"], filled(f"Oil {word}.")).ok
            quiet(playground)
        else:  # it was saved late, and the form has become the screen that says so
            assert "Thank you" in texts(view)
        mine = [x for x in store.lessons_of(workspace, "U0ELIF") if word in x.learned]
        figures.survived += bool(mine)
        figures.lost, figures.doubled = int(not mine), max(len(mine) - 1, 0)
        answers = [x for x in said(chloe, chloe.im)[before["U0CHLOE"] :] if ANSWER in texts(x)]
        figures.doubled += max(len(answers) - 1, 0)
        index((playground, bot))
        assert word in asks(playground, "U0DAVID", f"How do I oil the {word} hinge?")
    assert figures.fine
