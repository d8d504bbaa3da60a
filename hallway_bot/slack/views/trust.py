"""What administrators arrange about who takes part, and about those who left."""

from dataclasses import dataclass

from ...services.leaving import DAYS, DEFAULT_DAYS, Policy
from ...texts import Texts
from . import blocks as b


@dataclass(frozen=True, slots=True)
class Trusted:
    """What is arranged now."""

    guests: bool = False
    leavers: Policy = Policy.KEEP
    days: int = DEFAULT_DAYS
    moderators: tuple[str, ...] = ()


def form(t: Texts, now: Trusted) -> b.Block:
    """The modal."""
    guests = {x: b.option(t(f"trust.guests_{x}"), x) for x in ("no", "yes")}
    policies = {one: b.option(t(f"trust.leavers_{one}"), one.value) for one in Policy}
    days = {n: b.option(t("trust.days_after", n=n), str(n)) for n in DAYS}
    after = days.get(now.days, days[DEFAULT_DAYS])
    people: b.Block = {"type": "multi_users_select", "action_id": "moderators"}
    if now.moderators:
        people["initial_users"] = list(now.moderators)
    return b.modal(
        t("trust.title"),
        [
            b.field(
                t("trust.guests"),
                b.select("guests", list(guests.values()), guests["yes" if now.guests else "no"]),
            ),
            b.context(t("trust.guests_hint")),
            b.field(
                t("trust.leavers"),
                b.select("leavers", list(policies.values()), policies[now.leavers]),
            ),
            b.field(t("trust.days"), b.select("days", list(days.values()), after)),
            b.context(t("trust.leavers_hint")),
            b.field(t("trust.moderators"), people, optional=True),
        ],
        t("cancel"),
        t("save"),
        callback_id="trust",
    )
