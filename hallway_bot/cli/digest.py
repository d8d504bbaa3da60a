"""`hallway digest`: read the weekly digest before a channel does."""

import html
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from ..printing import say
from .exits import said, wrong
from .options import Data, Team, chosen
from .prompts import Language

if TYPE_CHECKING:
    from ..services.digest import Digest


def digest(
    preview: Annotated[bool, typer.Option("--preview", help="Print it here.")] = False,
    lang: Annotated[Language, typer.Option(help="In which language.")] = Language.EN,
    days: Annotated[int, typer.Option(min=1, max=3650, help="Of how many days until now.")] = 7,
    team: Team = None,
    data: Data = None,
) -> None:
    """Show what the weekly digest would say now. The bot posts it by itself, on Mondays."""
    if not preview:
        wrong("give --preview: the bot itself posts the digest, where an administrator chose.")
    from ..assembly import build
    from ..settings import load_begun
    from ..slack.views.digest import digest as view
    from ..texts import Texts

    with said():
        hallway = build(load_begun(data))
        try:
            now = hallway.now()
            since = now - timedelta(days=days)
            many = hallway.settings.client_id is not None
            workspace = chosen(hallway.store, team, many=many)
            found = hallway.digest(workspace, since, now)
        finally:
            hallway.close()
    t = Texts(lang.value)
    if not found.is_news:
        say(t("digest.nothing"))
        return
    text, _ = view(t, found, names_in(found, t("digest.colleague")), days)
    say(html.unescape(text).replace("*", ""))


def names_in(found: "Digest", unknown: str) -> dict[str, str]:
    """Names by id, of those who chose to be named: as the lessons have them, for Slack is not
    asked here; `unknown` for the others."""
    named = [lesson.author for lesson in found.shown if lesson.is_named]
    told = {author.key: author.name for author in named if author.key and author.name}
    asked = [question.asker_id for question in found.questions if not question.anonymous]
    return dict.fromkeys([*asked, *(author.key for author in named if author.key)], unknown) | told
