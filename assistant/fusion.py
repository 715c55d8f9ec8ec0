"""Two rankings of the same chunks in, one out: the average of their normalised scores.

Convex combination after min-max normalisation (Bruch, Gai and Ingber 2023, "An Analysis of Fusion
Functions for Hybrid Retrieval", ACM TOIS) uses how much better a hit is than the next, which
reciprocal ranks throw away.
"""

from __future__ import annotations

import numpy as np

from assistant.lexical import best
from assistant.types import Hits

CANDIDATES = 100  # of each ranking; what is in neither is not considered
DENSE_WEIGHT = 0.5
DECIMALS = 6  # scores closer than this are equal: the last bits differ between machines
SETTINGS = {"candidates": CANDIDATES, "dense_weight": DENSE_WEIGHT, "normalisation": "min-max"}


def fuse(dense: Hits, lexical: Hits, k: int) -> Hits:
    """Average two rankings, each min-max normalised over its own candidates; what one lacks scores 0 there."""
    rows = np.union1d(dense.rows, lexical.rows)
    scores = np.zeros(len(rows))
    for hits, weight in ((dense, DENSE_WEIGHT), (lexical, 1 - DENSE_WEIGHT)):
        scores[np.searchsorted(rows, hits.rows)] += weight * _normalise(hits)
    return best(rows, np.round(scores, DECIMALS), k)


def _normalise(hits: Hits) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if not len(hits.scores):
        return np.empty(0)
    low, high = hits.scores.min(), hits.scores.max()
    return (hits.scores - low) / (high - low) if high > low else np.ones(len(hits.scores))
