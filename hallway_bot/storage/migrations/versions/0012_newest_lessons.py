"""A workspace's newest lessons without going through all of them."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Migrate forward."""
    op.create_index("lessons_by_seq", "lessons", ["workspace", "seq"])
