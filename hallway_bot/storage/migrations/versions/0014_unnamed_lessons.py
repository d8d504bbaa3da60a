"""How long an unnamed lesson whose author went can still be asked about; and what was learned
from trying which lesson is kept of named lessons alone."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Migrate forward."""
    op.add_column("lessons", sa.Column("askable_until", sa.DateTime(timezone=True)))
    op.execute("UPDATE lessons SET parent_id = NULL WHERE visibility = 'anonymous'")
