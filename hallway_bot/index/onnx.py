"""The transformer of a sentence-transformers model, run by ONNX Runtime.

sentence-transformers' own ONNX backend needs optimum-onnx, which cannot be installed beside the
transformers that sentence-transformers needs (`.github/decisions/0010-onnx.md`). So PyTorch's
exporter writes the transformer down once, and the rest of the model, tokenizer, pooling and
prompts, stays as it is. Only imported where the setting asks for it.
"""

import logging
import os
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import onnxruntime
import torch
from sentence_transformers import SentenceTransformer

_LONGEST = 512


def run_by_onnx(model: SentenceTransformer, file: Path) -> None:
    """Let `model` be run from `file`, which is exported first where it is not there yet.

    Raises OSError when the file cannot be written, ValueError when it is no model.
    """
    transformer: Any = model[0]
    if not file.exists():
        _export(transformer, file)
    options = onnxruntime.SessionOptions()
    # Threads that spin while they wait take what the database and the index need.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session = onnxruntime.InferenceSession(
            str(file), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # onnxruntime raises a class of its own for each trouble
        raise ValueError(f"{file} is no model that ONNX Runtime reads.") from error
    transformer.model = _ByOnnx(session, transformer.model.config)


class _ByOnnx(torch.nn.Module):
    """Stands where the PyTorch transformer stood."""

    def __init__(self, session: onnxruntime.InferenceSession, config: Any) -> None:
        super().__init__()
        self._session, self.config = session, config
        self._inputs = [one.name for one in session.get_inputs()]

    def forward(self, **features: Any) -> dict[str, torch.Tensor]:
        given = {name: features[name].numpy() for name in self._inputs}
        return {"last_hidden_state": torch.from_numpy(self._session.run(None, given)[0])}


class _Flat(torch.nn.Module):
    """The transformer with tensors in and one tensor out, which is what the exporter takes."""

    def __init__(self, transformer: torch.nn.Module, names: list[str]) -> None:
        super().__init__()
        self._transformer, self._names = transformer, names

    def forward(self, *tensors: torch.Tensor) -> Any:
        given = dict(zip(self._names, tensors, strict=True))
        return self._transformer(**given, return_dict=False)[0]


def _export(transformer: Any, file: Path) -> None:
    features = transformer.preprocess(["A short text.", "And one that is a little longer."])
    names = [name for name, value in features.items() if isinstance(value, torch.Tensor)]
    names = [name for name in names if name in ("input_ids", "attention_mask", "token_type_ids")]
    shape = {
        0: torch.export.Dim("batch", min=1, max=1_024),
        1: torch.export.Dim("length", min=2, max=_LONGEST),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    # The exporter's remarks are about its own ways, and would stand in the terminal.
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with TemporaryDirectory(dir=file.parent) as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        written = torch.onnx.export(
            _Flat(transformer.model, names).eval(),
            tuple(features[name] for name in names),
            dynamo=True,
            dynamic_shapes={"tensors": tuple(shape for _ in names)},
            input_names=names,
            output_names=["token_embeddings"],
            verbose=False,
        )
        assert written is not None
        made = Path(folder) / file.name
        written.save(str(made))
        # Whole or not at all: a killed export leaves nothing that looks like a model.
        os.replace(made, file)
