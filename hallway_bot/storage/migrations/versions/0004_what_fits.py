"""What a person comes through just now, so that prompts fit."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Migrate forward."""
    op.add_column("rhythms", sa.Column("fits", sa.String(20), nullable=False, server_default=""))
    op.add_column("rhythms", sa.Column("fits_until", sa.DateTime(timezone=True)))
