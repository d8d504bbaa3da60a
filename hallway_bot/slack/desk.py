"""What every listener needs, and the promise that nobody is left without an answer."""

import re
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog
from slack_sdk import WebClient

from ..domain.errors import HallwayError, InvalidInput, NotAllowed, Unavailable
from ..domain.lesson import Lesson, Visibility
from ..domain.person import Person
from ..domain.visibility import Audience
from ..ports import Clock, Directory, Store
from ..services.ask import Ask
from ..services.attention import Attention
from ..services.caution import Caution
from ..services.digest import Digests
from ..services.digesting import LANGUAGE, Digesting
from ..services.forget import Forget
from ..services.introduce import Introduce
from ..services.keep_question import KeepQuestion
from ..services.leaving import Leaving
from ..services.match import Matching
from ..services.moderate import Moderate
from ..services.my_data import MyData
from ..services.notes import Notes
from ..services.planning import Planning
from ..services.reflect import Reflect
from ..services.sending import Outbox
from ..services.share import Draft, Share
from ..services.tending import Tending
from ..services.topics import Topics
from ..services.trying import Trying
from ..services.uninstalling import Uninstalling
from ..services.who_knows import WhoKnows
from ..texts import Texts, language_of
from .clients import Clients
from .messenger import InDm, Reply
from .payloads import plain_words
from .views.answer import only_text
from .views.blocks import said
from .views.held import reason

log = structlog.get_logger("hallway.slack")
_WORD = re.compile(r"[a-z0-9_]{1,80}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the desk, with the workspace they are in and how to speak to them."""

    workspace: str
    client: WebClient
    person: Person
    t: Texts


@dataclass(frozen=True, slots=True)
class Desk:
    """The use cases, wired for Slack."""

    clients: Clients
    store: Store
    directory: Directory
    ask: Ask
    who_knows: WhoKnows
    share: Share
    caution: Caution
    introduce: Introduce
    trying: Trying
    tending: Tending
    digest: Digests
    digesting: Digesting
    topics: Topics
    outbox: Outbox
    attention: Attention
    questions: KeepQuestion
    matching: Matching
    planning: Planning
    reflect: Reflect
    notes: Notes
    my_data: MyData
    forget: Forget
    leaving: Leaving
    uninstalling: Uninstalling
    moderate: Moderate
    now: Clock
    lessons_changed: Callable[[str], None]
    slow: ThreadPoolExecutor
    # What this process has begun and not ended: workspace and `unanswered.Asked.key`.
    at_work: set[tuple[str, str]] = field(default_factory=set, repr=False)

    def workspace(self, team_id: str | None) -> str:
        """Our id of a Slack team. Raises Unavailable when Hallway is not installed there."""
        return self.clients.workspace(team_id)

    def meet(self, team_id: str | None, user_id: str) -> Visitor:
        """The person, and their language: their own choice, else Slack's."""
        return self.visitor(self.workspace(team_id), user_id)

    def visitor(self, workspace: str, user_id: str) -> Visitor:
        """The same for a workspace by our own id."""
        person = self.directory.person(workspace, user_id)
        chosen = self.store.language(workspace, user_id)
        language = chosen or language_of(person.locale)
        return Visitor(workspace, self.clients.of(workspace), person, Texts(language, person.tz))

    def reader(self, workspace: str, receiver: str) -> Visitor:
        """Whoever gets a message: a person, or a channel, in the workspace's language."""
        if not receiver.startswith(("C", "G")):
            return self.visitor(workspace, receiver)
        language = self.store.option(workspace, LANGUAGE) or "en"
        return Visitor(workspace, self.clients.of(workspace), Person(receiver, ""), Texts(language))

    def alone(self, visitor: Visitor) -> Audience:
        """What this person may see where only they read."""
        channels = self.directory.channels_of(visitor.workspace, visitor.person.id)
        return Audience(visitor.person, channels=channels)

    def names(self, workspace: str, lessons: list[Lesson]) -> dict[str, str]:
        """Names to show, by author key, of those who chose to be named."""
        found = {}
        for lesson in lessons:
            author = lesson.author
            if not lesson.is_named or author.key is None or author.key in found:
                continue
            found[author.key] = author.name or author.key
            if author.user_id:
                try:
                    found[author.key] = self.directory.person(workspace, author.user_id).name
                except Unavailable as error:  # one unknown name must not cost the whole answer
                    report(error)
        return found

    def name_on(self, workspace: str, lesson: Lesson | None) -> str | None:
        """The name on one lesson; None where its author chose not to be named."""
        found = self.names(workspace, [lesson]) if lesson else {}
        return found.get(lesson.author.key or "") if lesson else None

    def name_of(self, workspace: str, user_id: str) -> str:
        """How a text mentions this person; nothing for bots and where Slack does not say."""
        try:
            person = self.directory.person(workspace, user_id)
        except Unavailable:
            return ""
        return "" if person.is_bot else person.name

    def told(self, workspace: str, text: str) -> str:
        """What somebody wrote in Slack's markup, in plain words; who is mentioned by name."""
        return plain_words(text, partial(self.name_of, workspace))

    def visit(
        self,
        team_id: str | None,
        user_id: str,
        reply: Reply,
        work: Callable[[Visitor], object],
        *,
        slow: bool = True,
        meets: bool = True,
        typed: str = "",
        done: Callable[[bool], None] = lambda _: None,
    ) -> None:
        """Do `work` for a colleague, here or on the slow pool; apologise if it fails.

        `meets`: whoever does this is asked, the first time, whether they would like prompts.
        Guests and other outsiders get one friendly sentence instead. `typed`: what stands nowhere
        in Slack, so that an apology gives it back, or a note where none can be said. `done` is
        called whatever became of it, with whether they heard.
        """

        def run() -> None:
            t, heard = Texts("en"), True
            try:
                visitor = self.meet(team_id, user_id)
                t = visitor.t
                if visitor.person.is_bot:
                    return
                if not visitor.person.is_colleague:
                    reply.whisper(only_text(t("guest")))
                    return
                work(visitor)
                if meets:
                    self.reflect.meet(visitor.workspace, user_id)
            except InvalidInput as error:
                heard = self._say(team_id, user_id, reply, reason(t, error))
            except NotAllowed:
                heard = self._say(team_id, user_id, reply, t("not_allowed"))
            except Exception as error:  # whatever it is, the person hears of it
                sorry = t("apology", ref=report(error))
                if typed:
                    sorry += "\n" + t("apology.typed", text=said(typed, 2_000))
                heard = self._say(team_id, user_id, reply, sorry)
                if typed and not heard:
                    self._keep(team_id, user_id, typed, t)
            finally:
                done(heard)

        noted = self.forget.under_way(user_id, run)
        if slow:
            self.slow.submit(noted)
        else:
            noted()

    def _keep(self, team_id: str | None, user_id: str, typed: str, t: Texts) -> None:
        """As a note on their Home: nothing could be said, and it stands nowhere else."""
        draft = Draft("", "", typed, "", (), Visibility.PRIVATE, None, None)
        try:
            workspace = self.workspace(team_id)
            self.notes.keep(workspace, Person(user_id, ""), draft, t("note.typed"))
        except Exception as error:
            report(error)

    def _say(self, team_id: str | None, user_id: str, reply: Reply, text: str) -> bool:
        try:
            try:
                reply.whisper(only_text(text))
            except Exception:  # not there any more, for instance: then by DM
                client = self.clients.of(self.workspace(team_id))
                InDm(client, user_id).whisper(only_text(text))
        except Exception as error:  # Slack itself is away: they hear of it later
            report(error)
            return False
        return True


def report(error: BaseException) -> str:
    """Log a failure for the operator and return its reference. Never logs a message's text:
    what an exception says may quote a lesson."""
    ref = uuid.uuid4().hex[:8]
    places = []
    trace = error.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    log.error(
        "failed",
        ref=ref,
        error=type(error).__name__,
        slack_error=_slack_error(error),
        permanent=getattr(error, "permanent", None) if isinstance(error, HallwayError) else None,
        where=places[-6:],
    )
    return ref


def _slack_error(error: BaseException) -> Any:
    response: Any = getattr(error, "response", None)
    said = response.get("error") if response is not None and hasattr(response, "get") else None
    # What is not one of Slack's words is a whole page of something in between, and may quote us.
    return said if said is None or _WORD.fullmatch(str(said)) else "unreadable"
