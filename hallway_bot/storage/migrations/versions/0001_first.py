"""The first tables, and the words of lessons in each engine's own full-text search."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WHEN = sa.DateTime(timezone=True)


def _workspace() -> "sa.Column[str]":
    return sa.Column("workspace", sa.String(40), sa.ForeignKey("workspaces.id"), primary_key=True)


def upgrade() -> None:
    """Migrate forward."""
    op.create_table(
        "workspaces",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("team_id", sa.String(40), unique=True, nullable=True),
    )
    _lessons()
    _words()
    _people()
    _once()


def _lessons() -> None:
    op.create_table(
        "lessons",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("workspace", sa.String(40), sa.ForeignKey("workspaces.id"), nullable=False),
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("author_id", sa.String(40)),
        sa.Column("author_name", sa.String(200)),
        sa.Column("author_email", sa.String(320)),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("happened", sa.Text, nullable=False),
        sa.Column("learned", sa.Text, nullable=False),
        sa.Column("useful_when", sa.Text, nullable=False),
        sa.Column("topics", sa.JSON, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("visibility", sa.String(20), nullable=False),
        sa.Column("channel_id", sa.String(40)),
        sa.Column("extra", sa.JSON, nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("workspace", "id"),
    )
    op.create_index("lessons_by_author", "lessons", ["workspace", "author_id"])
    op.create_index("lessons_by_visibility", "lessons", ["workspace", "visibility"])
    op.create_table(
        "indexed",
        _workspace(),
        sa.Column("model", sa.String(120), primary_key=True),
        sa.Column("lesson_id", sa.String(200), primary_key=True),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("passages", sa.Integer, nullable=False),
    )


def _words() -> None:
    # The analyser is ours and runs before; the engines only split at spaces.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE lesson_words USING fts5("
            "terms, tokenize = \"unicode61 remove_diacritics 0 tokenchars '._/:+#-'\")"
        )
    else:
        op.execute(
            "CREATE TABLE lesson_words ("
            "seq INTEGER PRIMARY KEY REFERENCES lessons(seq) ON DELETE CASCADE, "
            "terms TEXT NOT NULL, words TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX lesson_words_by_word ON lesson_words USING gin(words)")


def _people() -> None:
    op.create_table(
        "people",
        _workspace(),
        sa.Column("user_id", sa.String(40), primary_key=True),
        sa.Column("language", sa.String(8)),
    )
    op.create_table(
        "verdicts",
        _workspace(),
        sa.Column("lesson_id", sa.String(200), primary_key=True),
        sa.Column("user_id", sa.String(40), primary_key=True),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("at", WHEN, nullable=False),
    )
    op.create_table(
        "questions",
        _workspace(),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("asker_id", sa.String(40), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.UniqueConstraint("workspace", "asker_id", "text_hash"),
    )
    op.create_table(
        "talks",
        _workspace(),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("lesson_id", sa.String(200), nullable=False),
        sa.Column("asker_id", sa.String(40), nullable=False),
        sa.Column("author_id", sa.String(40), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.UniqueConstraint("workspace", "asker_id", "lesson_id"),
    )


def _once() -> None:
    op.create_table(
        "claims",
        _workspace(),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("at", WHEN, nullable=False, index=True),
    )
    op.create_table(
        "threads",
        _workspace(),
        sa.Column("channel", sa.String(40), primary_key=True),
        sa.Column("thread", sa.String(40), primary_key=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("at", WHEN, nullable=False),
    )
