"""Real parts, shared by all tests: a PostgreSQL, a store on each engine, the bundled model."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pgserver
import pytest
from sqlalchemy import create_engine, text

from hallway_bot.domain.lesson import Author, Lesson
from hallway_bot.index.embedder import TransformerEmbedder
from hallway_bot.storage.store import SqlStore

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


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


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """The store on each engine that Hallway runs on."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'hallway.db'}"
    else:
        url = request.getfixturevalue("postgres_database")
    made = SqlStore(url)
    yield made
    made.close()


@pytest.fixture(scope="session")
def embedder() -> TransformerEmbedder:
    """The real bundled model, loaded once."""
    return TransformerEmbedder()
