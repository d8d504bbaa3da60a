"""The Web API client of each workspace."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import (
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from ..domain.errors import HallwayError
from ..ports import Store

# What Slack says of a bot's token that is gone for good. Not invalid_auth: it is said as well to
# an address that may not call, and to the old token of an app that was installed anew.
_GONE = frozenset({"account_inactive", "token_revoked"})

# What Slack says where a message reaches nobody, however often it is sent.
NEVER = frozenset(
    """
    account_inactive user_not_found channel_not_found is_archived not_in_channel user_disabled
    cannot_dm_bot messages_tab_disabled restricted_action not_allowed_token_type user_is_bot
    """.split()
)


def reaches_nobody(error: Exception) -> bool:
    """Whether trying again will not help, because of where the message was to go."""
    if isinstance(error, HallwayError):
        return error.permanent
    told = error.response.data if isinstance(error, SlackApiError) else None
    # A body that is not JSON comes as text, as from a server in trouble.
    return isinstance(told, dict) and told.get("error") in NEVER


@dataclass(frozen=True, slots=True)
class Leaving:
    """What Slack says when Hallway is uninstalled: by a team, or (`whole`) by an organisation
    for all of its teams; `at` is aware."""

    enterprise_id: str | None
    team_id: str | None
    at: datetime
    whole: bool = False


class Clients(Protocol):
    """Who speaks to Slack in whose name."""

    @property
    def bare(self) -> WebClient:
        """What Bolt makes its own clients after; it holds a token only if all share that one."""

    def of(self, workspace: str) -> WebClient:
        """The client that acts in this workspace of ours (our id, not Slack's).

        Raises Unavailable when Hallway is not installed there.
        """

    def workspace(self, team_id: str | None) -> str:
        """Our id of a Slack team. Raises Unavailable when Hallway is not installed there."""

    def uninstall(self, left: Leaving) -> list[str]:
        """Forget the tokens of whoever left; returns the workspaces without one from now on.
        Nothing happens when they installed Hallway anew after they left, nor in doubt."""

    def withdrawn(self, team_id: str) -> list[str]:
        """The workspaces that are without Hallway now that, as Slack says, an organisation took
        it away from this team; none when that is over. Raises Unavailable, also when Slack does
        not say which teams it is for: in doubt nobody is without it."""

    def catch_up(self) -> None:
        """Save renewed tokens that could not be saved. Raises what the database says."""


class OneClient:
    """`Clients` for one bot token, and so for one workspace: whatever team somebody comes from,
    as in a channel shared with another company, it is there that they speak with Hallway."""

    def __init__(self, bare: WebClient, store: Store) -> None:
        self.bare, self._store = bare, store
        self._home: str | None = None

    def of(self, workspace: str) -> WebClient:
        return self.bare

    def workspace(self, team_id: str | None) -> str:
        if self._home is None or team_id is None:
            found = self._store.workspace(team_id)
            if team_id is None:
                return found
            self._home = found
        return self._home

    def withdrawn(self, team_id: str) -> list[str]:
        return self._without_token(team_id)

    def uninstall(self, left: Leaving) -> list[str]:
        return self._without_token(left.team_id)

    def catch_up(self) -> None:
        """This token is the operator's to keep."""

    def _without_token(self, team_id: str | None) -> list[str]:
        try:
            # Slack may say so late, when an operator has long put in a new token.
            self.bare.auth_test()
        except SlackApiError as error:
            # A body that is not JSON comes as text, as from a server in trouble.
            if isinstance(error.response.data, dict) and error.response.get("error") in _GONE:
                return [self.workspace(team_id)]
        except OSError:
            pass  # in doubt nothing is forgotten
        return []


def make_client(token: str | None, base_url: str, team_id: str | None = None) -> WebClient:
    """A Web API client that waits when Slack says so and tries again when Slack fails.

    `team_id` goes along with every call; a token of a whole organisation needs it.
    """
    client = WebClient(token=token, base_url=base_url, timeout=30, team_id=team_id)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=5))
    client.retry_handlers.append(ServerErrorRetryHandler(max_retry_count=2))
    return client


def make_sender(client: WebClient) -> WebClient:
    """A client that never sends twice by itself: who uses it looks before trying again."""
    return WebClient(
        token=client.token,
        base_url=client.base_url,
        timeout=30,
        retry_handlers=[],
        team_id=client.default_params.get("team_id"),
    )
