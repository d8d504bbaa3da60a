"""The tables of who left, and of what administrators and moderators do."""

from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, Table

from .schema import metadata, workspace_column

WHEN = DateTime(timezone=True)

leavers = Table(
    "leavers",
    metadata,
    workspace_column(),
    Column("user_id", String(40), primary_key=True),
    Column("noticed_at", WHEN, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("workspace", String(40), ForeignKey("workspaces.id"), nullable=False),
    Column("at", WHEN, nullable=False),
    Column("who", String(40), nullable=False),
    Column("what", String(40), nullable=False),
    Column("lesson_id", String(200)),
)
