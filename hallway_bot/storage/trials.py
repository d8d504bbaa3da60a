"""Trials, what colleagues made of lessons, and old lessons to ask about."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Engine,
    RowMapping,
    Select,
    Table,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError

from ..domain.feedback import Feedback
from ..domain.lesson import Lesson, Visibility
from ..domain.records import Verdict
from ..domain.trials import Trial, TrialState
from .authors import Authors
from .rows import aware, aware_or_none, chunks, in_use, is_current, to_lesson
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
            found |= self._feedback(_FEEDBACK_OF, {"workspace": workspace, "ids": chunk})
        return found

    def heard(self, workspace: str, since: datetime, until: datetime) -> dict[str, Feedback]:
        between = {"workspace": workspace, "since": since, "until": until}
        return self._feedback(_FEEDBACK_BETWEEN, between)

    def _feedback(self, statement: Select[Any], values: dict[str, Any]) -> dict[str, Feedback]:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        with self.engine.connect().execution_options(reads_only=True) as connection:
            for row in connection.execute(statement, values).mappings():
                if row["voice"] is None or row["voice"] != self.authors.read(row).user_id:
                    counts[row["id"]][_COUNTS[row["said"]]] += int(row["count"])
        return {lesson_id: Feedback(**said) for lesson_id, said in counts.items()}

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
            .where(old.c.place == 1, in_use(lessons))
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


def _voices(table: Table, said: ColumnElement[Any], where: ColumnElement[bool]) -> Select[Any]:
    voices = select(table.c.lesson_id, table.c.user_id, said.label("said"))
    return voices.where(table.c.workspace == bindparam("workspace"), where)


def _counted(of_verdicts: ColumnElement[bool], of_trials: ColumnElement[bool]) -> Select[Any]:
    """How often each thing was said of each lesson by others than its author.

    Whose an anonymous lesson is stands in no column: of those each voice is a row.
    """
    helpful = and_(of_verdicts, verdicts.c.verdict == Verdict.HELPFUL.value)
    results = and_(of_trials, trials.c.state.in_(_RESULTS))
    voices = union_all(
        _voices(verdicts, verdicts.c.verdict, helpful), _voices(trials, trials.c.state, results)
    ).subquery()
    sealed = lessons.c.author_sealed.is_not(None)
    voice = case((sealed, voices.c.user_id)).label("voice")
    by_others = or_(sealed, Authors.plainly_not(voices.c.user_id))
    return (
        select(lessons, voices.c.said, voice, func.count().label("count"))
        .join(voices, voices.c.lesson_id == lessons.c.id)
        .where(lessons.c.workspace == bindparam("workspace"), by_others)
        .group_by(lessons.c.seq, voices.c.said, voice)
    )


# Every answer asks this, and putting the statement together takes longer than running it.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_SINCE: BindParameter[Any] = bindparam("since")
_UNTIL: BindParameter[Any] = bindparam("until")
_FEEDBACK_OF = _counted(verdicts.c.lesson_id.in_(_IDS), trials.c.lesson_id.in_(_IDS))
_FEEDBACK_BETWEEN = _counted(
    and_(verdicts.c.at >= _SINCE, verdicts.c.at < _UNTIL),
    and_(trials.c.answered_at >= _SINCE, trials.c.answered_at < _UNTIL),
)
