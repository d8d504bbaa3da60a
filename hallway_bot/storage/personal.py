"""Where in the database something stands about a person: the one list of it.

A test fails for a table that is neither here nor in `IMPERSONAL`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Table, and_, or_, select

from .authors import Authors
from .schema import (
    active_models,
    claims,
    indexed,
    keyring,
    lessons,
    people,
    threads,
    verdicts,
    workspaces,
)
from .schema_meeting import question_matches, question_people, questions, talks, trials
from .schema_rhythm import (
    deliveries,
    drafts,
    intentions,
    options,
    pauses,
    prompts_seen,
    rhythms,
)
from .schema_slack import once, slack_installations
from .schema_trust import audit, leavers


@dataclass(frozen=True, slots=True)
class Whose:
    """Whom rows are looked for: a person, and the channel of their DM."""

    workspace: str
    user_id: str
    dm: str | None
    authors: Authors


@dataclass(frozen=True, slots=True)
class Personal:
    """Rows about a person. `shown` names the columns that hold only what is
    theirs to see, with spaces between."""

    kind: str
    table: Table
    mine: Callable[[Whose], ColumnElement[bool]]
    shown: str


def _by(table: Table, column: str = "user_id") -> Callable[[Whose], ColumnElement[bool]]:
    return lambda who: and_(table.c.workspace == who.workspace, table.c[column] == who.user_id)


def _about_my_questions(who: Whose) -> ColumnElement[bool]:
    mine = select(questions.c.id).where(
        questions.c.workspace == who.workspace, questions.c.asker_id == who.user_id
    )
    return and_(
        question_matches.c.workspace == who.workspace, question_matches.c.question_id.in_(mine)
    )


def _asked_of_me(who: Whose) -> ColumnElement[bool]:
    mine = who.authors.wrote(talks, who.workspace, who.user_id)
    return and_(talks.c.workspace == who.workspace, mine)


def _asked_by_me(who: Whose) -> ColumnElement[bool]:
    # In a channel's thread several may have asked; then its text is theirs together.
    mine = threads.c.askers.contains(f" {who.user_id} ", autoescape=True)
    return and_(threads.c.workspace == who.workspace, or_(threads.c.channel == who.dm, mine))


# Lessons are not here: they are read and deleted by their own methods, which know their authors.
PERSONAL = (
    Personal(
        "choices", people, _by(people), "language attention_limit introductions_limit country"
    ),
    Personal("verdicts", verdicts, _by(verdicts), "lesson_id verdict at"),
    Personal(
        "questions",
        questions,
        _by(questions, "asker_id"),
        "id text language shown anonymous state created_at renewed_at closed_at",
    ),
    Personal(
        "question_matches", question_matches, _about_my_questions, "question_id lesson_id state at"
    ),
    Personal(
        "suggested_questions", question_people, _by(question_people), "question_id suggested_at"
    ),
    Personal(
        "talks_asked",
        talks,
        _by(talks, "asker_id"),
        "lesson_id question state created_at answered_at asker_talked",
    ),
    Personal(
        "talks_answered",
        talks,
        _asked_of_me,
        "lesson_id state created_at answered_at author_talked",
    ),
    Personal(
        "rhythm",
        rhythms,
        _by(rhythms),
        "weekday moment frequency zone state next_at paused_until unanswered started_at fits"
        " fits_until",
    ),
    Personal("prompts", prompts_seen, _by(prompts_seen), "prompt_id at"),
    Personal(
        "notes",
        drafts,
        _by(drafts),
        "prompt happened learned useful_when intention intention_on updated_at",
    ),
    Personal("intentions", intentions, _by(intentions), "text due_on state created_at"),
    Personal("trials", trials, _by(trials), "lesson_id state told due_on created_at answered_at"),
    Personal("messages", deliveries, _by(deliveries), "kind state due_at sent_at answered_at"),
    Personal("threads", threads, _asked_by_me, "question at"),
    Personal("leaving", leavers, _by(leavers), "noticed_at"),
    Personal("acts", audit, _by(audit, "who"), "at what lesson_id"),
    Personal("pauses", pauses, _by(pauses, "by"), "scope until"),
)
# Claims hold ids of people and of their things inside their keys; `privacy` looks there itself.
APART = (lessons, claims)
# Where an id of something of theirs stands in a row of somebody else's: with that thing gone,
# the row goes as well (`deleted`), or only the id does (`cleared`).
DELETED: tuple[Column[str], ...] = (
    verdicts.c.lesson_id,
    trials.c.lesson_id,
    talks.c.lesson_id,
    question_matches.c.lesson_id,
    question_matches.c.question_id,
    question_people.c.question_id,
)
CLEARED: tuple[Column[str], ...] = (lessons.c.parent_id, lessons.c.replaced_by, audit.c.lesson_id)
# Who installed Hallway is not kept.
IMPERSONAL = (
    workspaces,
    indexed,
    active_models,
    options,
    keyring,
    once,
    slack_installations,
)
