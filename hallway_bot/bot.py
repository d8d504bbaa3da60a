"""The bot, wired: Bolt on top of Hallway, in Socket Mode, HTTP mode or the playground."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from slack_bolt import App

from .assembly import Hallway
from .domain.errors import ConfigurationError
from .index.language import LinguaDetector
from .ports import Store
from .schedule.pace import Pace
from .schedule.ticker import Ticker
from .services.askable import Askable
from .services.attention import Attention
from .services.caution import Caution
from .services.digesting import Digesting
from .services.forget import Forget
from .services.introduce import Introduce
from .services.keep_question import KeepQuestion
from .services.leaving import GUESTS, Leaving
from .services.match import Matching
from .services.moderate import Moderate
from .services.my_data import MyData
from .services.notes import Notes
from .services.planning import Planning
from .services.prompt_library import load as load_prompts
from .services.reflect import Reflect
from .services.sending import Outbox, Sending
from .services.share import Share
from .services.tending import Tending
from .services.topics import Topics
from .services.trying import Trying
from .services.uninstalling import Uninstalling
from .slack import unanswered
from .slack.app import make_app
from .slack.clients import Clients
from .slack.courier import SlackCourier
from .slack.desk import Desk, report
from .slack.directory import SlackDirectory
from .slack.letters import WRITERS
from .slack.oauth import Many
from .slack.wire import Count, not_counted

_SLOW = 8  # encoding takes turns anyway; these mostly wait for Slack
_INDEX_EVERY = 5.0
_TIDY_EVERY = 600.0
_SEND_EVERY = 1.0
_TOKENS_EVERY = 15.0
_ANSWER_EVERY = 20.0
_LEAVERS_EVERY = 6 * 3_600.0
_MATCH_EVERY = 10.0
_MEET_EVERY = 30.0
_PLAN_EVERY = 20.0
_REVIEW_EVERY = 3_600.0
_MESSAGES_A_MINUTE = 200.0


@dataclass(frozen=True, slots=True)
class Bot:
    """Bolt, the desk behind it, and what ticks."""

    bolt: App
    desk: Desk
    ticker: Ticker
    sending: Sending
    hallway: Hallway

    def start(self) -> None:
        """Load the model in the background and begin to tick."""
        self.hallway.warm_up()
        self.ticker.start()

    def stop(self) -> None:
        """Finish what is under way."""
        self.ticker.stop()
        self.bolt.listener_runner.listener_executor.shutdown(wait=True)
        self.desk.slow.shutdown(wait=True)
        _reported(self.desk.clients.catch_up)()
        self.hallway.close()


def make_bot(
    hallway: Hallway,
    clients: Clients,
    signing_secret: str | None,
    per_minute: float = _MESSAGES_A_MINUTE,
    count: Count = not_counted,
    many: Many | None = None,
) -> Bot:
    """Wire it; raises ConfigurationError while another process owns the index.

    `per_minute`: how many messages it sends by itself at most. `count` is told of each request.
    `many`: how workspaces install Hallway by themselves.
    """
    if hallway.indexer is None:
        raise ConfigurationError(
            "Another Hallway runs on this data folder. Stop it, or choose another with --data."
        )
    store, now = hallway.store, hallway.now
    directory = SlackDirectory(clients, now, lambda where: store.option(where, GUESTS) == "yes")
    ticker = Ticker()
    outbox = Outbox(store, now, lambda: ticker.soon("send"))
    planning = Planning(store, directory, outbox, now)
    soon = partial(ticker.soon, "match")
    questions = KeepQuestion(store, outbox, hallway.search.detect, now, soon)
    matching = Matching(store, hallway.search, directory, outbox, now, soon)

    askable = Askable(store, hallway.search, directory, now)
    introduce = Introduce(store, askable, directory, outbox, now)

    def lessons_changed(workspace: str) -> None:
        matching.notice(workspace)  # who may see a lesson can change without anything to index
        ticker.soon("index")

    def forget_workspace(workspace: str) -> None:
        directory.forget_workspace(workspace)
        matching.notice(workspace)

    delete = hallway.settings.uninstall == "delete"
    index_soon = partial(ticker.soon, "index")
    uninstalling = Uninstalling(store, hallway.indexer, delete, forget_workspace, index_soon)
    share = Share(store, hallway.search, directory, LinguaDetector(), now)
    desk = Desk(
        clients=clients,
        store=store,
        directory=directory,
        ask=hallway.ask,
        who_knows=hallway.who_knows,
        share=share,
        caution=Caution(store, hallway.search, share),
        introduce=introduce,
        trying=Trying(store, directory, outbox, now),
        tending=Tending(store, directory, outbox, now),
        digest=hallway.digest,
        digesting=Digesting(store, directory, outbox, now),
        topics=Topics(store),
        outbox=outbox,
        attention=Attention(store, directory),
        planning=planning,
        questions=questions,
        matching=matching,
        reflect=Reflect(store, planning, outbox, load_prompts(hallway.settings.prompts), now),
        notes=Notes(store, share, now),
        my_data=MyData(store, now),
        forget=Forget(store, hallway.indexer, now, index_soon),
        moderate=Moderate(store, now),
        uninstalling=uninstalling,
        leaving=Leaving(store, directory, now, index_soon),
        now=now,
        lessons_changed=lessons_changed,
        slow=ThreadPoolExecutor(_SLOW, thread_name_prefix="slow"),
    )
    indexing = _everywhere(store, partial(_index, hallway, desk))
    ticker.every(_INDEX_EVERY, "index", _in_turn(uninstalling.catch_up, indexing))
    keep = hallway.settings.retention
    ticker.every(_TIDY_EVERY, "tidy", _reported(lambda: store.drop_old(keep.before(now()))))
    courier = SlackCourier(desk, WRITERS)
    sending = Sending(store, directory, courier, now, Pace(per_minute), lambda: not ticker.running)
    ticker.every(_MATCH_EVERY, "match", _everywhere(store, matching.catch_up))
    ticker.every(_TIDY_EVERY, "questions", _everywhere(store, questions.tidy))
    ticker.every(_MEET_EVERY, "meet", _reported(introduce.catch_up))
    ticker.every(_PLAN_EVERY, "plan", _reported(planning.catch_up))
    ticker.every(_PLAN_EVERY, "digest", _reported(desk.digesting.catch_up))
    ticker.every(_REVIEW_EVERY, "review", _reported(desk.tending.plan_reviews))
    ticker.every(_LEAVERS_EVERY, "leavers", _everywhere(store, desk.leaving.catch_up))
    waiting = _everywhere(store, partial(unanswered.catch_up, desk))
    ticker.every(_ANSWER_EVERY, "unanswered", waiting)
    telling = _everywhere(store, partial(desk.moderate.catch_up, outbox))
    ticker.every(_MEET_EVERY, "moderation", telling)
    ticker.every(_TOKENS_EVERY, "tokens", _reported(clients.catch_up))
    ticker.every(_SEND_EVERY, "send", _reported(sending.catch_up))
    return Bot(make_app(desk, signing_secret, count, many), desk, ticker, sending, hallway)


def _index(hallway: Hallway, desk: Desk, workspace: str) -> None:
    assert hallway.indexer is not None
    for email in hallway.store.unlinked_emails(workspace):
        user_id = desk.directory.user_by_email(workspace, email)
        if user_id:
            hallway.store.link_author(workspace, email, user_id)
    if hallway.indexer.catch_up(workspace):
        desk.matching.notice(workspace)
    desk.forget.catch_up(workspace)


def _everywhere(store: Store, work: Callable[[str], object]) -> Callable[[], None]:
    """`work` for each workspace; what fails in one keeps no other waiting."""

    def run() -> None:
        for workspace in store.workspaces():
            _reported(partial(work, workspace))()

    return _reported(run)


def _in_turn(*works: Callable[[], object]) -> Callable[[], None]:
    """Both in one thread; what fails in one keeps the other from nothing."""

    def run() -> None:
        for work in works:
            _reported(work)()

    return run


def _reported(work: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        try:
            work()
        except Exception as error:  # the next tick tries again; one failure must not end ticking
            report(error)

    return run
