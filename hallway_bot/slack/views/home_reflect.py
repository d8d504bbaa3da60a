"""Home: looking back, notes that were begun, and what was sent unasked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ...domain.delivery import Delivery
from ...domain.reflecting import Intention, Note, Reflecting, Taking, Wishes
from ...domain.rhythm import OTHERS_FROM, Frequency, Rhythm, Turn
from ...domain.workdays import zone_of
from ...texts import Texts
from . import blocks as b
from .reflect import clock
from .settings import spoken

_SHOWN = 5
Looking = Reflecting | None


@dataclass(frozen=True, slots=True)
class Rhythmic:
    """What Home shows of a person's looking back. `today` is their local day, `rest` when the
    rest ends that an administrator gave them (aware). `sent` newest first."""

    reflecting: Looking
    wishes: Wishes
    notes: Sequence[Note]
    intentions: Sequence[Intention]
    sent: Sequence[Delivery]
    today: date
    turn: Turn = Turn.ANY
    rest: datetime | None = None


def looking_back(t: Texts, mine: Rhythmic) -> list[b.Block]:
    """The section about questions to look back on."""
    blocks = [
        b.section(f"*{t('home.reflect')}*\n{_standing(t, mine)}"),
        *_rules(t, mine.reflecting),
        b.actions(*_buttons(t, mine)),
    ]
    if mine.intentions:
        texts = t.list([f"“{b.said(one.text, 200)}”" for one in mine.intentions[:_SHOWN]])
        blocks.append(b.context(b.clip(t("home.intentions", list=texts), b.SECTION)))
    return blocks


def begun(t: Texts, mine: Rhythmic) -> list[b.Block]:
    """Notes that wait to be gone on with."""
    if not mine.notes:
        return []
    blocks: list[b.Block] = [{"type": "divider"}, b.section(f"*{t('home.notes')}*")]
    for note in mine.notes[:_SHOWN]:
        go_on = b.button(t("note.go_on"), "go_on_note", note.id)
        let_go = b.button(t("note.let_go"), "drop_note", note.id)
        blocks += [b.section(b.said(note.words or "…", 300)), b.actions(go_on, let_go)]
    return blocks


def sent(t: Texts, mine: Rhythmic) -> list[b.Block]:
    """What was sent unasked lately, and why: all of this week, and some more if it was quiet."""
    unasked = [one for one in mine.sent if one.kind.is_counted and one.sent_at]
    week = mine.today - timedelta(days=7)
    this_week = sum(one.sent_at.date() >= week for one in unasked if one.sent_at)
    lines = [
        t("home.sent_line", date=t.date(one.sent_at), why=t(f"home.why.{_why(one)}"))
        for one in unasked[: max(this_week, _SHOWN)]
        if one.sent_at
    ]
    return [b.context("\n".join([f"*{t('home.sent')}*", *lines]))] if lines else []


def _why(one: Delivery) -> str:
    return "quiet" if one.subject.get("about") == "quiet" else one.kind.value


def _standing(t: Texts, mine: Rhythmic) -> str:
    one = mine.reflecting
    if one is None or one.state is Taking.OFF:
        return t("home.reflect_off_lead" if mine.turn is Turn.LEAD else "home.reflect_off")
    if one.state is Taking.QUIET or one.next is None:
        return t("home.reflect_quiet")
    if _is_paused(mine):
        return t("home.reflect_paused", date=t.moment(one.next.at))
    said = t(
        "home.reflect_lead" if mine.turn is Turn.LEAD else "home.reflect_on",
        often=t(f"rhythm.often.{one.rhythm.frequency.value}"),
        weekday=t.weekday(one.rhythm.weekday),
        time=clock(one.rhythm.moment),
        zone=one.rhythm.zone,
        date=t.moment(one.next.at),
    )
    local = one.next.at.astimezone(zone_of(one.rhythm.zone)).time()
    if mine.turn is Turn.AFTER_LEADS and local == OTHERS_FROM != one.rhythm.moment:
        said += f" {t('home.reflect_after')}"
    if mine.rest is not None:
        said += f" {t('home.reflect_rest', date=t.date(mine.rest))}"
    return said


def _is_paused(mine: Rhythmic) -> bool:
    one = mine.reflecting
    if one is None or one.paused_until is None:
        return False
    return one.paused_until.astimezone(zone_of(one.rhythm.zone)).date() > mine.today


def _rules(t: Texts, one: Looking) -> list[b.Block]:
    comes = one is not None and one.state is Taking.ON
    return [b.context(t("home.reflect_moves"))] if comes else []


def _buttons(t: Texts, mine: Rhythmic) -> list[b.Block]:
    one = mine.reflecting
    if one is None or one.state is Taking.OFF:
        return [b.button(t("home.reflect_start"), "change_rhythm", style="primary")]
    stop = b.button(t("home.reflect_stop"), "stop_prompts")
    change = b.button(t("home.reflect_change"), "change_rhythm")
    if one.state is Taking.QUIET:
        return [b.button(t("home.reflect_resume"), "stay_prompts", style="primary"), change, stop]
    pause = b.datepicker("pause_prompt", t("home.reflect_pause"))
    resume = [b.button(t("home.reflect_resume"), "stay_prompts")] if _is_paused(mine) else []
    return [change, *resume, pause, stop]


def rhythm_form(t: Texts, rhythm: Rhythm, wishes: Wishes, fits: str, *, leads: bool) -> b.Block:
    """The modal in which a person says when, how often and in which language."""
    days = [b.option(t.weekday(n), str(n)) for n in range(7)]
    often = {f: b.option(t(f"rhythm.often.{f.value}"), f.value) for f in Frequency}
    language = {"auto": b.option(t("home.language_slack"), "auto"), **spoken(t)}
    now = {
        x: b.option(t(f"rhythm.fits.{x or 'none'}"), x or "none")
        for x in ("", "newcomer", "project_end", "after_incident", "after_leave")
    }
    timepicker = {
        "type": "timepicker",
        "action_id": "time",
        "initial_time": clock(rhythm.moment),
    }
    blocks = [
        b.field(t("rhythm.weekday"), b.select("weekday", days, days[rhythm.weekday])),
        b.field(t("rhythm.time"), timepicker),
        b.field(
            t("rhythm.frequency"),
            b.select("often", list(often.values()), often[rhythm.frequency]),
        ),
        b.field(
            t("rhythm.language"),
            b.select("language", list(language.values()), language[wishes.language or "auto"]),
        ),
        country(t, t("rhythm.country"), t("rhythm.country_hint"), wishes.country),
        b.field(t("rhythm.fits"), b.select("fits", list(now.values()), now[fits])),
    ]
    if leads:
        blocks.insert(0, b.context(t("rhythm.lead")))
    return b.modal(t("rhythm.title"), blocks, t("cancel"), t("save"), callback_id="rhythm")


def country(t: Texts, label: str, hint: str, chosen: str | None) -> b.Block:
    """The choice of a country, found by typing its name."""
    element: b.Block = {
        "type": "external_select",
        "action_id": "country",
        "min_query_length": 0,
        "placeholder": b.plain(hint, 150),
    }
    if chosen:
        element["initial_option"] = b.option(t.country(chosen), chosen)
    return b.field(label, element, optional=True)
