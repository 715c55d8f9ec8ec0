"""Vectors in, nearest rows out. The only importer of faiss."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.types import Hits, Vectors

if TYPE_CHECKING:
    import faiss


class FlatStore:
    """Every vector compared with the question's by inner product: exact, and cosine on unit vectors."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Components a vector."""
        return int(self._index.d)

    def search(self, vector: Vectors, k: int, rows: NDArray[np.int64] | None = None) -> Hits:
        """Find the k nearest rows, best first; only among `rows` where these are given."""
        import faiss

        parameters = None
        if rows is not None:
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(rows))  # type: ignore[call-arg]  # missing in its stubs
        k = min(k, len(self) if rows is None else len(rows))
        if k == 0:
            return Hits(np.empty(0, np.int64), np.empty(0))
        scores, found = self._index.search(vector[np.newaxis], k, params=parameters)
        scores, found = scores[0].astype(np.float64), found[0].astype(np.int64)
        order = np.lexsort((found, -scores))
        return Hits(found[order], scores[order])

    def vectors(self) -> Vectors:
        """Return all vectors: (n, d)."""
        vectors: Vectors = np.asarray(self._index.reconstruct_n(0, len(self)), np.float32)
        return vectors

    def save(self, path: Path) -> None:
        """Write the vectors to a file: a plain array, which nobody can hide anything in."""
        np.save(path, self.vectors(), allow_pickle=False)


def make_store(vectors: Vectors) -> FlatStore:
    """Make a store of unit vectors (n, d); the rows are numbered from 0."""
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, np.float32))
    return FlatStore(index)


def open_store(path: Path) -> FlatStore:
    """Open what `FlatStore.save` wrote. Raises `ValueError` where it holds something else."""
    vectors = np.load(path, allow_pickle=False)
    if vectors.dtype != np.float32 or vectors.ndim != 2 or not vectors.shape[1]:
        raise ValueError(f"{path.name} holds {vectors.dtype} of the shape {vectors.shape}, expected rows of float32")
    if not np.isfinite(vectors).all():
        raise ValueError(f"{path.name} holds numbers that are not finite")
    return make_store(vectors)
