"""The vectors of a large collection in, their clusters on disk out.

Each vector belongs to the nearest of some centroids, and a search looks into the nearest few (Jégou, Douze
and Schmid 2011, "Product Quantization for Nearest Neighbor Search", IEEE TPAMI: its inverted file).

clusters/centroids.npy   the middle of each cluster
clusters/codes.npy       the vectors, cluster by cluster, a byte a component
clusters/rows.npy        the row of each of these
clusters/starts.npy      where each cluster begins in the two, and the end
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from assistant.arrays import map_array
from assistant.manifest import CLUSTERS, VECTORS
from assistant.store import (
    BLOCK,
    CENTROIDS,
    CODES,
    ROWS,
    STARTS,
    ClusterStore,
    in_bytes,
    nearest_centroids,
    train_centroids,
)
from assistant.types import Vectors, VectorStore

LARGEST_FLAT = 131_072  # vectors; comparing with all of them takes less than a tenth of the time of a question
LEAST_CLUSTERS = 1024  # fewer are larger, and what is near to a question lies in more of each
PROBED = (
    3 / 16
)  # of the clusters: those that a search looks into; with 1/8 a third of the misses more, with 1/4 a third less
LEARNT_OF = 64  # vectors a cluster
SMALLEST = 16  # vectors in a cluster, on average
OUTGROWN = 2.0  # clusters are learnt anew when a collection has grown, or shrunk, by so much since they were

Plan = Mapping[str, int]


def plan_search(count: int, before: Plan | None, *, largest_flat: int = LARGEST_FLAT) -> dict[str, int]:
    """Say how so many vectors are searched: `clusters` (0: flat), `probes` of them, and of how many they are learnt.

    `before` is what was said of the generation before: its clusters are kept while they fit.
    """
    if count <= largest_flat:
        return {"clusters": 0, "probes": 0, "learnt_of": 0}
    if (
        before
        and before["clusters"]
        and before["learnt_of"]
        and 1 / OUTGROWN <= count / before["learnt_of"] <= OUTGROWN
    ):
        return dict(before)
    clusters = min(max(LEAST_CLUSTERS, 2 ** round(math.log2(count) / 2)), max(count // SMALLEST, 1))
    return {"clusters": clusters, "probes": math.ceil(PROBED * clusters), "learnt_of": count}


def write_clusters(folder: Path, plan: Plan, dimension: int, before: VectorStore | None) -> None:
    """Write the clusters of a generation's vectors, as `plan_search` said: learnt anew, or those of the one before."""
    if not plan["clusters"]:
        return
    (folder / CLUSTERS).mkdir()
    vectors = map_array(folder / VECTORS, np.float32, dimension)
    if (
        isinstance(before, ClusterStore)
        and plan["learnt_of"] != len(vectors)
        and len(before.centroids) == plan["clusters"]
    ):
        centroids = before.centroids
    else:
        centroids = train_centroids(vectors, plan["clusters"], sample=LEARNT_OF)
    np.save(folder / CENTROIDS, centroids)
    nearest = np.empty(len(vectors), np.int32)
    largest = 0.0
    for start in range(0, len(vectors), BLOCK):
        block = np.ascontiguousarray(vectors[start : start + BLOCK])
        nearest[start : start + BLOCK] = nearest_centroids(block, centroids)
        largest = max(largest, float(np.abs(block).max()))
    order = np.argsort(nearest, kind="stable").astype(np.int32)
    np.save(folder / ROWS, order)
    np.save(folder / STARTS, np.searchsorted(nearest[order], np.arange(plan["clusters"] + 1)).astype(np.int64))
    _write_codes(folder / CODES, vectors, order, largest)


def _write_codes(path: Path, vectors: Vectors, order: np.ndarray, largest: float) -> None:
    """Write an array as `numpy.save` does, block by block."""
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(
            file, {"descr": "|u1", "fortran_order": False, "shape": (len(order), vectors.shape[1])}
        )
        for start in range(0, len(order), BLOCK):
            block = in_bytes(vectors[order[start : start + BLOCK]], largest)
            file.write((block + 128).astype(np.uint8).tobytes())
