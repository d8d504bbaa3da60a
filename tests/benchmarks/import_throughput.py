"""How much of the model's own speed is left when Hallway imports.

    python -m tests.benchmarks.import_throughput [lessons.jsonl]

Times bare `model.encode` and `hallway import`'s whole work (reading, SQL, index) on the same
passages in one run, in the order bare, import, import, bare over the two halves of the file,
so that a machine that slows down or speeds up meanwhile weighs on both alike.
"""

import sys
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from hallway_bot.assembly import Hallway, build
from hallway_bot.services.encoding import Encoder
from hallway_bot.services.sources import Record, read
from hallway_bot.settings import load

ROOT = Path(__file__).parents[2]
GOAL = 0.85


def timed(what: str, count: int, work: Callable[[], object]) -> float:
    """Seconds that `work` took, printed as passages a second."""
    start = time.perf_counter()
    work()
    took = time.perf_counter() - start
    print(f"{what:<8} {count:6d} passages {took:8.1f} s {count / took:8.1f} a second", flush=True)
    return took


def import_(hallway: Hallway, records: Iterable[Record]) -> None:
    """What the command does, without its progress bar."""
    workspace = hallway.store.workspace(None)
    hallway.exchange.take_in(workspace, records)
    assert hallway.indexer is not None
    hallway.indexer.catch_up(workspace)


def bare(hallway: Hallway, texts: list[str]) -> None:
    """sentence-transformers with its own defaults: batches of 32, sorted by length."""
    embedder = hallway.embedder
    embedder._shared.batch(lambda: embedder._load().encode(texts, show_progress_bar=False))


def texts_of(folder: Path, records: list[Record]) -> list[str]:
    """The passages that an import of `records` gives to the model."""
    hallway = build(load(folder))
    workspace = hallway.store.workspace(None)
    hallway.exchange.take_in(workspace, records)
    encoder, lessons = Encoder(hallway.embedder), list(hallway.store.all_lessons(workspace))
    cut = zip(lessons, encoder.entries(lessons), strict=True)
    found = [encoder.readable(text, x.language) for x, parts in cut for text in parts]
    hallway.close()
    return found


def main(file: Path) -> None:
    """Measure and print."""
    records = list(read(file))
    middle = len(records) // 2
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        first = texts_of(folder / "first", records[:middle])
        second = texts_of(folder / "second", records[middle:])
        hallway = build(load(folder / "measured"))
        # Loading the model is the same wait for both and no part of either.
        hallway.embedder.encode_passages(first[:64])
        lines = read(file)
        base = timed("bare", len(first), lambda: bare(hallway, first))
        whole = timed("import", len(first), lambda: import_(hallway, islice(lines, middle)))
        whole += timed("import", len(second), lambda: import_(hallway, lines))
        base += timed("bare", len(second), lambda: bare(hallway, second))
        assert hallway.indexer is not None
        model, workspace = hallway.indexer.encoder.name, hallway.store.workspace(None)
        held = hallway.indexer.index.count(workspace, model)
        hallway.close()
    print(f"{len(records)} lessons, {len(first) + len(second)} passages, {held} in the index")
    print(f"import / bare = {base / whole:.3f} of the model's own throughput (goal {GOAL})")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/data/lessons.jsonl")
