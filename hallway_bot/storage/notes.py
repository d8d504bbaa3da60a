"""What people began to write, and what they mean to do next time."""

from datetime import date
from typing import Any

from sqlalchemy import Engine, RowMapping, delete, select

from ..domain.reflecting import Intention, Note
from .rows import aware, replace_row
from .schema_rhythm import drafts, intentions


class SqlNotes:
    """`ports.rhythm.Notes` on SQLAlchemy."""

    engine: Engine

    def save_note(self, workspace: str, note: Note) -> bool:
        key = {"workspace": workspace, "id": note.id}
        here = (drafts.c.workspace == workspace, drafts.c.id == note.id)
        with self.engine.begin() as connection:
            kept = connection.scalar(select(drafts.c.updated_at).where(*here))
            if kept is not None and aware(kept) > note.updated_at:
                return False
            replace_row(connection, drafts, key, _row(note))
        return True

    def note(self, workspace: str, note_id: str) -> Note | None:
        found = self._notes(drafts.c.workspace == workspace, drafts.c.id == note_id)
        return found[0] if found else None

    def notes_of(self, workspace: str, user_id: str) -> list[Note]:
        return self._notes(drafts.c.workspace == workspace, drafts.c.user_id == user_id)

    def drop_note(self, workspace: str, note_id: str, user_id: str) -> bool:
        statement = delete(drafts).where(
            drafts.c.workspace == workspace, drafts.c.id == note_id, drafts.c.user_id == user_id
        )
        with self.engine.begin() as connection:
            return connection.execute(statement).rowcount == 1

    def _notes(self, *where: Any) -> list[Note]:
        statement = select(drafts).where(*where).order_by(drafts.c.updated_at.desc(), drafts.c.id)
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return [_note(row) for row in connection.execute(statement).mappings()]

    def save_intention(self, workspace: str, intention: Intention) -> None:
        key = {"workspace": workspace, "id": intention.id}
        values = {
            "user_id": intention.user_id,
            "text": intention.text,
            "due_on": intention.due_on,
            "state": "asked" if intention.asked else "open",
            "created_at": intention.created_at,
        }
        with self.engine.begin() as connection:
            replace_row(connection, intentions, key, values)

    def intention(self, workspace: str, intention_id: str) -> Intention | None:
        return self._intention(workspace, intentions.c.id == intention_id)

    def due_intention(self, workspace: str, user_id: str, today: date) -> Intention | None:
        return self._intention(
            workspace,
            intentions.c.user_id == user_id,
            intentions.c.state == "open",
            intentions.c.due_on <= today,
        )

    def intentions_of(self, workspace: str, user_id: str) -> list[Intention]:
        return self._intentions(workspace, intentions.c.user_id == user_id)

    def _intention(self, workspace: str, *where: Any) -> Intention | None:
        return next(iter(self._intentions(workspace, *where)), None)

    def _intentions(self, workspace: str, *where: Any) -> list[Intention]:
        statement = (
            select(intentions)
            .where(intentions.c.workspace == workspace, *where)
            .order_by(intentions.c.due_on, intentions.c.id)
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return [
                Intention(
                    row["id"],
                    row["user_id"],
                    row["text"],
                    row["due_on"],
                    aware(row["created_at"]),
                    row["state"] == "asked",
                )
                for row in connection.execute(statement).mappings()
            ]


def _row(note: Note) -> dict[str, Any]:
    return {
        "user_id": note.user_id,
        "delivery_id": note.delivery_id,
        "prompt": note.question,
        "happened": note.happened,
        "learned": note.learned,
        "useful_when": note.useful_when,
        "intention": note.intention,
        "intention_on": note.intention_on,
        "subject": {"follow_ups": list(note.follow_ups), "question_id": note.question_id},
        "updated_at": note.updated_at,
    }


def _note(row: RowMapping) -> Note:
    return Note(
        id=row["id"],
        user_id=row["user_id"],
        question=row["prompt"],
        updated_at=aware(row["updated_at"]),
        follow_ups=tuple(row["subject"].get("follow_ups") or ()),
        delivery_id=row["delivery_id"],
        question_id=row["subject"].get("question_id"),
        happened=row["happened"],
        learned=row["learned"],
        useful_when=row["useful_when"],
        intention=row["intention"],
        intention_on=row["intention_on"],
    )
