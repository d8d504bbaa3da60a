"""What can go wrong, in words the edges can turn into a sentence."""


class HallwayError(Exception):
    """Base of all errors of ours. `permanent`: trying again will not help."""

    permanent = True


class InvalidInput(HallwayError):
    """Somebody's input cannot be used; `key` names the sentence that says why."""

    def __init__(self, key: str, field: str | None = None, **params: object) -> None:
        super().__init__(key)
        self.key, self.field, self.params = key, field, params


class NotAllowed(HallwayError):
    """The person may not do this to this lesson, or it does not exist for them."""


class Unavailable(HallwayError):
    """A part Hallway needs is away for now."""

    permanent = False


class ConfigurationError(HallwayError):
    """The installation cannot start like this; the message says what to change."""
