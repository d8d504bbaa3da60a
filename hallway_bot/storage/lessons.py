"""Lessons in SQL, with the words of each in the same transaction."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from ..domain.analysis import analyser_version, lesson_terms
from ..domain.lesson import Lesson, Visibility
from ..domain.ranking import Candidates
from ..domain.visibility import Audience
from . import links, words
from .authors import Authors
from .privacy import drop_claims
from .rows import chunks, may_be_brought_up, to_lesson, to_row
from .schema import lessons, verdicts


class SqlLessons:
    """`ports.LessonStore` on SQLAlchemy."""

    engine: Engine
    words: words.Words
    authors: Authors

    def save_lessons(self, workspace: str, new: Sequence[Lesson]) -> int:
        unique = list({lesson.id: lesson.as_kept() for lesson in new}.values())
        return sum(self._save(workspace, chunk) for chunk in chunks(unique))

    def _save(self, workspace: str, new: list[Lesson]) -> int:
        try:
            with self.engine.begin() as connection:
                return _save(connection, workspace, new, self.authors)
        except IntegrityError:
            # Another process inserted one of these ids in between; now it is an update.
            with self.engine.begin() as connection:
                return _save(connection, workspace, new, self.authors)

    def lesson(self, workspace: str, lesson_id: str) -> Lesson | None:
        return self.lessons(workspace, [lesson_id]).get(lesson_id)

    def lessons(self, workspace: str, ids: Iterable[str]) -> dict[str, Lesson]:
        return self._fetch(workspace, ids)

    def visible(
        self, workspace: str, ids: Iterable[str], audience: Audience, *, replaced: bool = False
    ) -> dict[str, Lesson]:
        return self._fetch(workspace, ids, may_be_brought_up(audience, replaced=replaced))

    def _fetch(self, workspace: str, ids: Iterable[str], *where: Any) -> dict[str, Lesson]:
        found = {}
        with self.engine.connect().execution_options(reads_only=True) as connection:
            for chunk in chunks(ids):
                statement = select(lessons).where(
                    lessons.c.workspace == workspace, lessons.c.id.in_(chunk), *where
                )
                for row in connection.execute(statement).mappings():
                    found[row["id"]] = to_lesson(row, self.authors)
        return found

    def lessons_of(self, workspace: str, user_id: str) -> list[Lesson]:
        statement = (
            select(lessons)
            .where(
                lessons.c.workspace == workspace, self.authors.wrote(lessons, workspace, user_id)
            )
            .order_by(lessons.c.created_at.desc(), lessons.c.id)
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return [
                to_lesson(row, self.authors) for row in connection.execute(statement).mappings()
            ]

    def lessons_between(self, workspace: str, since: datetime, until: datetime) -> list[Lesson]:
        statement = (
            select(lessons)
            .where(
                lessons.c.workspace == workspace,
                lessons.c.created_at >= since,
                lessons.c.created_at < until,
            )
            .order_by(lessons.c.created_at, lessons.c.id)
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            rows = connection.execute(statement).mappings()
            return [to_lesson(row, self.authors) for row in rows]

    def all_lessons(self, workspace: str) -> Iterator[Lesson]:
        statement = (
            select(lessons)
            .where(lessons.c.workspace == workspace)
            .order_by(lessons.c.created_at, lessons.c.id)
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            for row in connection.execute(statement).mappings():
                yield to_lesson(row, self.authors)

    def lessons_written(self, workspace: str, authors: Sequence[str]) -> dict[str, int]:
        key = func.coalesce(lessons.c.author_id, lessons.c.author_name, lessons.c.author_email)
        named = lessons.c.visibility.in_([Visibility.EVERYONE.value, Visibility.CHANNEL.value])
        counts: dict[str, int] = {}
        with self.engine.connect().execution_options(reads_only=True) as connection:
            for chunk in chunks(authors):
                statement = (
                    select(key, func.count())
                    .where(lessons.c.workspace == workspace, key.in_(chunk), named)
                    .group_by(key)
                )
                counts.update({row[0]: row[1] for row in connection.execute(statement)})
        return counts

    def totals(self, workspace: str) -> tuple[int, int]:
        here = lessons.c.workspace == workspace
        authors = func.count(lessons.c.author_id.distinct())
        named = lessons.c.visibility.in_([Visibility.EVERYONE.value, Visibility.CHANNEL.value])
        with self.engine.connect().execution_options(reads_only=True) as connection:
            count = connection.scalar(select(func.count()).select_from(lessons).where(here))
            return int(count or 0), int(connection.scalar(select(authors).where(here, named)) or 0)

    def delete_lesson(self, workspace: str, lesson_id: str) -> None:
        here = (lessons.c.workspace == workspace, lessons.c.id == lesson_id)
        with self.engine.begin() as connection:
            seqs = list(connection.scalars(select(lessons.c.seq).where(*here)))
            words.drop_words(connection, seqs)
            connection.execute(delete(lessons).where(*here))
            # Its id would outlive its author, who may have themselves forgotten later.
            judged = (verdicts.c.workspace == workspace, verdicts.c.lesson_id == lesson_id)
            connection.execute(delete(verdicts).where(*judged))
            drop_claims(connection, workspace, {lesson_id})
            # What it replaced would lead nowhere: that is current again.
            before = (lessons.c.workspace == workspace, lessons.c.replaced_by == lesson_id)
            connection.execute(update(lessons).where(*before).values(replaced_by=None))

    def word_candidates(
        self,
        workspace: str,
        terms: Sequence[tuple[str, ...]],
        audience: Audience,
        *,
        replaced: bool = False,
    ) -> Candidates:
        shown = may_be_brought_up(audience, replaced=replaced)
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return self.words.candidates(connection, workspace, terms, shown)

    def rewrite_words(self, workspace: str, limit: int) -> int:
        outdated = (
            select(lessons)
            .where(lessons.c.workspace == workspace, lessons.c.analyser != analyser_version())
            .limit(limit)
        )
        with self.engine.begin() as connection:
            numbered = []
            for row in connection.execute(outdated).mappings().all():
                terms = lesson_terms(to_lesson(row, self.authors))
                here = lessons.c.seq == row["seq"]
                connection.execute(update(lessons).where(here).values(_analysed(terms)))
                numbered.append((row["seq"], terms))
            words.write_words(connection, workspace, numbered)
            return len(numbered)

    def topics(self, workspace: str, limit: int) -> list[str]:
        statement = select(lessons.c.topics).where(
            lessons.c.workspace == workspace, may_be_brought_up(Audience(None))
        )
        counts: dict[str, int] = {}
        with self.engine.connect().execution_options(reads_only=True) as connection:
            for topics in connection.scalars(statement):
                for topic in topics:
                    counts[topic] = counts.get(topic, 0) + 1
        return sorted(counts, key=lambda topic: (-counts[topic], topic))[:limit]

    def link_author(self, workspace: str, email: str, user_id: str) -> int:
        here = (lessons.c.workspace == workspace, lessons.c.author_id.is_(None))
        named = (*here, func.lower(lessons.c.author_email) == email.lower())
        marked = (*here, lessons.c.author_mark.in_(self.authors.mail_marks(workspace, email)))
        with self.engine.begin() as connection:
            done = connection.execute(update(lessons).where(*named).values(author_id=user_id))
            rows = connection.execute(select(lessons).where(*marked)).mappings().all()
            for row in rows:
                lesson = to_lesson(row, self.authors)
                known = replace(lesson, author=replace(lesson.author, user_id=user_id))
                values = self.authors.of_lesson(workspace, known)
                connection.execute(
                    update(lessons).where(lessons.c.seq == row["seq"]).values(values)
                )
            return done.rowcount + len(rows)

    def unlinked_emails(self, workspace: str) -> list[str]:
        here = (lessons.c.workspace == workspace, lessons.c.author_id.is_(None))
        named = select(lessons.c.author_email).where(*here, lessons.c.author_email.is_not(None))
        sealed = select(lessons).where(*here, lessons.c.author_mark.is_not(None))
        with self.engine.connect().execution_options(reads_only=True) as connection:
            found = {email for email in connection.scalars(named.distinct()) if email}
            for row in connection.execute(sealed).mappings():
                author = self.authors.read(row)
                if author.email and not author.user_id:
                    found.add(author.email)
        return sorted(found)


def _save(connection: Connection, workspace: str, new: list[Lesson], authors: Authors) -> int:
    ids = [lesson.id for lesson in new]
    statement = select(lessons).where(lessons.c.workspace == workspace, lessons.c.id.in_(ids))
    known = {
        row["id"]: (row["seq"], to_lesson(row, authors))
        for row in connection.execute(statement).mappings()
    }
    changed = [n for n in new if n.id in known and known[n.id][1] != n]
    fresh = [n for n in new if n.id not in known]
    terms = {lesson.id: lesson_terms(lesson) for lesson in [*changed, *fresh]}
    numbered: list[tuple[int, list[str]]] = []
    for lesson in changed:
        seq, before = known[lesson.id]
        if before.visibility is not lesson.visibility:
            authors.follow(connection, workspace, lesson)
        row = to_row(workspace, lesson, authors) | _analysed(terms[lesson.id])
        connection.execute(update(lessons).where(lessons.c.seq == seq).values(row))
        if before.visibility is not lesson.visibility:
            links.part(connection, workspace, lesson)
        numbered.append((seq, terms[lesson.id]))
    if fresh:
        rows = [
            to_row(workspace, lesson, authors) | _analysed(terms[lesson.id]) for lesson in fresh
        ]
        inserted = connection.scalars(
            insert(lessons).returning(lessons.c.seq, sort_by_parameter_order=True), rows
        )
        numbered.extend((seq, terms[x.id]) for seq, x in zip(inserted, fresh, strict=True))
    words.write_words(connection, workspace, numbered)
    return len(numbered)


def _analysed(terms: list[str]) -> dict[str, Any]:
    return {"term_count": len(terms), "analyser": analyser_version()}
