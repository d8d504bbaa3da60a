"""Any sentence-transformers model by folder: its prompts, its limits, its ONNX twin."""

from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from hallway_bot.domain.errors import ConfigurationError
from hallway_bot.index.embedder import TransformerEmbedder

from ..tiny import LONGEST, sentence_model

E5 = {"query": "query : ", "document": "passage : "}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that asks for prompts, as multilingual-e5 does."""
    return sentence_model(tmp_path_factory.mktemp("tiny"), prompts=E5)


def plain(folder: Path, text: str) -> list[float]:
    """What the library itself makes of a text, to the letter."""
    model = SentenceTransformer(str(folder), device="cpu")
    vector: list[float] = model.encode(text, prompt="", normalize_embeddings=True).tolist()
    return vector


def test_a_models_own_prompts_are_put_before_questions_and_lessons(folder: Path) -> None:
    embedder = TransformerEmbedder(str(folder))
    assert embedder.encode_question("dns") == pytest.approx(plain(folder, "query : dns"), abs=1e-5)
    [lesson] = embedder.encode_passages(["dns"])
    assert lesson == pytest.approx(plain(folder, "passage : dns"), abs=1e-5)
    assert lesson != pytest.approx(embedder.encode_question("dns"), abs=1e-3)


def test_prompts_from_settings_take_their_place(folder: Path) -> None:
    embedder = TransformerEmbedder(str(folder), query_prompt="the ", passage_prompt="")
    assert embedder.encode_question("dns") == pytest.approx(plain(folder, "the dns"), abs=1e-5)
    [lesson] = embedder.encode_passages(["dns"])
    assert lesson == pytest.approx(plain(folder, "dns"), abs=1e-5)


def test_other_prompts_or_another_model_are_another_index(folder: Path, tmp_path: Path) -> None:
    names = {
        TransformerEmbedder(str(folder)).name,
        TransformerEmbedder(str(folder), query_prompt="the ").name,
        TransformerEmbedder(str(folder), passage_prompt="the ").name,
        TransformerEmbedder(str(sentence_model(tmp_path, seed=2))).name,
        TransformerEmbedder().name,
    }
    assert len(names) == 5
    assert TransformerEmbedder(str(folder)).name in names


def test_it_knows_what_the_model_reads_to_its_end(folder: Path) -> None:
    embedder = TransformerEmbedder(str(folder))
    # Two word pieces are the model's own marks around the text.
    texts = ["dns " * (LONGEST - 2), "dns " * (LONGEST - 1), "dns"]
    assert embedder.fits(texts) == [True, False, True]


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="HALLWAY_EMBEDDING_MODEL"):
        TransformerEmbedder(str(tmp_path)).encode_question("dns")


def test_by_onnx_the_vectors_are_the_same_and_the_export_is_made_once(
    folder: Path, tmp_path: Path
) -> None:
    pytest.importorskip("onnxscript", reason="The extra is not installed: pip install '.[onnx]'.")
    by_torch = TransformerEmbedder(str(folder))
    by_onnx = TransformerEmbedder(str(folder), onnx=tmp_path)
    texts = ["dns", "lower the ttl before you move the dns .", "bake a cake " * 9, ""]
    assert np.allclose(by_onnx.encode_passages(texts), by_torch.encode_passages(texts), atol=1e-5)
    assert np.allclose(by_onnx.encode_question("dns"), by_torch.encode_question("dns"), atol=1e-5)
    assert by_onnx.name == by_torch.name  # so that nothing is indexed again
    [file] = tmp_path.iterdir()
    made = file.stat().st_mtime_ns
    again = TransformerEmbedder(str(folder), onnx=tmp_path)
    assert np.allclose(again.encode_question("dns"), by_torch.encode_question("dns"), atol=1e-5)
    assert [file] == list(tmp_path.iterdir()) and file.stat().st_mtime_ns == made
