"""`hallway backup` and `hallway restore`."""

from pathlib import Path
from typing import Annotated

import typer

from ..printing import say
from .exits import said
from .options import Data

Force = Annotated[bool, typer.Option("--force", help="Replace what is there.")]


def backup(
    file: Path,
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="Put the keys in as well: keep it safer still.")
    ] = False,
    force: Force = False,
    data: Data = None,
) -> None:
    """Write everything that is kept into FILE; the bot may go on running."""
    with said():
        from .. import safekeeping
        from ..assembly import utc_now
        from ..settings import load_begun

        settings = load_begun(data)
        rows = safekeeping.backup(settings, file, utc_now(), with_keys=with_keys, force=force)
    keys = "with the keys" if with_keys else "without the keys: back them up apart from it"
    say(f"{file.name}: {rows} rows, {keys}. It holds private lessons: keep it safe.")


def restore(file: Path, force: Force = False, data: Data = None) -> None:
    """Put back what `backup` wrote, into an empty database; stop the bot first."""
    with said():
        from .. import safekeeping
        from ..settings import load

        rows = safekeeping.restore(load(data), file, force=force)
    say(f"{rows} rows are back. The bot indexes them when it starts.")
