"""Words are compared as a reader would, and ranked by BM25."""

from __future__ import annotations

import math
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.lexical import K1, B, best, make_word_store, open_word_store, words_asked, words_of

TEXTS = ["The gas pipeline to Europe", "Gas, gas and more gas", "A railway through Georgia", "Güler's visit"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The agreements were signed", ["agreement", "sign"]),
        ("Güler's GÜLER’S Guler", ["guler", "guler", "guler"]),
        ("Azərbaycan", ["azarbaycan"]),
        ("ISTANBUL İstanbul ıstanbul", ["istanbul", "istanbul", "istanbul"]),
        ("state-owned 1,500 km²", ["state", "own", "1", "500", "km2"]),
        ("what is it", []),
        ("Баку 巴库", ["баку", "巴库"]),
        ("?!", []),
    ],
)
def test_words_are_compared_without_case_accents_and_endings(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Türkiye'nin anlaşmaları imzalandı", "tr", ["turki", "anlasma", "imzala"]),
        ("IŞIK ışık İstanbul", "tr", ["isik", "isik", "istanbul"]),
        ("Подписанные соглашения", "ru-RU", ["подписа", "соглашен"]),
        ("Azərbaycanın ərazisi", "az", ["azarbaycanin", "arazisi"]),
        ("the agreements", "xx", ["the", "agreements"]),
    ],
)
def test_words_are_stemmed_by_their_language(text: str, language: str, words: list[str]) -> None:
    assert words_of(text, language) == words


def test_a_question_is_asked_in_every_language_of_the_texts() -> None:
    assert words_asked("anlaşmaları", {"en", "tr"}) == ["anlasmalari", "anlasma"]
    store = make_word_store(["Anlaşma imzalandı.", "The agreement was signed."], ["tr", None])
    assert store.languages == {"en", "tr"}
    assert store.search(words_asked("anlaşmaları", store.languages), 5).rows.tolist() == [0]


@given(st.text())
@example("\u0345")  # an accent that is a letter in the other case
@example("ᾳ ß İ ﬁ")
def test_case_and_composition_change_no_word(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert words_of(composed.casefold()) == words_of(composed)


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
    assert best(rows, scores, k).rows.tolist() == expected


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
