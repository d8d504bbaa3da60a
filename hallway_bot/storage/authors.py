"""Who wrote what: in plain where they are named, sealed where they are anonymous.

No other module reads or compares the columns of an author. An anonymous lesson's row, and
that of a talk about one, hold no name, id or e-mail address: `author_sealed` holds them all,
and `author_mark` finds them by user id (or by e-mail address, until Slack knows whose it is).
A mark never stands in a row that also shows a name, or the two could be laid side by side.
"""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Table,
    and_,
    func,
    or_,
    select,
    update,
)

from ..domain.lesson import Author, Lesson, Visibility
from .schema import keyring, lessons
from .schema_meeting import talks
from .schema_rhythm import deliveries
from .vault import Vault

_PROOF = "hallway"


@dataclass(frozen=True, slots=True)
class Authors:
    """Writes, reads and compares the columns of authors."""

    vault: Vault

    def of_lesson(self, workspace: str, lesson: Lesson) -> dict[str, Any]:
        """The values of a lesson's columns."""
        author = lesson.author
        if lesson.visibility is not Visibility.ANONYMOUS or author.key is None:
            shown = (author.user_id, author.name, author.email)
            return dict(zip(_COLUMNS, (*shown, None, None), strict=True))
        sealed = self.vault.seal(json.dumps([author.user_id, author.name, author.email]))
        mark = None
        if author.user_id or author.email:
            mark = self.vault.mark("lessons", workspace, _sought(author.user_id, author.email))
        return dict(zip(_COLUMNS, (None, None, None, sealed, mark), strict=True))

    def of_talk(self, workspace: str, author_id: str, *, anonymous: bool) -> dict[str, Any]:
        """The values of a talk's columns; `anonymous`: the lesson it is about is."""
        if not anonymous:
            return {"author_id": author_id, "author_sealed": None, "author_mark": None}
        mark = self.vault.mark("talks", workspace, _sought(author_id, None))
        sealed = self.vault.seal(json.dumps([author_id, None, None]))
        return {"author_id": "", "author_sealed": sealed, "author_mark": mark}

    def read(self, row: RowMapping) -> Author:
        """The author in a row of either table."""
        if row["author_sealed"]:
            return Author(*json.loads(self.vault.unseal(row["author_sealed"])))
        return Author(row["author_id"], row.get("author_name"), row.get("author_email"))

    def wrote(self, table: Table, workspace: str, user_id: str) -> ColumnElement[bool]:
        """Whether this person is the author in a row of `lessons` or `talks`."""
        marks = self.marks(table, workspace, user_id)
        return or_(table.c.author_id == user_id, table.c.author_mark.in_(marks))

    @staticmethod
    def hand() -> ColumnElement[Any]:
        """One value for all lessons of an author that are named, one for those that are not;
        None where nobody in this Slack can be the author."""
        return func.coalesce(lessons.c.author_id, lessons.c.author_mark)

    @staticmethod
    def plainly_not(user_id: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether a lesson is not sealed, and by somebody else than `user_id`."""
        by_other = or_(lessons.c.author_id.is_(None), lessons.c.author_id != user_id)
        return and_(lessons.c.author_sealed.is_(None), by_other)

    def marks(self, table: Table, workspace: str, user_id: str) -> list[str]:
        """Every mark that rows of this person may have there."""
        return self.vault.marks(table.name, workspace, _sought(user_id, None))

    def mail_marks(self, workspace: str, email: str) -> list[str]:
        """Every mark that lessons of this unknown author may have."""
        return self.vault.marks("lessons", workspace, _sought(None, email))

    def follow(self, connection: Connection, workspace: str, lesson: Lesson) -> None:
        """Let the talks about a lesson show or hide its author as the lesson now does.

        One that its author only took back is named to no asker: the seal stays, beside the name,
        and says so. No mark stays there, since the lesson's row shows whose it is.
        """
        about = (talks.c.workspace == workspace, talks.c.lesson_id == lesson.id)
        for row in connection.execute(select(talks).where(*about)).mappings().all():
            anonymous = lesson.visibility is Visibility.ANONYMOUS
            values = self.of_talk(workspace, self.read(row).user_id or "", anonymous=anonymous)
            if not anonymous and lesson.visibility is not Visibility.EVERYONE:
                values["author_sealed"] = row["author_sealed"]
            connection.execute(update(talks).where(*about, talks.c.id == row["id"]).values(values))

    def forget(self) -> None:
        """Leave no author in this process's memory."""
        self.vault.forget()

    def delivery_marks(self, workspace: str, key: str) -> list[str]:
        """Every mark that the delivery with this key may have, the newest key's first."""
        return self.vault.marks(deliveries.name, workspace, key)

    def seal_delivery(self, key: str, subject: dict[str, str]) -> dict[str, str]:
        """What a delivery is about, as its column keeps it: its receiver may be an author."""
        return {"sealed": self.vault.seal(json.dumps([key, subject]))}

    def read_delivery(self, row: RowMapping) -> tuple[str, dict[str, str]]:
        """A delivery's key, and what it is about."""
        key, subject = json.loads(self.vault.unseal(row["subject"]["sealed"]))
        return str(key), dict(subject)

    def check(self, connection: Connection) -> None:
        """Raises ConfigurationError when the keys are not those of this database."""
        for proof in connection.scalars(select(keyring.c.proof)):
            self.vault.unseal(proof)

    def reseal(self, connection: Connection) -> int:
        """Seal everything with the newest key; returns how many rows."""
        connection.execute(update(keyring).values(proof=self.vault.seal(_PROOF)))
        done = 0
        for table in (lessons, talks):
            rows = select(table).where(table.c.author_sealed.is_not(None))
            for row in connection.execute(rows).mappings().all():
                author, workspace = self.read(row), row["workspace"]
                values: dict[str, Any] = {
                    "author_sealed": self.vault.seal(self.vault.unseal(row["author_sealed"]))
                }
                if row["author_mark"]:
                    sought = _sought(author.user_id, author.email)
                    values["author_mark"] = self.vault.mark(table.name, workspace, sought)
                here = (table.c.workspace == workspace, table.c.id == row["id"])
                connection.execute(update(table).where(*here).values(values))
                done += 1
        for row in connection.execute(select(deliveries)).mappings().all():
            here = (deliveries.c.workspace == row["workspace"], deliveries.c.id == row["id"])
            key, subject = self.read_delivery(row)
            mark = self.delivery_marks(row["workspace"], key)[0]
            values = {"key": mark, "subject": self.seal_delivery(key, subject)}
            connection.execute(update(deliveries).where(*here).values(values))
            done += 1
        return done


_COLUMNS = ("author_id", "author_name", "author_email", "author_sealed", "author_mark")


def _sought(user_id: str | None, email: str | None) -> str:
    return f"user:{user_id}" if user_id else f"mail:{(email or '').lower()}"
