"""The table of installations, as slack_sdk names its columns: it reads and writes it. Wider where
what stands there is sealed. And what must happen once in all workspaces together."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Integer,
    String,
    Table,
    Text,
)

from .schema import metadata

once = Table(
    "once",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
)


slack_installations = Table(
    "slack_installations",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("client_id", String(64), nullable=False),
    Column("app_id", String(32), nullable=False),
    Column("enterprise_id", String(32)),
    Column("enterprise_name", String(200)),
    Column("enterprise_url", String(200)),
    Column("team_id", String(32)),
    Column("team_name", String(200)),
    Column("bot_token", Text),
    Column("bot_id", String(32)),
    Column("bot_user_id", String(32)),
    Column("bot_scopes", String(1000)),
    Column("bot_refresh_token", Text),
    Column("bot_token_expires_at", DateTime),
    Column("user_id", String(32), nullable=False),
    Column("user_token", Text),
    Column("user_scopes", String(1000)),
    Column("user_refresh_token", Text),
    Column("user_token_expires_at", DateTime),
    Column("incoming_webhook_url", Text),
    Column("incoming_webhook_channel", String(200)),
    Column("incoming_webhook_channel_id", String(200)),
    Column("incoming_webhook_configuration_url", String(200)),
    Column("is_enterprise_install", Boolean, nullable=False),
    Column("token_type", String(32)),
    Column("installed_at", DateTime, nullable=False),
)
# What never stands there in plain.
SEALED = (
    slack_installations.c.bot_token,
    slack_installations.c.bot_refresh_token,
    slack_installations.c.user_token,
    slack_installations.c.user_refresh_token,
    slack_installations.c.incoming_webhook_url,
)
