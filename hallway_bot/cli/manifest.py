"""`hallway manifest`: what Slack needs to know of the app."""

import json
from typing import Annotated

import typer

from ..printing import say
from .exits import wrong


def manifest(
    url: Annotated[
        str | None,
        typer.Option(help="Your public address, for HTTP mode. Without: Socket Mode."),
    ] = None,
    many: Annotated[
        bool, typer.Option("--many", help="Let workspaces install it by themselves.")
    ] = False,
) -> None:
    """Print the Slack app manifest."""
    from ..slack.manifest import manifest as make

    if url is not None and not url.startswith("https://"):
        wrong("--url must begin with https://: Slack sends nowhere else.")
    if many and url is None:
        wrong("--many needs --url: installing leads back to a public address.")
    say(json.dumps(make(url, many=many), indent=2))
