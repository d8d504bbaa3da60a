"""Who is asked to reflect and when, what people wish, and what admins arranged."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import Engine, RowMapping, delete, select, update

from ..domain.reflecting import Fits, Pause, Reflecting, Taking, Wishes
from ..domain.rhythm import Due, Frequency, Rhythm
from .rows import aware, aware_or_none, in_use, replace_row
from .schema import people
from .schema_rhythm import options, pauses, prompts_seen, rhythms


class SqlRhythms:
    """`ports.rhythm.Rhythms` and `ports.rhythm.Arrangements` on SQLAlchemy."""

    engine: Engine

    def reflecting(self, workspace: str, user_id: str) -> Reflecting | None:
        here = (rhythms.c.workspace == workspace, rhythms.c.user_id == user_id)
        found = self._reflecting(select(rhythms).where(*here))
        return found[0][1] if found else None

    def save_reflecting(self, workspace: str, one: Reflecting) -> None:
        with self.engine.begin() as connection:
            key = {"workspace": workspace, "user_id": one.user_id}
            replace_row(connection, rhythms, key, _row(one))

    def move_reflecting(self, workspace: str, before: Reflecting, after: Reflecting) -> bool:
        still = (
            rhythms.c.next_at.is_(None)
            if before.next is None
            else rhythms.c.next_at == before.next.at
        )
        statement = (
            update(rhythms)
            .where(rhythms.c.workspace == workspace, rhythms.c.user_id == before.user_id, still)
            .values(_row(after))
        )
        with self.engine.begin() as connection:
            return connection.execute(statement).rowcount == 1

    def reflecting_due(self, now: datetime, limit: int) -> list[tuple[str, Reflecting]]:
        due = select(rhythms).where(rhythms.c.next_at <= now, in_use(rhythms))
        return self._reflecting(due.order_by(rhythms.c.next_at, rhythms.c.user_id).limit(limit))

    def all_reflecting(self, workspace: str) -> list[Reflecting]:
        found = self._reflecting(select(rhythms).where(rhythms.c.workspace == workspace))
        return [one for _, one in found]

    def _reflecting(self, statement: Any) -> list[tuple[str, Reflecting]]:
        with self.engine.connect().execution_options(reads_only=True) as connection:
            rows = connection.execute(statement).mappings()
            return [(row["workspace"], _from_row(row)) for row in rows]

    def prompts_seen(self, workspace: str, user_id: str, since: datetime) -> frozenset[str]:
        statement = select(prompts_seen.c.prompt_id).where(
            prompts_seen.c.workspace == workspace,
            prompts_seen.c.user_id == user_id,
            prompts_seen.c.at >= since,
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return frozenset(connection.scalars(statement))

    def see_prompt(self, workspace: str, user_id: str, prompt_id: str, at: datetime) -> None:
        key = {"workspace": workspace, "user_id": user_id, "prompt_id": prompt_id}
        with self.engine.begin() as connection:
            replace_row(connection, prompts_seen, key, {"at": at})

    def wishes(self, workspace: str, user_id: str) -> Wishes:
        statement = select(
            people.c.language,
            people.c.attention_limit,
            people.c.introductions_limit,
            people.c.country,
        ).where(people.c.workspace == workspace, people.c.user_id == user_id)
        with self.engine.connect().execution_options(reads_only=True) as connection:
            row = connection.execute(statement).one_or_none()
        return Wishes(*row) if row else Wishes()

    def set_wishes(self, workspace: str, user_id: str, wishes: Wishes) -> None:
        values = {
            "language": wishes.language,
            "attention_limit": wishes.attention_limit,
            "introductions_limit": wishes.introductions_limit,
            "country": wishes.country,
        }
        key = {"workspace": workspace, "user_id": user_id}
        with self.engine.begin() as connection:
            replace_row(connection, people, key, values)

    def option(self, workspace: str, name: str) -> str | None:
        here = (options.c.workspace == workspace, options.c.name == name)
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return connection.scalar(select(options.c.value).where(*here))

    def options_named(self, name: str) -> list[tuple[str, str]]:
        found = select(options.c.workspace, options.c.value).where(
            options.c.name == name, in_use(options)
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            rows = connection.execute(found.order_by(options.c.workspace))
            return [(row.workspace, row.value) for row in rows]

    def set_option(self, workspace: str, name: str, value: str | None) -> None:
        key = {"workspace": workspace, "name": name}
        with self.engine.begin() as connection:
            if value is not None:
                replace_row(connection, options, key, {"value": value})
                return
            here = (options.c.workspace == workspace, options.c.name == name)
            connection.execute(delete(options).where(*here))

    def pauses(self, workspace: str, now: datetime) -> list[Pause]:
        statement = select(pauses.c.scope, pauses.c.until, pauses.c.by).where(
            pauses.c.workspace == workspace, pauses.c.until > now
        )
        with self.engine.connect().execution_options(reads_only=True) as connection:
            return [Pause(row[0], aware(row[1]), row[2]) for row in connection.execute(statement)]

    def pause(self, workspace: str, pause: Pause) -> None:
        key = {"workspace": workspace, "scope": pause.scope}
        with self.engine.begin() as connection:
            replace_row(connection, pauses, key, {"until": pause.until, "by": pause.by})

    def end_pause(self, workspace: str, scope: str) -> None:
        here = (pauses.c.workspace == workspace, pauses.c.scope == scope)
        with self.engine.begin() as connection:
            connection.execute(delete(pauses).where(*here))


def _row(one: Reflecting) -> dict[str, Any]:
    return {
        "weekday": one.rhythm.weekday,
        "moment": f"{one.rhythm.moment:%H:%M}",
        "frequency": one.rhythm.frequency.value,
        "zone": one.rhythm.zone,
        "state": one.state.value,
        "next_at": one.next.at if one.next else None,
        "next_period": one.next.period if one.next else None,
        "done_period": one.done_period,
        "paused_until": one.paused_until,
        "unanswered": one.unanswered,
        "started_at": one.started_at,
        "fits": one.fits.value,
        "fits_until": one.fits_until,
    }


def _from_row(row: RowMapping) -> Reflecting:
    rhythm = Rhythm(
        row["weekday"],
        time.fromisoformat(row["moment"]),
        Frequency(row["frequency"]),
        row["zone"],
    )
    following = Due(aware(row["next_at"]), row["next_period"]) if row["next_at"] else None
    return Reflecting(
        user_id=row["user_id"],
        started_at=aware(row["started_at"]),
        rhythm=rhythm,
        state=Taking(row["state"]),
        next=following,
        done_period=row["done_period"],
        paused_until=aware_or_none(row["paused_until"]),
        unanswered=row["unanswered"],
        fits=Fits(row["fits"]),
        fits_until=aware_or_none(row["fits_until"]),
    )
