"""Hallway is uninstalled: by a team, by an organisation, or for some of its teams."""

from datetime import UTC, datetime
from typing import Any

from slack_bolt import App, BoltContext

from ...domain.errors import Unavailable
from ..clients import Leaving
from ..desk import Desk, report


def register(app: App, desk: Desk) -> None:
    """Listen."""

    @app.event("app_uninstalled")
    def uninstalled(body: dict[str, Any], context: BoltContext) -> None:
        at = _at(desk, body)
        for workspace in desk.clients.uninstall(_left(context, at)):
            desk.uninstalling(workspace, at)

    @app.event("tokens_revoked")
    def revoked(event: dict[str, Any], body: dict[str, Any], context: BoltContext) -> None:
        if not (event.get("tokens") or {}).get("bot"):
            return
        at = _at(desk, body)
        for workspace in desk.clients.uninstall(_left(context, at)):
            # It may still be installed: nothing that is kept goes for this.
            desk.store.uninstall(workspace, at)

    @app.event("team_access_revoked")
    def withdrawn(event: dict[str, Any], body: dict[str, Any]) -> None:
        for team_id in event.get("team_ids") or []:
            try:
                for workspace in desk.clients.withdrawn(str(team_id)):
                    desk.uninstalling(workspace, _at(desk, body))
            except Unavailable as error:  # in doubt nothing is forgotten
                report(error)


def _left(context: BoltContext, at: datetime) -> Leaving:
    whole = bool(context.is_enterprise_install) or context.team_id is None
    return Leaving(context.enterprise_id, context.team_id, at, whole)


def _at(desk: Desk, body: dict[str, Any]) -> datetime:
    told = body.get("event_time")
    return datetime.fromtimestamp(float(told), UTC) if told else desk.now()
