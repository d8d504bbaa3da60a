"""The parts of the store in memory that are not about finding lessons."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from hallway_bot.domain.feedback import Feedback
from hallway_bot.domain.lesson import Lesson, Visibility
from hallway_bot.domain.records import ActiveModel, Indexed, Stored, Team, Verdict

FIRST = "first"


class Memory:
    """What all parts share: lessons by workspace."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Lesson]] = {}
        self.ledger: dict[tuple[str, str], dict[str, Indexed]] = {}
        self.active: dict[str, ActiveModel] = {}
        self.languages: dict[tuple[str, str], str | None] = {}
        self.verdicts: dict[tuple[str, str, str], tuple[Verdict, datetime]] = {}
        self.claims: dict[tuple[str, str], datetime] = {}
        self.threads: dict[tuple[str, str, str], str] = {}
        self.known: dict[str, Team] = {}
        self.done_once: set[str] = set()

    def _of(self, workspace: str) -> dict[str, Lesson]:
        return self.kept.setdefault(workspace, {})


class MemoryLedger(Memory):
    """`ports.IndexLedger`, and the linking of authors."""

    def link_author(self, workspace: str, email: str, user_id: str) -> int:
        held = self._of(workspace)
        theirs = [
            lesson
            for lesson in held.values()
            if lesson.author.user_id is None
            and (lesson.author.email or "").lower() == email.lower()
        ]
        for lesson in theirs:
            held[lesson.id] = replace(lesson, author=replace(lesson.author, user_id=user_id))
        return len(theirs)

    def unlinked_emails(self, workspace: str) -> list[str]:
        authors = [lesson.author for lesson in self._of(workspace).values()]
        return list({a.email: None for a in authors if a.email and a.user_id is None})

    def unindexed(self, workspace: str, model: str, limit: int) -> list[Lesson]:
        marked = self._marked(workspace, model)
        return [
            lesson
            for lesson in self._of(workspace).values()
            if lesson.id not in marked or marked[lesson.id].content_hash != lesson.content_hash
        ][:limit]

    def count_unindexed(self, workspace: str, model: str, newest: int | None = None) -> int:
        waiting = {lesson.id for lesson in self.unindexed(workspace, model, 10**6)}
        last = list(self._of(workspace))[-newest:] if newest else list(self._of(workspace))
        return sum(lesson_id in waiting for lesson_id in last)

    def indexed(self, workspace: str, model: str, ids: Iterable[str]) -> dict[str, Indexed]:
        marked = self._marked(workspace, model)
        return {key: marked[key] for key in ids if key in marked}

    def passages_indexed(self, workspace: str, model: str) -> int:
        marked = self._marked(workspace, model).values()
        return sum(row.passages for row in marked if row.content_hash)

    def mark_indexed(self, workspace: str, model: str, rows: Sequence[Indexed]) -> None:
        self._marked(workspace, model).update({row.lesson_id: row for row in rows})

    def orphans(self, workspace: str, model: str, limit: int) -> list[Indexed]:
        held = self._of(workspace)
        marked = self._marked(workspace, model)
        return [row for row in marked.values() if row.lesson_id not in held][:limit]

    def indexed_models(self, workspace: str) -> list[str]:
        return sorted(
            model for (place, model), rows in self.ledger.items() if place == workspace and rows
        )

    def forget_indexed(self, workspace: str, model: str, ids: Iterable[str]) -> None:
        for key in ids:
            self._marked(workspace, model).pop(key, None)

    def forget_model(self, workspace: str, model: str) -> None:
        self._marked(workspace, model).clear()

    def active_model(self, workspace: str) -> ActiveModel | None:
        return self.active.get(workspace)

    def set_active_model(self, workspace: str, name: str, source: dict[str, str]) -> None:
        self.active[workspace] = ActiveModel(name, source)

    def _marked(self, workspace: str, model: str) -> dict[str, Indexed]:
        return self.ledger.setdefault((workspace, model), {})


class MemoryPeople(Memory):
    """`ports.PeopleStore`."""

    def language(self, workspace: str, user_id: str) -> str | None:
        return self.languages.get((workspace, user_id))

    def set_language(self, workspace: str, user_id: str, language: str | None) -> None:
        self.languages[workspace, user_id] = language

    def stored(self, workspace: str, user_id: str) -> Stored:
        mine = [x for x in self._of(workspace).values() if x.author.user_id == user_id]
        return Stored(
            lessons=len(mine),
            private_lessons=sum(x.visibility is Visibility.PRIVATE for x in mine),
            questions=0,
            verdicts=sum((w, u) == (workspace, user_id) for w, _, u in self.verdicts),
            talks=0,
        )

    def give_verdict(
        self, workspace: str, lesson_id: str, user_id: str, verdict: Verdict, at: datetime
    ) -> None:
        self.verdicts[workspace, lesson_id, user_id] = (verdict, at)

    def feedback(self, workspace: str, lesson_ids: Sequence[str]) -> dict[str, Feedback]:
        counts: dict[str, int] = {}
        for (w, lesson_id, user_id), (verdict, _) in self.verdicts.items():
            lesson = self._of(workspace).get(lesson_id)
            if w != workspace or lesson is None or lesson_id not in lesson_ids:
                continue
            if verdict is Verdict.HELPFUL and lesson.author.user_id != user_id:
                counts[lesson_id] = counts.get(lesson_id, 0) + 1
        return {lesson_id: Feedback(count) for lesson_id, count in counts.items()}


class MemoryClaims(Memory):
    """`ports.Claims` and `ports.Workspaces`."""

    def claim(self, workspace: str, key: str, at: datetime) -> bool:
        if (workspace, key) in self.claims:
            return False
        self.claims[workspace, key] = at
        return True

    def release(self, workspace: str, key: str) -> bool:
        return self.claims.pop((workspace, key), None) is not None

    def claims_before(
        self, workspace: str, prefix: str, at: datetime
    ) -> list[tuple[str, datetime]]:
        here = [(key, when) for (place, key), when in self.claims.items() if place == workspace]
        found = [one for one in here if one[0].startswith(prefix) and one[1] < at]
        return sorted(found, key=lambda one: (one[1], one[0]))

    def thread_question(self, workspace: str, channel: str, thread: str) -> str | None:
        return self.threads.get((workspace, channel, thread))

    def set_thread_question(
        self,
        workspace: str,
        channel: str,
        thread: str,
        question: str,
        asker_id: str,
        at: datetime,
    ) -> None:
        self.threads[workspace, channel, thread] = question

    def workspace(self, team_id: str | None) -> str:
        known = self.known
        for workspace, one in known.items():
            if team_id is None or one.team_id == team_id:
                return FIRST if team_id is None and FIRST in known else workspace
        unclaimed = [workspace for workspace, one in known.items() if one.team_id is None]
        new = unclaimed[0] if unclaimed else team_id if known and team_id else FIRST
        known[new] = Team(new, team_id)
        return new

    def install(self, team_id: str, enterprise_id: str | None) -> str:
        before = self.team(team_id)
        workspace = before.workspace if before else team_id
        self.known[workspace] = Team(workspace, team_id, enterprise_id)
        return workspace

    def team(self, team_id: str) -> Team | None:
        return next((one for one in self.known.values() if one.team_id == team_id), None)

    def team_of(self, workspace: str) -> Team | None:
        return self.known.get(workspace)

    def teams(self) -> list[Team]:
        return sorted(self.known.values(), key=lambda one: one.workspace)

    def workspaces(self) -> list[str]:
        return [one.workspace for one in self.teams() if one.in_use]

    def uninstall(self, workspace: str, at: datetime) -> None:
        self.known[workspace] = replace(self.known[workspace], in_use=False)

    def claim_once(self, key: str, at: datetime) -> bool:
        new = key not in self.done_once
        self.done_once.add(key)
        return new
