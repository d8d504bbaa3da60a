"""A lesson: what someone went through, in their own words, and who may see it."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum


class Visibility(StrEnum):
    """Who may see a lesson; its author chooses, per lesson."""

    EVERYONE = "everyone"  # all colleagues, under the author's name
    ANONYMOUS = "anonymous"  # all colleagues, nobody is told who wrote it
    CHANNEL = "channel"  # only the members of one channel, under the author's name
    PRIVATE = "private"  # only the author: their own room


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a lesson.

    `user_id` is a Slack user id; None for somebody outside this Slack (imported) or
    for an anonymous lesson that was imported without its author.
    `name` is only set for people outside this Slack. `email` waits to be matched to Slack.
    """

    user_id: str | None = None
    name: str | None = None
    email: str | None = None

    @property
    def key(self) -> str | None:
        """What identifies this person among authors; None when nothing is known."""
        return self.user_id or self.name or self.email


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson. All times are aware UTC times; `language` is "en" or "nl".

    `parent_id` is the lesson that was tried when this one was learned; of an unnamed one it is
    not kept, see `as_kept`. Its author may have
    retired it, or said which of their lessons replaces it. `hidden_because` is a moderator's
    reason. `askable_until`: until then an unnamed lesson whose author went can be asked about as
    before, so that nobody learns who that was. Saving a lesson changes neither of the two.
    """

    id: str
    author: Author
    learned: str
    created_at: datetime
    happened: str = ""
    useful_when: str = ""
    title: str = ""
    topics: tuple[str, ...] = ()
    language: str = "en"
    visibility: Visibility = Visibility.EVERYONE
    channel_id: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
    parent_id: str | None = None
    retired_at: datetime | None = None
    replaced_by: str | None = None
    hidden_because: str | None = None
    askable_until: datetime | None = field(default=None, compare=False)

    @property
    def headline(self) -> str:
        """The title, or the first line of what was learned, at most 90 characters. It stands
        in sentences of ours, so it does not end one of its own."""
        source = self.title or self.learned or self.happened
        first = next((line.strip() for line in source.splitlines() if line.strip()), "")
        if len(first) <= 90:
            return first if first.endswith("..") else first.removesuffix(".")
        words, _, _ = first[:89].rpartition(" ")
        return (words if len(words) > 45 else first[:89]).rstrip(" ,;:–-") + "…"

    @property
    def body(self) -> str:
        """Everything a reader reads, without the title, paragraphs apart."""
        return "\n\n".join(part for part in (self.happened, self.learned, self.useful_when) if part)

    @property
    def content_hash(self) -> str:
        """sha256 over what the indexes read; equal text means nothing to index again."""
        parts = (
            self.language,
            self.title,
            self.happened,
            self.learned,
            self.useful_when,
            *self.topics,
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

    def as_kept(self) -> "Lesson":
        """Without what is not to stand beside it: somebody may know who tried the lesson that an
        unnamed one was learned from."""
        return replace(self, parent_id=None) if self.is_anonymous else self

    @property
    def is_current(self) -> bool:
        """Whether its author still stands for it: neither retired nor replaced."""
        return self.retired_at is None and self.replaced_by is None

    @property
    def is_named(self) -> bool:
        """Whether the author chose to be named to those who may see the lesson."""
        return self.visibility in (Visibility.EVERYONE, Visibility.CHANNEL)

    @property
    def is_anonymous(self) -> bool:
        """Whether colleagues see the lesson and never whose it is."""
        return self.visibility is Visibility.ANONYMOUS
