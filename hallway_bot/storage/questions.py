"""Questions that stay open: who may see them, which lessons answer them, who may know."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, RowMapping, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from ..domain.records import MatchState, OpenQuestion, QuestionState
from .rows import aware, aware_or_none, replace_row
from .schema_meeting import question_matches, question_people, questions

_IS_OPEN = questions.c.state == QuestionState.OPEN.value


class SqlQuestions:
    """`ports.meeting.Questions` on SQLAlchemy."""

    engine: Engine

    def keep_question(self, workspace: str, question: OpenQuestion) -> bool:
        digest = hashlib.sha256(" ".join(question.text.casefold().split()).encode()).hexdigest()
        row = {
            "workspace": workspace,
            "id": question.id,
            "asker_id": question.asker_id,
            "text": question.text,
            "text_hash": digest,
            "language": question.language,
            "created_at": question.created_at,
            "anonymous": question.anonymous,
            "shown": question.shown,
            "state": QuestionState.OPEN.value,
        }
        try:
            with self.engine.begin() as connection:
                connection.execute(insert(questions).values(row))
        except IntegrityError:
            return self._open_anew(workspace, row)
        return True

    def _open_anew(self, workspace: str, row: dict[str, Any]) -> bool:
        asked = ("text", "language", "created_at", "anonymous", "shown", "state")
        times = ("closed_at", "renewed_at", "checked_at", "surveyed_at")
        statement = (
            update(questions)
            .where(
                questions.c.workspace == workspace,
                questions.c.asker_id == row["asker_id"],
                questions.c.text_hash == row["text_hash"],
                ~_IS_OPEN,
            )
            .values({name: row[name] for name in asked} | dict.fromkeys(times))
        )
        with self.engine.begin() as connection:
            return connection.execute(statement).rowcount == 1

    def question(self, workspace: str, question_id: str) -> OpenQuestion | None:
        found = self._questions_where(workspace, questions.c.id == question_id)
        return found[0] if found else None

    def questions_of(self, workspace: str, user_id: str) -> list[OpenQuestion]:
        return self._questions_where(workspace, questions.c.asker_id == user_id, _IS_OPEN)

    def open_questions(
        self, workspace: str, *, shown: bool = False, unsurveyed: bool = False
    ) -> list[OpenQuestion]:
        where = [_IS_OPEN]
        if shown:
            where.append(questions.c.shown)
        if unsurveyed:
            where.append(questions.c.surveyed_at.is_(None))
        return self._questions_where(workspace, *where)

    def close_question(
        self, workspace: str, question_id: str, state: QuestionState, at: datetime
    ) -> bool:
        return self._change_question(workspace, question_id, state=state.value, closed_at=at)

    def survey_question(
        self, workspace: str, question_id: str, people: Sequence[str], at: datetime
    ) -> None:
        here = (
            question_people.c.workspace == workspace,
            question_people.c.question_id == question_id,
        )
        with self.engine.begin() as connection:
            # Whoever it was suggested to stays, so that it is not suggested again.
            unsuggested = question_people.c.suggested_at.is_(None)
            gone = question_people.c.user_id.not_in(people)
            connection.execute(delete(question_people).where(*here, unsuggested, gone))
            for place, user_id in enumerate(people):
                key = {"workspace": workspace, "question_id": question_id, "user_id": user_id}
                replace_row(connection, question_people, key, {"place": place})
            connection.execute(
                update(questions)
                .where(questions.c.workspace == workspace, questions.c.id == question_id)
                .values(surveyed_at=at)
            )

    def check_question(self, workspace: str, question: OpenQuestion, at: datetime | None) -> bool:
        before = questions.c.checked_at == question.checked_at
        if question.checked_at is None:
            before = questions.c.checked_at.is_(None)
        return self._change_question(workspace, question.id, before, checked_at=at)

    def renew_question(self, workspace: str, question_id: str, at: datetime) -> bool:
        return self._change_question(workspace, question_id, renewed_at=at)

    def _change_question(
        self, workspace: str, question_id: str, *where: Any, **values: Any
    ) -> bool:
        here = (questions.c.workspace == workspace, questions.c.id == question_id, _IS_OPEN)
        with self.engine.begin() as connection:
            done = connection.execute(update(questions).where(*here, *where).values(**values))
            return done.rowcount == 1

    def matches(self, workspace: str, question_id: str) -> dict[str, MatchState]:
        statement = select(question_matches.c.lesson_id, question_matches.c.state).where(
            question_matches.c.workspace == workspace,
            question_matches.c.question_id == question_id,
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return {row[0]: MatchState(row[1]) for row in connection.execute(statement)}

    def set_match(
        self, workspace: str, question_id: str, lesson_id: str, state: MatchState, at: datetime
    ) -> None:
        key = {"workspace": workspace, "question_id": question_id, "lesson_id": lesson_id}
        with self.engine.begin() as connection:
            replace_row(connection, question_matches, key, {"state": state.value, "at": at})

    def questions_told(self, workspace: str, user_id: str, lesson_id: str) -> list[OpenQuestion]:
        told = [MatchState.TOLD.value, MatchState.NOT_QUITE.value]
        ids = select(question_matches.c.question_id).where(
            question_matches.c.workspace == workspace,
            question_matches.c.lesson_id == lesson_id,
            question_matches.c.state.in_(told),
        )
        mine = questions.c.asker_id == user_id
        return self._questions_where(workspace, mine, _IS_OPEN, questions.c.id.in_(ids))

    def questions_for(self, workspace: str, user_id: str, limit: int) -> list[OpenQuestion]:
        joined = questions.join(
            question_people,
            and_(
                question_people.c.workspace == questions.c.workspace,
                question_people.c.question_id == questions.c.id,
            ),
        )
        statement = (
            select(questions)
            .select_from(joined)
            .where(
                questions.c.workspace == workspace,
                question_people.c.user_id == user_id,
                questions.c.asker_id != user_id,
                questions.c.shown,
                _IS_OPEN,
            )
            .order_by(question_people.c.place, questions.c.created_at.desc(), questions.c.id)
            .limit(limit)
        )
        return self._read_questions(statement)

    def suggest_question(
        self, workspace: str, question_id: str, user_id: str, at: datetime
    ) -> bool:
        statement = (
            update(question_people)
            .where(
                question_people.c.workspace == workspace,
                question_people.c.question_id == question_id,
                question_people.c.user_id == user_id,
                question_people.c.suggested_at.is_(None),
            )
            .values(suggested_at=at)
        )
        with self.engine.begin() as connection:
            return connection.execute(statement).rowcount == 1

    def _questions_where(self, workspace: str, *where: Any) -> list[OpenQuestion]:
        order = (questions.c.created_at.desc(), questions.c.id)
        return self._read_questions(
            select(questions).where(questions.c.workspace == workspace, *where).order_by(*order)
        )

    def _read_questions(self, statement: Any) -> list[OpenQuestion]:
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return [_question(row) for row in connection.execute(statement).mappings()]


def _question(row: RowMapping) -> OpenQuestion:
    return OpenQuestion(
        id=row["id"],
        asker_id=row["asker_id"],
        text=row["text"],
        language=row["language"],
        created_at=aware(row["created_at"]),
        anonymous=row["anonymous"],
        shown=row["shown"],
        state=QuestionState(row["state"]),
        renewed_at=aware_or_none(row["renewed_at"]),
        checked_at=aware_or_none(row["checked_at"]),
        surveyed_at=aware_or_none(row["surveyed_at"]),
    )
