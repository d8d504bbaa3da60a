"""Which lessons the vector index holds, so that it can always be completed from SQL."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Engine, and_, delete, func, insert, or_, select

from ..domain.lesson import Lesson
from ..domain.records import ActiveModel, Indexed
from .authors import Authors
from .rows import chunks, to_lesson
from .schema import active_models, indexed, lessons


class SqlLedger:
    """`ports.IndexLedger` on SQLAlchemy."""

    engine: Engine
    authors: Authors

    def _pending(self, workspace: str, model: str) -> tuple[object, object]:
        joined = lessons.outerjoin(
            indexed,
            and_(
                indexed.c.workspace == lessons.c.workspace,
                indexed.c.lesson_id == lessons.c.id,
                indexed.c.model == model,
            ),
        )
        stale = or_(
            indexed.c.content_hash.is_(None), indexed.c.content_hash != lessons.c.content_hash
        )
        return joined, and_(lessons.c.workspace == workspace, stale)

    def unindexed(self, workspace: str, model: str, limit: int) -> list[Lesson]:
        joined, where = self._pending(workspace, model)
        statement = (
            select(lessons)
            .select_from(joined)  # type: ignore[arg-type]
            .where(where)  # type: ignore[arg-type]
            .order_by(lessons.c.seq)
            .limit(limit)
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return [
                to_lesson(row, self.authors) for row in connection.execute(statement).mappings()
            ]

    def count_unindexed(self, workspace: str, model: str, newest: int | None = None) -> int:
        joined, where = self._pending(workspace, model)
        statement = select(func.count()).select_from(joined).where(where)  # type: ignore[arg-type]
        if newest is not None:
            here = select(lessons.c.seq).where(lessons.c.workspace == workspace)
            last = here.order_by(lessons.c.seq.desc()).limit(newest)
            statement = statement.where(lessons.c.seq.in_(last))
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return int(connection.scalar(statement) or 0)

    def indexed(self, workspace: str, model: str, ids: Iterable[str]) -> dict[str, Indexed]:
        found = {}
        with self.engine.connect().execution_options(reads_only=True) as connection:
            for chunk in chunks(ids):
                statement = select(
                    indexed.c.lesson_id, indexed.c.content_hash, indexed.c.passages
                ).where(
                    indexed.c.workspace == workspace,
                    indexed.c.model == model,
                    indexed.c.lesson_id.in_(chunk),
                )
                for row in connection.execute(statement):
                    found[row.lesson_id] = Indexed(*row)
        return found

    def passages_indexed(self, workspace: str, model: str) -> int:
        statement = select(func.sum(indexed.c.passages)).where(
            indexed.c.workspace == workspace,
            indexed.c.model == model,
            indexed.c.content_hash != "",
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return int(connection.scalar(statement) or 0)

    def mark_indexed(self, workspace: str, model: str, rows: Sequence[Indexed]) -> None:
        with self.engine.begin() as connection:
            for chunk in chunks(rows):
                connection.execute(self._delete(workspace, model, [r.lesson_id for r in chunk]))
                connection.execute(
                    insert(indexed),
                    [
                        {
                            "workspace": workspace,
                            "model": model,
                            "lesson_id": row.lesson_id,
                            "content_hash": row.content_hash,
                            "passages": row.passages,
                        }
                        for row in chunk
                    ],
                )

    @staticmethod
    def _delete(workspace: str, model: str, ids: Sequence[str]):  # type: ignore[no-untyped-def]
        return delete(indexed).where(
            indexed.c.workspace == workspace,
            indexed.c.model == model,
            indexed.c.lesson_id.in_(ids),
        )

    def orphans(self, workspace: str, model: str, limit: int) -> list[Indexed]:
        statement = (
            select(indexed.c.lesson_id, indexed.c.content_hash, indexed.c.passages)
            .select_from(
                indexed.outerjoin(
                    lessons,
                    and_(
                        indexed.c.workspace == lessons.c.workspace,
                        indexed.c.lesson_id == lessons.c.id,
                    ),
                )
            )
            .where(
                indexed.c.workspace == workspace,
                indexed.c.model == model,
                lessons.c.seq.is_(None),
            )
            .limit(limit)
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return [Indexed(*row) for row in connection.execute(statement)]

    def indexed_models(self, workspace: str) -> list[str]:
        statement = select(indexed.c.model).where(indexed.c.workspace == workspace).distinct()
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return sorted(connection.scalars(statement))

    def forget_indexed(self, workspace: str, model: str, ids: Iterable[str]) -> None:
        with self.engine.begin() as connection:
            for chunk in chunks(ids):
                connection.execute(self._delete(workspace, model, chunk))

    def forget_model(self, workspace: str, model: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(
                delete(indexed).where(indexed.c.workspace == workspace, indexed.c.model == model)
            )

    def active_model(self, workspace: str) -> ActiveModel | None:
        statement = select(active_models.c.name, active_models.c.source).where(
            active_models.c.workspace == workspace
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            row = connection.execute(statement).one_or_none()
        return ActiveModel(row.name, dict(row.source)) if row else None

    def set_active_model(self, workspace: str, name: str, source: dict[str, str]) -> None:
        with self.engine.begin() as connection:
            connection.execute(delete(active_models).where(active_models.c.workspace == workspace))
            connection.execute(
                insert(active_models).values(workspace=workspace, name=name, source=source)
            )
