"""`hallway keys`: what the authors of anonymous lessons are sealed with."""

import typer

from ..printing import say
from .exits import said
from .options import Data

app = typer.Typer(help="The keys that seal who wrote anonymous lessons.", no_args_is_help=True)


@app.command()
def new() -> None:
    """Print a new key, to be put in front of the others in HALLWAY_KEYS or hallway.key."""
    from ..storage.vault import Vault

    say(Vault.new_key())


@app.command()
def rotate(
    data: Data = None,
) -> None:
    """Seal everything anew with the first key; the others can be thrown away after it.

    Put the new key in front, start the bot again so that it knows both, then run this.
    """
    from ..assembly import open_store
    from ..settings import load_begun

    with said():
        store = open_store(load_begun(data))
        try:
            sealed = store.reseal()
        finally:
            store.close()
    say(f"{sealed} records sealed with the first key. The other keys are not needed any more.")
