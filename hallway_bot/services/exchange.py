"""Lessons in from files and back out, line by line."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any

from ..domain.errors import InvalidInput
from ..domain.language import LANGUAGES
from ..domain.lesson import Author, Lesson, Visibility
from ..domain.sensitive import Sensitive
from ..ports import Clock, LanguageDetector, Store
from .screening import screen, secrets_in

_KNOWN = {
    "id", "author", "author_id", "author_email", "title", "text", "happened", "useful_when",
    "date", "lang", "topics", "visibility", "channel", "parent_id", "retired_at", "replaced_by",
}  # fmt: skip
# What people read as words; `_doubts` looks it through.
_TEXTS = {"title", "text", "happened", "useful_when", "topics"}
_IDS = {"id", "parent_id", "replaced_by"}
_BATCH = 500
# It is shown as a link to the channel, so nothing else may stand in it.
_CHANNEL = re.compile("[CG][A-Z0-9]{1,30}")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A record that could not be taken in. `where` names file and line."""

    where: str
    reason: str


@dataclass(slots=True)
class ImportReport:
    """What became of an import. `doubtful`: ids of lessons that went in, to be looked at."""

    read: int = 0
    saved: int = 0
    bad: list[BadLine] | None = None
    doubtful: dict[Sensitive, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Import and export, equal after a round trip."""

    store: Store
    detect: LanguageDetector
    now: Clock

    def take_in(
        self, workspace: str, records: Iterable[tuple[str, dict[str, Any] | InvalidInput]]
    ) -> ImportReport:
        """Save records, each with the place it came from; bad ones are reported, not fatal."""
        report = ImportReport(bad=[])
        batch: list[tuple[Lesson, bool]] = []
        for where, record in records:
            report.read += 1
            try:
                if isinstance(record, InvalidInput):
                    raise record
                _refuse_secret_marks(record)
                lesson = self._lesson(record)
                for kind in _doubts(lesson):
                    report.doubtful.setdefault(kind, []).append(lesson.id)
                batch.append((lesson, bool(_text(record, "date"))))
            except InvalidInput as error:
                assert report.bad is not None
                report.bad.append(BadLine(where, error.key))
            if len(batch) >= _BATCH:
                report.saved += self._save(workspace, batch)
                batch = []
        report.saved += self._save(workspace, batch)
        return report

    def _save(self, workspace: str, batch: list[tuple[Lesson, bool]]) -> int:
        known = self.store.lessons(workspace, [lesson.id for lesson, _ in batch])
        return self.store.save_lessons(
            workspace,
            [_as_known(lesson, known.get(lesson.id), dated=dated) for lesson, dated in batch],
        )

    def _lesson(self, record: dict[str, Any]) -> Lesson:
        text = _text(record, "text")
        if not text:
            raise InvalidInput("text is missing or empty")
        title = _text(record, "title")
        visibility = _visibility(record)
        channel = _text(record, "channel") or None
        if visibility is Visibility.CHANNEL and not channel:
            raise InvalidInput('visibility "channel" needs a channel')
        if channel and not _CHANNEL.fullmatch(channel):
            raise InvalidInput("channel must be a channel's id in Slack, such as C0123ABCD")
        return Lesson(
            id=_id(record, title, text),
            author=_author(record),
            learned=text,
            created_at=_time(record, "date") or self.now(),
            happened=_text(record, "happened"),
            useful_when=_text(record, "useful_when"),
            title=title,
            topics=_topics(record),
            language=self._language(record, f"{title}\n{text}"),
            visibility=visibility,
            channel_id=channel,
            parent_id=_reference(record, "parent_id"),
            retired_at=_time(record, "retired_at"),
            replaced_by=_reference(record, "replaced_by"),
            extra={k: str(v) for k, v in record.items() if k not in _KNOWN and v is not None},
        )

    def _language(self, record: dict[str, Any], text: str) -> str:
        lang = _text(record, "lang").lower()[:2]
        return lang if lang in LANGUAGES else self.detect.detect(text)

    def give_back(self, workspace: str) -> Iterator[str]:
        """Every lesson as a line of JSON, oldest first. Anonymous ones without their author."""
        for lesson in self.store.all_lessons(workspace):
            yield json.dumps(_record(self._unlinked(workspace, lesson)), ensure_ascii=False)

    def _unlinked(self, workspace: str, lesson: Lesson) -> Lesson:
        """Both ends of a replacement have one author: where only one end is named, the link
        would name the other. Out of sight it stays."""
        after = self.store.lesson(workspace, lesson.replaced_by) if lesson.replaced_by else None
        if after is None or after.is_named == lesson.is_named:
            return lesson
        return replace(lesson, replaced_by=None, retired_at=lesson.retired_at or self.now())


def _refuse_secret_marks(record: dict[str, Any]) -> None:
    """Raises InvalidInput for a secret where nobody looks for one, a password too: what stands
    there is shown, printed or looked up, and is no example in a text."""
    for name, value in record.items():
        if any(secrets_in(name)):
            raise InvalidInput("this looks like a secret in the name of a field; take it out first")
        if name in _TEXTS or not isinstance(value, str):
            continue
        for kind in secrets_in(value):
            # A row's number may pass for that of a card.
            if kind is Sensitive.CARD and name in _IDS and value.strip().isdigit():
                continue
            if name in _KNOWN or kind is not Sensitive.PASSWORD:
                what = f'this looks like {kind.in_words} in "{name[:40]}"'
                raise InvalidInput(f"{what}; take it out first")


def _doubts(lesson: Lesson) -> set[Sensitive]:
    """What the operator should look at; raises InvalidInput for what is surely a secret.

    Nobody can be asked here, and what stands where a password goes is often an example.
    """
    found = screen("\n".join((lesson.title, lesson.body, *lesson.topics, *lesson.extra.values())))
    for kind in sorted(found):
        if kind.is_secret and kind is not Sensitive.PASSWORD:
            raise InvalidInput(f"this looks like {kind.in_words}; take it out first")
    return found


def _as_known(lesson: Lesson, known: Lesson | None, *, dated: bool) -> Lesson:
    if known is None:
        return lesson
    if not dated:  # taken in again without a date it is as old as it was
        lesson = replace(lesson, created_at=known.created_at)
    # An export leaves out who wrote an anonymous lesson, and Slack may have recognised an
    # e-mail since; taking the same lesson in again must not take it from its author.
    anonymous = lesson.author.key is None
    same_mail = lesson.author.email and lesson.author.email == known.author.email
    if not lesson.author.user_id and (anonymous or same_mail):
        return replace(lesson, author=known.author)
    return lesson


def _record(lesson: Lesson) -> dict[str, Any]:
    record: dict[str, Any] = {"id": lesson.id}
    if lesson.visibility is not Visibility.ANONYMOUS:
        author = lesson.author
        record["author"] = author.name or author.email or author.user_id
        record["author_id"], record["author_email"] = author.user_id, author.email
    record |= {
        "title": lesson.title,
        "happened": lesson.happened,
        "text": lesson.learned,
        "useful_when": lesson.useful_when,
        "topics": list(lesson.topics),
        "date": lesson.created_at.isoformat(),
        "lang": lesson.language,
        "visibility": lesson.visibility.value,
        "channel": lesson.channel_id,
        "parent_id": lesson.parent_id,
        "retired_at": lesson.retired_at and lesson.retired_at.isoformat(),
        "replaced_by": lesson.replaced_by,
        **lesson.extra,
    }
    return {key: value for key, value in record.items() if value not in (None, "", [])}


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str | int | float):
        raise InvalidInput(f"{key} must be text")
    # NUL is text to JSON but not to PostgreSQL; a lone surrogate is neither.
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode().strip()


def _id(record: dict[str, Any], title: str, text: str) -> str:
    given = _text(record, "id")
    if len(given) > 200:
        raise InvalidInput("id is longer than 200 characters")
    return given or "imp-" + hashlib.sha256(f"{title}\x1f{text}".encode()).hexdigest()[:24]


def _author(record: dict[str, Any]) -> Author:
    name, user_id = _text(record, "author"), _text(record, "author_id") or None
    email = _text(record, "author_email") or (name if "@" in name else "") or None
    if not user_id and name.isalnum() and name.isupper() and name[:1] in "UW" and len(name) > 4:
        user_id = name
    shown = None if not name or name in (user_id, email) else name[:200]
    return Author(user_id, shown, email.lower() if email else None)


def _visibility(record: dict[str, Any]) -> Visibility:
    given = _text(record, "visibility") or Visibility.EVERYONE.value
    try:
        return Visibility(given)
    except ValueError:
        choices = ", ".join(v.value for v in Visibility)
        raise InvalidInput(f"visibility must be one of {choices}") from None


def _topics(record: dict[str, Any]) -> tuple[str, ...]:
    given = record.get("topics") or []
    if isinstance(given, str):
        given = given.split(",")
    if not isinstance(given, list):
        raise InvalidInput("topics must be a list or words with commas between")
    return tuple(dict.fromkeys(str(topic).strip()[:75] for topic in given if str(topic).strip()))


def _reference(record: dict[str, Any], key: str) -> str | None:
    """The id of another lesson."""
    given = _text(record, key)
    if len(given) > 200:
        raise InvalidInput(f"{key} is longer than 200 characters")
    return given or None


def _time(record: dict[str, Any], key: str) -> datetime | None:
    given = _text(record, key)
    if not given:
        return None
    try:
        if len(given) == 10:
            return datetime.combine(date.fromisoformat(given), time(12), UTC)
        at = datetime.fromisoformat(given)
    except ValueError:
        raise InvalidInput(f"{key} must look like 2026-11-24") from None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
