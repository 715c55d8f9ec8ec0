"""Vectors are searched exactly, and come back from disk as they went."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.store import make_store, open_store, prove_vectors
from assistant.types import UnusableIndex, Vectors

FLAT = {"clusters": 0, "probes": 0, "learnt_of": 0}


def unit(rows: int, dimension: int = 8, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((rows, dimension)).astype(np.float32)
    result: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return result


def test_the_score_is_the_cosine_and_the_nearest_is_first() -> None:
    store = make_store(np.array([[1, 0], [0.6, 0.8], [0, 1], [-1, 0]], np.float32))
    hits = store.search(np.array([1, 0], np.float32), 4)
    assert hits.rows.tolist() == [0, 1, 2, 3]
    assert hits.scores.tolist() == pytest.approx([1, 0.6, 0, -1])


@given(st.integers(1, 50), st.integers(1, 60), st.integers(0, 5), st.data())
def test_a_search_is_what_comparing_with_every_vector_gives(rows: int, k: int, seed: int, data: st.DataObject) -> None:
    vectors, question = unit(rows, seed=seed), unit(1, seed=seed + 100)[0]
    chosen = np.array(sorted(data.draw(st.sets(st.integers(0, rows - 1)))), np.int64)
    scores = vectors @ question
    for only, searched in ((None, np.arange(rows)), (chosen, chosen)):
        hits = make_store(vectors).search(question, k, only)
        expected = sorted(searched.tolist(), key=lambda row: -scores[row])[:k]
        assert hits.rows.tolist() == expected
        assert hits.scores == pytest.approx(scores[expected], abs=1e-6)


def test_equal_vectors_are_in_the_order_of_rows() -> None:
    store = make_store(np.tile(np.array([[1, 0]], np.float32), (50, 1)))
    assert store.search(np.array([1, 0], np.float32), 50).rows.tolist() == list(range(50))


def test_the_first_of_equal_vectors_are_the_ones_that_are_found() -> None:
    store = make_store(np.tile(np.array([[1, 0]], np.float32), (500, 1)))
    assert store.search(np.array([1, 0], np.float32), 10).rows.tolist() == list(range(10))
    only = np.arange(100, 300)
    assert store.search(np.array([1, 0], np.float32), 10, only).rows.tolist() == list(range(100, 110))


def test_what_was_saved_is_opened(tmp_path: Path) -> None:
    vectors = unit(20)
    make_store(vectors).save(tmp_path / "vectors.npy")
    store = open_store(tmp_path, FLAT)
    assert (len(store), store.dimension) == (20, 8)
    assert store.vectors().tobytes() == vectors.tobytes()


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros((2, 3)), "holds float64"),
        (np.zeros(3, np.float32), "of the shape"),
        (np.zeros((2, 0), np.float32), "of the shape"),
    ],
)
def test_what_is_no_rows_of_numbers_is_refused(tmp_path: Path, array: np.ndarray, message: str) -> None:
    np.save(tmp_path / "vectors.npy", array)
    with pytest.raises(ValueError, match=message):
        open_store(tmp_path, FLAT)


def test_vectors_that_are_not_finite_are_refused_when_they_are_searched(tmp_path: Path) -> None:
    np.save(tmp_path / "vectors.npy", np.full((2, 3), np.nan, np.float32))
    store = open_store(tmp_path, FLAT)
    for rows in (None, np.array([1])):
        with pytest.raises(UnusableIndex, match="not finite; build it again"):
            store.search(np.array([1, 0, 0], np.float32), 1, rows)
    with pytest.raises(UnusableIndex, match="not finite; build it again"):
        prove_vectors(store.vectors())


def test_a_pickle_is_not_opened(tmp_path: Path) -> None:
    np.save(tmp_path / "vectors.npy", np.array([{}], object), allow_pickle=True)
    with pytest.raises(ValueError, match="holds object"):
        open_store(tmp_path, FLAT)
