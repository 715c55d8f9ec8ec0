"""Late interaction: each token of the question takes its nearest of the passage, rare words weigh more."""

from __future__ import annotations

import math

import numpy as np
import pytest

from assistant.bm25 import make_word_store
from assistant.interaction import BASE_WEIGHT, HALF_RUN, TITLE_SHARE, Titled, match_pairs, match_passages, weigh_tokens
from tests.word_encoder import WordEncoder

TEXTS = ["gas gas", "gas wheat", "uranium"]


def test_a_passage_with_every_word_matches_fully_and_one_with_none_does_not() -> None:
    words = make_word_store(TEXTS)
    matches = match_passages("uranium gas", [Titled("", "gas and uranium"), Titled("", "wheat")], WordEncoder(), words)
    assert matches[0] == pytest.approx(1, abs=1e-3)
    assert matches[1] < 0.5


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    words = make_word_store(TEXTS)
    encoder = WordEncoder()
    weights = weigh_tokens("the uranium gas", encoder.embed_tokens("the uranium gas"), words)
    idf = [math.log(1 + (3 - n + 0.5) / (n + 0.5)) for n in (1, 2)]
    assert weights == pytest.approx([BASE_WEIGHT, BASE_WEIGHT + idf[0], BASE_WEIGHT + idf[1]], rel=1e-5)
    rare, common = match_passages("uranium gas", [Titled("", "uranium"), Titled("", "gas")], encoder, words)
    assert rare > common


def test_nothing_matches_nothing() -> None:
    words = make_word_store(TEXTS)
    assert match_passages("", [Titled("", "gas")], WordEncoder(), words).tolist() == [0]
    assert match_passages("gas", [], WordEncoder(), words).tolist() == []
    assert np.isfinite(match_passages("gas", [Titled("", "")], WordEncoder(), words)).all()


def test_words_that_stand_together_match_better_than_the_same_far_apart() -> None:
    words, between = make_word_store(TEXTS), " wheat" * (3 * HALF_RUN)
    texts = [Titled("", f"uranium gas{between}"), Titled("", f"uranium{between} gas")]
    together, apart = match_passages("uranium gas", texts, WordEncoder(), words)
    assert together == pytest.approx(1, abs=1e-3)
    assert 0.5 < apart < 0.9


def test_a_word_of_the_title_counts_for_less_where_a_run_is_matched() -> None:
    words = make_word_store(["uranium gas", "wheat"])  # both words are as rare: each weighs half
    inside, title = match_passages(
        "uranium gas", [Titled("", "uranium gas"), Titled("uranium", "gas")], WordEncoder(), words
    )
    assert inside == pytest.approx(1, abs=1e-3)
    assert title == pytest.approx((1 + (1 + TITLE_SHARE) / 2) / 2, abs=1e-3)


def test_a_title_alone_matches_as_it_is() -> None:
    matches = match_passages("gas", [Titled("gas", "")], WordEncoder(), make_word_store(TEXTS))
    assert matches[0] == pytest.approx(1, abs=1e-3)


def test_pairs_are_of_neighbouring_words_in_their_order_in_the_text_or_the_title() -> None:
    words = make_word_store(["central secretariat meeting", "wheat"])  # three words of one weight
    passages = [
        Titled("", "a meeting of the central secretariat"),
        Titled("The Central Secretariat", "meeting"),
        Titled("", "a secretariat in the central region"),
        Titled("", "wheat"),
    ]
    shares = match_pairs("the central secretariat's meeting", passages, words)
    assert shares == pytest.approx([1 / 3, 2 / 3, 0, 0])
    assert match_pairs("of the", passages[:1], words) == [0]
    assert match_pairs("unheard word", passages[:1], words) == [0]
