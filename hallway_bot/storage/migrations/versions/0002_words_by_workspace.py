"""Words carry their workspace and analyser; each workspace knows which model answers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Migrate forward. The words themselves are written again by the indexer."""
    for name, kind, default in (("term_count", sa.Integer(), "0"), ("analyser", sa.String(20), "")):
        op.add_column("lessons", sa.Column(name, kind, nullable=False, server_default=default))
    op.create_index("lessons_by_analyser", "lessons", ["workspace", "analyser"])
    # SQLite preferred it to the key, and read every lesson to show three.
    op.drop_index("lessons_by_visibility", "lessons")
    op.execute("DELETE FROM lesson_words")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE lesson_vocabulary USING fts5vocab('lesson_words', 'row')")
    op.create_table(
        "active_models",
        sa.Column("workspace", sa.String(40), sa.ForeignKey("workspaces.id"), primary_key=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("source", sa.JSON, nullable=False),
    )
