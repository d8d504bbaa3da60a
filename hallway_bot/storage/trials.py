"""Trials, what colleagues made of lessons, and old lessons to ask about."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    Table,
    and_,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from ..domain.feedback import Feedback
from ..domain.lesson import Lesson, Visibility
from ..domain.records import Verdict
from ..domain.trials import Trial, TrialState
from .authors import Authors
from .rows import aware, aware_or_none, chunks, is_current, to_lesson
from .schema import lessons, verdicts
from .schema_meeting import trials

_RESULTS = [state.value for state in TrialState if state.is_result]
_OPEN = [state.value for state in TrialState if state.is_open]
_COUNTS = {
    Verdict.HELPFUL.value: "helped",
    TrialState.HELD.value: "held",
    TrialState.DID_NOT_HOLD.value: "did_not_hold",
}


class SqlTrials:
    """`ports.life.Trials` on SQLAlchemy."""

    engine: Engine
    authors: Authors

    def plan_trial(self, workspace: str, trial: Trial) -> bool:
        row = _to_row(trial) | {"workspace": workspace}
        try:
            with self.engine.begin() as connection:
                connection.execute(insert(trials).values(row))
        except IntegrityError:
            again = _here(workspace, trial.lesson_id, trial.user_id)
            let_go = trials.c.state == TrialState.LET_GO.value
            with self.engine.begin() as connection:
                statement = update(trials).where(again, let_go).values(row)
                return connection.execute(statement).rowcount == 1
        return True

    def trial(self, workspace: str, lesson_id: str, user_id: str) -> Trial | None:
        statement = select(trials).where(_here(workspace, lesson_id, user_id))
        with self.engine.connect().execution_options(reads_only=True) as connection:
            row = connection.execute(statement).mappings().first()
        return _from_row(row) if row else None

    def move_trial(self, workspace: str, before: Trial, after: Trial) -> bool:
        unmoved = and_(trials.c.state == before.state.value, trials.c.due_on == before.due_on)
        here = _here(workspace, before.lesson_id, before.user_id)
        with self.engine.begin() as connection:
            statement = update(trials).where(here, unmoved).values(_to_row(after))
            return connection.execute(statement).rowcount == 1

    def keep_told(self, workspace: str, lesson_id: str, user_id: str, told: str) -> None:
        here = _here(workspace, lesson_id, user_id)
        with self.engine.begin() as connection:
            connection.execute(update(trials).where(here).values(told=told))

    def trials_of(self, workspace: str, user_id: str) -> list[Trial]:
        statement = (
            select(trials)
            .where(
                trials.c.workspace == workspace,
                trials.c.user_id == user_id,
                trials.c.state.in_(_OPEN),
            )
            .order_by(trials.c.due_on, trials.c.lesson_id)
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return [_from_row(row) for row in connection.execute(statement).mappings()]

    def feedback(self, workspace: str, lesson_ids: Sequence[str]) -> dict[str, Feedback]:
        found: dict[str, Feedback] = {}
        for chunk in chunks(lesson_ids):
            here = lessons.c.id.in_(chunk)
            found |= self._feedback(workspace, here, here)
        return found

    def heard(self, workspace: str, since: datetime, until: datetime) -> dict[str, Feedback]:
        return self._feedback(
            workspace,
            and_(verdicts.c.at >= since, verdicts.c.at < until),
            and_(trials.c.answered_at >= since, trials.c.answered_at < until),
        )

    def _feedback(
        self, workspace: str, of_verdicts: ColumnElement[bool], of_trials: ColumnElement[bool]
    ) -> dict[str, Feedback]:
        counts: dict[str, dict[str, int]] = {}
        helpful = and_(of_verdicts, verdicts.c.verdict == Verdict.HELPFUL.value)
        results = and_(of_trials, trials.c.state.in_(_RESULTS))
        with self.engine.connect().execution_options(reads_only=True) as connection:
            for table, column, where in (
                (verdicts, verdicts.c.verdict, helpful),
                (trials, trials.c.state, results),
            ):
                heard = self._said(connection, workspace, table, column, where)
                for lesson_id, said, count in heard:
                    held = counts.setdefault(lesson_id, {})
                    held[_COUNTS[said]] = held.get(_COUNTS[said], 0) + count
        return {lesson_id: Feedback(**said) for lesson_id, said in counts.items()}

    def _said(
        self,
        connection: Connection,
        workspace: str,
        table: Table,
        said: ColumnElement[Any],
        where: ColumnElement[bool],
    ) -> Iterator[tuple[str, str, int]]:
        """(lesson, what was said of it, how often), by others than its author."""
        here = and_(table.c.workspace == lessons.c.workspace, table.c.lesson_id == lessons.c.id)
        joined = lessons.join(table, here)
        ours = and_(lessons.c.workspace == workspace, where)
        counted = select(lessons.c.id, said, func.count()).select_from(joined)
        by_others = self.authors.plainly_not(table.c.user_id)
        for row in connection.execute(counted.where(ours, by_others).group_by(lessons.c.id, said)):
            yield row[0], row[1], int(row[2])
        # Whose an anonymous lesson is stands in no column: each voice is looked at.
        one_by_one = select(lessons, said.label("said"), table.c.user_id).select_from(joined)
        sealed = lessons.c.author_sealed.is_not(None)
        for found in connection.execute(one_by_one.where(ours, sealed)).mappings():
            if self.authors.read(found).user_id != found["user_id"]:
                yield found["id"], found["said"], 1

    def lessons_to_review(self, before: datetime) -> list[tuple[str, Lesson]]:
        tried = exists().where(
            trials.c.workspace == lessons.c.workspace,
            trials.c.lesson_id == lessons.c.id,
            trials.c.state.in_(_RESULTS),
        )
        place = func.row_number().over(
            partition_by=(lessons.c.workspace, self.authors.hand()),
            order_by=(lessons.c.created_at, lessons.c.seq),
        )
        old = (
            select(lessons.c.seq, place.label("place"))
            .where(
                self.authors.hand().is_not(None),
                lessons.c.visibility != Visibility.PRIVATE.value,
                lessons.c.created_at < before,
                or_(lessons.c.reviewed_at.is_(None), lessons.c.reviewed_at < before),
                is_current(),
                ~tried,
            )
            .subquery()
        )
        statement = (
            select(lessons)
            .join(old, old.c.seq == lessons.c.seq)
            .where(old.c.place == 1)
            .order_by(lessons.c.seq)
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            rows = connection.execute(statement).mappings()
            found = [(row["workspace"], to_lesson(row, self.authors)) for row in rows]
        return [(workspace, lesson) for workspace, lesson in found if lesson.author.user_id]

    def reviewed(self, workspace: str, lesson_id: str, at: datetime) -> None:
        here = and_(lessons.c.workspace == workspace, lessons.c.id == lesson_id)
        with self.engine.begin() as connection:
            connection.execute(update(lessons).where(here).values(reviewed_at=at.astimezone(UTC)))


def _here(workspace: str, lesson_id: str, user_id: str) -> ColumnElement[bool]:
    return and_(
        trials.c.workspace == workspace,
        trials.c.lesson_id == lesson_id,
        trials.c.user_id == user_id,
    )


def _to_row(trial: Trial) -> dict[str, Any]:
    return {
        "lesson_id": trial.lesson_id,
        "user_id": trial.user_id,
        "state": trial.state.value,
        "due_on": trial.due_on,
        "told": trial.told,
        "created_at": trial.created_at,
        "answered_at": trial.answered_at,
    }


def _from_row(row: RowMapping) -> Trial:
    return Trial(
        lesson_id=row["lesson_id"],
        user_id=row["user_id"],
        due_on=row["due_on"],
        created_at=aware(row["created_at"]),
        state=TrialState(row["state"]),
        told=row["told"],
        answered_at=aware_or_none(row["answered_at"]),
    )
