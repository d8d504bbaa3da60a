"""The Web API client of each workspace."""

from dataclasses import dataclass
from typing import Protocol

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import (
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)


class Clients(Protocol):
    """Who speaks to Slack in whose name."""

    @property
    def bare(self) -> WebClient:
        """What Bolt makes its own clients after; it holds a token only if all share that one."""

    def of(self, workspace: str) -> WebClient:
        """The client that acts in this workspace of ours (our id, not Slack's).

        Raises Unavailable when Hallway is not installed there.
        """


@dataclass(frozen=True, slots=True)
class OneClient:
    """`Clients` for one bot token, and so for one workspace."""

    bare: WebClient

    def of(self, workspace: str) -> WebClient:
        return self.bare


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
