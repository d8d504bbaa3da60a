"""What Hallway remembers of people beside their lessons."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from ..domain.lesson import Visibility
from ..domain.records import OpenQuestion, Stored, TalkRequest, TalkState, Verdict
from .rows import aware, chunks, replace_row
from .schema import lessons, people, verdicts
from .schema_meeting import questions, talks


class SqlPeople:
    """`ports.PeopleStore` on SQLAlchemy."""

    engine: Engine

    def language(self, workspace: str, user_id: str) -> str | None:
        statement = select(people.c.language).where(
            people.c.workspace == workspace, people.c.user_id == user_id
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return connection.scalar(statement)

    def set_language(self, workspace: str, user_id: str, language: str | None) -> None:
        key = {"workspace": workspace, "user_id": user_id}
        with self.engine.begin() as connection:
            replace_row(connection, people, key, {"language": language})

    def stored(self, workspace: str, user_id: str) -> Stored:
        mine = (lessons.c.workspace == workspace, lessons.c.author_id == user_id)
        counts = (
            select(func.count()).select_from(lessons).where(*mine),
            select(func.count())
            .select_from(lessons)
            .where(*mine, lessons.c.visibility == Visibility.PRIVATE.value),
            select(func.count())
            .select_from(questions)
            .where(questions.c.workspace == workspace, questions.c.asker_id == user_id),
            select(func.count())
            .select_from(verdicts)
            .where(verdicts.c.workspace == workspace, verdicts.c.user_id == user_id),
            select(func.count())
            .select_from(talks)
            .where(talks.c.workspace == workspace, talks.c.asker_id == user_id),
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return Stored(*(int(connection.scalar(count) or 0) for count in counts))

    def give_verdict(
        self, workspace: str, lesson_id: str, user_id: str, verdict: Verdict, at: datetime
    ) -> None:
        key = {"workspace": workspace, "lesson_id": lesson_id, "user_id": user_id}
        with self.engine.begin() as connection:
            replace_row(connection, verdicts, key, {"verdict": verdict.value, "at": at})

    def helped(self, workspace: str, lesson_ids: Sequence[str]) -> dict[str, int]:
        counts: dict[str, int] = {}
        with self.engine.connect().execution_options(reads_only=True) as connection:
            for chunk in chunks(lesson_ids):
                statement = (
                    select(verdicts.c.lesson_id, func.count())
                    .where(
                        verdicts.c.workspace == workspace,
                        verdicts.c.lesson_id.in_(chunk),
                        verdicts.c.verdict == Verdict.HELPFUL.value,
                    )
                    .group_by(verdicts.c.lesson_id)
                )
                counts.update({row[0]: row[1] for row in connection.execute(statement)})
        return counts

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
        }
        try:
            with self.engine.begin() as connection:
                connection.execute(insert(questions).values(row))
        except IntegrityError:
            return False
        return True

    def questions_of(self, workspace: str, user_id: str) -> list[OpenQuestion]:
        statement = (
            select(questions)
            .where(questions.c.workspace == workspace, questions.c.asker_id == user_id)
            .order_by(questions.c.created_at.desc())
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return [
                OpenQuestion(
                    row["id"],
                    row["asker_id"],
                    row["text"],
                    row["language"],
                    aware(row["created_at"]),
                )
                for row in connection.execute(statement).mappings()
            ]

    def drop_question(self, workspace: str, question_id: str, user_id: str) -> bool:
        statement = delete(questions).where(
            questions.c.workspace == workspace,
            questions.c.id == question_id,
            questions.c.asker_id == user_id,
        )
        with self.engine.begin() as connection:
            return connection.execute(statement).rowcount == 1

    def ask_to_talk(self, workspace: str, request: TalkRequest) -> bool:
        row = {
            "workspace": workspace,
            "id": request.id,
            "lesson_id": request.lesson_id,
            "asker_id": request.asker_id,
            "author_id": request.author_id,
            "question": request.question,
            "state": request.state.value,
            "created_at": request.created_at,
        }
        try:
            with self.engine.begin() as connection:
                connection.execute(insert(talks).values(row))
        except IntegrityError:
            return False
        return True

    def talk(self, workspace: str, talk_id: str) -> TalkRequest | None:
        statement = select(talks).where(talks.c.workspace == workspace, talks.c.id == talk_id)
        with self.engine.connect().execution_options(reads_only=True) as connection:
            row = connection.execute(statement).mappings().first()
        return _talk(row) if row else None

    def answer_talk(self, workspace: str, talk_id: str, state: TalkState) -> bool:
        statement = (
            update(talks)
            .where(
                talks.c.workspace == workspace,
                talks.c.id == talk_id,
                talks.c.state == TalkState.ASKED.value,
            )
            .values(state=state.value)
        )
        with self.engine.begin() as connection:
            return connection.execute(statement).rowcount == 1


def _talk(row: RowMapping) -> TalkRequest:
    return TalkRequest(
        row["id"],
        row["lesson_id"],
        row["asker_id"],
        row["author_id"],
        row["question"],
        TalkState(row["state"]),
        aware(row["created_at"]),
    )
