"""Which data and which workspace a command is about."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..domain.errors import ConfigurationError

if TYPE_CHECKING:
    from ..ports import Store

Data = Annotated[
    Path | None,
    typer.Option("--data", help="The data folder (default: HALLWAY_DATA, or hallway-data)."),
]
Team = Annotated[
    str | None,
    typer.Option("--team", help="Slack's id of the workspace (T…), where there are several."),
]


def chosen(store: "Store", team: str | None, *, many: bool) -> str:
    """The internal id of the workspace that is meant; raises ConfigurationError when that is
    not clear, naming those there are. `many`: workspaces come by installing Hallway."""
    known = store.teams()
    names = {one.team_id or one.workspace: one.workspace for one in known}
    if team is not None:
        if team in names:
            return names[team]
        raise ConfigurationError(f"There is no workspace {team} here. {_those(list(names))}")
    if len(known) > 1:
        raise ConfigurationError(
            f"There are several workspaces: give --team. {_those(list(names))}"
        )
    if not known and many:
        # The first to install Hallway takes over nothing: somebody else may be first.
        raise ConfigurationError("No workspace has installed Hallway yet.")
    return store.workspace(None)


def _those(names: list[str]) -> str:
    return f"There are: {', '.join(names)}." if names else "There is none yet."
