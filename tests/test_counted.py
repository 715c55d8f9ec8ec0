"""Words are counted the same whether a collection is counted at once or some texts at a time."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.bm25 import join_counted
from assistant.counted import count_texts, words_of_chunks
from assistant.types import Article, Chunk

TEXTS = st.lists(st.lists(st.sampled_from("gas oil wheat grain steel coal".split()), max_size=8), max_size=12)


def test_each_text_has_its_words_and_how_often_they_stand_in_it() -> None:
    counted = count_texts([["gas", "oil", "gas"], [], ["wheat", "oil"]])
    assert counted.words == ["gas", "oil", "wheat"]
    assert counted.lengths.tolist() == [3, 0, 2]
    assert counted.kinds.tolist() == [2, 0, 2]
    assert counted.numbers.tolist() == [0, 1, 1, 2]
    assert counted.counts.tolist() == [2, 1, 1, 1]


def test_nothing_has_no_words() -> None:
    counted = count_texts([])
    assert (counted.words, len(counted.lengths), len(counted.numbers)) == ([], 0, 0)
    assert len(join_counted([], {"en"})) == 0


@given(TEXTS, st.integers(0, 12))
def test_counted_in_two_parts_is_counted_at_once(texts: list[list[str]], at: int) -> None:
    whole, parts = (
        join_counted(counted, {"en"})
        for counted in ([count_texts(texts)], [count_texts(texts[:at]), count_texts(texts[at:])])
    )
    assert list(whole.table) == list(parts.table)
    for one, other in zip(_arrays(whole), _arrays(parts), strict=True):
        assert np.array_equal(one, other)


def _arrays(store: Any) -> tuple[Any, ...]:
    return (store.starts, store.rows, store.scores, *astuple(store.table))


def test_a_chunk_has_the_words_of_what_is_said_about_its_article() -> None:
    article = Article("a", "Aktau", "Ships load grain. Trains carry it.", author="Ada Nur", date="2021-05-05")
    chunks = [Chunk.of(article, 0, 17), Chunk.of(article, 18, 34)]
    about = ["aktau", "ada", "nur", "5", "may", "2021"]
    found = list(words_of_chunks(article, chunks))
    assert found == [[*about, "ship", "load", "grain"], [*about, "train", "carri"]]
