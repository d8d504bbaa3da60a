"""The Slack app manifest, for Socket Mode and for HTTP mode."""

from typing import Any

from ..texts import Texts
from .listeners.events import suggested
from .oauth import REDIRECT

SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:read",
    "chat:write",
    "commands",
    "dnd:read",
    "files:write",
    "groups:read",
    "im:history",
    "im:write",
    "mpim:history",
    "mpim:write",
    "usergroups:read",
    "users:read",
    "users:read.email",
)
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "dnd_updated_user",
    "message.im",
    "team_access_revoked",
    "tokens_revoked",
    "user_change",
)


def manifest(url: str | None = None, *, many: bool = False) -> dict[str, Any]:
    """`url`: the bot's public address for HTTP mode; None for Socket Mode. `many`: workspaces
    and organisations install it by themselves, which takes a `url`."""
    endpoint = f"{url.rstrip('/')}/slack/events" if url else None
    request = {"request_url": endpoint} if endpoint else {}
    options = {"message_menu_options_url": endpoint} if endpoint else {}
    command = {"url": endpoint} if endpoint else {}
    back = [f"{url.rstrip('/')}{REDIRECT}"] if url and many else None
    redirect = {"redirect_urls": back} if back else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Hallway",
            "description": "Share what you learned, and find the people behind it.",
            "background_color": "#3d4f46",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "hallway", "always_online": True},
            "agent_view": {
                "agent_description": "Brings up what colleagues went through, and who they are.",
                "suggested_prompts": suggested(Texts("en")),
            },
            "shortcuts": [
                {
                    "type": "global",
                    "name": "Share a lesson",
                    "callback_id": "share_lesson",
                    "description": "Tell colleagues what you learned",
                },
                {
                    "type": "message",
                    "name": "Take this into the hallway",
                    "callback_id": "take_into_hallway",
                    "description": "Share it, or invite its author to",
                },
            ],
            "slash_commands": [
                {
                    "command": "/hallway",
                    "description": "Ask, share, or find who knows",
                    "usage_hint": "ask … | who … | share",
                    "should_escape": True,
                    **command,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}, **redirect},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS), **request},
            "interactivity": {"is_enabled": True, **request, **options},
            "org_deploy_enabled": many,
            "socket_mode_enabled": endpoint is None,
            "token_rotation_enabled": many,
        },
    }
