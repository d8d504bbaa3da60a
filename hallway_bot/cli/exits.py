"""How a command ends that cannot go on: a sentence on stderr and the right exit code."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

from ..domain.errors import HallwayError
from ..printing import say


def fail(message: str) -> NoReturn:
    """End with 1: the command was right, and could not be done."""
    say(f"hallway: {message}", wrong=True)
    raise typer.Exit(1)


def wrong(message: str) -> NoReturn:
    """End with 2: the command was used wrongly."""
    say(f"hallway: {message}", wrong=True)
    raise typer.Exit(2)


@contextmanager
def said() -> Iterator[None]:
    """Say what went wrong inside, instead of a traceback."""
    try:
        yield
    except HallwayError as error:
        fail(str(error))
