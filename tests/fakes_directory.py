"""Slack's people and channels in memory, held to the same suite as the real directory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hallway_bot.domain.errors import Unavailable, Unknown
from hallway_bot.domain.person import Person


@dataclass(frozen=True)
class MemoryDirectory:
    """`ports.Directory`. `rooms` maps channel to members; `shared` are those of two companies.
    `groups` maps user group to members; `snoozing` do not want to be disturbed.

    It knows one company, whichever workspace is asked about. Channels that are not in `rooms` are
    those that the bot is not in.
    """

    people: dict[str, Person] = field(default_factory=dict)
    rooms: dict[str, frozenset[str]] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    groups: dict[str, frozenset[str]] = field(default_factory=dict)
    snoozing: set[str] = field(default_factory=set)

    def person(self, workspace: str, user_id: str) -> Person:
        if user_id not in self.people:
            raise Unknown("There is no such person.")
        return self.people[user_id]

    def channels_of(self, workspace: str, user_id: str) -> frozenset[str]:
        return frozenset(room for room, members in self.rooms.items() if user_id in members)

    def is_member(self, workspace: str, user_id: str, channel_id: str) -> bool:
        return user_id in self.rooms.get(channel_id, ())

    def members(self, workspace: str, channel_id: str) -> frozenset[str]:
        if channel_id not in self.rooms:
            raise Unavailable("The bot is not in that channel.")
        return self.rooms[channel_id]

    def has_outsiders(self, workspace: str, channel_id: str) -> bool:
        if channel_id not in self.rooms or channel_id in self.shared:
            return True
        known = [self.people[member] for member in self.rooms[channel_id]]
        return any(
            person.is_stranger or (person.is_guest and not person.is_let_in) for person in known
        )

    def user_by_email(self, workspace: str, email: str) -> str | None:
        for person in self.people.values():
            if (person.email or "").lower() == email.lower() and not person.is_deactivated:
                return person.id
        return None

    def is_away(self, workspace: str, user_id: str) -> bool:
        return self.person(workspace, user_id).is_out or user_id in self.snoozing

    def group_members(self, workspace: str, group_id: str) -> frozenset[str]:
        return self.groups.get(group_id, frozenset())

    def prepare(self, workspace: str, user_ids: Sequence[str]) -> None:
        """Nothing is asked of anybody here."""

    def forget(self, workspace: str, user_id: str) -> None:
        """Nothing is remembered here."""
