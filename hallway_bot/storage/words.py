"""Matching by words: FTS5 on SQLite, tsvector on PostgreSQL, one analyser for both."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, column, select, table, text

from ..domain.analysis import lesson_terms
from ..domain.lesson import Lesson
from ..domain.ranking import WordMatch
from ..domain.visibility import Audience
from .rows import visible_to
from .schema import lessons


def _terms(lesson: Lesson) -> list[str]:
    whole = " ".join((lesson.title, " ".join(lesson.topics), lesson.body))
    return lesson_terms(whole, lesson.language)


def _tsvector(terms: Sequence[str]) -> str:
    # PostgreSQL keeps at most 256 positions a word and positions up to 16383.
    positions: dict[str, list[int]] = {}
    for place, term in enumerate(terms, 1):
        positions.setdefault(term, []).append(min(place, 16_383))
    return " ".join(
        f"'{term}':{','.join(map(str, places[:255]))}" for term, places in positions.items()
    )


def write_words(connection: Connection, numbered: Sequence[tuple[int, Lesson]]) -> None:
    """Replace the words of these lessons (row number, lesson), in the caller's transaction."""
    drop_words(connection, [seq for seq, _ in numbered])
    rows: list[dict[str, Any]] = []
    for seq, lesson in numbered:
        terms = _terms(lesson)
        rows.append({"seq": seq, "terms": " ".join(terms), "words": _tsvector(terms)})
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(
            text("INSERT INTO lesson_words(rowid, terms) VALUES (:seq, :terms)"),
            [{"seq": row["seq"], "terms": row["terms"]} for row in rows],
        )
    else:
        connection.execute(
            text(
                "INSERT INTO lesson_words(seq, terms, words) "
                "VALUES (:seq, :terms, CAST(:words AS tsvector))"
            ),
            rows,
        )


def drop_words(connection: Connection, seqs: Sequence[int]) -> None:
    """Remove the words of these rows."""
    if not seqs:
        return
    column = "rowid" if connection.dialect.name == "sqlite" else "seq"
    connection.execute(
        text(f"DELETE FROM lesson_words WHERE {column} = :seq"), [{"seq": seq} for seq in seqs]
    )


def search(
    connection: Connection,
    workspace: str,
    terms: Sequence[tuple[str, ...]],
    audience: Audience,
    limit: int,
) -> list[WordMatch]:
    """See `ports.LessonStore.search_words`."""
    flat = [term for alternatives in terms for term in alternatives]
    if not flat:
        return []
    if connection.dialect.name == "sqlite":
        key, score, where = "rowid", "-bm25(lesson_words)", "lesson_words MATCH :query"
        query = " OR ".join(f'"{term}"' for term in flat)
    else:
        key, score = "seq", "ts_rank(words, CAST(:query AS tsquery), 1)"
        where = "words @@ CAST(:query AS tsquery)"
        query = " | ".join(f"'{term}'" for term in flat)
    matched = table("lesson_words", column(key), column("terms"))
    statement = (
        select(lessons.c.id, text(f"{score} AS score"), matched.c.terms)
        .select_from(lessons.join(matched, matched.c[key] == lessons.c.seq))
        .where(lessons.c.workspace == workspace, visible_to(audience), text(where))
        .order_by(text("score DESC"), lessons.c.id)
        .limit(limit)
        .params(query=query)
    )
    found = []
    for lesson_id, value, held in connection.execute(statement):
        present = set(held.split())
        covered = sum(any(term in present for term in options) for options in terms)
        found.append(WordMatch(lesson_id, max(float(value), 0.0), covered / len(terms)))
    return found
