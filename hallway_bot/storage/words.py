"""Matching by words: FTS5 on SQLite, tsvector on PostgreSQL, one analyser for both.

The engines only find candidates; `domain.ranking.Candidates` scores them, so both give the
same order. Each term carries its workspace, so that neither a match nor how frequent a word
is ever tells one workspace about another.
"""

from collections.abc import Sequence
from threading import Lock
from typing import Any

from cachetools import TTLCache
from sqlalchemy import ColumnElement, Connection, bindparam, column, func, select, table, text

from ..domain.ranking import Candidates, inverse_frequency
from .schema import lessons

# Candidates beyond these are nobody's best answer; scoring costs 20 µs each.
_CANDIDATES = 60
# A frequent word costs the engine time for each lesson that holds it, and tells little.
_ROWS_TO_RANK = 1_000
# Counting a frequent word is slow and its count hardly moves, so it is remembered a while.
_FREQUENT = 500


class Words:
    """The words of all lessons in one database."""

    def __init__(self) -> None:
        self._counts: TTLCache[str, int] = TTLCache(20_000, ttl=600)
        self._sizes: TTLCache[str, tuple[int, float]] = TTLCache(1_000, ttl=600)
        self._lock = Lock()

    def candidates(
        self,
        connection: Connection,
        workspace: str,
        terms: Sequence[tuple[str, ...]],
        shown: ColumnElement[bool],
    ) -> Candidates:
        """See `ports.LessonStore.word_candidates`; `shown` is which lessons may be."""
        ours = [tuple(_term(workspace, term) for term in options) for options in terms]
        held = self._held_by(connection, {term for options in ours for term in options})
        # The alternatives of a word mostly stand in the same lessons: the most frequent counts.
        counts = [max(held.get(term, 0) for term in options) for options in ours]
        known = [term for term in _rarest(ours, counts) if held.get(term)]
        if not known:
            return Candidates()
        size, length = self._size(connection, workspace)
        idf = [inverse_frequency(max(size, n), n) for n in counts]
        weight = {term: w for options, w in zip(ours, idf, strict=True) for term in options}
        rows = _candidates(connection, workspace, known, weight, shown)
        return Candidates(ours, idf, length, [(lesson_id, held) for lesson_id, held in rows])

    def _held_by(self, connection: Connection, terms: set[str]) -> dict[str, int]:
        """How many lessons hold each term."""
        with self._lock:
            counts = {term: self._counts[term] for term in terms if term in self._counts}
        unknown = sorted(terms - counts.keys())
        if unknown:
            statement = _COUNTS[connection.dialect.name]
            for term, count in connection.execute(statement, {"terms": unknown}):
                counts[term] = int(count)
                if count >= _FREQUENT:
                    with self._lock:
                        self._counts[term] = int(count)
        return counts

    def _size(self, connection: Connection, workspace: str) -> tuple[int, float]:
        """How many lessons there are, and how many terms the newest hold on average."""
        with self._lock:
            if workspace in self._sizes:
                return self._sizes[workspace]
        here = lessons.c.workspace == workspace
        size = int(connection.scalar(select(func.count()).where(here)) or 0)
        newest = (
            select(lessons.c.term_count).where(here).order_by(lessons.c.seq.desc()).limit(1_000)
        ).subquery()
        average = float(connection.scalar(select(func.avg(newest.c.term_count))) or 0) or 1.0
        if size >= _FREQUENT:
            with self._lock:
                self._sizes[workspace] = (size, average)
        return size, average


_COUNTS = {
    "sqlite": text("SELECT term, doc FROM lesson_vocabulary WHERE term IN :terms").bindparams(
        bindparam("terms", expanding=True)
    ),
    "postgresql": text(
        "SELECT term, (SELECT count(*) FROM lesson_words"
        " WHERE words @@ CAST(quote_literal(term) AS tsquery))"
        " FROM unnest(CAST(:terms AS text[])) AS term"
    ),
}


def _term(workspace: str, term: str) -> str:
    return f"{workspace.lower()}:{term}"


def _rarest(ours: list[tuple[str, ...]], counts: list[int]) -> list[str]:
    """The terms to look for: from the rarest word on, until enough lessons hold one."""
    chosen: list[str] = []
    rows = 0
    for place in sorted(range(len(ours)), key=lambda place: counts[place]):
        if not counts[place]:
            continue
        if chosen and rows + counts[place] > _ROWS_TO_RANK:
            break
        rows += counts[place]
        chosen += ours[place]
    return list(dict.fromkeys(chosen))


def _candidates(
    connection: Connection,
    workspace: str,
    known: list[str],
    weight: dict[str, float],
    shown: ColumnElement[bool],
) -> Sequence[Any]:
    if connection.dialect.name == "sqlite":
        key, score, where = "rowid", "-bm25(lesson_words)", "lesson_words MATCH :query"
        query = " OR ".join(f'"{term}"' for term in known)
    else:
        # ts_rank knows no rarity, so the words that are there are added up by theirs.
        key, where = "seq", "words @@ CAST(:query AS tsquery)"
        score = " + ".join(
            f"CASE WHEN words @@ CAST(:t{n} AS tsquery) THEN {weight[term]:.4f} ELSE 0 END"
            for n, term in enumerate(known)
        )
        query = " | ".join(_quoted(term) for term in known)
    matched = table("lesson_words", column(key), column("terms"))
    statement = (
        select(lessons.c.id, matched.c.terms)
        .select_from(lessons.join(matched, matched.c[key] == lessons.c.seq))
        .where(lessons.c.workspace == workspace, shown, text(where))
        .order_by(text(f"{score} DESC"), lessons.c.id)
        .limit(_CANDIDATES)
        .params(query=query, **{f"t{n}": _quoted(term) for n, term in enumerate(known)})
    )
    return connection.execute(statement).all()


def _quoted(term: str) -> str:
    return f"'{term}'"


def write_words(
    connection: Connection, workspace: str, numbered: Sequence[tuple[int, list[str]]]
) -> None:
    """Replace the words of these rows (row number, terms), in the caller's transaction."""
    drop_words(connection, [seq for seq, _ in numbered])
    if not numbered:
        return
    rows = [
        {"seq": seq, "terms": " ".join(_term(workspace, term) for term in terms)}
        for seq, terms in numbered
    ]
    if connection.dialect.name == "sqlite":
        statement = text("INSERT INTO lesson_words(rowid, terms) VALUES (:seq, :terms)")
    else:
        statement = text(
            "INSERT INTO lesson_words(seq, terms, words) VALUES "
            "(:seq, :terms, array_to_tsvector(array_remove(string_to_array(:terms, ' '), '')))"
        )
    connection.execute(statement, rows)


def drop_words(connection: Connection, seqs: Sequence[int]) -> None:
    """Remove the words of these rows."""
    if not seqs:
        return
    column = "rowid" if connection.dialect.name == "sqlite" else "seq"
    connection.execute(
        text(f"DELETE FROM lesson_words WHERE {column} = :seq"), [{"seq": seq} for seq in seqs]
    )
