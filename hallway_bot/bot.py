"""The bot, wired: Bolt on top of Hallway, in Socket Mode, HTTP mode or the playground."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from slack_bolt import App
from slack_sdk import WebClient

from .assembly import Hallway, utc_now
from .domain.errors import ConfigurationError
from .index.language import LinguaDetector
from .schedule.ticker import Ticker
from .services.share import Share
from .services.talk import Talk
from .services.topics import Topics
from .settings import Settings
from .slack.app import make_app, make_client
from .slack.desk import Desk, report
from .slack.directory import SlackDirectory

_SLOW = 8  # encoding takes turns anyway; these mostly wait for Slack
_INDEX_EVERY = 5.0
_TIDY_EVERY = 600.0
# Slack repeats an event for minutes; a day is far beyond that.
_KEEP_CLAIMS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bot:
    """Bolt, the desk behind it, and what ticks."""

    bolt: App
    desk: Desk
    ticker: Ticker
    hallway: Hallway

    def start(self) -> None:
        """Load the model in the background and begin to tick."""
        self.hallway.embedder.warm_up()
        self.ticker.start()

    def stop(self) -> None:
        """Finish what is under way."""
        self.ticker.stop()
        self.desk.slow.shutdown(wait=True)
        self.hallway.close()


def make_bot(hallway: Hallway, client: WebClient, signing_secret: str | None) -> Bot:
    """Wire it; raises ConfigurationError while another process owns the index."""
    if hallway.indexer is None:
        raise ConfigurationError(
            "Another Hallway runs on this data folder. Stop it, or choose another with --data."
        )
    directory = SlackDirectory(client)
    ticker = Ticker()
    store = hallway.store
    desk = Desk(
        client=client,
        store=store,
        directory=directory,
        ask=hallway.ask,
        who_knows=hallway.who_knows,
        share=Share(store, hallway.search, directory, LinguaDetector(), utc_now),
        talk=Talk(store, directory, utc_now),
        topics=Topics(store),
        now=utc_now,
        lessons_changed=lambda: ticker.soon("index"),
        slow=ThreadPoolExecutor(_SLOW, thread_name_prefix="slow"),
    )
    ticker.every(_INDEX_EVERY, "index", lambda: _index(hallway, desk))
    ticker.every(_TIDY_EVERY, "tidy", lambda: store.drop_event_claims(utc_now() - _KEEP_CLAIMS))
    return Bot(make_app(desk, signing_secret), desk, ticker, hallway)


def slack_client(settings: Settings) -> WebClient:
    """The Web API client of the configured bot; raises ConfigurationError without a token."""
    if settings.bot_token is None:
        raise ConfigurationError("SLACK_BOT_TOKEN is not set. See README.md, “Your workspace”.")
    return make_client(settings.bot_token.get_secret_value(), settings.slack_api_url)


def _index(hallway: Hallway, desk: Desk) -> None:
    assert hallway.indexer is not None
    try:
        workspace = hallway.store.workspace(None)
        for email in hallway.store.unlinked_emails(workspace):
            user_id = desk.directory.user_by_email(email)
            if user_id:
                hallway.store.link_author(workspace, email, user_id)
        hallway.indexer.catch_up(workspace)
    except Exception as error:  # the next tick tries again; one failure must not end ticking
        report(error)
