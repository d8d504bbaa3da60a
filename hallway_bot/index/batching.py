"""Encoding questions together that wait for the same model."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Vectors = list[list[float]]
Result = TypeVar("Result")


@dataclass(slots=True)
class _Waiting:
    """One question somebody stands still for."""

    text: str
    vector: list[float] | None = None
    error: BaseException | None = None
    done: threading.Event = field(default_factory=threading.Event)


class SharedModel:
    """One model, one caller inside it at a time; whoever is inside serves all who wait.

    `encode_questions` turns texts into vectors and is only ever called under the lock.
    """

    def __init__(self, encode_questions: Callable[[Sequence[str]], Vectors]) -> None:
        self._encode_questions = encode_questions
        self._lock = threading.Lock()
        self._queue: list[_Waiting] = []
        self._queue_lock = threading.Lock()

    def question(self, text: str) -> list[float]:
        """The vector of one text, encoded along with all that wait at this moment."""
        mine = _Waiting(text)
        with self._queue_lock:
            self._queue.append(mine)
        with self._lock:
            if not mine.done.is_set():
                self._serve()
        if mine.error is not None:
            raise mine.error
        assert mine.vector is not None
        return mine.vector

    def batch(self, work: Callable[[], Result]) -> Result:
        """Run one long piece of work after all questions that wait."""
        with self._lock:
            self._serve()
            return work()

    def _serve(self) -> None:
        with self._queue_lock:
            waiting, self._queue = self._queue, []
        if not waiting:
            return
        try:
            vectors = self._encode_questions([one.text for one in waiting])
            for one, vector in zip(waiting, vectors, strict=True):
                one.vector = vector
        except BaseException as error:
            for one in waiting:
                one.error = error
        finally:
            for one in waiting:
                one.done.set()
