"""Views: a stack of modals and a Home tab for each person."""

from __future__ import annotations

import copy
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from hallway_bot.playground.errors import SlackError
from hallway_bot.playground.forms import elements_of, leaves, opening_state
from hallway_bot.playground.people import APP_ID, BOT_ID

Json = dict[str, Any]
STACK = 3
GRACE_SECONDS = 0.1


class ViewBook:
    """All open views. Thread-safe; hands out copies, so a holder never sees them change."""

    def __init__(self, team_id: str, wall: Callable[[], float]) -> None:
        self._team_id = team_id
        self._wall = wall
        self._lock = threading.RLock()
        self._modals: dict[str, list[Json]] = {}
        self._homes: dict[str, Json] = {}
        self._sending: dict[str, int] = {}
        self._sent = threading.Condition(self._lock)

    @contextmanager
    def sending(self, user_id: str) -> Iterator[None]:
        """This person's modal is on its way to the app, and its answer to be acted on."""
        with self._lock:
            self._sending[user_id] = self._sending.get(user_id, 0) + 1
        try:
            yield
        finally:
            with self._sent:
                self._sending[user_id] -= 1
                self._sent.notify_all()

    def after_answers(self, user_id: str) -> None:
        """Let the answer to a submission go before a call that the app made right after it.

        Both race here, as they do in Slack, but there the network gives the answer its lead.
        Not for long: an app may also call before it answers.
        """
        with self._sent:
            self._sent.wait_for(lambda: not self._sending.get(user_id), GRACE_SECONDS)

    def owner(self, view_id: str | None, external_id: str | None) -> str:
        """Who has this view open. Raises SlackError: not_found."""
        with self._lock:
            return self._find(view_id, external_id)[0]

    def open(self, user_id: str, view: Json) -> Json:
        """Open a modal for somebody; it takes the place of any modal that is open."""
        with self._lock:
            self._refuse_duplicate(view)
            shown = self._dress(view)
            shown["root_view_id"] = shown["id"]
            self._modals[user_id] = [shown]
            return copy.deepcopy(shown)

    def push(self, user_id: str, view: Json) -> Json:
        """Put a modal on the open one. Raises SlackError: not_found, push_limit_reached."""
        with self._lock:
            stack = self._modals.get(user_id, [])
            if not stack:
                raise SlackError("not_found")
            if len(stack) >= STACK:
                raise SlackError("push_limit_reached")
            self._refuse_duplicate(view)
            shown = self._dress(view)
            shown["previous_view_id"] = stack[-1]["id"]
            shown["root_view_id"] = stack[0]["id"]
            stack.append(shown)
            return copy.deepcopy(shown)

    def publish(self, user_id: str, view: Json, given_hash: str | None = None) -> Json:
        """Set somebody's Home tab. Raises SlackError: hash_conflict."""
        with self._lock:
            before = self._homes.get(user_id)
            if given_hash and before is not None and before["hash"] != given_hash:
                raise SlackError("hash_conflict")
            shown = self._dress(view, before)
            shown["root_view_id"] = shown["id"]
            self._homes[user_id] = shown
            return copy.deepcopy(shown)

    def update(
        self, view: Json, view_id: str | None, external_id: str | None, given_hash: str | None
    ) -> tuple[str, Json]:
        """Replace an open view; returns its owner and the view.

        Raises SlackError: not_found when it was closed, hash_conflict.
        """
        with self._lock:
            user_id, before = self._find(view_id, external_id)
            if given_hash and before["hash"] != given_hash:
                raise SlackError("hash_conflict")
            shown = self._dress(view, before)
            before.clear()
            before.update(shown)
            return user_id, copy.deepcopy(shown)

    def find(self, view_id: str) -> tuple[str, Json]:
        """(owner, view) of an open view. Raises SlackError: not_found."""
        with self._lock:
            user_id, view = self._find(view_id, None)
            return user_id, copy.deepcopy(view)

    def remember(self, view_id: str, values: Json) -> Json:
        """Keep what a person filled in so far; returns the view with it."""
        with self._lock:
            _, view = self._find(view_id, None)
            view["state"] = {"values": copy.deepcopy(values)}
            return copy.deepcopy(view)

    def close(self, view_id: str) -> None:
        """Close one modal; the one under it shows again. Closing a closed one does nothing."""
        with self._lock:
            for stack in self._modals.values():
                stack[:] = [view for view in stack if view["id"] != view_id]

    def close_all(self, user_id: str) -> list[Json]:
        """Close somebody's modals, and return them from the top."""
        with self._lock:
            return list(reversed(self._modals.pop(user_id, [])))

    def stack(self, user_id: str) -> list[Json]:
        """Somebody's modals from the root to the top."""
        with self._lock:
            return copy.deepcopy(self._modals.get(user_id, []))

    def home(self, user_id: str) -> Json | None:
        """Somebody's Home tab, if the app published one."""
        with self._lock:
            return copy.deepcopy(self._homes.get(user_id))

    def _find(self, view_id: str | None, external_id: str | None) -> tuple[str, Json]:
        for user_id, view in self._everything():
            if (view_id and view["id"] == view_id) or (
                external_id and view["external_id"] == external_id
            ):
                return user_id, view
        raise SlackError("not_found")

    def _everything(self) -> list[tuple[str, Json]]:
        modals = [(user, view) for user, stack in self._modals.items() for view in stack]
        return modals + list(self._homes.items())

    def _refuse_duplicate(self, view: Json) -> None:
        given = view.get("external_id")
        if given and any(given == other["external_id"] for _, other in self._everything()):
            raise SlackError("duplicate_external_id")

    def _dress(self, view: Json, before: Json | None = None) -> Json:
        shown = copy.deepcopy(view)
        add_ids(shown["blocks"])
        old = before or {}
        kept = old.get("state", {}).get("values", {})
        return {
            "callback_id": "",
            "private_metadata": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
            "title": {"type": "plain_text", "text": "View Title"},
            "close": None,
            "submit": None,
            **shown,
            "id": old.get("id", "V0" + secrets.token_hex(5).upper()),
            "team_id": self._team_id,
            "app_id": APP_ID,
            "app_installed_team_id": self._team_id,
            "bot_id": BOT_ID,
            "hash": f"{int(self._wall())}.{secrets.token_hex(4)}",
            "state": {"values": opening_state(shown["blocks"], kept)},
            "previous_view_id": old.get("previous_view_id"),
            "root_view_id": old.get("root_view_id"),
        }


def add_ids(blocks: list[Json]) -> None:
    """Give blocks and elements the ids that Slack makes up where an app gave none."""
    for block in leaves(blocks):
        if not block.get("block_id"):
            block["block_id"] = secrets.token_urlsafe(4)
        for element in elements_of(block):
            if element.get("type") not in ("image", "plain_text", "mrkdwn"):
                element.setdefault("action_id", secrets.token_urlsafe(4))
