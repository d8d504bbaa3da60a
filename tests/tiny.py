"""Tiny models of the real kinds, made on the spot: random weights, real files, real loading."""

from pathlib import Path

import torch
from sentence_transformers import CrossEncoder, SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertModel,
    PreTrainedTokenizerFast,
)

_SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
_WORDS = "query passage : . dns ttl lower move cake bake slowly before the you a and is".split()
LONGEST = 32


def _tokenizer() -> PreTrainedTokenizerFast:
    vocabulary = {word: place for place, word in enumerate([*_SPECIAL, *_WORDS])}
    made = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    made.pre_tokenizer = Whitespace()
    made.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=made,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=LONGEST,
        do_lower_case=True,
    )


def _config(**more: object) -> BertConfig:
    return BertConfig(
        vocab_size=len(_SPECIAL) + len(_WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=LONGEST,
        **more,
    )


def sentence_model(folder: Path, *, seed: int = 1, prompts: dict[str, str] | None = None) -> Path:
    """A sentence-transformers model of sixteen dimensions in `folder`."""
    torch.manual_seed(seed)
    bert = folder / "bert"
    BertModel(_config()).save_pretrained(bert)
    _tokenizer().save_pretrained(bert)
    transformer = Transformer(str(bert))
    model = SentenceTransformer(
        modules=[transformer, Pooling(16)], prompts=prompts or {}, device="cpu"
    )
    model.max_seq_length = LONGEST
    model.save(str(folder / "model"))
    return folder / "model"


def cross_encoder(folder: Path, *, seed: int = 1) -> Path:
    """A cross-encoder with one score, in `folder`."""
    torch.manual_seed(seed)
    bert, made = folder / "bert", folder / "cross-encoder"
    BertForSequenceClassification(_config(num_labels=1)).save_pretrained(bert)
    _tokenizer().save_pretrained(bert)
    CrossEncoder(str(bert), device="cpu").save(str(made))
    return made
