"""The views of what people have a right to, and of what moderators do."""

from collections.abc import Callable
from typing import Any

from hallway_bot.services.leaving import Policy
from hallway_bot.slack.views import forget, trust
from hallway_bot.texts import Texts

VIEWS: dict[str, Callable[[Texts], Any]] = {
    "forget_me": forget.form,
    "trust": lambda t: trust.form(t, trust.Trusted()),
    "trust_arranged": lambda t: trust.form(t, trust.Trusted(True, Policy.DELETE, 90)),
}
