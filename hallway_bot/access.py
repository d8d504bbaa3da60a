"""In whose name Hallway speaks to Slack: with one bot token, or by installation."""

from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.oauth.token_rotation import TokenRotator

from .assembly import Hallway
from .domain.errors import ConfigurationError
from .settings import Settings
from .slack.clients import Clients, OneClient, make_client
from .slack.installs import Installations
from .slack.manifest import SCOPES
from .slack.many import ManyClients
from .slack.oauth import Many, States, make_many
from .slack.rotation import Rotation


@dataclass(frozen=True, slots=True)
class Access:
    """`many` is None with one bot token."""

    clients: Clients
    many: Many | None = None


def slack_client(settings: Settings) -> WebClient:
    """The Web API client of the configured bot; raises ConfigurationError without a token."""
    if settings.bot_token is None:
        raise ConfigurationError("SLACK_BOT_TOKEN is not set. See README.md, “Your workspace”.")
    return make_client(settings.bot_token.get_secret_value(), settings.slack_api_url)


def access(hallway: Hallway) -> Access:
    """As the settings say; raises ConfigurationError saying what is missing."""
    settings = hallway.settings
    if settings.client_id is None:
        return Access(OneClient(slack_client(settings), hallway.store))
    return many_workspaces(hallway)


def many_workspaces(hallway: Hallway) -> Access:
    """By installation; raises ConfigurationError saying what is missing."""
    settings = hallway.settings
    if not (settings.client_id and settings.client_secret and settings.public_url):
        raise ConfigurationError(
            "SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and HALLWAY_PUBLIC_URL go together. "
            "See README.md, “Many workspaces”."
        )
    store, now = hallway.store, hallway.now
    secret = settings.client_secret.get_secret_value()
    bare = make_client(None, settings.slack_api_url)
    rotator = TokenRotator(client_id=settings.client_id, client_secret=secret, client=bare)
    installations = Installations(hallway.engine, hallway.vault, settings.client_id)
    rotation = Rotation(installations, rotator, store, now)
    clients = ManyClients(bare, store, installations, rotation)
    many = make_many(
        clients,
        States(hallway.vault, store, now),
        client_id=settings.client_id,
        client_secret=secret,
        public_url=settings.public_url,
        scopes=SCOPES,
        may_install=settings.may_install,
    )
    return Access(clients, many)
