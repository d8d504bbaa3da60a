"""A Chroma server or a PostgreSQL that goes and comes back."""

import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from uuid import uuid4

import pgserver
import pytest
from sqlalchemy.exc import SQLAlchemyError

from hallway_bot.assembly import build
from hallway_bot.domain.visibility import Audience
from hallway_bot.settings import load
from hallway_bot.storage.store import SqlStore

from ..conftest import make_lesson
from ..contract.conftest import CHROMA, _free_port, _wait_for
from ..fakes import VAULT
from .conftest import ROUNDS, Figures

pytestmark = pytest.mark.faults
ASKED = "Should I lower the TTL of the DNS record before we move?"


def test_while_the_chroma_server_is_gone_words_answer_and_say_so(
    tmp_path: Path, figures: Figures
) -> None:
    port = _free_port()
    url = f"http://127.0.0.1:{port}"

    def serve() -> "subprocess.Popen[bytes]":
        command = [CHROMA, "run", "--path", str(tmp_path / "server")]
        command += ["--host", "127.0.0.1", "--port", str(port)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait_for(url, process)
        return process

    server = serve()
    hallway = build(load(tmp_path / "data").model_copy(update={"chroma_url": url}))
    workspace = hallway.store.workspace(None)
    assert hallway.indexer is not None
    try:
        hallway.store.save_lessons(workspace, [make_lesson(), make_lesson("b", learned="Rest.")])
        hallway.indexer.catch_up(workspace)
        for n in range(min(ROUNDS, 3)):
            figures.tried += 1
            assert not hallway.ask(workspace, ASKED, Audience(None)).by_words
            server.kill()
            server.wait()
            gone = hallway.ask(workspace, ASKED, Audience(None))
            # What is shared meanwhile is kept, and indexed once the server is back.
            hallway.store.save_lessons(workspace, [make_lesson(f"new{n}", learned="Wait a day.")])
            server = serve()
            hallway.indexer.catch_up(workspace)
            back = hallway.ask(workspace, ASKED, Audience(None))
            found = [x.lesson.id for x in back.experiences]
            figures.survived += gone.by_words and not back.by_words and "a" in found
            figures.lost += hallway.indexer.pending(workspace)
            wrote = hallway.store.passages_indexed(workspace, hallway.indexer.encoder.name)
            held = hallway.indexer.index.count(workspace, hallway.indexer.encoder.name)
            figures.doubled += held - wrote
    finally:
        server.kill()
        server.wait()
        hallway.close()
    assert figures.fine


def test_a_restart_of_postgresql_costs_no_lesson_and_needs_none_of_ours(
    tmp_path: Path, figures: Figures
) -> None:
    server = pgserver.get_server(tmp_path / "pg", cleanup_mode="stop")
    uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    store = SqlStore(uri, VAULT)
    workspace = store.workspace(None)
    acknowledged = 0
    for _ in range(min(ROUNDS, 4)):
        figures.tried += 1
        stop = threading.Event()
        saved: list[str] = []
        sharing = threading.Thread(target=_share, args=(store, workspace, saved, stop))
        sharing.start()
        time.sleep(0.5)
        os.kill(server.get_pid(), signal.SIGQUIT)
        time.sleep(0.5)
        server.ensure_postgres_running()
        stop.set()
        sharing.join()
        acknowledged += len(saved)
        kept = [lesson.id for lesson in store.all_lessons(workspace)]
        figures.lost += len(set(saved) - set(kept))
        figures.doubled += len(kept) - len(set(kept))
        figures.survived += store.save_lessons(workspace, [make_lesson(uuid4().hex)]) == 1
    store.close()
    server.cleanup()
    assert acknowledged and figures.fine


def _share(store: SqlStore, workspace: str, saved: list[str], stop: threading.Event) -> None:
    """Save until told to stop; noted are those that were acknowledged."""
    while not stop.is_set():
        lesson_id = uuid4().hex
        try:
            store.save_lessons(workspace, [make_lesson(lesson_id)])
        except SQLAlchemyError:
            time.sleep(0.05)
        else:
            saved.append(lesson_id)
