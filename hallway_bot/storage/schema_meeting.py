"""The tables of questions that stay open, of people who meet, and of lessons that are tried."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from .schema import metadata, workspace_column

WHEN = DateTime(timezone=True)

questions = Table(
    "questions",
    metadata,
    workspace_column(),
    Column("id", String(40), primary_key=True),
    Column("asker_id", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("language", String(8), nullable=False),
    Column("created_at", WHEN, nullable=False),
    Column("anonymous", Boolean, nullable=False, default=False),
    Column("state", String(20), nullable=False, default="open"),
    Column("closed_at", WHEN),
    Column("checked_at", WHEN),
    Column("shown", Boolean, nullable=False),
    Column("renewed_at", WHEN),
    Column("surveyed_at", WHEN),
    UniqueConstraint("workspace", "asker_id", "text_hash"),
)

talks = Table(
    "talks",
    metadata,
    workspace_column(),
    Column("id", String(40), primary_key=True),
    Column("lesson_id", String(200), nullable=False),
    Column("asker_id", String(40), nullable=False),
    Column("author_id", String(40), nullable=False),
    Column("author_sealed", Text),
    Column("author_mark", String(64)),
    Column("question", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("created_at", WHEN, nullable=False),
    Column("answered_at", WHEN),
    Column("group_channel", String(40)),
    Column("asker_talked", String(20)),
    Column("author_talked", String(20)),
    UniqueConstraint("workspace", "asker_id", "lesson_id"),
)

question_matches = Table(
    "question_matches",
    metadata,
    workspace_column(),
    Column("question_id", String(40), primary_key=True),
    Column("lesson_id", String(200), primary_key=True),
    Column("at", WHEN, nullable=False),
    Column("state", String(20), nullable=False),
)

question_people = Table(
    "question_people",
    metadata,
    workspace_column(),
    Column("question_id", String(40), primary_key=True),
    Column("user_id", String(40), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("suggested_at", WHEN),
)

trials = Table(
    "trials",
    metadata,
    workspace_column(),
    Column("lesson_id", String(200), primary_key=True),
    Column("user_id", String(40), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("told", Text, nullable=False),
    Column("created_at", WHEN, nullable=False),
    Column("answered_at", WHEN),
)
