"""How long one question takes, beside one bare `model.encode` of it in the same run.

    python -m tests.benchmarks.ask_latency [notes.jsonl] [sizes…]

Prints, for each number of lessons, median and 95th percentile of question and bare encoding
and their ratios; eight questions at once beside eight after one another; and the memory of a
Hallway beside a bare model with a bare Chroma collection, each in a process of its own.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from hallway_bot.assembly import Hallway, build
from hallway_bot.domain.visibility import Audience
from hallway_bot.settings import Settings, load

from .corpora import Recombined, read_notes

NOTES = Path("../shared/data/lessons.jsonl")
SIZES = (1_000, 10_000, 100_000)
_QUESTIONS = 150
# A model's threads go on turning for a moment in case more comes; that is not the next one's
# to pay.
_BETWEEN = 0.02  # seconds
_CORES = torch.get_num_threads()
_EVERYONE = Audience(viewer=None)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def ask_each(hallway: Hallway, questions: list[str]) -> tuple[list[float], list[float]]:
    """Milliseconds of each question in the service, and of its bare encoding, taking turns.

    Each in a thread of its own, because how many cores a model takes is a thread's own affair:
    the bare one has all of them, as PyTorch begins.
    """
    workspace = hallway.store.workspace(None)
    model = hallway.embedder._load()

    def encode(question: str) -> float:
        return _timed(lambda: model.encode(question, show_progress_bar=False))

    def ask(question: str) -> float:
        return _timed(lambda: hallway.ask(workspace, question, _EVERYONE))

    asked, bare = [], []
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        one.submit(torch.set_num_threads, _CORES).result()
        for question in questions:
            bare.append(one.submit(encode, question).result())
            time.sleep(_BETWEEN)
            asked.append(other.submit(ask, question).result())
            time.sleep(_BETWEEN)
    return asked, bare


def at_once(hallway: Hallway, questions: list[str]) -> tuple[float, float]:
    """Milliseconds of eight questions after one another, and of the same eight at once."""
    workspace = hallway.store.workspace(None)

    def one(question: str) -> object:
        return hallway.ask(workspace, question, _EVERYONE)

    in_turn = _timed(lambda: [one(question) for question in questions])
    with ThreadPoolExecutor(8) as pool:
        together = _timed(lambda: list(pool.map(one, questions)))
    return in_turn, together


def measure(settings: Settings, notes: Path, sizes: list[int]) -> None:
    """Print the table."""
    everything = read_notes(notes)
    questions = [note["title"] for note in everything[::27]][:_QUESTIONS]
    hallway = build(settings)
    corpus = Recombined(hallway, everything)
    medians = {}
    for size in sizes:
        corpus.grow_to(size)
        ask_each(hallway, questions[:20])  # warm
        asked, bare = ask_each(hallway, questions)
        medians[size] = statistics.median(asked)
        print(
            f"{size:>7} lessons: question {medians[size]:.1f} ms, p95 {_p95(asked):.1f}; "
            f"bare encode {statistics.median(bare):.1f} ms, p95 {_p95(bare):.1f}; "
            f"median {medians[size] / statistics.median(bare):.2f}x, "
            f"p95 {_p95(asked) / statistics.median(bare):.2f}x of the median encode",
            flush=True,
        )
        rounds = [at_once(hallway, questions[n : n + 8]) for n in range(0, 120, 8)]
        in_turn, together = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(f"{'':>7} eight at once {together / in_turn:.2f}x of eight in turn", flush=True)
    if len(sizes) > 1:
        grown = medians[sizes[-1]] / medians[sizes[-2]]
        print(f"median from {sizes[-2]} to {sizes[-1]} lessons: {grown:.2f}x")
    hallway.close()


_RSS = """
import sys
def rss():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))
"""
_HALLWAY = (
    _RSS
    + """
from pathlib import Path
from hallway_bot.assembly import build
from hallway_bot.domain.visibility import Audience
from hallway_bot.settings import load
hallway = build(load(Path(sys.argv[1])))
for question in ("How do I undo a commit?", "docker volumes"):
    hallway.ask(hallway.store.workspace(None), question, Audience(viewer=None))
print(rss())
"""
)
_BARE = (
    _RSS
    + """
import chromadb
from chromadb.config import Settings
from sentence_transformers import SentenceTransformer
from hallway_bot.index.embedder import bundled_folder
model = SentenceTransformer(str(bundled_folder()), device="cpu")
settings = Settings(anonymized_telemetry=False)
client = chromadb.PersistentClient(sys.argv[1] + "/chroma", settings=settings)
collection = client.list_collections()[0]
for question in ("How do I undo a commit?", "docker volumes"):
    collection.query(query_embeddings=[model.encode(question).tolist()], n_results=10)
print(rss())
"""
)


def memory(folder: Path) -> None:
    """Print the resident size of a Hallway on `folder` beside the bare parts on it."""
    sizes = []
    for program in (_HALLWAY, _BARE):
        done = subprocess.run(
            [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True
        )
        sizes.append(float(done.stdout.split()[-1]))
    ours, bare = sizes
    print(f"memory: {ours:.0f} MiB beside {bare:.0f} MiB bare, {ours / bare:.2f}x")


def main() -> None:
    """Read the arguments and measure in a folder of its own."""
    arguments = sys.argv[1:]
    notes = Path(arguments.pop(0)) if arguments and not arguments[0].isdigit() else NOTES
    sizes = [int(argument) for argument in arguments] or list(SIZES)
    with TemporaryDirectory(prefix="hallway-benchmark-") as folder:
        measure(load(Path(folder)), notes, sizes)
        memory(Path(folder))


if __name__ == "__main__":
    main()
