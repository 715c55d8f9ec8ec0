"""Rows are ranked by BM25, and come back from disk as they went."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.bm25 import K1, B, make_word_store, open_word_store, prove_words
from assistant.lexical import words_asked, words_of
from assistant.types import Hits, UnusableIndex

TEXTS = ["The gas pipeline to Europe", "Gas, gas and more gas", "A railway through Georgia", "Güler's visit"]


def test_a_question_is_asked_in_every_language_of_the_texts() -> None:
    assert words_asked("anlaşmaları", {"en", "tr"}) == ["anlasmalari", "anlasma"]
    store = make_word_store(["Anlaşma imzalandı.", "The agreement was signed."], ["tr", None])
    assert store.languages == {"en", "tr"}
    assert store.search(words_asked("anlaşmaları", store.languages), 5).rows.tolist() == [0]


def test_all_rows_that_hold_a_word_are_found_in_order() -> None:
    store = make_word_store(TEXTS)
    assert store.holding(["gas", "railway", "zorgon"]).tolist() == [0, 1, 2]
    assert store.holding(["gas", "railway"], np.array([1, 2, 3])).tolist() == [1, 2]
    assert store.holding([]).tolist() == []


def test_a_strangers_rows_are_refused_when_they_are_searched(tmp_path: Path) -> None:
    make_word_store(TEXTS).save(tmp_path / "words")
    rows = np.load(tmp_path / "words" / "rows.npy")
    np.save(tmp_path / "words" / "rows.npy", rows + np.int32(4))
    store = open_word_store(tmp_path / "words", 4)
    with pytest.raises(UnusableIndex, match="stands in no chunk of the index; build it again"):
        store.search(["gas"], 5)
    with pytest.raises(UnusableIndex, match="stands in no chunk of the index; build it again"):
        store.holding(["gas"])
    with pytest.raises(ValueError, match="the words are not those of 4 chunks"):
        prove_words(store)


def test_a_word_of_one_text_finds_that_text_alone() -> None:
    hits = make_word_store(TEXTS).search(words_of("Railways"), 10)
    assert hits.rows.tolist() == [2]


def test_the_score_is_bm25() -> None:
    """Lucene's form: idf times tf, saturated and normalised by length."""
    store = make_word_store(TEXTS)
    lengths = [len(words_of(text)) for text in TEXTS]
    average = sum(lengths) / len(lengths)
    idf = math.log(1 + (len(TEXTS) - 2 + 0.5) / (2 + 0.5))

    def score(frequency: int, length: int) -> float:
        return idf * frequency / (frequency + K1 * (1 - B + B * length / average))

    hits = store.search(["gas"], 10)
    assert hits.rows.tolist() == [1, 0]
    assert hits.scores == pytest.approx([score(3, lengths[1]), score(1, lengths[0])], rel=1e-5)


def test_only_the_given_rows_are_searched() -> None:
    store = make_word_store(TEXTS)
    assert store.search(words_of("gas railway"), 10, np.array([0, 3])).rows.tolist() == [0]
    assert store.search(["gas"], 10, np.array([], np.int64)).rows.tolist() == []


@pytest.mark.parametrize("question", ["", "the of", "zorgon", "?!", "\0"])
def test_a_question_that_shares_no_word_finds_nothing(question: str) -> None:
    assert make_word_store(TEXTS).search(words_of(question), 5).rows.tolist() == []


def test_texts_without_words_can_be_stored() -> None:
    store = make_word_store(["?!", "the of"])
    assert (len(store), store.search(words_of("anything \0"), 5).rows.tolist()) == (2, [])


def test_equal_scores_are_in_the_order_of_rows() -> None:
    store = make_word_store(["gas", "wheat", "gas", "gas"] * 20)
    assert store.search(["gas"], 4).rows.tolist() == [0, 2, 3, 4]


@given(st.lists(st.integers(0, 3), max_size=60), st.integers(1, 10))
def test_the_best_are_the_first_of_all_in_order(values: list[int], k: int) -> None:
    rows, scores = np.arange(len(values)), np.array(values, np.float64)
    expected = sorted(range(len(values)), key=lambda row: (-values[row], row))[:k]
    assert Hits.best(rows, scores, k).rows.tolist() == expected


def test_what_was_saved_is_opened(tmp_path: Path) -> None:
    make_word_store(TEXTS).save(tmp_path / "words")
    opened = open_word_store(tmp_path / "words", 4)
    assert (len(opened), opened.search(["gas"], 5)[0].tolist()) == (4, [1, 0])
    assert opened.search(["gas"], 5).scores.tolist() == make_word_store(TEXTS).search(["gas"], 5).scores.tolist()
    assert not list((tmp_path / "words").glob("*.pkl"))


def test_words_of_another_number_of_rows_are_refused(tmp_path: Path) -> None:
    make_word_store(TEXTS).save(tmp_path / "words")
    with pytest.raises(ValueError, match="does not hold the words of 5 chunks"):
        open_word_store(tmp_path / "words", 5)
