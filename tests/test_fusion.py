"""Two rankings become one: the average of their normalised scores."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.fusion import fuse
from assistant.types import Hits


def hits(*pairs: tuple[int, float]) -> Hits:
    ordered = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    return Hits(np.array([row for row, _ in ordered], np.int64), np.array([score for _, score in ordered]))


def test_scores_are_normalised_between_the_lowest_and_the_highest_and_averaged() -> None:
    fused = fuse(hits((1, 0.8), (2, 0.6), (3, 0.4)), hits((2, 12.0), (4, 7.0), (1, 2.0)), 10)
    assert fused.rows.tolist() == [2, 1, 4, 3]
    assert fused.scores.tolist() == [0.75, 0.5, 0.25, 0.0]


def test_a_ranking_without_hits_adds_nothing() -> None:
    fused = fuse(hits((1, 0.8), (2, 0.4)), hits(), 10)
    assert (fused.rows.tolist(), fused.scores.tolist()) == ([1, 2], [0.5, 0.0])
    assert fuse(hits(), hits(), 10).rows.tolist() == []


def test_hits_that_are_all_equal_are_all_the_best() -> None:
    fused = fuse(hits((3, 0.4), (1, 0.4)), hits((2, 5.0)), 10)
    assert (fused.rows.tolist(), fused.scores.tolist()) == ([1, 2, 3], [0.5, 0.5, 0.5])


def test_only_k_are_returned_and_equal_ones_in_the_order_of_rows() -> None:
    assert fuse(hits((5, 1.0), (4, 1.0), (9, 0.0)), hits((5, 1.0), (4, 1.0)), 1).rows.tolist() == [4]


def test_a_difference_in_the_last_bits_changes_no_order() -> None:
    fused = fuse(hits((2, 0.9), (1, 0.9 - 1e-12), (3, 0.0)), hits(), 3)
    assert fused.rows.tolist() == [1, 2, 3]


SCORES = st.dictionaries(st.integers(0, 30), st.floats(-1e6, 1e6), max_size=20)


@given(SCORES, SCORES, st.integers(1, 40))
def test_every_hit_is_there_once_between_0_and_1_best_first(
    dense: dict[int, float], lexical: dict[int, float], k: int
) -> None:
    fused = fuse(hits(*dense.items()), hits(*lexical.items()), k)
    assert set(fused.rows.tolist()) <= dense.keys() | lexical.keys()
    assert len(set(fused.rows.tolist())) == len(fused.rows) == min(k, len(dense.keys() | lexical.keys()))
    pairs = list(zip((-fused.scores).tolist(), fused.rows.tolist(), strict=True))
    assert pairs == sorted(pairs)
    assert all(-1 <= score <= 0 for score, _ in pairs)
