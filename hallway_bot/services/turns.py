"""Who leads in a workspace, and what a person's rhythm means where they are now."""

from dataclasses import replace

from ..domain.person import Person
from ..domain.rhythm import Rhythm, Turn
from ..ports import Directory, Store

# What an administrator arranged: a Slack user group, and a country (ISO 3166-1 alpha-2).
LEADS, COUNTRY = "leads_group", "country"


def turn_of(store: Store, directory: Directory, workspace: str, user_id: str) -> Turn:
    """Whose turn this person's prompt is; ANY where no leads are named."""
    leads = store.option(workspace, LEADS)
    if not leads:
        return Turn.ANY
    is_lead = user_id in directory.group_members(workspace, leads)
    return Turn.LEAD if is_lead else Turn.AFTER_LEADS


def here_and_now(
    store: Store, directory: Directory, workspace: str, person: Person, rhythm: Rhythm
) -> Rhythm:
    """`rhythm` where the person is now: their zone, their country, whose turn it is."""
    wished = store.wishes(workspace, person.id).country
    return replace(
        rhythm,
        zone=person.tz,
        country=wished or store.option(workspace, COUNTRY),
        turn=turn_of(store, directory, workspace, person.id),
    )
