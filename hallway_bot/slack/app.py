"""The Bolt app: the same listeners for Socket Mode, HTTP mode and the playground."""

from concurrent.futures import ThreadPoolExecutor

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import (
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from .desk import Desk
from .listeners import (
    arranging,
    buttons,
    commands,
    events,
    homes,
    lessons,
    modals,
    notes,
    privacy,
    questions,
    reflecting,
    reporting,
    shortcuts,
    talking,
    tending,
    trusting,
)
from .wire import Count, guard, not_counted

# Acknowledging must never wait for a thread; the slow work has a pool of its own.
LISTENERS = 32


def make_client(token: str | None, base_url: str) -> WebClient:
    """A Web API client that waits when Slack says so and tries again when Slack fails."""
    client = WebClient(token=token, base_url=base_url, timeout=30)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=5))
    client.retry_handlers.append(ServerErrorRetryHandler(max_retry_count=2))
    return client


def make_sender(client: WebClient) -> WebClient:
    """A client that never sends twice by itself: who uses it looks before trying again."""
    return WebClient(token=client.token, base_url=client.base_url, timeout=30, retry_handlers=[])


def make_app(desk: Desk, signing_secret: str | None, count: Count = not_counted) -> App:
    """Bolt with every listener. `signing_secret` None: Socket Mode, which signs nothing."""
    app = App(
        client=desk.client,
        signing_secret=signing_secret or "unused-in-socket-mode",
        request_verification_enabled=signing_secret is not None,
        token_verification_enabled=False,
        listener_executor=ThreadPoolExecutor(LISTENERS, thread_name_prefix="listener"),
    )

    guard(app, desk, count)
    registered = (
        events,
        commands,
        shortcuts,
        modals,
        homes,
        buttons,
        lessons,
        tending,
        reflecting,
        notes,
        arranging,
        questions,
        privacy,
        trusting,
        reporting,
        talking,
    )
    for listeners in registered:
        listeners.register(app, desk)
    return app
