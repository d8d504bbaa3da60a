"""The question to look back on, the invitation to it, and what its buttons lead to."""

from datetime import datetime, time

from ...domain.rhythm import LEADS_AT, Rhythm, Turn
from ...services.reflect import Asked, Source
from ...texts import Texts
from . import blocks as b
from .answer import Message

_QUOTED = 600


def invitation(t: Texts, rhythm: Rhythm) -> Message:
    """Three lines and one question, asked once; a lead reads why theirs comes first."""
    text, leads = t("welcome.text"), rhythm.turn is Turn.LEAD
    day, moment = (0, LEADS_AT) if leads else (rhythm.weekday, rhythm.moment)
    yes = t("welcome.yes", weekday=t.weekday(day), time=clock(moment))
    lines = t("welcome.lines_lead" if leads else "welcome.lines")
    return text, [
        b.section(f"*{text}*\n{lines}"),
        b.actions(
            b.button(yes, "join", style="primary"),
            b.button(t("welcome.less" if leads else "welcome.other"), "change_rhythm"),
            b.button(t("welcome.no"), "decline_rhythm"),
        ),
    ]


def question(t: Texts, asked: Asked, now: datetime, asker: str | None = None) -> str:
    """What the person is asked, as Slack text. `asker` is a colleague who chose to be named."""
    if asked.source is Source.LIBRARY:
        return b.said(asked.text, b.SECTION)
    said = b.said(" ".join(asked.text.split()), _QUOTED)
    if asked.source is Source.QUESTION:
        if asker:
            return t("reflect.question_named", who=b.said(asker, 100), text=said)
        return t("reflect.question", text=said)
    ago = t.ago(asked.since or now, now)
    return t(f"reflect.{asked.source.value}", ago=ago, text=said)


def prompt(t: Texts, delivery_id: str, asked: Asked, text: str, turn: Turn = Turn.ANY) -> Message:
    """The prompt. Every way out of it is one click."""
    leads = turn is Turn.LEAD and asked.source is Source.LIBRARY
    why = [b.context(t("reflect.why.lead"))] if leads else []
    if asked.source is Source.QUESTION:  # the others say themselves where they come from
        why = [b.context(t("reflect.why.question"))]
    snooze = b.button(t("reflect.snooze"), "snooze_prompt", delivery_id)
    return text, [
        b.section(text),
        *why,
        b.hint(t("reflect.hint")),
        b.actions(
            b.button(t("reflect.answer"), "answer_prompt", delivery_id, "primary"),
            b.button(t("reflect.skip"), "skip_prompt", delivery_id),
            snooze,
            b.datepicker("pause_prompt", t("reflect.pause")),
            b.button(t("reflect.stop"), "stop_prompts", delivery_id),
        ),
    ]


def pause(t: Texts) -> Message:
    """To who wants a pause, in words: until when?"""
    text = t("reflect.until")
    return text, [b.section(text), b.actions(b.datepicker("pause_prompt", t("reflect.pause")))]


def quiet(t: Texts, delivery_id: str) -> Message:
    """Said once, kindly, after three prompts without any sign."""
    text = t("reflect.quiet")
    return text, [
        b.section(text),
        b.actions(
            b.button(t("reflect.stay"), "stay_prompts", delivery_id, "primary"),
            b.button(t("reflect.less"), "fewer_prompts", delivery_id),
            b.button(t("reflect.stop"), "stop_prompts", delivery_id),
        ),
    ]


def replied(t: Texts, note_id: str, ts: str | None = None) -> Message:
    """Below words that answer a prompt: kept, and where to? `ts` of what stands in no thread, and
    may not have been an answer at all."""
    text, alone = t("note.kept" if ts is None else "note.kept_answer"), t("note.kept_alone")
    other = [b.button(t("note.no_answer"), "not_answer", f"{note_id}:{ts}")] if ts else []
    return f"{text} {alone}", [
        b.section(text),
        b.hint(alone),  # no longer so once it is taken into the hallway
        b.actions(
            b.button(t("note.go_on"), "go_on_note", note_id, "primary"),
            b.button(t("note.keep"), "keep_note", note_id),
            b.button(t("note.let_go"), "drop_note", note_id),
            *other,
        ),
    ]


def or_answer(t: Texts, ts: str) -> list[b.Block]:
    """Below what was taken as a question right after a prompt."""
    return [b.actions(b.button(t("reflect.was_answer"), "was_answer", ts))]


def clock(moment: time) -> str:
    """15:30, in both languages."""
    return f"{moment:%H:%M}"
