"""Forgetting a person: every row about them, and afterwards every page that held one."""

from dataclasses import replace
from datetime import UTC, datetime
from random import SystemRandom
from secrets import token_hex
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    Table,
    and_,
    delete,
    literal,
    select,
    text,
    update,
)

from ..domain.delivery import WORDS, DeliveryState
from ..domain.lesson import Author, Lesson, Visibility
from ..domain.talks import ASKABLE, TalkState
from . import links, words
from .authors import Authors
from .engine import compact
from .personal import CLEARED, DELETED, PERSONAL, Whose
from .privacy import drop_claims
from .rows import chunks, replace_row, to_lesson, to_row
from .schema import lessons
from .schema_meeting import talks
from .schema_rhythm import deliveries, drafts, options, pauses
from .schema_slack import once
from .schema_trust import audit

# An option that stands while deleted things may still be in pages or in the index.
COMPACTION_DUE = "compaction_due"


class SqlForgetting:
    """`ports.privacy.Forgetting` on SQLAlchemy."""

    engine: Engine
    authors: Authors

    def forget_person(
        self,
        workspace: str,
        user_id: str,
        dm: str | None,
        at: datetime,
        *,
        keep_lessons: bool,
    ) -> None:
        who = Whose(workspace, user_id, dm, self.authors)
        # Everybody's messages are opened before: nobody may write as long as that would take.
        apart = self._deliveries_apart(who)
        with self.engine.begin() as connection:
            links.part_kinds(connection, workspace)
            gone = self._forget_lessons(connection, who, at if keep_lessons else None)
            gone |= _theirs(connection, who)
            _forget_rows(connection, who)
            _forget_things(connection, who, gone)
            _forget_in_deliveries(connection, who, gone, apart)
            _forget_in_options(connection, who)
            replace_row(
                connection,
                options,
                {"workspace": workspace, "name": COMPACTION_DUE},
                {"value": "1"},
            )

    def _deliveries_apart(self, who: Whose) -> set[str]:
        """What is sealed in deliveries that have nothing to do with this person."""
        with self.engine.connect().execution_options(reads_only=True) as connection:
            # First the messages: what they are about is there by then, so it is known as theirs.
            rows = connection.execute(_others_deliveries(who)).mappings().all()
            mine = self.authors.wrote(lessons, who.workspace, who.user_id)
            written = select(lessons.c.id).where(lessons.c.workspace == who.workspace, mine)
            theirs = {*_theirs(connection, who), *connection.scalars(written)}
        return {
            row["subject"]["sealed"]
            for row in rows
            if not _is_about(*self.authors.read_delivery(row), theirs)
        }

    def _forget_lessons(
        self, connection: Connection, who: Whose, kept_at: datetime | None
    ) -> set[str]:
        """Delete them, or (`kept_at`: now) leave those that others may see without a name; returns
        ids gone."""
        mine = self.authors.wrote(lessons, who.workspace, who.user_id)
        statement = select(lessons).where(lessons.c.workspace == who.workspace, mine)
        gone: dict[int, str] = {}
        # Of chance: who asks how many unnamed colleagues know something hears the same as before.
        hand = Author(name=f"former-{token_hex(8)}")
        for row in connection.execute(statement).mappings().all():
            lesson = to_lesson(row, self.authors)
            if kept_at is not None and lesson.visibility is not Visibility.PRIVATE:
                values = to_row(who.workspace, _unnamed(lesson, hand), self.authors)
                if lesson.is_anonymous:  # that it cannot be asked about any more tells whose it was
                    values["askable_until"] = _some_day(kept_at)
                here = lessons.c.seq == row["seq"]
                connection.execute(update(lessons).where(here).values(values))
                self._forget_author(connection, who, lesson.id)
            else:
                gone[row["seq"]] = lesson.id
        for seqs in chunks(gone):
            words.drop_words(connection, seqs)
            connection.execute(delete(lessons).where(lessons.c.seq.in_(seqs)))
        return set(gone.values())

    def _forget_author(self, connection: Connection, who: Whose, lesson_id: str) -> None:
        """Let requests to talk about a lesson that stays go on with nobody. Whoever met its
        author by name knows whose it was."""
        nobody = self.authors.of_talk(who.workspace, "", anonymous=True)
        statement = update(talks).where(
            talks.c.workspace == who.workspace,
            talks.c.lesson_id == lesson_id,
            talks.c.state != TalkState.ACCEPTED.value,
            self.authors.wrote(talks, who.workspace, who.user_id),
        )
        connection.execute(statement.values(**nobody, author_talked=None))

    def compaction_due(self, workspace: str | None) -> bool:
        table, here = _mark(workspace)
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return connection.scalar(select(literal(1)).select_from(table).where(here)) is not None

    def compact(self, workspace: str | None) -> None:
        self.authors.forget()
        if self.engine.dialect.name == "sqlite":
            with self.engine.begin() as connection:
                # A deleted row's terms stand in the index until its segments are merged.
                merge = "INSERT INTO lesson_words(lesson_words) VALUES ('optimize')"
                connection.execute(text(merge))
            if not compact(self.engine):
                return
        else:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as one:
                one.execute(text("VACUUM"))
        table, here = _mark(workspace)
        with self.engine.begin() as connection:
            connection.execute(delete(table).where(here))


def _mark(workspace: str | None) -> tuple[Table, ColumnElement[bool]]:
    """Where it is written that something is to be cleared, and which row says so."""
    if workspace is None:
        return once, once.c.key == COMPACTION_DUE
    return options, and_(options.c.workspace == workspace, options.c.name == COMPACTION_DUE)


def _unnamed(lesson: Lesson, hand: Author) -> Lesson:
    """`hand` marks what was unnamed before, and nothing else: it would tell what was unnamed of
    a name. What came along with an import may name people."""
    if lesson.is_anonymous:
        return replace(lesson, author=hand, extra={})
    # A channel's lesson stays among its members.
    in_channel = lesson.visibility is Visibility.CHANNEL
    shown = Visibility.CHANNEL if in_channel else Visibility.ANONYMOUS
    return replace(lesson, author=Author(), extra={}, visibility=shown).as_kept()


def _some_day(at: datetime) -> datetime:
    first, last = ASKABLE
    return (at + first + (last - first) * SystemRandom().random()).astimezone(UTC)


def _theirs(connection: Connection, who: Whose) -> set[str]:
    """Their id, their DM's, and those of everything that is theirs but lessons."""
    found = {who.user_id, *([who.dm] if who.dm else [])}
    for one in PERSONAL:
        if "id" in one.table.c:
            found.update(connection.scalars(select(one.table.c.id).where(one.mine(who))))
    return found


def _keep_not_about(connection: Connection, who: Whose) -> None:
    """That an author does not want to talk about a lesson outlives whoever asked, without them."""
    asked = and_(talks.c.workspace == who.workspace, talks.c.asker_id == who.user_id)
    # One for each lesson is enough; an id that followed from the asker would be a trace of them.
    kept = select(talks.c.lesson_id).where(
        talks.c.workspace == who.workspace, talks.c.asker_id == ""
    )
    statement = select(talks.c.id).where(
        asked, talks.c.state == TalkState.NOT_ABOUT.value, talks.c.lesson_id.not_in(kept)
    )
    for talk_id in connection.scalars(statement).all():
        values: dict[str, Any] = {"id": token_hex(16), "asker_id": "", "question": ""}
        values |= {"answered_at": None, "asker_talked": None}  # there is nobody to tell
        here = (talks.c.workspace == who.workspace, talks.c.id == talk_id)
        connection.execute(update(talks).where(*here).values(values))


def _forget_rows(connection: Connection, who: Whose) -> None:
    _keep_not_about(connection, who)
    # Backwards: what is found by way of a question goes before the question does.
    for one in reversed(PERSONAL):
        if one.table is pauses:  # the rest is everybody's; only who gave it is forgotten
            connection.execute(update(pauses).where(one.mine(who)).values(by=""))
        elif one.table is audit:  # what was done stays; one name of chance for all of theirs
            nobody = f"former-{token_hex(6)}"
            connection.execute(update(audit).where(one.mine(who)).values(who=nobody))
        else:
            connection.execute(delete(one.table).where(one.mine(who)))


def _forget_things(connection: Connection, who: Whose, gone: set[str]) -> None:
    """Rows of others that are about something of theirs."""
    workspace = who.workspace
    for ids in chunks(sorted(gone)):
        for column in DELETED:
            here = (column.table.c.workspace == workspace, column.in_(ids))
            connection.execute(delete(column.table).where(*here))
        for column in CLEARED:
            here = (column.table.c.workspace == workspace, column.in_(ids))
            connection.execute(update(column.table).where(*here).values({column.name: None}))
    drop_claims(connection, workspace, gone)
    _forget_in_drafts(connection, workspace, gone)


def _forget_in_options(connection: Connection, who: Whose) -> None:
    """Some name people, with spaces between: who chose the digest's channel, who moderates."""
    statement = select(options).where(options.c.workspace == who.workspace)
    for row in connection.execute(statement).mappings().all():
        names = row["value"].split()
        if who.user_id in names:
            here = (options.c.workspace == who.workspace, options.c.name == row["name"])
            left = " ".join(name for name in names if name != who.user_id)
            change = update(options).values(value=left) if left else delete(options)
            connection.execute(change.where(*here))


def _others_deliveries(who: Whose) -> Select[Any]:
    columns = (deliveries.c.id, deliveries.c.state, deliveries.c.subject)
    return select(*columns).where(
        deliveries.c.workspace == who.workspace, deliveries.c.user_id != who.user_id
    )


def _is_about(key: str, subject: dict[str, str], ids: set[str]) -> bool:
    return not ids.isdisjoint((*key.split(":"), *subject.values()))


def _forget_in_deliveries(
    connection: Connection, who: Whose, gone: set[str], apart: set[str]
) -> None:
    """What others were sent about them stays sent, without saying about what."""
    authors, workspace = who.authors, who.workspace
    for row in connection.execute(_others_deliveries(who)).mappings().all():
        if row["subject"]["sealed"] in apart:
            continue
        key, before = authors.read_delivery(row)
        if not _is_about(key, before, gone):
            continue
        subject = {
            name: value for name, value in before.items() if value not in gone and name != WORDS
        }
        key = f"gone:{row['id']}"
        values: dict[str, Any] = {
            "key": authors.delivery_marks(workspace, key)[0],
            "subject": authors.seal_delivery(key, subject),
        }
        if row["state"] in (DeliveryState.WAITING.value, DeliveryState.SENDING.value):
            values["state"] = DeliveryState.DROPPED.value
        here = (deliveries.c.workspace == workspace, deliveries.c.id == row["id"])
        connection.execute(update(deliveries).where(*here).values(values))


def _forget_in_drafts(connection: Connection, workspace: str, gone: set[str]) -> None:
    """Somebody may be writing an answer to their question, whose words stand above it."""
    statement = select(drafts).where(drafts.c.workspace == workspace)
    for row in connection.execute(statement).mappings().all():
        if row["subject"].get("question_id") in gone:
            values = {"prompt": "…", "subject": {**row["subject"], "question_id": None}}
            here = (drafts.c.workspace == workspace, drafts.c.id == row["id"])
            connection.execute(update(drafts).where(*here).values(values))
