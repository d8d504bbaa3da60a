"""Rhythm and meeting: what is sent unasked, prompts, drafts, trials, and more on questions."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WHEN = sa.DateTime(timezone=True)


def _workspace() -> "sa.Column[str]":
    return sa.Column("workspace", sa.String(40), sa.ForeignKey("workspaces.id"), primary_key=True)


def upgrade() -> None:
    """Migrate forward."""
    _columns()
    _sending()
    _reflecting()
    _meeting()


def _columns() -> None:
    added: dict[str, list[sa.Column[Any]]] = {
        "people": [
            sa.Column("attention_limit", sa.Integer),
            sa.Column("introductions_limit", sa.Integer),
            sa.Column("country", sa.String(2)),
        ],
        "lessons": [
            sa.Column("parent_id", sa.String(200)),
            sa.Column("retired_at", WHEN),
            sa.Column("replaced_by", sa.String(200)),
            sa.Column("reviewed_at", WHEN),
        ],
        "questions": [
            sa.Column("anonymous", sa.Boolean, nullable=False, server_default=sa.false()),
            sa.Column("state", sa.String(20), nullable=False, server_default="open"),
            sa.Column("closed_at", WHEN),
            sa.Column("checked_at", WHEN),
        ],
        "talks": [
            sa.Column("answered_at", WHEN),
            sa.Column("group_channel", sa.String(40)),
            sa.Column("asker_channel", sa.String(40)),
            sa.Column("asker_ts", sa.String(40)),
            sa.Column("author_channel", sa.String(40)),
            sa.Column("author_ts", sa.String(40)),
        ],
    }
    for table, columns in added.items():
        for column in columns:
            op.add_column(table, column)
    op.create_index("talks_by_author", "talks", ["workspace", "author_id", "created_at"])


def _sending() -> None:
    op.create_table(
        "deliveries",
        _workspace(),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("subject", sa.JSON, nullable=False),
        sa.Column("due_at", WHEN, nullable=False),
        sa.Column("expires_at", WHEN, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("claimed_at", WHEN),
        sa.Column("sent_at", WHEN),
        sa.Column("channel", sa.String(40)),
        sa.Column("ts", sa.String(40)),
        sa.Column("answered_at", WHEN),
        sa.UniqueConstraint("workspace", "key"),
    )
    op.create_index("deliveries_due", "deliveries", ["state", "due_at"])
    op.create_index("deliveries_of", "deliveries", ["workspace", "user_id", "sent_at"])
    op.create_index("deliveries_at", "deliveries", ["workspace", "channel", "ts"])
    op.create_table(
        "pauses",
        _workspace(),
        sa.Column("scope", sa.String(40), primary_key=True),
        sa.Column("until", WHEN, nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
    )
    op.create_table(
        "options",
        _workspace(),
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def _reflecting() -> None:
    op.create_table(
        "rhythms",
        _workspace(),
        sa.Column("user_id", sa.String(40), primary_key=True),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("moment", sa.String(5), nullable=False),
        sa.Column("frequency", sa.String(20), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("next_at", WHEN),
        sa.Column("next_period", sa.String(20)),
        sa.Column("done_period", sa.String(20)),
        sa.Column("paused_until", WHEN),
        sa.Column("unanswered", sa.Integer, nullable=False),
        sa.Column("started_at", WHEN, nullable=False),
    )
    op.create_index("rhythms_next", "rhythms", ["next_at"])
    op.create_table(
        "prompts_seen",
        _workspace(),
        sa.Column("user_id", sa.String(40), primary_key=True),
        sa.Column("prompt_id", sa.String(80), primary_key=True),
        sa.Column("at", WHEN, nullable=False),
    )
    op.create_table(
        "drafts",
        _workspace(),
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("delivery_id", sa.String(40)),
        sa.Column("prompt", sa.Text, nullable=False),
        sa.Column("happened", sa.Text, nullable=False),
        sa.Column("learned", sa.Text, nullable=False),
        sa.Column("useful_when", sa.Text, nullable=False),
        sa.Column("intention", sa.Text, nullable=False),
        sa.Column("intention_on", sa.Date),
        sa.Column("subject", sa.JSON, nullable=False),
        sa.Column("updated_at", WHEN, nullable=False),
    )
    op.create_index("drafts_of", "drafts", ["workspace", "user_id", "updated_at"])
    op.create_table(
        "intentions",
        _workspace(),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
    )
    op.create_index("intentions_due", "intentions", ["workspace", "user_id", "state", "due_on"])


def _meeting() -> None:
    op.create_table(
        "question_matches",
        _workspace(),
        sa.Column("question_id", sa.String(40), primary_key=True),
        sa.Column("lesson_id", sa.String(200), primary_key=True),
        sa.Column("at", WHEN, nullable=False),
    )
    op.create_table(
        "question_people",
        _workspace(),
        sa.Column("question_id", sa.String(40), primary_key=True),
        sa.Column("user_id", sa.String(40), primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("suggested_at", WHEN),
    )
    op.create_index("question_people_of", "question_people", ["workspace", "user_id"])
    op.create_table(
        "trials",
        _workspace(),
        sa.Column("lesson_id", sa.String(200), primary_key=True),
        sa.Column("user_id", sa.String(40), primary_key=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.Column("answered_at", WHEN),
    )
