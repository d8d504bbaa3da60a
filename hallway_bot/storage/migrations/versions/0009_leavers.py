"""When it was noticed that somebody left."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Migrate forward."""
    op.create_table(
        "leavers",
        sa.Column("workspace", sa.String(40), sa.ForeignKey("workspaces.id"), primary_key=True),
        sa.Column("user_id", sa.String(40), primary_key=True),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
    )
