"""The Home tab: my lessons, my language, what is stored about me."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...domain.lesson import Lesson
from ...domain.records import OpenQuestion, Stored
from ...domain.reflecting import Pause
from ...domain.trials import Trial
from ...services.caution import Concern
from ...texts import Texts
from . import blocks as b
from . import home_questions, home_reflect, life, report
from .admin import section as admin_section
from .home_reflect import Rhythmic
from .lesson import highlight, who_sees
from .share import audience, concern_block

PAGE = 8
ROW = "lesson:"  # a block id begins so, and goes on with the lesson's
_TRIALS = 5
_BACK = 3  # lessons that come back when their successor is deleted; mostly it is one


@dataclass(frozen=True, slots=True)
class Mine:
    """What Home shows of a person. `pauses` only for administrators."""

    lessons: list[Lesson]
    questions: list[OpenQuestion]
    stored: Stored
    may_know: list[home_questions.Asked] = field(default_factory=list)
    rhythmic: Rhythmic | None = None
    pauses: Sequence[Pause] | None = None
    trials: list[tuple[Trial, Lesson]] = field(default_factory=list)


def home(t: Texts, mine: Mine, page: int = 0) -> b.Block:
    """The view. `page` counts from 0, newest lessons first."""
    blocks = [
        b.header(t("home.title")),
        b.section(t("home.intro")),
        b.actions(
            b.button(t("share.open"), "open_share", style="primary"),
            b.button(t("settings.button"), "settings"),
        ),
    ]
    # What waits for the person first, then what they arrange, then what they look up.
    if mine.rhythmic is not None:
        blocks += home_reflect.begun(t, mine.rhythmic)
    blocks += home_questions.may_know(t, mine.may_know)
    blocks += _trials(t, mine.trials)
    blocks += home_questions.mine(t, mine.questions)
    if mine.rhythmic is not None:
        blocks += [{"type": "divider"}, *home_reflect.looking_back(t, mine.rhythmic)]
    if mine.pauses is not None:
        blocks += [{"type": "divider"}, *admin_section(t, mine.pauses)]
    blocks += _lessons(t, mine, page)
    blocks += [{"type": "divider"}, b.section(f"*{t('home.stored')}*\n{_stored(t, mine.stored)}")]
    if mine.rhythmic is not None:
        blocks += home_reflect.sent(t, mine.rhythmic)
    blocks.append(
        b.actions(
            b.button(t("mydata.button"), "my_data"),
            b.button(t("forget.button"), "forget_me", style="danger"),
        )
    )
    return {"type": "home", "blocks": blocks}


def _lessons(t: Texts, mine: Mine, page: int) -> list[b.Block]:
    blocks = [{"type": "divider"}, b.section(f"*{_how_many(t, len(mine.lessons))}*")]
    pages = max(1, -(-len(mine.lessons) // PAGE))
    page = min(max(page, 0), pages - 1)
    for lesson in mine.lessons[page * PAGE : (page + 1) * PAGE]:
        blocks += _lesson(t, lesson)
    if pages > 1:
        blocks.append(_pager(t, page, pages))
    return blocks


def _how_many(t: Texts, lessons: int) -> str:
    return t.count("home.lessons", lessons) if lessons else t("home.lessons_none")


def _lesson(t: Texts, lesson: Lesson) -> list[b.Block]:
    about = [who_sees(t, lesson), t.date(lesson.created_at), life.standing(t, lesson, own=True)]
    detail = " · ".join(filter(None, about))
    row = b.actions(
        b.button(t("lesson.read_short"), "read_lesson", lesson.id),
        b.button(t("home.edit"), "edit_lesson", lesson.id),
        b.button(t("home.visibility"), "change_visibility", lesson.id),
        b.button(t("home.delete"), "delete_lesson", lesson.id, "danger"),
        life.tools(t, lesson),
    )
    return [
        b.section(f"{highlight(lesson.headline, 300)}\n{detail}"),
        {**row, "block_id": f"{ROW}{lesson.id}"},
        *report.on_home(t, lesson),
    ]


def _trials(t: Texts, trials: list[tuple[Trial, Lesson]]) -> list[b.Block]:
    if not trials:
        return []
    blocks = [{"type": "divider"}, b.section(f"*{t('home.trials')}*")]
    for trial, lesson in trials[:_TRIALS]:
        text = t("home.trial", title=b.said(lesson.headline, 300), date=t.day(trial.due_on))
        blocks.append(b.section(text, b.button(t("trial.let_go"), "trial_let_go", lesson.id)))
    return blocks


def _pager(t: Texts, page: int, pages: int) -> b.Block:
    buttons = []
    if page > 0:
        buttons.append(b.button(t("home.newer"), "home_newer", str(page - 1)))
    if page < pages - 1:
        buttons.append(b.button(t("home.older"), "home_older", str(page + 1)))
    return b.actions(*buttons)


def _stored(t: Texts, stored: Stored) -> str:
    lines = [
        t.count("home.stored_lessons", stored.lessons, private=stored.private_lessons),
        t.count("home.stored_questions", stored.questions, open=stored.open_questions),
        t.count("home.stored_verdicts", stored.verdicts),
        t.count("home.stored_talks", stored.talks),
        t.count("home.stored_trials", stored.trials),
        t("home.stored_rest"),
    ]
    return "\n".join(f"• {line}" for line in lines)


def closed(t: Texts) -> b.Block:
    """Home for somebody for whom the lessons are not meant."""
    return {"type": "home", "blocks": [b.section(t("guest"))]}


def visibility_form(t: Texts, lesson: Lesson, concerns: Sequence[Concern] = ()) -> b.Block:
    """The modal to change who may see a lesson. `concerns`: what to ask about before."""
    return b.modal(
        t("home.visibility"),
        [
            *(concern_block(t, concern) for concern in concerns),
            b.section(highlight(lesson.headline, 300)),
            *audience(t, lesson.visibility, lesson.channel_id, tried=lesson.parent_id is not None),
        ],
        t("cancel"),
        t("share.save_anyway" if concerns else "save"),
        callback_id="change_visibility",
        private_metadata=json.dumps([lesson.id, [concern.name for concern in concerns]]),
    )


def delete_form(t: Texts, lesson: Lesson, replaced: Sequence[Lesson] = ()) -> b.Block:
    """The modal that asks before deleting. `replaced`: what comes back then."""
    text = t("home.delete_sure", title=b.said(lesson.headline, 300))
    for other in replaced[:_BACK]:
        text += "\n" + t("home.delete_back", title=b.said(other.headline, 300))
    return b.modal(
        t("home.delete_title"),
        [b.section(text)],
        t("home.keep"),
        t("home.delete"),
        callback_id="delete_lesson",
        private_metadata=lesson.id,
    )
