"""The tables of who left, and of what administrators and moderators do."""

from sqlalchemy import Column, DateTime, String, Table

from .schema import metadata, workspace_column

WHEN = DateTime(timezone=True)

leavers = Table(
    "leavers",
    metadata,
    workspace_column(),
    Column("user_id", String(40), primary_key=True),
    Column("noticed_at", WHEN, nullable=False),
)
