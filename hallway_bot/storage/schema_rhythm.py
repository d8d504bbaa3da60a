"""The tables of what Hallway sends by itself, and of what people reflect on."""

from sqlalchemy import JSON, Column, Date, DateTime, Integer, String, Table, Text, UniqueConstraint

from .schema import metadata, workspace_column

WHEN = DateTime(timezone=True)

deliveries = Table(
    "deliveries",
    metadata,
    workspace_column(),
    Column("id", String(40), primary_key=True),
    Column("user_id", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("key", String(255), nullable=False),
    Column("subject", JSON, nullable=False),
    Column("due_at", WHEN, nullable=False),
    Column("expires_at", WHEN, nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claimed_at", WHEN),
    Column("sent_at", WHEN),
    Column("channel", String(40)),
    Column("ts", String(40)),
    Column("answered_at", WHEN),
    UniqueConstraint("workspace", "key"),
)

pauses = Table(
    "pauses",
    metadata,
    workspace_column(),
    Column("scope", String(40), primary_key=True),
    Column("until", WHEN, nullable=False),
    Column("by", String(40), nullable=False),
)

options = Table(
    "options",
    metadata,
    workspace_column(),
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

rhythms = Table(
    "rhythms",
    metadata,
    workspace_column(),
    Column("user_id", String(40), primary_key=True),
    Column("weekday", Integer, nullable=False),
    Column("moment", String(5), nullable=False),
    Column("frequency", String(20), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("next_at", WHEN),
    Column("next_period", String(20)),
    Column("done_period", String(20)),
    Column("paused_until", WHEN),
    Column("unanswered", Integer, nullable=False),
    Column("started_at", WHEN, nullable=False),
    Column("fits", String(20), nullable=False, default=""),
    Column("fits_until", WHEN),
)

prompts_seen = Table(
    "prompts_seen",
    metadata,
    workspace_column(),
    Column("user_id", String(40), primary_key=True),
    Column("prompt_id", String(80), primary_key=True),
    Column("at", WHEN, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    workspace_column(),
    Column("id", String(200), primary_key=True),
    Column("user_id", String(40), nullable=False),
    Column("delivery_id", String(40)),
    Column("prompt", Text, nullable=False),
    Column("happened", Text, nullable=False),
    Column("learned", Text, nullable=False),
    Column("useful_when", Text, nullable=False),
    Column("intention", Text, nullable=False),
    Column("intention_on", Date),
    Column("subject", JSON, nullable=False),
    Column("updated_at", WHEN, nullable=False),
)

intentions = Table(
    "intentions",
    metadata,
    workspace_column(),
    Column("id", String(40), primary_key=True),
    Column("user_id", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("state", String(20), nullable=False),
    Column("created_at", WHEN, nullable=False),
)
