"""Two rankings of the same chunks in, one out.

`fuse` averages min-max normalised scores (Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions
for Hybrid Retrieval", ACM TOIS): it uses how much better a hit is than the next, which reciprocal
ranks throw away. `fuse_ranks` is reciprocal rank fusion (Cormack, Clarke and Büttcher 2009, SIGIR), a
control for evaluations.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assistant.types import Hits

CANDIDATES = 100  # of each ranking; what is in neither is not considered
DENSE_WEIGHT = 0.5
RANK_OFFSET = 60  # of reciprocal rank fusion: the usual value
DECIMALS = 6  # scores closer than this are equal: the last bits differ between machines
SETTINGS = {"candidates": CANDIDATES, "dense_weight": DENSE_WEIGHT, "normalisation": "min-max"}


def fuse(dense: Hits, lexical: Hits, k: int) -> Hits:
    """Average two rankings, each min-max normalised over its own candidates; what one lacks scores 0 there."""
    weighted = ((dense, DENSE_WEIGHT), (lexical, 1 - DENSE_WEIGHT))
    return _add([(hits.rows, weight * _normalise(hits)) for hits, weight in weighted], k)


def fuse_ranks(dense: Hits, lexical: Hits, k: int) -> Hits:
    """Add the reciprocal ranks of two rankings."""
    return _add([(hits.rows, 1 / (RANK_OFFSET + 1 + np.arange(len(hits.rows)))) for hits in (dense, lexical)], k)


def _add(scored: list[tuple[NDArray[np.int64], NDArray[np.float64]]], k: int) -> Hits:
    rows = np.unique(np.concatenate([found for found, _ in scored]))
    total = np.zeros(len(rows))
    for found, scores in scored:
        total[np.searchsorted(rows, found)] += scores
    return Hits.best(rows, np.round(total, DECIMALS), k)


def _normalise(hits: Hits) -> NDArray[np.float64]:
    if not len(hits.scores):
        return np.empty(0)
    low, high = hits.scores.min(), hits.scores.max()
    return (hits.scores - low) / (high - low) if high > low else np.ones(len(hits.scores))
