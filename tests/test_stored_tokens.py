"""Token vectors in fewer bits and components: how near they stay, what they take, and that answers can be compared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.index import build_index, open_index
from assistant.types import Article
from benchmarks.sets import Asked, Pair
from benchmarks.stored_tokens import ShrunkEncoder, count_tokens, embed_some, make_ways, measure_ways, round_to
from evals.gold import key
from evals.questions import Question
from tests.word_encoder import DIMENSION, WordEncoder

WAYS = ["computed", "8 bits", "4 bits", "3 bits", "2 bits", "32 components", "21 components", "16 components"]


def test_rounding_keeps_the_largest_component_and_no_more_values_than_the_bits_have() -> None:
    vectors = np.array([[1.0, 0.5, -0.26, 0.1], [0.02, -0.01, 0.0, 0.0]], np.float32)
    assert np.allclose(round_to(vectors, 2), np.array([[1, 0, 0, 0], [0.02, 0, 0, 0]]))
    assert np.allclose(round_to(vectors, 3)[0], [1, 2 / 3, -1 / 3, 0])
    assert np.abs(round_to(vectors, 8) - vectors).max() < 0.005


def test_every_way_is_asked_the_same_and_says_what_it_takes(tmp_path: Path) -> None:
    words = WordEncoder()
    articles = [Article("gas", "Gas", "Gas flows to Kars."), Article("oil", "Oil", "Oil flows to Baku.")]
    build_index(articles, tmp_path, encoder=words)
    index = open_index(tmp_path, encoder=words)
    assert count_tokens(index) == 5
    gas, _ = index.chunks
    question = Question(id="1", question="where does gas flow?", answers=("Kars",), articles=("gas",))
    rows = measure_ways(
        Asked(index, [Pair(question, False, {key(gas): 1})], 1), words, make_ways(embed_some(index, words), DIMENSION)
    )
    assert [row["way"] for row in rows] == WAYS
    assert [row["R@1"] for row in rows][:3] == [1, 1, 1]
    assert rows[0]["bytes_a_chunk"] == 5 * 2 * DIMENSION
    assert rows[2]["bytes_a_chunk"] == 5 * (DIMENSION / 2 + 4)
    assert rows[0]["change"] == ""
    assert rows[1]["change"].startswith("+0.000")


def test_a_question_stays_whole_and_a_passage_is_shrunk() -> None:
    words = WordEncoder()
    _, _, four, *_ = make_ways(words.embed_tokens("gas flows to Kars").vectors, DIMENSION)
    shrunk = ShrunkEncoder(words, words, four)
    question, passage = shrunk.embed_tokens("gas").vectors[0], shrunk.embed_tokens("Gas\n").vectors[0]
    assert len(np.unique(np.round(passage, 5))) <= 15
    assert len(np.unique(np.round(question, 5))) == DIMENSION
    assert question @ passage == pytest.approx(1, abs=0.02)
