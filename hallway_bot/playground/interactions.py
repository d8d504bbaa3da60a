"""A person acts, the app answers, Slack shows the outcome."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from hallway_bot.playground.deliver import Deliverer, Reply
from hallway_bot.playground.elements import Findings, check_groups, check_options
from hallway_bot.playground.errors import NotPossible, SlackError
from hallway_bot.playground.forms import leaves
from hallway_bot.playground.manifest import Manifest
from hallway_bot.playground.payloads import Payloads
from hallway_bot.playground.people import BOT, Room
from hallway_bot.playground.validate import check_message, check_view
from hallway_bot.playground.workspace import Workspace

Json = dict[str, Any]
TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(frozen=True)
class Outcome:
    """What a person sees happen. `errors` maps block ids to sentences; `status` is HTTP's."""

    ok: bool = True
    error: str | None = None
    message: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    status: int = 200
    options: list[Json] = field(default_factory=list)
    option_groups: list[Json] = field(default_factory=list)

    def to_json(self) -> Json:
        """For the page: only what is set."""
        shown: Json = {"ok": self.ok}
        for key in ("error", "message", "errors", "options", "option_groups"):
            if getattr(self, key):
                shown[key] = getattr(self, key)
        return shown


class Interactions:
    """Sends what a person did and acts on the answer."""

    def __init__(
        self, workspace: Workspace, manifest: Manifest, deliverer: Deliverer, payloads: Payloads
    ) -> None:
        self._workspace = workspace
        self._manifest = manifest
        self._deliverer = deliverer
        self.payloads = payloads

    def command(self, user_id: str, room: Room, name: str, text: str) -> Outcome:
        """A slash command; a text or JSON in the answer becomes a message."""
        reply = self._deliverer.ask(self.payloads.command(user_id, room, name, text))
        if not reply.ok:
            code = "operation_timeout" if reply.failure == "timeout" else "dispatch_failed"
            return self._failed(user_id, reply, code, f"{name} failed with the error “{code}”")
        try:
            self._answer(user_id, room, reply.body)
        except (SlackError, ValueError):
            code = "invalid_command_response"
            return self._failed(user_id, reply, code, f"{name} failed with the error “{code}”")
        return Outcome(status=reply.status)

    def _answer(self, user_id: str, room: Room, body: bytes) -> None:
        said = body.decode()
        if not said.strip():
            return
        given: Json = {"text": said}
        if said.lstrip().startswith("{"):
            given = json.loads(said)
        text, blocks = str(given.get("text") or ""), given.get("blocks")
        if not text and not blocks:
            return
        check_message(text, blocks)
        only = None if given.get("response_type") == "in_channel" else user_id
        self._workspace.post(room.id, BOT.id, text, blocks=blocks or [], ephemeral_to=only)

    def send(self, user_id: str, payload: Json) -> Outcome:
        """An interaction whose answer has no body that matters."""
        reply = self._ask(payload)
        if not reply.ok:
            return self._failed(user_id, reply, _code(reply), TROUBLE)
        return Outcome(status=reply.status)

    def submit(self, user_id: str, view: Json) -> Outcome:
        """A modal is sent; the answer closes it, changes it or complains."""
        with self._workspace.views.sending(user_id):
            return self._submit(user_id, view)

    def _submit(self, user_id: str, view: Json) -> Outcome:
        reply = self._ask(self.payloads.submission(user_id, view))
        if not reply.ok:
            return self._failed(user_id, reply, _code(reply), TROUBLE)
        try:
            return self._act_on(user_id, view, reply)
        except (SlackError, ValueError, KeyError, TypeError) as error:
            code = error.code if isinstance(error, SlackError) else "invalid_response"
            return self._failed(user_id, reply, code, TROUBLE)

    def _act_on(self, user_id: str, view: Json, reply: Reply) -> Outcome:
        views = self._workspace.views
        answer = json.loads(reply.body) if reply.body.strip() else {}
        action = answer.get("response_action")
        if action == "errors":
            return self._complain(view, answer["errors"], reply)
        if action == "update":
            check_view(answer["view"], ("modal",))
            views.update(answer["view"], view["id"], None, None)
        elif action == "push":
            check_view(answer["view"], ("modal",))
            views.push(user_id, answer["view"])
        elif action == "clear":
            views.close_all(user_id)
        elif action is None and not answer:
            views.close(view["id"])
        else:
            raise SlackError("invalid_response_action")
        self._workspace.bus.publish("modal", {user_id})
        return Outcome(status=reply.status)

    def _complain(self, view: Json, errors: dict[str, str], reply: Reply) -> Outcome:
        known = {block["block_id"] for block in leaves(view["blocks"]) if block["type"] == "input"}
        if not errors or not errors.keys() <= known:
            raise SlackError("invalid_error_blocks")
        return Outcome(False, "errors", errors=errors, status=reply.status)

    def options(self, user_id: str, element: Json, payload: Json) -> Outcome:
        """What an external select offers for the typed text."""
        reply = self._ask(payload)
        if not reply.ok:
            return self._failed(user_id, reply, _code(reply), "Options could not be loaded.")
        try:
            given = json.loads(reply.body)
            findings = Findings()
            if "option_groups" in given:
                check_groups(findings, "/option_groups", given["option_groups"])
            else:
                check_options(findings, "/options", given["options"], 100, False, low=0)
        except (ValueError, KeyError, TypeError, AttributeError):
            return self._failed(user_id, reply, "invalid_options", "Options could not be loaded.")
        if findings.messages:
            return self._failed(user_id, reply, "invalid_options", findings.messages[0])
        return Outcome(
            status=reply.status,
            options=given.get("options") or [],
            option_groups=given.get("option_groups") or [],
        )

    def closed(self, user_id: str, views: list[Json], is_cleared: bool) -> None:
        """Tell the app about closed modals that want it told."""
        for view in views:
            if view["notify_on_close"]:
                self.send(user_id, self.payloads.closed(user_id, view, is_cleared))

    def _ask(self, payload: Json) -> Reply:
        if not self._manifest.interactive:
            message = "This app is not configured to handle interactive responses."
            raise NotPossible("not_interactive", message)
        return self._deliverer.ask({"payload": json.dumps(payload)})

    def _failed(self, user_id: str, reply: Reply, code: str, sentence: str) -> Outcome:
        self._workspace.trouble(user_id, code, sentence)
        return Outcome(False, code, sentence, status=reply.status)


def _code(reply: Reply) -> str:
    return f"app_{reply.failure}" if reply.failure else f"http_{reply.status}"
