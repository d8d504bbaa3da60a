"""A cross-encoder as a second opinion on the best few: slow, better, and on a budget."""

import os
import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..domain.errors import ConfigurationError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# Small enough that the clock is looked at often.
_BATCH = 4


class CrossEncoderReranker:
    """`ports.Reranker`. Threads may share one; who has to wait too long goes without."""

    def __init__(self, model: str, budget_ms: int) -> None:
        """`model`: a folder, or a name in this machine's model cache."""
        self._source = model
        self._budget = budget_ms / 1_000
        self._model: CrossEncoder | None = None
        self._lock = threading.Lock()

    def warm_up(self) -> None:
        threading.Thread(target=self.load, name="load-reranker", daemon=True).start()

    def load(self) -> None:
        """Read the model from disk; raises ConfigurationError when it is not one."""
        with self._lock:
            if self._model is not None:
                return
            os.environ["HF_HUB_OFFLINE"] = "1"
            os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
            from sentence_transformers import CrossEncoder

            try:
                self._model = CrossEncoder(self._source, device="cpu", num_labels=1)
            except (OSError, ValueError) as error:
                raise ConfigurationError(
                    f"The cross-encoder {self._source} cannot be loaded. HALLWAY_RERANKER takes a "
                    "folder, or the name of one that is in this machine's model cache already."
                ) from error

    def scores(self, question: str, texts: Sequence[str]) -> list[float] | None:
        until = time.monotonic() + self._budget
        if self._model is None or not self._lock.acquire(timeout=self._budget):
            return None  # still loading, or busy with others
        try:
            found: list[float] = []
            for start in range(0, len(texts), _BATCH):
                if time.monotonic() >= until:
                    return None
                pairs = [(question, text) for text in texts[start : start + _BATCH]]
                found += self._model.predict(pairs, show_progress_bar=False).tolist()
            return found if time.monotonic() < until else None
        finally:
            self._lock.release()
