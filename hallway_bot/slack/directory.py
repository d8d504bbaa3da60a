"""Slack's people and channels, asked through the Web API and remembered five minutes."""

import re
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from cachetools import TTLCache
from slack_sdk.errors import SlackApiError

from ..domain.errors import Unavailable, Unknown
from ..domain.person import Person
from ..ports import Clock
from .clients import Clients

_SECONDS = 300
_DND_AT_ONCE = 50
_NOBODY = frozenset(("user_not_found", "users_not_found", "user_not_visible"))
_ONE_BY_ONE = 20  # unknown people, above which the whole directory is fetched
T = TypeVar("T")
# What people put in their status when they are not at work: Slack's own suggestions, and words.
_OUT_EMOJI = frozenset(
    """
    :palm_tree: :face_with_thermometer: :airplane: :beach_with_umbrella: :desert_island: :baby:
    :no_entry: :hospital:
    """.split()
)
_OUT_WORDS = re.compile(
    r"\b(vacation(ing)?|holidays?|on leave|parental leave|out of office|ooo|away|off sick|sick|ill|"
    r"vakantie|verlof|afwezig|vrij|ziek)\b",
    re.IGNORECASE,
)


class Elapsed:
    """Seconds that went by, by whichever clock says more: the machine's may be set back, and what
    is remembered five minutes must not grow older than that."""

    def __init__(self, now: Clock) -> None:
        self._now, self._seconds, self._lock = now, 0.0, threading.Lock()
        self._wall, self._real = now().timestamp(), time.monotonic()

    def __call__(self) -> float:
        with self._lock:
            wall, real = self._now().timestamp(), time.monotonic()
            self._seconds += max(wall - self._wall, real - self._real)
            self._wall, self._real = wall, real
            return self._seconds


@dataclass(frozen=True, slots=True)
class Home:
    """Whose people are colleagues: a Slack team, and the organisation it may be part of."""

    team_id: str
    enterprise_id: str | None

    def has(self, user: dict[str, Any]) -> bool:
        """Slack calls only those strangers who share no channel with us: somebody from another
        company in a channel of ours is none to it. Whose team is not told is not ours."""
        if user.get("is_stranger"):
            return False
        in_grid = user.get("enterprise_user") or {}
        if self.team_id in (user.get("team_id"), *(in_grid.get("teams") or ())):
            return True
        of = (user.get("team_id"), in_grid.get("enterprise_id"))
        return self.enterprise_id is not None and self.enterprise_id in of


class SlackDirectory:
    """`ports.Directory`."""

    def __init__(
        self, clients: Clients, now: Clock, guests_allowed: Callable[[str], bool] = lambda _: False
    ) -> None:
        """`guests_allowed`: whether guests of a workspace take part like colleagues."""
        self._clients, self._now, self._guests_allowed = clients, now, guests_allowed
        # Every key begins with the workspace: two of them may know people by the same id.
        self._cache: TTLCache[tuple[str, str, str], Any] = TTLCache(
            20_000, _SECONDS, timer=Elapsed(now)
        )
        self._lock = threading.Lock()

    def person(self, workspace: str, user_id: str) -> Person:
        found = self._cached(
            (workspace, "person", user_id), lambda: self._person(workspace, user_id)
        )
        # Asked each time, so that a guest is out as soon as an administrator says so.
        return (
            replace(found, is_let_in=self._guests_allowed(workspace)) if found.is_guest else found
        )

    def channels_of(self, workspace: str, user_id: str) -> frozenset[str]:
        return self._cached(
            (workspace, "channels", user_id), lambda: self._channels_of(workspace, user_id)
        )

    def is_member(self, workspace: str, user_id: str, channel_id: str) -> bool:
        try:
            return user_id in self.members(workspace, channel_id)
        except Unavailable:
            return False

    def has_outsiders(self, workspace: str, channel_id: str) -> bool:
        def ask() -> bool:
            info = self._call(workspace, "conversations_info", channel=channel_id)["channel"]
            if info.get("is_ext_shared") or info.get("is_pending_ext_shared"):
                return True
            members = self.members(workspace, channel_id)
            self._meet(workspace, members)
            return any(self._is_outsider(workspace, user_id) for user_id in members)

        try:
            return self._cached(
                (workspace, "outsiders", f"{channel_id} {self._guests_allowed(workspace)}"), ask
            )
        except Unavailable:
            return True

    def user_by_email(self, workspace: str, email: str) -> str | None:
        try:
            return str(self._call(workspace, "users_lookupByEmail", email=email)["user"]["id"])
        except Unavailable:
            return None

    def is_away(self, workspace: str, user_id: str) -> bool:
        def ask() -> tuple[float, float]:
            return _quiet_time(self._call(workspace, "dnd_info", user=user_id))

        if self.person(workspace, user_id).is_out:
            return True
        try:
            start, end = self._cached((workspace, "quiet", user_id), ask)
        except Unavailable:
            return False  # an older installation may lack the scope; their status still counts
        return start <= self._now().timestamp() < end

    def group_members(self, workspace: str, group_id: str) -> frozenset[str]:
        def ask() -> frozenset[str]:
            return frozenset(
                self._call(workspace, "usergroups_users_list", usergroup=group_id)["users"]
            )

        try:
            return self._cached((workspace, "group", group_id), ask)
        except Unavailable:
            return frozenset()

    def prepare(self, workspace: str, user_ids: Sequence[str]) -> None:
        self._meet(workspace, user_ids)
        for start in range(0, len(user_ids), _DND_AT_ONCE):
            some = user_ids[start : start + _DND_AT_ONCE]
            try:
                found = self._call(workspace, "dnd_teamInfo", users=list(some))["users"]
            except Unavailable:
                return  # their statuses still count
            with self._lock:
                for user_id, info in found.items():
                    self._cache[workspace, "quiet", user_id] = _quiet_time(info)

    def forget(self, workspace: str, user_id: str) -> None:
        with self._lock:
            for kind in ("person", "quiet", "channels"):
                self._cache.pop((workspace, kind, user_id), None)

    def forget_workspace(self, workspace: str) -> None:
        """Remember nothing of it."""
        with self._lock:
            for key in [key for key in self._cache if key[0] == workspace]:
                self._cache.pop(key, None)

    def _meet(self, workspace: str, user_ids: Iterable[str]) -> None:
        # Slack lets us ask about a hundred people a minute, or list a thousand at once.
        with self._lock:
            unknown = sum((workspace, "person", user_id) not in self._cache for user_id in user_ids)
        if unknown <= _ONE_BY_ONE:
            return
        home = self._home(workspace)
        for user in self._pages(
            workspace, "users_list", "members", include_locale=True, limit=1_000
        ):
            with self._lock:
                self._cache[workspace, "person", user["id"]] = _person_of(user, home)

    def _is_outsider(self, workspace: str, user_id: str) -> bool:
        person = self.person(workspace, user_id)
        return person.is_stranger or (person.is_guest and not person.is_let_in)

    def members(self, workspace: str, channel_id: str) -> frozenset[str]:
        def ask() -> frozenset[str]:
            return frozenset(
                self._pages(workspace, "conversations_members", "members", channel=channel_id)
            )

        return self._cached((workspace, "members", channel_id), ask)

    def _channels_of(self, workspace: str, user_id: str) -> frozenset[str]:
        found = self._pages(
            workspace,
            "users_conversations",
            "channels",
            user=user_id,
            types="public_channel,private_channel",
            exclude_archived=True,
        )
        return frozenset(channel["id"] for channel in found)

    def _person(self, workspace: str, user_id: str) -> Person:
        found = self._call(workspace, "users_info", user=user_id, include_locale=True)["user"]
        return _person_of(found, self._home(workspace))

    def _home(self, workspace: str) -> Home:
        def ask() -> Home:
            team_id = self._clients.of(workspace).default_params.get("team_id")
            told = self._call(workspace, "auth_test")
            return Home(str(team_id or told["team_id"]), told.get("enterprise_id"))

        return self._cached((workspace, "home", ""), ask)

    def _pages(
        self, workspace: str, method: str, key: str, limit: int = 200, **arguments: object
    ) -> list[Any]:
        found: list[Any] = []
        cursor = ""
        while True:
            page = self._call(workspace, method, limit=limit, cursor=cursor, **arguments)
            found.extend(page.get(key) or [])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return found

    def _call(self, workspace: str, method: str, **arguments: object) -> Any:
        try:
            return getattr(self._clients.of(workspace), method)(**arguments).data
        except SlackApiError as error:
            said = error.response.get("error")
            kind = Unknown if said in _NOBODY else Unavailable
            raise kind(f"Slack answered {said}.") from error
        except OSError as error:
            raise Unavailable("Slack cannot be reached.") from error

    def _cached(self, key: tuple[str, str, str], ask: Callable[[], T]) -> T:
        with self._lock:
            if key in self._cache:
                found: T = self._cache[key]
                return found
        value = ask()
        with self._lock:
            self._cache[key] = value
        return value


def _person_of(user: dict[str, Any], home: Home) -> Person:
    profile = user.get("profile") or {}
    name = user.get("real_name") or profile.get("real_name") or profile.get("display_name")
    return Person(
        id=user["id"],
        name=str(name or user.get("name") or user["id"]),
        locale=user.get("locale") or "en-US",
        tz=user.get("tz") or "Etc/UTC",
        email=profile.get("email"),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=not home.has(user),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_deactivated=bool(user.get("deleted")),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_out=_is_out(profile),
    )


def _quiet_time(info: dict[str, Any]) -> tuple[float, float]:
    """From when until when Slack disturbs this person not, in seconds since 1970.

    Slack tells of a snooze only to the person themselves; everybody else sees its times. Its
    `dnd_enabled` is also about the nightly hours, so the times alone decide.
    """
    return float(info.get("next_dnd_start_ts") or 0), float(info.get("next_dnd_end_ts") or 0)


def _is_out(profile: dict[str, Any]) -> bool:
    emoji, said = profile.get("status_emoji") or "", profile.get("status_text") or ""
    return emoji in _OUT_EMOJI or bool(_OUT_WORDS.search(said))
