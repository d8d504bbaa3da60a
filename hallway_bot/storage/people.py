"""What Hallway remembers of people beside their lessons."""

from datetime import datetime

from sqlalchemy import Engine, func, select

from ..domain.lesson import Visibility
from ..domain.records import QuestionState, Stored, Verdict
from .authors import Authors
from .rows import replace_row
from .schema import lessons, people, verdicts
from .schema_meeting import questions, talks, trials


class SqlPeople:
    """`ports.PeopleStore` on SQLAlchemy."""

    engine: Engine
    authors: Authors

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
        mine = (lessons.c.workspace == workspace, self.authors.wrote(lessons, workspace, user_id))
        asked = (questions.c.workspace == workspace, questions.c.asker_id == user_id)
        is_open = questions.c.state == QuestionState.OPEN.value
        counts = (
            select(func.count()).select_from(lessons).where(*mine),
            select(func.count())
            .select_from(lessons)
            .where(*mine, lessons.c.visibility == Visibility.PRIVATE.value),
            select(func.count()).select_from(questions).where(*asked),
            select(func.count())
            .select_from(verdicts)
            .where(verdicts.c.workspace == workspace, verdicts.c.user_id == user_id),
            select(func.count())
            .select_from(talks)
            .where(talks.c.workspace == workspace, talks.c.asker_id == user_id),
            select(func.count())
            .select_from(trials)
            .where(trials.c.workspace == workspace, trials.c.user_id == user_id),
            select(func.count()).select_from(questions).where(*asked, is_open),
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return Stored(*(int(connection.scalar(count) or 0) for count in counts))

    def give_verdict(
        self, workspace: str, lesson_id: str, user_id: str, verdict: Verdict, at: datetime
    ) -> None:
        key = {"workspace": workspace, "lesson_id": lesson_id, "user_id": user_id}
        with self.engine.begin() as connection:
            replace_row(connection, verdicts, key, {"verdict": verdict.value, "at": at})
