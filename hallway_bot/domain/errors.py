"""What can go wrong, in words the edges can turn into a sentence."""

from collections.abc import Mapping

from .sensitive import Sensitive


class HallwayError(Exception):
    """Base of all errors of ours. `permanent`: trying again will not help."""

    permanent = True


class InvalidInput(HallwayError):
    """Somebody's input cannot be used; `key` names the sentence that says why."""

    def __init__(self, key: str, field: str | None = None, **params: object) -> None:
        super().__init__(key)
        self.key, self.field, self.params = key, field, params


class HoldsSecret(InvalidInput):
    """What was typed holds a secret. `found` names by field everything sensitive that stands
    there, so that nobody is sent back twice; `field` is the first with a secret."""

    def __init__(self, found: Mapping[str, frozenset[Sensitive]]) -> None:
        first = next(name for name, kinds in found.items() if any(k.is_secret for k in kinds))
        super().__init__("screen.refused", first)
        self.found = found


class NotAllowed(HallwayError):
    """The person may not do this to this lesson, or it does not exist for them."""


class Unavailable(HallwayError):
    """A part Hallway needs is away for now."""

    permanent = False


class Unknown(Unavailable):
    """Slack knows nobody by that id, or not yet."""


class Damaged(Unavailable):
    """What a part keeps cannot be read any more: what is derived must be built again."""


class ConfigurationError(HallwayError):
    """The installation cannot start like this; the message says what to change."""


class Refused(HallwayError):
    """Slack did not take a message. `retry_after` is in seconds; None: it never will.

    `every`: Slack takes no message at all for so long, not only this one.
    """

    def __init__(self, reason: str, retry_after: float | None, *, every: bool = False) -> None:
        super().__init__(reason)
        self.retry_after, self.every = retry_after, every
        self.permanent = retry_after is None


class Unclear(HallwayError):
    """Slack did not say whether it took a message."""

    permanent = False
