"""Installing Hallway from a browser: to Slack, back with a code, and one page that says how it
went.

The way back is trusted for ten minutes, once, and in the browser that began it. Nobody is ever
sent anywhere but to Slack's own page.
"""

import hashlib
import html
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlencode

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.error import BoltError
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.state_store import OAuthStateStore
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from ..domain.language import LANGUAGES
from ..ports import Clock, Store
from ..texts import Texts
from .desk import report
from .many import AuthorizeByInstallation, ManyClients

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
AUTHORIZE = "https://slack.com/oauth/v2/authorize"
_SECONDS = 600
_STATE = "state:"
_TEAM = re.compile(r"[TE][A-Z0-9]{1,20}")


class Dated(Protocol):
    """Seals for a while."""

    def seal_at(self, text: str, at: datetime) -> str: ...

    def unseal_at(self, sealed: str, seconds: int, at: datetime) -> str | None: ...


@dataclass(frozen=True, slots=True)
class States(OAuthStateStore):
    """What Slack hands back with the code: signed by us, good for ten minutes, and once."""

    vault: Dated
    store: Store
    now: Clock

    def issue(self, *args: Any, **kwargs: Any) -> str:
        return self.vault.seal_at(f"{_STATE}{secrets.token_urlsafe(24)}", self.now())

    def consume(self, state: str) -> bool:
        told = self.vault.unseal_at(state, _SECONDS, self.now())
        if told is None or not told.startswith(_STATE):
            return False
        digest = hashlib.sha256(told.encode()).hexdigest()
        return self.store.claim_once(f"state:{digest}", self.now())


class NotInvited(BoltError):
    """A team that may not install Hallway here."""


class Flow(OAuthFlow):
    """Bolt's flow. `may_install`: ids of teams and organisations; empty: anybody."""

    def __init__(
        self, clients: ManyClients, settings: OAuthSettings, may_install: frozenset[str]
    ) -> None:
        super().__init__(client=clients.bare, settings=settings)
        self._clients, self._may_install = clients, may_install

    def build_authorize_url(self, state: str, request: BoltRequest) -> str:
        """To Slack's page. Nothing that came with the request gets in but the id of a team."""
        wanted = {
            "state": state,
            "client_id": self.settings.client_id,
            "scope": ",".join(self.settings.scopes or ()),
            "redirect_uri": self.settings.redirect_uri or "",
        }
        asked = (request.query.get("team") or [""])[0]
        team = {"team": asked} if _TEAM.fullmatch(asked) else {}
        return f"{AUTHORIZE}?{urlencode(wanted | team)}"

    def run_installation(self, code: str) -> Installation | None:
        """As Bolt's, without a word of the code in any log."""
        try:
            answer = self.client.oauth_v2_access(
                client_id=self.settings.client_id,
                client_secret=self.settings.client_secret,
                code=code,
                redirect_uri=self.settings.redirect_uri,
            )
            token = answer["access_token"]
            bot = self.client.auth_test(token=token)
        except SlackApiError as error:
            report(error)
            return None
        team, enterprise = answer.get("team") or {}, answer.get("enterprise") or {}
        return Installation(
            app_id=answer.get("app_id"),
            enterprise_id=enterprise.get("id"),
            enterprise_name=enterprise.get("name"),
            team_id=team.get("id"),
            team_name=team.get("name"),
            bot_token=token,
            bot_id=bot["bot_id"],
            bot_user_id=answer.get("bot_user_id"),
            bot_scopes=answer.get("scope") or "",
            bot_refresh_token=answer.get("refresh_token"),
            bot_token_expires_at=self._ends(answer.get("expires_in")),
            user_id="",
            is_enterprise_install=answer.get("is_enterprise_install") or False,
            token_type=answer.get("token_type"),
        )

    def _ends(self, seconds: int | None) -> int | None:
        return None if seconds is None else int(self._clients.rotation.now().timestamp()) + seconds

    def store_installation(self, request: BoltRequest, installation: Installation) -> None:
        """Keep it; raises NotInvited, after giving the token back, for whoever may not."""
        ours = {installation.team_id, installation.enterprise_id}
        if self._may_install and not self._may_install & ours:
            try:
                self.client.auth_revoke(token=installation.bot_token)
            except (SlackApiError, OSError) as error:
                report(error)
            raise NotInvited("This team may not install Hallway here.")
        self._clients.install(installation)


@dataclass(frozen=True, slots=True)
class Many:
    """How Bolt lets workspaces in: who they are, and how they come."""

    authorize: AuthorizeByInstallation
    flow: Flow


def make_many(
    clients: ManyClients,
    states: States,
    *,
    client_id: str,
    client_secret: str,
    public_url: str,
    scopes: tuple[str, ...],
    may_install: frozenset[str],
) -> Many:
    """Wire it. `public_url`: where Slack and browsers reach us, https."""
    settings = OAuthSettings(
        client_id=client_id,
        client_secret=client_secret,
        scopes=list(scopes),
        user_scopes=[],
        redirect_uri=f"{public_url.rstrip('/')}{REDIRECT}",
        install_path=INSTALL,
        redirect_uri_path=REDIRECT,
        install_page_rendering_enabled=False,
        installation_store=clients.installations.rows,
        state_store=states,
        state_expiration_seconds=_SECONDS,
        callback_options=CallbackOptions(success=_welcome, failure=_refused),
    )
    return Many(AuthorizeByInstallation(clients), Flow(clients, settings, may_install))


def _welcome(args: SuccessArgs) -> BoltResponse:
    name = args.installation.team_name or args.installation.enterprise_name or "Slack"
    cookie = args.settings.state_utils.build_set_cookie_for_deletion()
    what = "done_org" if args.installation.is_enterprise_install else "done"
    return page(args.request.headers, 200, what, cookie, team=name)


def _refused(args: FailureArgs) -> BoltResponse:
    if isinstance(args.error, NotInvited):
        return page(args.request.headers, 403, "not_invited")
    if args.reason == "access_denied":
        return page(args.request.headers, 200, "cancelled")
    return page(args.request.headers, args.suggested_status_code, "again", link=INSTALL)


def page(
    headers: Any,
    status: int,
    what: str,
    cookie: str | None = None,
    *,
    link: str = "",
    team: str = "",
) -> BoltResponse:
    """A whole page that says how it went, in the browser's language."""
    t = Texts(_language(headers))
    title, said = t(f"oauth.{what}_title"), t(f"oauth.{what}", team=team)
    way = f'<p><a href="{link}">{html.escape(t("oauth.link"))}</a></p>' if link else ""
    body = (
        f'<!doctype html><html lang="{t.language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><main><h1>{html.escape(title)}</h1>"
        f"<p>{html.escape(said)}</p>{way}</main></html>"
    )
    answer: dict[str, str | Sequence[str]] = {"Content-Type": "text/html; charset=utf-8"}
    if cookie is not None:
        answer["Set-Cookie"] = [cookie]
    return BoltResponse(status=status, body=body, headers=answer)


def _language(headers: Any) -> str:
    told = ",".join(headers.get("accept-language") or [])
    accepted = parse_accept_header(told, LanguageAccept)
    return accepted.best_match(LANGUAGES) or "en"
