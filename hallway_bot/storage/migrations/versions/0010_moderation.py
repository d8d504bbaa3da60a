"""Hidden lessons, and what administrators and moderators did."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Migrate forward."""
    op.add_column("lessons", sa.Column("hidden_because", sa.Text))
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("workspace", sa.String(40), sa.ForeignKey("workspaces.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(40), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("lesson_id", sa.String(200)),
    )
