"""`hallway prompts`: check and read what Hallway asks people."""

from collections import Counter
from enum import StrEnum
from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer

from ..domain.prompts import Prompt, Role, Season
from ..printing import say
from .exits import fail, said

app = typer.Typer(help="Check and read what Hallway asks people.", no_args_is_help=True)


class Language(StrEnum):
    """The languages that Hallway speaks."""

    EN = "en"
    NL = "nl"


@app.command()
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(help="Default: HALLWAY_PROMPTS, or the prompts that Hallway ships."),
    ] = None,
) -> None:
    """Say what needs mending in the prompts, a line for each thing."""
    with said():
        from ..services.prompt_library import examine
        from ..settings import load

        prompts, problems = examine(folder or load().prompts)
    for problem in problems:
        say(problem)
    if problems:
        raise typer.Exit(1)
    counts = Counter(prompt.language for prompt in prompts)
    say("Fine: " + ", ".join(f"{n} prompts in {language}" for language, n in counts.items()))


@app.command()
def preview(
    prompt_id: Annotated[str | None, typer.Argument(metavar="[ID]")] = None,
    lang: Annotated[
        Language | None,
        typer.Option(help="Only this language (default: both)."),
    ] = None,
    role: Annotated[Role | None, typer.Option(help="Only those for them.")] = None,
    season: Annotated[Season | None, typer.Option(help="Only those for then.")] = None,
) -> None:
    """Show prompts as a person sees them: the message, then the form's next two questions."""
    with said():
        from ..services.prompt_library import load as load_prompts
        from ..settings import load

        library = load_prompts(load().prompts)
    shown = [
        prompt
        for language, prompts in library.items()
        for prompt in prompts
        if lang in (None, language)
        and prompt_id in (None, prompt.id)
        and role in (None, prompt.role)
        and season in (None, prompt.season)
    ]
    if not shown:
        fail("there is no such prompt.")
    say("\n\n".join(map(_as_seen, shown)))


def _as_seen(prompt: Prompt) -> str:
    marks = (prompt.language, prompt.role, prompt.season)
    lines = [f"{prompt.id}  ({', '.join(marks)})"]
    lines.append(fill(prompt.text, 78, initial_indent="  ", subsequent_indent="  "))
    for question in prompt.follow_ups:
        lines.append(fill(question, 78, initial_indent="    → ", subsequent_indent="      "))
    return "\n".join(lines)
