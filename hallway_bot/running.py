"""The bot as a service, in Socket Mode and HTTP mode, and whether all is well for it."""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from slack_sdk.errors import SlackApiError

from . import logs
from .access import access, slack_client
from .assembly import Hallway, build
from .bot import Bot, make_bot
from .domain.errors import ConfigurationError, Unavailable
from .metrics import Figures, make_metrics
from .printing import say
from .serving import served
from .settings import Settings
from .slack.clients import OneClient
from .slack.http import make_http
from .slack.oauth import INSTALL


def run(settings: Settings) -> None:
    """Socket Mode: no public address needed."""
    from slack_bolt.adapter.socket_mode import SocketModeHandler

    logs.set_up(settings.log_level)
    if settings.app_token is None:
        raise ConfigurationError("SLACK_APP_TOKEN is not set. See README.md, “Your workspace”.")
    if settings.client_id is not None:
        raise ConfigurationError(
            "Many workspaces (SLACK_CLIENT_ID) need `hallway serve`: Slack's way back from "
            "installing leads to a public address."
        )
    client, figures = slack_client(settings), Figures()
    hallway = whole(build(settings))
    one = OneClient(client, hallway.store)
    bot = _bind(make_bot(hallway, one, None, count=figures.count))
    watched = _watched(settings, figures, bot)
    handler = SocketModeHandler(bot.bolt, settings.app_token.get_secret_value(), web_client=client)
    with _slack_asked("SLACK_APP_TOKEN"):
        handler.connect()  # type: ignore[no-untyped-call] # theirs
    # Only now: loading the model takes what the connection would need.
    bot.start()
    say("Hallway is connected to Slack. Ctrl+C stops it.")
    wait()
    handler.close()  # type: ignore[no-untyped-call] # theirs
    watched.close()
    bot.stop()


def serve(settings: Settings) -> None:
    """HTTP mode: Slack sends requests to the public address in front of this."""
    logs.set_up(settings.log_level)
    if settings.signing_secret is None:
        raise ConfigurationError(
            "SLACK_SIGNING_SECRET is not set. See README.md, “Your workspace”."
        )
    check_port(settings.host, settings.port, "HALLWAY_PORT")
    figures, secret = Figures(), settings.signing_secret.get_secret_value()
    hallway = build(settings)
    entry = access(hallway)
    bot = make_bot(whole(hallway), entry.clients, secret, count=figures.count, many=entry.many)
    if entry.many is None:
        _bind(bot)
    watched = _watched(settings, figures, bot)
    with served(make_http(bot.bolt, bot.desk), settings.host, settings.port) as port:
        bot.start()
        if entry.many is not None:
            say(f"Workspaces install it at {str(settings.public_url).rstrip('/')}{INSTALL}")
        say(f"Hallway listens on {settings.host}:{port}.")
        wait()
    watched.close()
    bot.stop()


def whole(hallway: Hallway) -> Hallway:
    """The same; raises ConfigurationError for a damaged model, which loads only later."""
    hallway.embedder.check()
    return hallway


def _watched(settings: Settings, figures: Figures, bot: Bot) -> ExitStack:
    """The operators' own port, when there is one; close it at the end."""
    stack = ExitStack()
    if settings.metrics_port is not None:
        check_port(settings.host, settings.metrics_port, "HALLWAY_METRICS_PORT")
        app = make_metrics(figures, bot.hallway, bot.desk)
        stack.enter_context(served(app, settings.host, settings.metrics_port, 2, "metrics"))
    return stack


def _bind(bot: Bot) -> Bot:
    # The team behind the token owns what was imported before it was known.
    with _slack_asked("SLACK_BOT_TOKEN"):
        told = bot.desk.clients.bare.auth_test()
        team_id = str(told["team_id"])
        bot.desk.workspace(team_id)
        # With a new token it is in use again, whatever was uninstalled before.
        bot.hallway.store.install(team_id, told.get("enterprise_id"))
    return bot


@contextmanager
def _slack_asked(token: str) -> Iterator[None]:
    """Turns what Slack or the network answers to `token` into what to do about it."""
    try:
        yield
    except SlackApiError as error:
        said = error.response.get("error")
        raise ConfigurationError(f"Slack refuses {token} ({said}). Look at it again.") from error
    except OSError as error:
        raise Unavailable("Slack cannot be reached. Look at the network and try again.") from error


def check_port(host: str, port: int, setting: str) -> None:
    """Said before the model is loaded; raises ConfigurationError."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            raise ConfigurationError(
                f"{host}:{port} cannot be listened on: it is taken, or not this machine's. "
                f"Choose another with {setting}."
            ) from None


def wait() -> None:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()
