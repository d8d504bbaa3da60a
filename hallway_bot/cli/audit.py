"""`hallway audit`: what administrators and moderators did."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from ..printing import say
from .exits import said
from .options import Data, Team, chosen


def audit(
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="From this day on, in UTC."),
    ] = None,
    team: Team = None,
    data: Data = None,
) -> None:
    """Print what administrators and moderators did: when, who, what, which lesson."""
    from ..assembly import open_store
    from ..settings import load_begun

    start = (since or datetime(1970, 1, 1)).replace(tzinfo=UTC)
    with said():
        settings = load_begun(data)
        store = open_store(settings)
        try:
            workspace = chosen(store, team, many=settings.client_id is not None)
            for act in store.acts(workspace, start):
                say(f"{act.at:%Y-%m-%d %H:%M}Z  {act.who}  {act.what}  {act.lesson_id or '-'}")
        finally:
            store.close()
