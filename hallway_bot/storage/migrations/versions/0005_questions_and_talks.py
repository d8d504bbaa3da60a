"""Who agreed to show a question, how lessons stand to it, and whether two people talked."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

WHEN = sa.DateTime(timezone=True)
# Where a thread stands is in its delivery.
_NEVER_USED = ("asker_channel", "asker_ts", "author_channel", "author_ts")


def upgrade() -> None:
    """Migrate forward. Who kept a question before was told that only they would see it."""
    shown = sa.Column("shown", sa.Boolean, nullable=False, server_default=sa.false())
    for column in (shown, sa.Column("renewed_at", WHEN), sa.Column("surveyed_at", WHEN)):
        op.add_column("questions", column)
    op.create_index("questions_open", "questions", ["workspace", "state", "surveyed_at"])
    state = sa.Column("state", sa.String(20), nullable=False, server_default="told")
    op.add_column("question_matches", state)
    for name in _NEVER_USED:
        op.drop_column("talks", name)
    for name in ("asker_talked", "author_talked"):
        op.add_column("talks", sa.Column(name, sa.String(20)))
    op.create_index("talks_by_state", "talks", ["state"])
