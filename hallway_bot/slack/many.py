"""Many workspaces: whose token speaks where, for what people begin and what Hallway begins."""

from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt import BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation

from ..domain.errors import Unavailable
from ..domain.records import Team
from ..ports import Store
from .clients import Leaving, make_client
from .installs import Installations
from .rotation import Rotation

_TEAMS = 1_000


@dataclass(frozen=True, slots=True)
class ManyClients:
    """`Clients` by installation. A workspace is known once its team, or the organisation that
    its team is part of, has installed Hallway."""

    bare: WebClient
    store: Store
    installations: Installations
    rotation: Rotation

    def workspace(self, team_id: str | None) -> str:
        team = self.store.team(team_id) if team_id else None
        if team is None:
            raise Unavailable("Hallway is not installed there.")
        return team.workspace

    def of(self, workspace: str) -> WebClient:
        team = self.store.team_of(workspace)
        found = self._installation(team.enterprise_id, team.team_id) if team else None
        if team is None or found is None:
            raise Unavailable("Hallway is not installed there any more.")
        return make_client(found.bot_token, self.bare.base_url, team.team_id)

    def authorized(self, enterprise_id: str | None, team_id: str | None) -> Installation | None:
        """The installation that a request of this team belongs to, whose workspace is known
        and in use from now on; None when there is none, or when Slack says that it is not for
        them: a request may be late, and they have left since. Raises Unavailable."""
        if team_id is None:
            return None
        team = self.store.team(team_id)
        if team is not None and team.enterprise_id is not None:
            enterprise_id = team.enterprise_id
        found = self._installation(enterprise_id, team_id)
        if found is not None and (team is None or not team.in_use):
            if not self._is_for(found, team_id):
                return None
            self.store.install(team_id, found.enterprise_id)
        return found

    def _is_for(self, found: Installation, team_id: str) -> bool:
        """Whether Slack says that an installation is for this team. Raises Unavailable when it
        does not say: what rests is not put back in use in doubt, nor the other way round."""
        if found.team_id is not None:
            return found.team_id == team_id
        client = make_client(found.bot_token, self.bare.base_url)
        try:
            pages = client.auth_teams_list(limit=_TEAMS)
            return any(one["id"] == team_id for page in pages for one in page["teams"])
        except (SlackApiError, OSError) as error:
            raise Unavailable("Slack cannot be asked which teams it is for.") from error

    def _installation(self, enterprise_id: str | None, team_id: str | None) -> Installation | None:
        found = self.installations.find(enterprise_id, team_id)
        return self.rotation.fresh(found) if found is not None else None

    def install(self, installation: Installation) -> None:
        """Keep it; the workspaces that it is for are in use from now on."""
        installation.installed_at = self.rotation.now().timestamp()
        self.installations.save(installation)
        if installation.team_id is not None and not installation.is_enterprise_install:
            self.store.install(installation.team_id, installation.enterprise_id)
            return
        for team in self.store.teams():
            if team.team_id and team.enterprise_id == installation.enterprise_id:
                self.store.install(team.team_id, team.enterprise_id)

    def catch_up(self) -> None:
        self.rotation.catch_up()

    def withdrawn(self, team_id: str) -> list[str]:
        team = self.store.team(team_id)
        found = self._installation(team.enterprise_id, team_id) if team else None
        # Slack may say so late, when the team has long been given it back, or has its own.
        if team is None:
            return []
        theirs = found is not None and self._is_for(found, team_id)
        return [] if theirs else [team.workspace]

    def uninstall(self, left: Leaving) -> list[str]:
        # Slack says it twice; what else covers a team must outlive the second time.
        team_id = None if left.whole else left.team_id
        found = self.installations.own(left.enterprise_id, team_id)
        if found is not None:
            if datetime.fromtimestamp(found.installed_at, UTC) > left.at:
                return []
            self.installations.delete(found)
        return [
            team.workspace
            for team in self.store.teams()
            if _is_of(team, left, whole=left.whole)
            and self.installations.find(team.enterprise_id, team.team_id) is None
        ]


def _is_of(team: Team, left: Leaving, *, whole: bool) -> bool:
    if team.team_id is None:
        return False
    return team.enterprise_id == left.enterprise_id if whole else team.team_id == left.team_id


class AuthorizeByInstallation(Authorize):
    """What Bolt asks before anything of ours runs. Of its own events it learns from `bot_id`
    and `bot_user_id`, and leaves them alone."""

    def __init__(self, clients: ManyClients) -> None:
        self._clients = clients

    def __call__(
        self,
        *,
        context: BoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        try:
            found = self._clients.authorized(enterprise_id, team_id)
        except Unavailable:
            return None
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_id=found.bot_id,
            bot_user_id=found.bot_user_id,
            bot_token=found.bot_token,
            bot_scopes=found.bot_scopes,
        )
