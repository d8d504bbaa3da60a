"""The tables. Alembic's migrations make them; this module is how the code names them."""

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

workspaces = Table(
    "workspaces",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("team_id", String(40), unique=True, nullable=True),
)


def _workspace() -> Column[str]:
    return Column("workspace", String(40), ForeignKey("workspaces.id"), primary_key=True)


lessons = Table(
    "lessons",
    metadata,
    # The row number joins a lesson to its words: FTS5 knows rows by number only.
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("workspace", String(40), ForeignKey("workspaces.id"), nullable=False),
    Column("id", String(200), nullable=False),
    Column("author_id", String(40)),
    Column("author_name", String(200)),
    Column("author_email", String(320)),
    Column("title", Text, nullable=False),
    Column("happened", Text, nullable=False),
    Column("learned", Text, nullable=False),
    Column("useful_when", Text, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("language", String(8), nullable=False),
    Column("visibility", String(20), nullable=False),
    Column("channel_id", String(40)),
    Column("extra", JSON, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("content_hash", String(64), nullable=False),
    # How many terms its words are, and which version of the analyser made them.
    Column("term_count", Integer, nullable=False),
    Column("analyser", String(20), nullable=False),
    UniqueConstraint("workspace", "id"),
    Index("lessons_by_analyser", "workspace", "analyser"),
    Index("lessons_by_author", "workspace", "author_id"),
)

indexed = Table(
    "indexed",
    metadata,
    _workspace(),
    Column("model", String(120), primary_key=True),
    Column("lesson_id", String(200), primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("passages", Integer, nullable=False),
)

active_models = Table(
    "active_models",
    metadata,
    _workspace(),
    Column("name", String(120), nullable=False),
    Column("source", JSON, nullable=False),
)

people = Table(
    "people",
    metadata,
    _workspace(),
    Column("user_id", String(40), primary_key=True),
    Column("language", String(8)),
)

verdicts = Table(
    "verdicts",
    metadata,
    _workspace(),
    Column("lesson_id", String(200), primary_key=True),
    Column("user_id", String(40), primary_key=True),
    Column("verdict", String(20), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

questions = Table(
    "questions",
    metadata,
    _workspace(),
    Column("id", String(40), primary_key=True),
    Column("asker_id", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("language", String(8), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("workspace", "asker_id", "text_hash"),
)

talks = Table(
    "talks",
    metadata,
    _workspace(),
    Column("id", String(40), primary_key=True),
    Column("lesson_id", String(200), nullable=False),
    Column("asker_id", String(40), nullable=False),
    Column("author_id", String(40), nullable=False),
    Column("question", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("workspace", "asker_id", "lesson_id"),
)

claims = Table(
    "claims",
    metadata,
    _workspace(),
    Column("key", String(255), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
)

threads = Table(
    "threads",
    metadata,
    _workspace(),
    Column("channel", String(40), primary_key=True),
    Column("thread", String(40), primary_key=True),
    Column("question", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
