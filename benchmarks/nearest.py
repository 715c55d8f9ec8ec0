"""The store's search for the nearest vectors, beside FAISS called directly and an exact search."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.fusion import CANDIDATES
from assistant.types import Vectors, VectorStore

K = 10  # of recall
ALIKE = 1e-5  # cosines nearer than this are equal: of two chunks with one text, either is as right


def measure_nearest(store: VectorStore, vectors: Vectors, questions: Vectors) -> dict[str, Any]:
    """Ask both in turn; milliseconds of each, what the store adds, and its recall@10 against exact search.

    `vectors` (n, d) are those of the store's rows. The exact index is FAISS's own, on as many threads
    as it takes by default.
    """
    import faiss

    exact = faiss.IndexFlatIP(vectors.shape[1])
    exact.add(vectors)
    ours, theirs, recalls = [], [], []
    for question in questions:
        started = time.perf_counter()
        found = store.search(question, CANDIDATES)
        ours.append(time.perf_counter() - started)
        started = time.perf_counter()
        scores, _ = exact.search(question[np.newaxis], CANDIDATES)
        theirs.append(time.perf_counter() - started)
        recalls.append(np.mean(vectors[found.rows[:K]] @ question >= scores[0][:K].min() - ALIKE))
    return {
        "store": _milliseconds(ours),
        "faiss_exact": _milliseconds(theirs),
        "overhead_us": 1e6 * (float(np.median(ours)) - float(np.median(theirs))),
        "recall@10": float(np.mean(recalls)),
        "bytes_a_second": vectors.nbytes / float(np.median(theirs)),
    }


def _milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    return {f"p{q}_ms": 1000 * float(np.percentile(seconds, q)) for q in (50, 95)}
