"""Saying yes or no to looking back, and the ways out of a prompt, each one click."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from slack_bolt import Ack, App, BoltContext

from ...domain.attention import Kind
from ...domain.delivery import Delivery
from ...domain.errors import InvalidInput
from ...domain.reflecting import Fits, Reflecting, Taking
from ...domain.rhythm import Frequency, Rhythm, Turn
from ...domain.workdays import known_countries, zone_of
from ...services.reflect import invitation_key
from ...services.turns import turn_of
from ..desk import Desk, Visitor, report
from ..messenger import AtField, InDm
from ..payloads import chosen, values
from ..settling import place_of, settle, settle_letter
from ..views import home_reflect as home_views
from ..views import share as share_views
from .clicking import on_action, say
from .homes import republish

_COUNTRIES = 100


def register(app: App, desk: Desk) -> None:
    """Listen."""
    on_action(app, desk, "join", _join)
    on_action(app, desk, "decline_rhythm", _decline)
    on_action(app, desk, "change_rhythm", _change, slow=False)
    on_action(app, desk, "skip_prompt", _skip)
    on_action(app, desk, "snooze_prompt", _snooze)
    on_action(app, desk, "pause_prompt", _pause)
    on_action(app, desk, "stop_prompts", _stop)
    on_action(app, desk, "stay_prompts", _stay)
    on_action(app, desk, "fewer_prompts", _fewer)

    @app.options("country")
    def countries(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        try:
            visitor = desk.meet(context.team_id, body["user"]["id"])
            typed = (body.get("value") or "").casefold()
            named = sorted((visitor.t.country(code), code) for code in known_countries())
            found = [x for x in named if typed in x[0].casefold() or typed == x[1].casefold()]
            found.sort(key=lambda x: not x[0].casefold().startswith(typed))
            options = [
                {"text": {"type": "plain_text", "text": name[:75]}, "value": code}
                for name, code in found[:_COUNTRIES]
            ]
            ack(options=options)
        except Exception as error:  # the form works without it
            report(error)
            ack(options=[])

    @app.view("rhythm")
    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        user = body["user"]["id"]
        desk.visit(
            context.team_id,
            user,
            AtField(ack, "weekday"),
            lambda visitor: _arranged(desk, visitor, ack, values(body["view"])),
            slow=False,
        )


def _join(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    one = desk.reflect.take_part(visitor.workspace, visitor.person, Rhythm())
    _close(desk, visitor, body, coming(visitor, "welcome.joined", one))


def _decline(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    desk.reflect.stop(visitor.workspace, visitor.person)
    _close(desk, visitor, body, visitor.t("welcome.declined"))


def _change(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    workspace, user = visitor.workspace, visitor.person.id
    one = desk.store.reflecting(workspace, user) or Reflecting(user, desk.now())
    turn = turn_of(desk.store, desk.directory, workspace, user)
    view = home_views.rhythm_form(
        visitor.t,
        one.rhythm,
        desk.store.wishes(workspace, user),
        one.fitting(desk.now()).value,
        leads=turn is Turn.LEAD,
    )
    visitor.client.views_open(trigger_id=body["trigger_id"], view=view)


def _arranged(desk: Desk, visitor: Visitor, ack: Ack, fields: dict[str, dict[str, Any]]) -> None:
    workspace, user = visitor.workspace, visitor.person.id
    rhythm = Rhythm(
        int(chosen(fields, "weekday") or 3),
        time.fromisoformat(fields["time"].get("selected_time") or "15:30"),
        Frequency(chosen(fields, "often") or Frequency.WEEKLY.value),
        turn=Turn.ANY,
    )
    language, fits = chosen(fields, "language"), chosen(fields, "fits")
    wishes = replace(
        desk.store.wishes(workspace, user),
        language=language if language in ("en", "nl") else None,
        country=chosen(fields, "country"),
    )
    desk.store.set_wishes(workspace, user, wishes)
    person = visitor.person
    season = Fits("" if fits in (None, "none") else fits)
    one = desk.reflect.take_part(workspace, person, rhythm, season)
    again = desk.visitor(workspace, user)
    done = coming(again, "rhythm.done", one)
    ack(response_action="update", view=share_views.notice(again.t, done))
    desk.slow.submit(republish, desk, again)
    desk.slow.submit(settle_letter, desk, again, invitation_key(user), done)


def _skip(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    delivery = _mine(desk, visitor, body)
    if delivery is not None and delivery.answered_at is not None:
        say(_beside(visitor), visitor.t("reflect.over"))
        return
    _close(desk, visitor, body, visitor.t("reflect.skipped"))


def _snooze(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    delivery = _mine(desk, visitor, body)
    if delivery is None or delivery.answered_at is not None:
        say(_beside(visitor), visitor.t("reflect.over"))
        return
    one = desk.reflect.snooze(visitor.workspace, visitor.person, delivery)
    _close(desk, visitor, body, visitor.t("reflect.snoozed", date=next_at(visitor, one)))


def _pause(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    picked = body["actions"][0].get("selected_date")
    today = desk.now().astimezone(zone_of(visitor.person.tz)).date()
    if not picked or date.fromisoformat(picked) <= today:
        raise InvalidInput("note.error.past")
    one = desk.reflect.pause(visitor.workspace, visitor.person, date.fromisoformat(picked))
    outcome = visitor.t("reflect.paused", date=next_at(visitor, one))
    _close(desk, visitor, body, outcome)
    prompt = open_prompt(desk, visitor)
    if place_of(body) is not None and prompt is not None:  # they said so below it, in words
        desk.store.answer_delivery(visitor.workspace, prompt.id, desk.now())
        settle_letter(desk, visitor, prompt.key, outcome)


def _stop(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    desk.reflect.stop(visitor.workspace, visitor.person)
    _close(desk, visitor, body, visitor.t("reflect.stopped"))


def _stay(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    one = desk.reflect.stay(visitor.workspace, visitor.person, less_often=False)
    _close(desk, visitor, body, visitor.t("reflect.back", date=next_at(visitor, one)))


def _fewer(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    one = desk.reflect.stay(visitor.workspace, visitor.person, less_often=True)
    _close(desk, visitor, body, visitor.t("reflect.back", date=next_at(visitor, one)))


def open_prompt(desk: Desk, visitor: Visitor) -> Delivery | None:
    """The prompt that this person got last, while they did nothing with it."""
    last = desk.store.last_sent(visitor.workspace, visitor.person.id, Kind.PROMPT)
    asks = last is not None and last.subject.get("about") == "prompt"
    return last if last and asks and last.answered_at is None else None


def next_at(visitor: Visitor, one: Reflecting) -> str:
    """When the next one comes to somebody who takes part."""
    assert one.state is Taking.ON and one.next is not None
    return visitor.t.moment(one.next.at)


def coming(visitor: Visitor, key: str, one: Reflecting) -> str:
    """When their next one comes, and to a lead why it is not at the time that they chose."""
    leads = one.rhythm.turn is Turn.LEAD
    return visitor.t(f"{key}_lead" if leads else key, date=next_at(visitor, one))


def _mine(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> Delivery | None:
    """The delivery whose message was clicked, if it is this person's."""
    where = body.get("container") or {}
    if where.get("type") != "message":
        return None
    found = desk.store.delivery_at(visitor.workspace, where["channel_id"], where["message_ts"])
    return found if found is not None and found.user_id == visitor.person.id else None


def _close(desk: Desk, visitor: Visitor, body: dict[str, Any], outcome: str) -> None:
    """Say what came of it: in place of the buttons, or on Home where those were there."""
    if place_of(body) is not None:
        delivery = _mine(desk, visitor, body)
        if delivery is not None:
            desk.store.answer_delivery(visitor.workspace, delivery.id, desk.now())
        settle(visitor, _beside(visitor), body, outcome)
    republish(desk, visitor)


def _beside(visitor: Visitor) -> InDm:
    return InDm(visitor.client, visitor.person.id)
