"""What the use cases need from the world. Back ends implement these; tests run one suite
over every implementation. Every call is bound to one workspace by its internal id."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from ..domain.lesson import Lesson
from ..domain.person import Person
from ..domain.ranking import Candidates
from ..domain.records import ActiveModel, Indexed, Stored, Verdict
from ..domain.visibility import Audience
from .claims import Claims
from .life import Trials
from .meeting import Questions, Talks
from .moderation import Moderation
from .privacy import Forgetting, Keeping, Leavers, Privacy
from .rhythm import Arrangements, Deliveries, Notes, Rhythms
from .workspaces import Removals, Workspaces


class LessonStore(Protocol):
    """Lessons, the truth. `save_lessons` and `delete_lesson` are durable when they return."""

    def save_lessons(self, workspace: str, lessons: Sequence[Lesson]) -> int:
        """Insert or replace by id; returns how many were new or changed."""

    def lesson(self, workspace: str, lesson_id: str) -> Lesson | None: ...

    def lessons(self, workspace: str, ids: Iterable[str]) -> dict[str, Lesson]: ...

    def visible(
        self, workspace: str, ids: Iterable[str], audience: Audience, *, replaced: bool = False
    ) -> dict[str, Lesson]:
        """Those of `ids` that may be brought up before the audience (`may_bring_up`)."""

    def lessons_of(self, workspace: str, user_id: str) -> list[Lesson]:
        """All lessons of one author, newest first."""

    def lessons_between(self, workspace: str, since: datetime, until: datetime) -> list[Lesson]:
        """Those told from `since` until before `until`, oldest first."""

    def all_lessons(self, workspace: str) -> Iterable[Lesson]:
        """Every lesson, oldest first."""

    def lessons_written(self, workspace: str, authors: Sequence[str]) -> dict[str, int]:
        """How many lessons each of these author keys has under their name."""

    def totals(self, workspace: str) -> tuple[int, int]:
        """How many lessons there are, and how many people are named in them."""

    def delete_lesson(self, workspace: str, lesson_id: str) -> None:
        """Remove it for good; what it replaced is current again."""

    def word_candidates(
        self,
        workspace: str,
        terms: Sequence[tuple[str, ...]],
        audience: Audience,
        *,
        replaced: bool = False,
    ) -> Candidates:
        """Lessons that hold any of the terms and may be brought up before the audience
        (`may_bring_up`).

        Each of `terms` is one word of a question with its alternatives.
        """

    def rewrite_words(self, workspace: str, limit: int) -> int:
        """Analyse again up to `limit` lessons that an older analyser read; returns how many."""

    def topics(self, workspace: str, limit: int) -> list[str]:
        """The topics of lessons that all colleagues may be shown, most used first."""

    def link_author(self, workspace: str, email: str, user_id: str) -> int:
        """Give imported lessons with this e-mail to the Slack person; returns how many."""

    def unlinked_emails(self, workspace: str) -> list[str]: ...


class IndexLedger(Protocol):
    """What is, and is not yet, in the vector index."""

    def unindexed(self, workspace: str, model: str, limit: int) -> list[Lesson]:
        """Lessons whose present text this model has not indexed."""

    def count_unindexed(self, workspace: str, model: str, newest: int | None = None) -> int:
        """How many those are; with `newest`, among so many of the lessons saved last."""

    def indexed(self, workspace: str, model: str, ids: Iterable[str]) -> dict[str, Indexed]: ...

    def passages_indexed(self, workspace: str, model: str) -> int:
        """How many passages were certainly written."""

    def mark_indexed(self, workspace: str, model: str, rows: Sequence[Indexed]) -> None: ...

    def orphans(self, workspace: str, model: str, limit: int) -> list[Indexed]:
        """Index entries whose lesson is gone."""

    def indexed_models(self, workspace: str) -> list[str]:
        """Every model that has indexed something here."""

    def forget_indexed(self, workspace: str, model: str, ids: Iterable[str]) -> None: ...

    def forget_model(self, workspace: str, model: str) -> None:
        """Consider everything of this model unindexed."""

    def active_model(self, workspace: str) -> ActiveModel | None:
        """The model whose index was last complete; None before the first was."""

    def set_active_model(self, workspace: str, name: str, source: dict[str, str]) -> None: ...


class PeopleStore(Protocol):
    """What Hallway remembers of people beside their lessons."""

    def language(self, workspace: str, user_id: str) -> str | None:
        """The language this person chose, None when they follow Slack."""

    def set_language(self, workspace: str, user_id: str, language: str | None) -> None: ...

    def stored(self, workspace: str, user_id: str) -> Stored: ...

    def give_verdict(
        self, workspace: str, lesson_id: str, user_id: str, verdict: Verdict, at: datetime
    ) -> None:
        """One verdict a person and lesson; the newest counts."""


class Store(
    LessonStore,
    IndexLedger,
    PeopleStore,
    Claims,
    Workspaces,
    Deliveries,
    Rhythms,
    Notes,
    Arrangements,
    Questions,
    Talks,
    Privacy,
    Trials,
    Forgetting,
    Keeping,
    Leavers,
    Moderation,
    Removals,
    Protocol,
):
    """One database."""

    def marks(self, workspace: str, told: str) -> list[str]:
        """What stands for `told` (64 hex digits), always the same, that nobody can work out who
        has only the database or guesses at `told`. The first is for new use; the others are of
        older keys."""

    def reseal(self) -> int:
        """Seal what is secret with the newest key; returns how many records."""

    def check(self) -> None:
        """Raises Unavailable when the database does not answer."""

    def close(self) -> None: ...


class Embedder(Protocol):
    """Turns texts into vectors, each a list of floats of Euclidean length 1."""

    @property
    def name(self) -> str:
        """Names model and version: it is part of the collection's name."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages that this model reads, of "en" and "nl"."""

    def fits(self, texts: Sequence[str]) -> list[bool]:
        """Whether the model reads each text to its end."""

    def encode_passages(self, texts: Sequence[str]) -> list[list[float]]: ...

    def encode_question(self, text: str) -> list[float]: ...

    @property
    def ready(self) -> bool: ...

    def warm_up(self) -> None:
        """Start loading in the background."""


class VectorIndex(Protocol):
    """Nearest neighbours by cosine, one collection a workspace and model."""

    def upsert(
        self, workspace: str, model: str, ids: Sequence[str], vectors: Sequence[Sequence[float]]
    ) -> None: ...

    def delete(self, workspace: str, model: str, ids: Sequence[str]) -> None: ...

    def nearest(
        self, workspace: str, model: str, vector: Sequence[float], limit: int
    ) -> list[tuple[str, float]]:
        """(id, cosine similarity), nearest first."""

    def vectors(
        self, workspace: str, model: str, ids: Sequence[str]
    ) -> list[tuple[str, Sequence[float]]]:
        """(id, vector) of those of `ids` that are there, in any order."""

    def count(self, workspace: str, model: str) -> int: ...

    def check(self) -> None:
        """Raises Unavailable when the index cannot be reached. Any call raises `Damaged` when what
        it keeps of this collection cannot be read any more; then only `drop` helps."""

    def warm_up(self) -> None:
        """Start opening in the background."""

    def drop(self, workspace: str, model: str) -> None: ...

    def close(self) -> None:
        """Let go of its files and connections, after the last call."""

    def clear_files(self) -> None:
        """Leave nothing of dropped collections in any file of ours. Takes seconds."""

    def compact(self, workspace: str, model: str) -> None:
        """Leave nothing of what was deleted in any file of ours. Takes seconds."""


class Reranker(Protocol):
    """A slower, better judge of how well a text answers a question."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float] | None:
        """One number a text, higher is better; None when it cannot be done in time."""

    def load(self) -> None:
        """Wait until it is loaded; raises ConfigurationError when it cannot be."""

    def warm_up(self) -> None:
        """Start loading in the background."""


class LanguageDetector(Protocol):
    """Tells Dutch from English."""

    def detect(self, text: str) -> str:
        """ "en" or "nl"."""


class Directory(Protocol):
    """Slack's people and channels, cached for at most five minutes."""

    def person(self, workspace: str, user_id: str) -> Person:
        """Raises Unavailable when Slack cannot be asked."""

    def channels_of(self, workspace: str, user_id: str) -> frozenset[str]: ...

    def is_member(self, workspace: str, user_id: str, channel_id: str) -> bool: ...

    def members(self, workspace: str, channel_id: str) -> frozenset[str]:
        """Who is in a channel. Raises Unavailable when Slack cannot be asked."""

    def has_outsiders(self, workspace: str, channel_id: str) -> bool:
        """Whether guests or people from other companies read along; True when unknown."""

    def user_by_email(self, workspace: str, email: str) -> str | None: ...

    def is_away(self, workspace: str, user_id: str) -> bool:
        """Whether this person's status or do-not-disturb says that they are not at work."""

    def group_members(self, workspace: str, group_id: str) -> frozenset[str]:
        """The people of a Slack user group; nobody where Slack cannot be asked."""

    def prepare(self, workspace: str, user_ids: Sequence[str]) -> None:
        """Ask Slack about many people in few calls. Raises Unavailable."""

    def forget(self, workspace: str, user_id: str) -> None:
        """This person changed: ask anew."""


class Clock(Protocol):
    """The present, as an aware UTC time."""

    def __call__(self) -> datetime: ...
