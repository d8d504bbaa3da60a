"""The commands a person types. Heavy imports wait inside the commands."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from ..printing import say
from . import audit, digest, keys, manifest, prompts, safekeeping
from .exits import fail, said, wrong
from .options import Data, Team, chosen

if TYPE_CHECKING:
    from ..assembly import Hallway

app = typer.Typer(
    help="Hallway: share what you learned and find the people behind it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(prompts.app, name="prompts")
app.add_typer(keys.app, name="keys")
app.command()(digest.digest)
app.command()(audit.audit)
app.command()(manifest.manifest)
app.command()(safekeeping.backup)
app.command()(safekeeping.restore)

Limit = Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")]
Batch = Annotated[
    Path | None,
    typer.Option(help='A JSONL file of {"qid", "query"}; one JSON line out for each.'),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@contextmanager
def _hallway(data: Path | None, *, new: bool = False) -> Iterator["Hallway"]:
    from ..assembly import build
    from ..settings import load, load_begun

    with said():
        hallway = build(load(data) if new else load_begun(data))
        try:
            yield hallway
        finally:
            hallway.close()


def _workspace(hallway: "Hallway", team: str | None) -> str:
    return chosen(hallway.store, team, many=hallway.settings.client_id is not None)


def _skipped(count: int) -> None:
    if count:
        lines = "1 line" if count == 1 else f"{count} lines"
        fail(f"{lines} could not be used: see above. The rest was.")


@app.command(name="import")
def import_(files: list[Path], team: Team = None, data: Data = None) -> None:
    """Take lessons in from JSONL, CSV or a folder of Markdown; safe to repeat."""
    from ..domain.errors import InvalidInput
    from ..services.sources import read
    from ..terminal import catch_up, lessons_in, some

    for path in files:
        if not path.exists():
            fail(f"{path}: there is no such file or folder.")
    with _hallway(data, new=True) as hallway:
        workspace = _workspace(hallway, team)
        bad = 0
        for path in files:
            try:
                report = hallway.exchange.take_in(workspace, read(path))
            except InvalidInput as error:
                fail(error.key)
            for line in report.bad or []:
                say(f"{line.where}: {line.reason}", wrong=True)
            bad += len(report.bad or [])
            for kind, ids in sorted(report.doubtful.items()):
                say(f"{path.name}: {some(ids)} may hold {kind.in_words}.", wrong=True)
            kept = report.read - len(report.bad or [])
            say(f"{path.name}: {lessons_in(kept, report.saved)}")
        catch_up(hallway, workspace, "the bot will index this.")
    _skipped(bad)


@app.command()
def export(
    file: Annotated[Path | None, typer.Argument()] = None,
    team: Team = None,
    data: Data = None,
) -> None:
    """Write every lesson as JSONL, to stdout or to FILE. Holds private lessons: keep it safe."""
    with _hallway(data) as hallway:
        lines = hallway.exchange.give_back(_workspace(hallway, team))
        if file is None:
            for line in lines:
                say(line)
            return
        try:
            with file.open("w", encoding="utf-8") as out:
                out.writelines(f"{line}\n" for line in lines)
        except OSError:
            fail(f"{file}: this file cannot be written.")


@app.command()
def reindex(team: Team = None, data: Data = None) -> None:
    """Build the vector index anew from the database."""
    from ..terminal import catch_up

    with _hallway(data) as hallway:
        if hallway.indexer is None:
            fail("a running bot has the index. Stop it first, or let it index by itself.")
        done = catch_up(hallway, _workspace(hallway, team), "", rebuild=True)
        say(f"{done} lessons indexed.")


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument()] = None,
    limit: Limit = 3,
    as_json: AsJson = False,
    batch: Batch = None,
    team: Team = None,
    data: Data = None,
) -> None:
    """Ask what colleagues went through."""
    from ..terminal import BY_WORDS, ask_batch, ask_one, catch_up

    _check_one(question, batch)
    with _hallway(data) as hallway:
        workspace = _workspace(hallway, team)
        catch_up(hallway, workspace, BY_WORDS)
        if batch is not None:
            _skipped(ask_batch(hallway, workspace, batch, limit))
        else:
            ask_one(hallway, workspace, question or "", limit, as_json)


@app.command()
def who(
    topic: Annotated[str | None, typer.Argument()] = None,
    limit: Limit = 5,
    as_json: AsJson = False,
    batch: Batch = None,
    team: Team = None,
    data: Data = None,
) -> None:
    """Ask who knows about something."""
    from ..terminal import BY_WORDS, catch_up, who_batch, who_one

    _check_one(topic, batch)
    with _hallway(data) as hallway:
        workspace = _workspace(hallway, team)
        catch_up(hallway, workspace, BY_WORDS)
        if batch is not None:
            _skipped(who_batch(hallway, workspace, batch, limit))
        else:
            who_one(hallway, workspace, topic or "", limit, as_json)


@app.command(name="eval")
def eval_(
    judged: Annotated[list[Path], typer.Argument(help="BEIR folders, or a people file.")],
    lessons: Annotated[
        Path | None,
        typer.Option(help="The lessons that a people file is about, as for `import`."),
    ] = None,
    cross: Annotated[
        bool, typer.Option("--cross", help="Ask each folder's questions of every folder.")
    ] = False,
    silence: Annotated[
        bool, typer.Option("--silence", help="When to stay silent; takes files of lessons too.")
    ] = False,
    duplicates: Annotated[
        bool, typer.Option("--duplicates", help="What is nearly the same; files of lessons too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure the ranking on judged questions, beside meaning alone and words alone."""
    from ..terminal import print_figures, print_rows

    with said():
        from .. import calibration
        from ..evaluation import evaluate
        from ..settings import load

        if silence:
            print_rows(calibration.silence(load(), judged), as_json)
        elif duplicates:
            print_rows(calibration.duplicates(load(), judged), as_json)
        else:
            print_figures(evaluate(load(), judged, lessons, cross=cross), as_json)


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The page's port.")] = 3210,
    empty: Annotated[bool, typer.Option("--empty", help="Start without lessons.")] = False,
    imports: Annotated[
        list[Path] | None,
        typer.Option("--import", help="Start with these lessons instead."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", help="Keep the lessons here (default: forget them at the end)."),
    ] = None,
) -> None:
    """Try Hallway in a page that feels like Slack. No Slack needed."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="hallway-demo-", ignore_cleanup_errors=True) as folder, said():
        from .. import demonstration
        from ..settings import load

        demonstration.demo(load(data or Path(folder)), port, empty=empty, imports=imports or [])


@app.command()
def run(data: Data = None) -> None:
    """Run the bot in Socket Mode: no public address needed."""
    with said():
        from .. import running
        from ..settings import load

        running.run(load(data))


@app.command()
def serve(data: Data = None) -> None:
    """Run the bot in HTTP mode: Slack sends requests to your public address."""
    with said():
        from .. import running
        from ..settings import load

        running.serve(load(data))


@app.command()
def doctor(data: Data = None) -> None:
    """Check model, database, Chroma and Slack, and say what to do."""
    with said():
        from ..doctor import doctor as check
        from ..settings import load

        if not check(load(data)):
            raise typer.Exit(1)


def _check_one(text: str | None, batch: Path | None) -> None:
    if (text is None or not text.strip()) == (batch is None):
        wrong("give a question, or --batch FILE.")


def main() -> None:
    """Entry point of the `hallway` command; whatever fails is one line on stderr."""
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except Exception as error:  # an operator reads one line; a traceback only when they ask
        if wrong := getattr(error, "format_message", None):
            _end(f"{wrong()} `hallway --help` says more.", getattr(error, "exit_code", 2))
        if os.environ.get("HALLWAY_LOG_LEVEL", "").lower() == "debug":
            raise
        _end(f"this failed ({type(error).__name__}); HALLWAY_LOG_LEVEL=debug shows where.", 1)


def _end(message: str, code: int) -> NoReturn:
    say(f"hallway: {' '.join(message.split())}", wrong=True)
    sys.exit(code)
