"""Late interaction: each token of the question takes its nearest of the passage, rare words weigh more."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assistant.bm25 import make_word_store
from assistant.interaction import BASE_WEIGHT, match_passages, weigh_tokens
from tests.word_encoder import WordEncoder

TEXTS = ["gas gas", "gas wheat", "uranium"]


def test_a_passage_with_every_word_matches_fully_and_one_with_none_does_not() -> None:
    words = make_word_store(TEXTS)
    matches = match_passages("uranium gas", ["gas and uranium", "wheat"], WordEncoder(), words)
    assert matches[0] == pytest.approx(1, abs=1e-3)
    assert matches[1] < 0.5


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    words = make_word_store(TEXTS)
    encoder = WordEncoder()
    weights = weigh_tokens("the uranium gas", encoder.embed_tokens("the uranium gas"), words)
    idf = [math.log(1 + (3 - n + 0.5) / (n + 0.5)) for n in (1, 2)]
    assert weights == pytest.approx([BASE_WEIGHT, BASE_WEIGHT + idf[0], BASE_WEIGHT + idf[1]], rel=1e-5)
    rare, common = match_passages("uranium gas", ["uranium", "gas"], encoder, words)
    assert rare > common


def test_nothing_matches_nothing() -> None:
    words = make_word_store(TEXTS)
    assert match_passages("", ["gas"], WordEncoder(), words).tolist() == [0]
    assert match_passages("gas", [], WordEncoder(), words).tolist() == []
    assert np.isfinite(match_passages("gas", [""], WordEncoder(), words)).all()
