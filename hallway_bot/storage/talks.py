"""Requests to talk with an author, moved on by conditional UPDATE."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, RowMapping, case, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from ..domain.lesson import Visibility
from ..domain.talks import Talked, TalkRequest, TalkState
from .authors import Authors
from .rows import aware, aware_or_none, chunks, in_use
from .schema import lessons
from .schema_meeting import talks


class SqlTalks:
    """`ports.meeting.Talks` on SQLAlchemy."""

    engine: Engine
    authors: Authors

    def ask_to_talk(self, workspace: str, request: TalkRequest) -> bool:
        row = {
            "workspace": workspace,
            "id": request.id,
            "lesson_id": request.lesson_id,
            "asker_id": request.asker_id,
            "question": request.question,
            "state": request.state.value,
            "created_at": request.created_at,
        }
        of_lesson = select(lessons.c.visibility).where(
            lessons.c.workspace == workspace, lessons.c.id == request.lesson_id
        )
        try:
            with self.engine.begin() as connection:
                anonymous = connection.scalar(of_lesson) == Visibility.ANONYMOUS.value
                author = self.authors.of_talk(workspace, request.author_id, anonymous=anonymous)
                connection.execute(insert(talks).values(row | author))
        except IntegrityError:
            return False
        return True

    def withdraw_talk(self, workspace: str, talk_id: str) -> None:
        here = (talks.c.workspace == workspace, talks.c.id == talk_id)
        with self.engine.begin() as connection:
            connection.execute(delete(talks).where(*here))

    def talk(self, workspace: str, talk_id: str) -> TalkRequest | None:
        here = (talks.c.workspace == workspace, talks.c.id == talk_id)
        return next((talk for _, talk in self._talks_where(*here)), None)

    def talks_of(self, workspace: str, asker_id: str) -> list[TalkRequest]:
        here = (talks.c.workspace == workspace, talks.c.asker_id == asker_id)
        return [talk for _, talk in self._talks_where(*here)]

    def move_talk(
        self, workspace: str, request: TalkRequest, state: TalkState, at: datetime
    ) -> bool:
        is_as_it_was = talks.c.state == request.state.value
        values = {"state": state.value, "answered_at": at}
        return self._change_talk(workspace, request.id, values, is_as_it_was)

    def set_group(self, workspace: str, talk_id: str, channel: str) -> None:
        self._change_talk(workspace, talk_id, {"group_channel": channel})

    def set_talked(self, workspace: str, talk_id: str, user_id: str, talked: Talked) -> None:
        sides = {
            "asker_talked": talks.c.asker_id == user_id,
            "author_talked": self.authors.wrote(talks, workspace, user_id),
        }
        values = {
            name: case((theirs, talked.value), else_=talks.c[name])
            for name, theirs in sides.items()
        }
        self._change_talk(workspace, talk_id, values)

    def _change_talk(
        self, workspace: str, talk_id: str, values: dict[str, Any], *where: Any
    ) -> bool:
        here = (talks.c.workspace == workspace, talks.c.id == talk_id)
        with self.engine.begin() as connection:
            done = connection.execute(update(talks).where(*here, *where).values(values))
            return done.rowcount == 1

    def talks_to_follow(self, since: datetime) -> list[tuple[str, TalkRequest]]:
        waits = talks.c.state == TalkState.ASKED.value
        return self._talks_where(or_(waits, talks.c.answered_at >= since), in_use(talks))

    def asked_of(self, workspace: str, author_id: str, since: datetime) -> list[TalkRequest]:
        here = (
            talks.c.workspace == workspace,
            self.authors.wrote(talks, workspace, author_id),
            talks.c.created_at > since,
            talks.c.state != TalkState.UNASKED.value,
        )
        return [talk for _, talk in self._talks_where(*here)]

    def times_asked(
        self, workspace: str, author_ids: Sequence[str], since: datetime
    ) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = {}
        with self.engine.connect().execution_options(reads_only=True) as connection:
            for chunk in chunks(author_ids):
                whose = {author_id: author_id for author_id in chunk}
                for author_id in chunk:
                    marks = self.authors.marks(talks, workspace, author_id)
                    whose |= dict.fromkeys(marks, author_id)
                shown = func.coalesce(talks.c.author_mark, talks.c.author_id)
                statement = (
                    select(shown, talks.c.lesson_id, func.count())
                    .where(
                        talks.c.workspace == workspace,
                        shown.in_(list(whose)),
                        talks.c.created_at > since,
                        talks.c.state != TalkState.UNASKED.value,
                    )
                    .group_by(shown, talks.c.lesson_id)
                )
                for found, lesson_id, count in connection.execute(statement):
                    theirs = counts.setdefault(whose[found], {})
                    theirs[lesson_id] = theirs.get(lesson_id, 0) + count
        return counts

    def not_about(self, workspace: str, lesson_ids: Sequence[str]) -> frozenset[str]:
        found: set[str] = set()
        with self.engine.connect().execution_options(reads_only=True) as connection:
            for chunk in chunks(lesson_ids):
                statement = select(talks.c.lesson_id).where(
                    talks.c.workspace == workspace,
                    talks.c.lesson_id.in_(chunk),
                    talks.c.state == TalkState.NOT_ABOUT.value,
                )
                found.update(connection.scalars(statement))
        return frozenset(found)

    def _talks_where(self, *where: Any) -> list[tuple[str, TalkRequest]]:
        statement = select(talks).where(*where).order_by(talks.c.created_at, talks.c.id)
        with self.engine.connect().execution_options(reads_only=True) as connection:
            rows = connection.execute(statement).mappings()
            return [(row["workspace"], _talk(row, self.authors)) for row in rows]


def _talk(row: RowMapping, authors: Authors) -> TalkRequest:
    return TalkRequest(
        id=row["id"],
        lesson_id=row["lesson_id"],
        asker_id=row["asker_id"],
        author_id=authors.read(row).user_id or "",
        question=row["question"],
        state=TalkState(row["state"]),
        created_at=aware(row["created_at"]),
        answered_at=aware_or_none(row["answered_at"]),
        group_channel=row["group_channel"],
        asker_talked=Talked(row["asker_talked"]) if row["asker_talked"] else None,
        author_talked=Talked(row["author_talked"]) if row["author_talked"] else None,
        unnamed=row["author_sealed"] is not None,
    )
