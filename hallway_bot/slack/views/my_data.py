"""What Hallway holds about somebody, as a text that they can read: Markdown."""

from collections.abc import Iterator
from datetime import date, datetime

from ...domain.lesson import Lesson, Visibility
from ...ports.privacy import Record, Value
from ...services.my_data import Held
from ...texts import Texts

_TEXTS = ("happened", "learned", "useful_when")
# Codes that have a word of their own; others are names or numbers and stand as they are.
_WORDS = frozenset(
    """
    helpful not_for_me open answered closed lapsed known linked told answers not_quite asked
    accepted relayed ended declined not_about silent unasked yes not_yet no on quiet off newcomer
    project_end after_incident after_leave waiting sending sent dropped weekly fortnightly monthly
    talk_answer meeting relay match digest introduction prompt follow_up invitation thanks review
    planned postponed held did_not_hold let_go
    """.split()
)
_CODED = frozenset("verdict state kind frequency fits asker_talked author_talked".split())


def readable(t: Texts, held: Held) -> str:
    """The whole text."""
    return "\n".join(_lines(t, held)) + "\n"


def _lines(t: Texts, held: Held) -> Iterator[str]:
    yield f"# {t('mydata.title')}"
    yield ""
    yield t("mydata.intro", name=held.person.name, date=t.date(held.at))
    yield from ("", f"## {t('mydata.kind.lessons')}", "")
    for lesson in held.lessons:
        yield from _lesson(t, lesson)
    if not held.lessons:
        yield t("mydata.nothing")
    for kind, records in held.records.items():
        yield from ("", f"## {t(f'mydata.kind.{kind}')}", "")
        yield from (_line(t, record) for record in records)
        if not records:
            yield t("mydata.nothing")


def _lesson(t: Texts, lesson: Lesson) -> Iterator[str]:
    who = t(f"visible.{lesson.visibility.value}")
    if lesson.visibility is Visibility.CHANNEL:
        who = t("visible.channel_named", channel=lesson.channel_id)
    yield f"### {lesson.headline}"
    yield from ("", f"{t.date(lesson.created_at)} · {who} · {lesson.id}", "")
    for name in _TEXTS:
        if text := getattr(lesson, name):
            yield from (f"{t(f'lesson.{name}')}:", "", text, "")
    if lesson.topics:
        yield from (t("lesson.topics", topics=t.list(list(lesson.topics))), "")


def _line(t: Texts, record: Record) -> str:
    told = [
        f"{t(f'mydata.field.{name}')}: {_shown(t, name, value)}"
        for name, value in record.items()
        if value not in (None, "")
    ]
    return f"- {'; '.join(told)}" if told else f"- {t('mydata.nothing')}"


def _shown(t: Texts, name: str, value: Value) -> str:
    if isinstance(value, bool):
        return t("mydata.value.yes" if value else "mydata.value.no")
    if isinstance(value, datetime):
        return t.date(value)
    if isinstance(value, date):
        return t.day(value)
    if name == "weekday":
        return t.weekday(int(value or 0))
    if name in _CODED and value in _WORDS:
        return t(f"mydata.value.{value}")
    return " ".join(str(value).split())
