"""What can go wrong: in Slack's vocabulary for apps, in plain words for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class SlackError(Exception):
    """The Web API refuses a call.

    `code` is Slack's own error word; `messages` become `response_metadata.messages`; `extra` is
    merged into the JSON that the app gets.
    """

    def __init__(
        self, code: str, messages: Sequence[str] = (), extra: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(code, *messages)
        self.code = code
        self.messages = tuple(messages)
        self.extra = dict(extra or {})

    def body(self) -> dict[str, Any]:
        """The answer in Slack's shape."""
        answer: dict[str, Any] = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            answer["response_metadata"] = {"messages": list(self.messages)}
        return answer


class NotPossible(Exception):
    """Slack's client would not let a person do this: nothing there to click, nowhere to write.

    `code` is for programs, `message` is the sentence that the page shows, and `errors` maps block
    ids to a sentence each when a form is not filled in well.
    """

    def __init__(self, code: str, message: str, errors: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.errors = dict(errors or {})
