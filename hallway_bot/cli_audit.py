"""`hallway audit`: what administrators and moderators did."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Optional

import typer

from .exits import said


def audit(
    since: Annotated[
        Optional[datetime],  # noqa: UP045
        typer.Option(formats=["%Y-%m-%d"], help="From this day on, in UTC."),
    ] = None,
    data: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--data", help="The data folder (default: HALLWAY_DATA, or hallway-data)."),
    ] = None,
) -> None:
    """Print what administrators and moderators did: when, who, what, which lesson."""
    from .assembly import open_store
    from .settings import load_begun

    start = (since or datetime(1970, 1, 1)).replace(tzinfo=UTC)
    with said():
        store = open_store(load_begun(data))
        try:
            for act in store.acts(store.workspace(None), start):
                print(f"{act.at:%Y-%m-%d %H:%M}Z  {act.who}  {act.what}  {act.lesson_id or '-'}")
        finally:
            store.close()
