"""How a command ends that cannot go on: a sentence on stderr and the right exit code."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

from ..domain.errors import HallwayError


def fail(message: str) -> NoReturn:
    """End with 1: the command was right, and could not be done."""
    print(f"hallway: {message}", file=sys.stderr)
    raise typer.Exit(1)


def wrong(message: str) -> NoReturn:
    """End with 2: the command was used wrongly."""
    print(f"hallway: {message}", file=sys.stderr)
    raise typer.Exit(2)


@contextmanager
def said() -> Iterator[None]:
    """Say what went wrong inside, instead of a traceback."""
    try:
        yield
    except HallwayError as error:
        fail(str(error))
