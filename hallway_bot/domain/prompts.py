"""Prompts: what Hallway asks a person once in a while, and which one fits whom."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """For whom a prompt is meant, and as whom a person is asked."""

    EVERYONE = "everyone"
    LEAD = "lead"
    NEWCOMER = "newcomer"


class Season(StrEnum):
    """When a prompt fits, and what a person has just come through."""

    ANY = "any"
    PROJECT_END = "project_end"
    AFTER_INCIDENT = "after_incident"
    AFTER_LEAVE = "after_leave"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt in one language ("en" or "nl"); the same id is the same idea in the other.

    `text` asks what happened. `follow_ups`: what was learned, the guided form's second question,
    and a thought further below it.
    """

    id: str
    text: str
    follow_ups: tuple[str, str]
    role: Role
    season: Season
    language: str


def choose(
    prompts: Iterable[Prompt], role: Role, season: Season, seen_ids: Collection[str], key: str
) -> Prompt | None:
    """The prompt for a person in this role and season, or None when all that fit were seen.

    `prompts` are in the person's language; `seen_ids` are those of the last twelve weeks.
    A lead gets a lead's prompts while there are any: they go first with a mistake of their own,
    whatever the season. Otherwise prompts of the season come first, and a newcomer gets a
    newcomer's about every other time. `key` (person and period) settles the rest: the same key
    gives the same id, in either language and in any order of `prompts`.
    """
    leads = role is Role.LEAD
    own_first = leads or _hash(key)[0] % 2 == 0
    fitting = (
        prompt
        for prompt in prompts
        if prompt.role in (Role.EVERYONE, role)
        and prompt.season in (Season.ANY, season)
        and prompt.id not in seen_ids
    )
    return min(
        fitting,
        key=lambda prompt: (
            leads and prompt.role is not role,
            prompt.season is not season,
            (prompt.role is role) is not own_first,
            _hash(f"{key}\n{prompt.id}"),
        ),
        default=None,
    )


def _hash(text: str) -> bytes:
    # Not hash(): that differs from one process to the next.
    return hashlib.sha256(text.encode()).digest()
