"""What a message to somebody is about is sealed: it can tell who wrote an anonymous lesson."""

import json

import sqlalchemy as sa
from alembic import context, op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Migrate forward."""
    vault = context.config.attributes["vault"]
    deliveries = sa.table(
        "deliveries",
        sa.column("workspace", sa.String),
        sa.column("id", sa.String),
        sa.column("subject", sa.JSON),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(deliveries)).all():
        sealed = {"sealed": vault.seal(json.dumps(row.subject))}
        connection.execute(
            sa.update(deliveries)
            .where(deliveries.c.workspace == row.workspace, deliveries.c.id == row.id)
            .values(subject=sealed)
        )
