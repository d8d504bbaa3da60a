"""Real parts, shared by all tests: a PostgreSQL, a store on each engine, the bundled model."""

import os
import shutil
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pgserver
import pytest
from sqlalchemy import create_engine, text

from hallway_bot.domain.attention import Kind
from hallway_bot.domain.delivery import DeliveryState, Receipt
from hallway_bot.domain.lesson import Author, Lesson
from hallway_bot.index.embedder import TransformerEmbedder
from hallway_bot.ports import Store
from hallway_bot.services.sending import Outbox
from hallway_bot.storage.store import SqlStore

from .fakes import VAULT, MemoryStore

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[1]
# What a laptop may lack and CI must have: a skip for want of it is a failure there.
MAY_LACK = ("browser", "shared")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With HALLWAY_CI set, turn a skip for want of a browser or of ../shared into a failure."""
    report = yield
    wanting = any(item.get_closest_marker(name) for name in MAY_LACK)
    if os.environ.get("HALLWAY_CI") and report.skipped and wanting:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"HALLWAY_CI is set, so this may not be left out. {reason}"
    return report


def make_lesson(id: str = "a", author: str | None = "UANNA", **fields: object) -> Lesson:
    """A lesson with what a test does not care about filled in."""
    fields.setdefault("learned", "Lower the TTL of the DNS record two days before you move.")
    return Lesson(id=id, author=Author(author), created_at=NOW, **fields)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a fresh PostgreSQL server's administrative database."""
    server = pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


@pytest.fixture
def postgres_database(postgres: str) -> str:
    """The URL of an empty PostgreSQL database."""
    name = f"t{uuid4().hex[:12]}"
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return postgres.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """The tests' own store, and the real one on each engine that Hallway runs on."""
    if request.param == "memory":
        yield MemoryStore()
        return
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'hallway.db'}"
    else:
        url = request.getfixturevalue("postgres_database")
    made = SqlStore(url, VAULT)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def sql_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """The real store on each engine, for what only the real one does."""
    if request.param == "sqlite":
        made = SqlStore(f"sqlite:///{tmp_path / 'hallway.db'}", VAULT)
    else:
        made = SqlStore(request.getfixturevalue("postgres_database"), VAULT)
    yield made
    made.close()


@pytest.fixture(scope="session")
def embedder() -> TransformerEmbedder:
    """The real bundled model, loaded once."""
    return TransformerEmbedder()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Debian's Chromium stands; mark tests that need it with `browser`."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("There is no chromium here: apt-get install chromium.")
    return found


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real data beside the checkout; mark tests that read it with `shared`."""
    folder = Path(os.environ.get("HALLWAY_SHARED") or ROOT.parent / "shared")
    if not (folder / "data" / "lessons.jsonl").is_file():
        pytest.skip("There is no ../shared/data/lessons.jsonl; HALLWAY_SHARED may name ../shared.")
    return folder


def note_sent(
    outbox: Outbox, workspace: str, user: str, key: str, receipt: Receipt, kind: Kind = Kind.THANKS
) -> None:
    """This was sent to them just now."""
    outbox.leave_out(workspace, user, kind, key)
    made = outbox.store.delivery_by_key(workspace, key)
    assert made is not None
    outbox.store.settle(workspace, made.id, DeliveryState.SENT, outbox.now(), receipt)
