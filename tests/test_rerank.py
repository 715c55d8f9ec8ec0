"""A cross-encoder, where somebody has one, takes the place of late interaction."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.models import DEFAULT_MODEL, find_model
from assistant.rerank import load_reranker
from assistant.retrieval import retrieve
from assistant.types import Index, UnusableModel


def test_passages_are_in_the_order_of_their_scores(index: Index) -> None:
    found = retrieve("treaty", index, reranker=lambda _, passages: [float("wheat" in text) for text in passages])
    assert found[0].chunk.article_id == "undated"


@pytest.mark.slow
def test_a_cross_encoder_in_a_folder_is_loaded(tmp_path: Path, index: Index) -> None:
    from transformers import BertConfig, BertForSequenceClassification

    config = BertConfig(hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32)
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    for name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"):
        shutil.copy(find_model(DEFAULT_MODEL) / name, tmp_path / name)
    rerank = load_reranker(str(tmp_path))
    found = retrieve("who ratified the convention?", index, reranker=rerank)
    texts = [f"{passage.title}\n{passage.chunk.text}" for passage in found]
    scores = rerank("who ratified the convention?", texts)
    assert len(found) == len(index.chunks)
    assert all(-1e3 < score < 1e3 for score in scores)


def test_a_folder_without_one_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnusableModel, match="no cross-encoder"):
        load_reranker(str(tmp_path))
