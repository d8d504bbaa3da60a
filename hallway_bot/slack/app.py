"""The Bolt app: the same listeners for Socket Mode, HTTP mode and the playground."""

from concurrent.futures import ThreadPoolExecutor

from slack_bolt import App

from ..domain.language import LANGUAGES
from ..texts import Texts
from .desk import Desk
from .listeners import (
    answering,
    arranging,
    buttons,
    commands,
    events,
    homes,
    installing,
    lessons,
    modals,
    notes,
    privacy,
    questions,
    reflecting,
    relaying,
    reporting,
    settings,
    shortcuts,
    talking,
    tending,
    trusting,
)
from .oauth import Many
from .wire import Count, CountedApp, guard, not_counted

# Acknowledging must never wait for a thread; the slow work has a pool of its own.
LISTENERS = 32


def make_app(
    desk: Desk,
    signing_secret: str | None,
    count: Count = not_counted,
    many: Many | None = None,
) -> App:
    """Bolt with every listener. `signing_secret` None: Socket Mode, which signs nothing.
    `many`: how workspaces install Hallway; None where one bot token is all."""
    gone = [Texts(language)("oauth.not_installed") for language in LANGUAGES]
    app = CountedApp(
        count,
        client=desk.clients.bare,
        signing_secret=signing_secret or "unused-in-socket-mode",
        request_verification_enabled=signing_secret is not None,
        token_verification_enabled=False,
        authorize=many.authorize if many else None,
        oauth_flow=many.flow if many else None,
        user_facing_authorize_error_message="\n".join(gone),
        listener_executor=ThreadPoolExecutor(LISTENERS, thread_name_prefix="listener"),
    )

    guard(app, desk)
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
        answering,
        arranging,
        questions,
        privacy,
        trusting,
        relaying,
        reporting,
        settings,
        talking,
        installing,
    )
    for listeners in registered:
        listeners.register(app, desk)
    return app
