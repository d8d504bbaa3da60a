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
    Column("enterprise_id", String(40)),
    Column("uninstalled_at", DateTime(timezone=True)),
)


def workspace_column() -> Column[str]:
    """The first part of a table's key: no row without its workspace."""
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
    # Of anonymous lessons these three are empty, see `authors`.
    Column("author_sealed", Text),
    Column("author_mark", String(64)),
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
    Column("parent_id", String(200)),
    Column("retired_at", DateTime(timezone=True)),
    Column("replaced_by", String(200)),
    Column("hidden_because", Text),
    Column("reviewed_at", DateTime(timezone=True)),
    # Of unnamed lessons whose author went, until a day of chance.
    Column("askable_until", DateTime(timezone=True)),
    UniqueConstraint("workspace", "id"),
    Index("lessons_by_seq", "workspace", "seq"),
    Index("lessons_by_analyser", "workspace", "analyser"),
    Index("lessons_by_author", "workspace", "author_id"),
    Index("lessons_by_mark", "workspace", "author_mark"),
)

# One row: something sealed, by which a start with the wrong keys is noticed.
keyring = Table("keyring", metadata, Column("proof", Text, primary_key=True))

indexed = Table(
    "indexed",
    metadata,
    workspace_column(),
    Column("model", String(120), primary_key=True),
    Column("lesson_id", String(200), primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("passages", Integer, nullable=False),
)

active_models = Table(
    "active_models",
    metadata,
    workspace_column(),
    Column("name", String(120), nullable=False),
    Column("source", JSON, nullable=False),
)

people = Table(
    "people",
    metadata,
    workspace_column(),
    Column("user_id", String(40), primary_key=True),
    Column("language", String(8)),
    Column("attention_limit", Integer),
    Column("introductions_limit", Integer),
    Column("country", String(2)),
)

verdicts = Table(
    "verdicts",
    metadata,
    workspace_column(),
    Column("lesson_id", String(200), primary_key=True),
    Column("user_id", String(40), primary_key=True),
    Column("verdict", String(20), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

claims = Table(
    "claims",
    metadata,
    workspace_column(),
    Column("key", String(255), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
)

threads = Table(
    "threads",
    metadata,
    workspace_column(),
    Column("channel", String(40), primary_key=True),
    Column("thread", String(40), primary_key=True),
    Column("question", Text, nullable=False),
    # Ids with spaces around each, so that each can be found as a whole.
    Column("askers", Text, nullable=False, server_default=""),
    Column("at", DateTime(timezone=True), nullable=False),
)
