"""Changing tokens that expire for new ones: once, however many processes need them."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.token_rotation import TokenRotator
from sqlalchemy.exc import DBAPIError

from ..domain.errors import Unavailable
from ..ports import Clock, Store
from .installs import Installations

log = structlog.get_logger("hallway.slack")
# A token lives for twelve hours; its last two are time enough to change it.
_BEFORE_MINUTES = 120
# Whoever claimed it and died is waited for no longer than this, in seconds.
_CLAIM = 600
_TRIES = 20
_SAVES = 3


@dataclass(frozen=True, slots=True)
class Rotation:
    """Slack takes each refresh token once. Whoever claims it changes it; the others go on with
    the old token, which is still good, or wait for the new one. `pause` waits a moment."""

    installations: Installations
    rotator: TokenRotator
    store: Store
    now: Clock
    pause: Callable[[], None] = lambda: time.sleep(0.25)
    # Old and new, by the old refresh token, while the database has only the old.
    _unsaved: dict[str, tuple[Installation, Installation]] = field(default_factory=dict, repr=False)

    def fresh(self, found: Installation) -> Installation:
        """`found`, with a token that is good for now. Raises Unavailable."""
        _, found = self._unsaved.get(found.bot_refresh_token or "", (found, found))
        ends = found.bot_token_expires_at
        left = None if ends is None else ends - self.now().timestamp()
        if left is None or left > _BEFORE_MINUTES * 60 or not found.bot_refresh_token:
            return found
        digest = hashlib.sha256(found.bot_refresh_token.encode()).hexdigest()
        key = f"rotate:{digest}:{int(self.now().timestamp()) // _CLAIM}"
        if self.store.claim_once(key, self.now()):
            changed = self._change(found)
            if changed is not None:
                return changed
        return found if left > 0 else self._awaited(found)

    def _change(self, found: Installation) -> Installation | None:
        try:
            # The clock of the rotator is the machine's; that it is due was decided by ours.
            due = Installation(**found.to_dict_for_copying())
            due.bot_token_expires_at = 1
            changed = self.rotator.perform_token_rotation(installation=due)
        except (SlackTokenRotationError, OSError):
            return None  # somebody else was first, or Slack is away
        if changed is not None and changed.bot_token_expires_at:
            changed.bot_token_expires_at += int(self.now().timestamp() - time.time())
            if not self._keep(found, changed):
                return self._awaited(found)  # uninstalled or installed anew meanwhile
        return changed

    def _keep(self, old: Installation, new: Installation) -> bool:
        """False when `old` is not there any more. Slack takes its refresh token no more, so `new`
        is not let go of when the database refuses it."""
        for _ in range(_SAVES):
            try:
                return self.installations.renew(old, new)
            except DBAPIError:
                self.pause()
        self._unsaved[str(old.bot_refresh_token)] = (old, new)
        log.warning("token_not_saved", team=new.team_id, organisation=new.enterprise_id)
        return True

    def catch_up(self) -> None:
        """Save what the database refused before; raises what it says when it refuses again."""
        for refresh, (old, new) in list(self._unsaved.items()):
            self.installations.renew(old, new)
            self._unsaved.pop(refresh, None)
            log.info("token_saved", team=new.team_id, organisation=new.enterprise_id)

    def _awaited(self, found: Installation) -> Installation:
        for _ in range(_TRIES):
            there = self.installations.find(found.enterprise_id, found.team_id)
            if there is None:
                break
            if there.bot_refresh_token != found.bot_refresh_token:
                return there
            self.pause()
        raise Unavailable("The token for this workspace cannot be renewed just now.")
