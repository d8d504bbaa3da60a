"""Who asked in a thread, so that it can be forgotten with them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Migrate forward."""
    op.add_column("threads", sa.Column("askers", sa.Text, nullable=False, server_default=""))
