"""What administrators arrange: who leads, the digest, a channel's invitation, rest."""

from datetime import date, time
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk.errors import SlackApiError

from ...domain.errors import InvalidInput, Unavailable
from ...domain.moderation import Act
from ...domain.reflecting import Pause
from ...domain.workdays import instant, zone_of
from ...services import resting
from ...services.digesting import CHANNEL, CHOSEN_BY, LANGUAGE
from ...services.turns import COUNTRY, LEADS
from ..desk import Desk, Visitor, report
from ..messenger import AtField, InDm
from ..payloads import chosen, values
from ..unanswered import Done, waits
from ..views import admin as views
from ..views import share as share_views
from .clicking import on_action, say
from .homes import republish

# Slack lets us ask about a hundred people a minute one by one.
_MANY = 20


def register(app: App, desk: Desk) -> None:
    """Listen."""
    on_action(app, desk, "arrange", _arrange, slow=False)
    on_action(app, desk, "invite_channel", _invite, slow=False)
    on_action(app, desk, "give_rest", _rest, slow=False)
    on_action(app, desk, "end_rest", _end_rest)

    when_sent(app, desk, "arrange", "leads", _arranged)
    when_sent(app, desk, "invite_channel", "channel", _invited)
    when_sent(app, desk, "give_rest", "until", _rested)


def when_sent(app: App, desk: Desk, callback_id: str, field: str, work: Any) -> None:
    """Have `work` done with what an administrator sent; troubles are said at `field`."""

    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        desk.visit(
            context.team_id,
            body["user"]["id"],
            AtField(ack, field),
            lambda visitor: _submitted(desk, visitor, ack, body, work),
            slow=False,
        )

    app.view(callback_id)(submitted)


def require_admin(visitor: Visitor) -> None:
    """Raises InvalidInput for everybody else."""
    if not visitor.person.is_admin:
        raise InvalidInput("admin.only")


def _submitted(desk: Desk, visitor: Visitor, ack: Ack, body: dict[str, Any], work: Any) -> None:
    require_admin(visitor)
    try:
        done = work(desk, visitor, values(body["view"]))
    except InvalidInput as error:
        if error.field is None:
            raise
        ack(response_action="errors", errors={error.field: visitor.t(error.key)})
        return
    act = Act(desk.now(), visitor.person.id, str(body["view"]["callback_id"]))
    desk.store.note_act(visitor.workspace, act)
    ack(response_action="update", view=share_views.notice(visitor.t, done))
    desk.slow.submit(republish, desk, visitor)


def _arrange(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    require_admin(visitor)
    option = desk.store.option
    workspace = visitor.workspace
    now = views.Arranged(
        option(workspace, LEADS),
        option(workspace, CHANNEL),
        option(workspace, COUNTRY),
        option(workspace, LANGUAGE) or "en",
        _groups(visitor),
    )
    view = views.arrange(visitor.t, now)
    visitor.client.views_open(trigger_id=body["trigger_id"], view=view)


def _groups(visitor: Visitor) -> dict[str, str]:
    try:
        found = visitor.client.usergroups_list()["usergroups"]
    except (SlackApiError, OSError) as error:  # the rest can be arranged without
        report(error)
        return {}
    return {group["id"]: str(group["name"]) for group in found}


def _arranged(desk: Desk, visitor: Visitor, fields: dict[str, dict[str, Any]]) -> str:
    workspace = visitor.workspace
    leads = chosen(fields, "leads")
    channel = fields.get("digest", {}).get("selected_conversation")
    desk.store.set_option(workspace, LEADS, None if leads == "-" else leads)
    if channel != desk.store.option(workspace, CHANNEL):
        desk.store.set_option(workspace, CHOSEN_BY, visitor.person.id if channel else None)
    desk.store.set_option(workspace, CHANNEL, channel)
    desk.store.set_option(workspace, COUNTRY, chosen(fields, "country"))
    desk.store.set_option(workspace, LANGUAGE, chosen(fields, "language"))
    return visitor.t("admin.saved")


def _invite(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    require_admin(visitor)
    visitor.client.views_open(trigger_id=body["trigger_id"], view=views.invite(visitor.t))


def _invited(desk: Desk, visitor: Visitor, fields: dict[str, dict[str, Any]]) -> str:
    channel = str(fields["channel"].get("selected_conversation"))
    try:
        members = sorted(desk.directory.members(visitor.workspace, channel))
    except Unavailable:
        raise InvalidInput("admin.channel_unknown", "channel") from None
    # Slack waits three seconds for our answer; asking who thousands are takes longer.
    done = waits(desk, visitor.workspace, visitor.person.id)
    desk.slow.submit(_invite_all, desk, visitor, members, done)
    return visitor.t("admin.inviting")


def _invite_all(desk: Desk, visitor: Visitor, members: list[str], done: Done) -> None:
    try:
        if len(members) > _MANY:
            desk.directory.prepare(visitor.workspace, members)
        people = [desk.directory.person(visitor.workspace, user) for user in members]
        colleagues = [person.id for person in people if person.is_colleague]
        asked = sum(desk.reflect.invite(visitor.workspace, user) for user in colleagues)
        told = (
            visitor.t.count("admin.invited", asked) if asked else visitor.t("admin.invited_before")
        )
    except Exception as error:  # whoever was asked is not asked again when it is sent again
        told = visitor.t("apology", ref=report(error))
    try:
        say(InDm(visitor.client, visitor.person.id), told)
    except Exception as error:  # Slack itself is away: the log is all that is left
        report(error)
    finally:
        done(True)


def _rest(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    require_admin(visitor)
    visitor.client.views_open(trigger_id=body["trigger_id"], view=views.rest(visitor.t))


def _rested(desk: Desk, visitor: Visitor, fields: dict[str, dict[str, Any]]) -> str:
    picked = fields["until"].get("selected_date")
    zone = zone_of(visitor.person.tz)
    today = desk.now().astimezone(zone).date()
    if not picked or date.fromisoformat(picked) <= today:
        raise InvalidInput("note.error.past", "until")
    until = instant(date.fromisoformat(picked), time(0), zone)
    scope = fields.get("channel", {}).get("selected_conversation") or ""
    incident = bool(fields.get("incident", {}).get("selected_options"))
    if scope and incident:
        raise InvalidInput("admin.rest_incident_all", "incident")
    desk.store.pause(visitor.workspace, Pause(scope, until, visitor.person.id))
    if not scope:
        resting.given(desk.store, visitor.workspace, desk.now(), until, incident=incident)
    day = visitor.t.day(date.fromisoformat(picked))
    if scope:
        return visitor.t("admin.rested_channel", channel=f"<#{scope}>", date=day)
    return visitor.t("admin.rested", date=day)


def _end_rest(desk: Desk, visitor: Visitor, body: dict[str, Any]) -> None:
    require_admin(visitor)
    scope = body["actions"][0]["value"].removeprefix("-")
    desk.store.note_act(visitor.workspace, Act(desk.now(), visitor.person.id, "end_rest"))
    desk.store.end_pause(visitor.workspace, scope)
    if not scope:
        resting.ended(desk.store, visitor.workspace, desk.now())
    republish(desk, visitor)
