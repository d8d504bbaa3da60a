"""A person as Hallway knows them: from Slack's directory, never more than it needs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A Slack user. `locale` is Slack's (such as "nl-NL"), `tz` an IANA zone name."""

    id: str
    name: str
    locale: str = "en-US"
    tz: str = "Etc/UTC"
    email: str | None = None
    is_guest: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    is_deactivated: bool = False
    is_admin: bool = False
    is_let_in: bool = False  # a guest, where an administrator lets guests take part
    is_out: bool = False  # their status says so: on leave, ill, off

    @property
    def is_colleague(self) -> bool:
        """Whether this is somebody for whom the lessons were meant."""
        if self.is_guest and not self.is_let_in:
            return False
        return not (self.is_stranger or self.is_bot or self.is_deactivated)
