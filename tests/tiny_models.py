"""Models of two small layers with weights drawn by a seed, of the kinds that are traced in different ways."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.models import DEFAULT_MODEL, find_model

SIZES = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 64,
    "max_position_embeddings": 258,
}


def make_tiny_model(kind: str, folder: Path) -> Path:
    """Write a model of a kind, with the default model's words, and return its folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling, WordWeights
    from transformers import (
        AutoTokenizer,
        BertConfig,
        BertModel,
        ModernBertConfig,
        ModernBertModel,
        MPNetConfig,
        MPNetModel,
    )

    torch.manual_seed(0)
    tokenizer: Any = AutoTokenizer.from_pretrained(find_model(DEFAULT_MODEL))
    sizes: dict[str, Any] = SIZES | {"vocab_size": len(tokenizer)}
    if kind == "mpnet":
        model: Any = MPNetModel(MPNetConfig(**sizes))
    elif kind == "near words":
        special: dict[str, Any] = dict.fromkeys(
            ("pad_token_id", "bos_token_id", "eos_token_id", "cls_token_id", "sep_token_id"), 0
        )
        model = ModernBertModel(ModernBertConfig(**sizes, **special, local_attention=16))
        tokenizer.model_input_names = ["input_ids", "attention_mask"]
    else:
        model = BertModel(BertConfig(**sizes))
    for part in (model, tokenizer):
        part.save_pretrained(folder / "transformer")
    modules: list[Any] = [Transformer(str(folder / "transformer"), max_seq_length=256)]
    if kind == "weighted words":
        modules.append(WordWeights(list(tokenizer.get_vocab()), {"gas": 2.0}, 1.0))
    SentenceTransformer(modules=[*modules, Pooling(32)]).save(str(folder / "model"))
    return folder / "model"
