"""What one new lesson costs with many open questions, beside as many bare questions asked.

    python -m tests.benchmarks.matching [notes.jsonl] [lessons] [questions…]

Prints, for each number of open questions, the seconds of one run of matching after one new
lesson, of the same questions asked of a bare search one after another, and their ratio; and of
a run in which nothing is new.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hallway_bot.assembly import Hallway, build
from hallway_bot.domain.person import Person
from hallway_bot.domain.visibility import Audience
from hallway_bot.services.keep_question import KeepQuestion
from hallway_bot.services.match import Matching
from hallway_bot.services.sending import Outbox
from hallway_bot.settings import load

from ..conftest import make_lesson
from ..fakes_directory import MemoryDirectory
from ..fakes_people import FIRST
from .corpora import Recombined, read_notes

NOTES = Path("../shared/data/lessons.jsonl")
LESSONS, QUESTIONS = 10_000, (10, 100)
ASKER = Person("UASKER", "Asker")


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure(hallway: Hallway, titles: list[str]) -> tuple[float, float, float]:
    """Seconds of matching after one new lesson, of bare searches, and with nothing new."""
    workspace, now = hallway.store.workspace(None), hallway.now
    outbox = Outbox(hallway.store, now)
    kept = KeepQuestion(hallway.store, outbox, hallway.search.detect, now)
    for title in titles:
        kept.keep(workspace, ASKER, title, anonymous=False)
    people = MemoryDirectory({ASKER.id: ASKER})
    matching = Matching(hallway.store, hallway.search, people, outbox, now)
    matching.catch_up(workspace)
    hallway.store.save_lessons(workspace, [make_lesson(f"new-{len(titles)}")])
    assert hallway.indexer is not None
    hallway.indexer.catch_up(workspace)
    matching.notice(FIRST)
    matched = _seconds(lambda: matching.catch_up(workspace))
    audience = Audience(ASKER)
    bare = _seconds(
        lambda: [hallway.search.find(workspace, title, audience, 30) for title in titles]
    )
    return matched, bare, _seconds(lambda: matching.catch_up(workspace))


def main(file: Path, lessons: int, counts: list[int]) -> None:
    notes = read_notes(file)
    titles = list(dict.fromkeys(note["title"] for note in notes if len(note["title"]) > 20))
    with TemporaryDirectory() as folder:
        hallway = build(load(Path(folder)))
        Recombined(hallway, notes).grow_to(lessons)
        for count in counts:
            matched, bare, idle = measure(hallway, titles[:count])
            print(
                f"{lessons} lessons, {count} open questions: matching {matched:.2f} s, "
                f"bare searches {bare:.2f} s, ratio {matched / bare:.2f}; "
                f"nothing new {idle * 1_000:.1f} ms"
            )
        hallway.close()


if __name__ == "__main__":
    given = sys.argv[1:]
    sizes = [int(count) for count in given[2:]] or list(QUESTIONS)
    main(
        Path(given[0]) if given else NOTES,
        int(given[1]) if len(given) > 1 else LESSONS,
        sizes,
    )
