"""Vectors in, nearest rows out. The only importer of faiss.

The vectors lie in one array in the order of rows, which is mapped and compared with the question's as it
lies there. A large collection also has clusters: the vectors' neighbourhoods, each with its vectors one
after another in a byte a component. A search looks into the clusters nearest to the question, and compares
the best that it finds there in full. `clusters.py` makes them.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from assistant.arrays import map_array, read_header
from assistant.manifest import CLUSTERS, VECTORS
from assistant.types import Hits, UnusableIndex, Vectors

CENTROIDS, STARTS, ROWS, CODES = (f"{CLUSTERS}/{name}.npy" for name in ("centroids", "starts", "rows", "codes"))
ROUNDS = 8  # of learning the clusters: more change little
SEED = 7
_PLACE = 2**32 - 1  # bits: faiss names a vector by its cluster, and in these its place there
MOST_CLUSTERED = 400  # hits; more are looked for among all vectors
COMPARED = 2  # of the hits that are wanted: so many are compared in full, for their order in bytes is only nearly right
FEW = 1000  # vectors that are read one by one
BLOCK = 2**16  # rows: what is read at once where all are read

Ready = Callable[[], None]


class FlatStore:
    """Every vector compared with the question's by inner product: exact, and cosine on unit vectors."""

    def __init__(self, vectors: Vectors, ready: Ready = lambda: None, file: IO[bytes] | None = None) -> None:
        self._vectors, self._ready, self._file = vectors, ready, file

    def __len__(self) -> int:
        return len(self._vectors)

    @property
    def dimension(self) -> int:
        """Components a vector."""
        return int(self._vectors.shape[1])

    def search(self, vector: Vectors, k: int, rows: NDArray[np.int64] | None = None) -> Hits:
        """Find the k nearest rows, best first; only among `rows` where these are given."""
        faiss = _faiss()

        if rows is not None:
            return Hits.best(rows, self.compare(vector, rows), k)
        self._ready()
        k = min(k, len(self))
        if k == 0:
            return Hits(np.empty(0, np.int64), np.empty(0))
        found_scores, found = faiss.knn(vector[np.newaxis], self._vectors, k, faiss.METRIC_INNER_PRODUCT)
        scores, found = found_scores[0].astype(np.float64), found[0].astype(np.int64)
        if found.min() < 0:  # a stranger's vector is nearer to nothing than to anything
            raise _not_finite()
        order = np.lexsort((found, -scores))
        return Hits(found[order], scores[order])

    def compare(self, vector: Vectors, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the cosine of each of these rows."""
        faiss = _faiss()

        self._ready()
        if len(rows) and not 0 <= rows.min() <= rows.max() < len(self):
            raise UnusableIndex(
                f"the index has {len(self)} vectors, not those of {rows.min()} to {rows.max()}; build it again"
            )
        vectors, rows = self._vectors, np.ascontiguousarray(rows)
        if self._file is not None and len(rows) <= FEW:
            vectors, rows = self._read(rows), np.arange(len(rows))
        cosines, vector = np.empty(len(rows), np.float32), np.ascontiguousarray(vector)
        faiss.fvec_inner_products_by_idx(
            faiss.swig_ptr(cosines), faiss.swig_ptr(vector), faiss.swig_ptr(vectors), faiss.swig_ptr(rows),
            self.dimension, 1, len(rows),
        )  # fmt: skip
        if not np.isfinite(cosines).all():
            raise _not_finite()
        return cosines.astype(np.float64)

    def _read(self, rows: NDArray[np.int64]) -> Vectors:
        """Read a few vectors from the file: pages of a map, once touched, would stay and add up to all of it."""
        assert self._file is not None
        width = self.dimension * self._vectors.itemsize
        first = os.fstat(self._file.fileno()).st_size - len(self) * width
        pieces = [os.pread(self._file.fileno(), width, first + row * width) for row in rows.tolist()]
        return np.frombuffer(b"".join(pieces), np.float32).reshape(len(rows), self.dimension)

    def vectors(self) -> Vectors:
        """Return all vectors: (n, d), as they lie on disk."""
        self._ready()
        return self._vectors

    def save(self, path: Path) -> None:
        """Write the vectors to a file: a plain array, which nobody can hide anything in."""
        np.save(path, self._vectors, allow_pickle=False)


class ClusterStore:
    """The clusters nearest to the question searched; all vectors, where only some rows or many hits are wanted.

    The vectors of cluster `i` are `codes[starts[i] : starts[i + 1]]`, of the rows at the same places of
    `rows`; a component is a byte, 128 more than the whole number it is nearest to.
    """

    def __init__(
        self,
        flat: FlatStore,
        centroids: Vectors,
        starts: NDArray[np.int64],
        rows: NDArray[np.int32],
        codes: NDArray[np.uint8],
        probes: int,
    ) -> None:
        self._flat, self.centroids, self._starts, self._rows, self._codes = flat, centroids, starts, rows, codes
        self.probes = probes

    def __len__(self) -> int:
        return len(self._flat)

    @property
    def dimension(self) -> int:
        """Components a vector."""
        return self._flat.dimension

    def vectors(self) -> Vectors:
        """Return all vectors: (n, d), as they lie on disk."""
        return self._flat.vectors()

    def search(self, vector: Vectors, k: int, rows: NDArray[np.int64] | None = None) -> Hits:
        """Find the k nearest rows, best first; only among `rows` where these are given: then all of these are read."""
        if rows is not None or k > MOST_CLUSTERED:
            return self._flat.search(vector, k, rows)
        self._flat.vectors()  # they are proven
        found = self._look_into_clusters(vector, COMPARED * k)
        if len(found) < min(k, len(self)):
            return self._flat.search(vector, k)
        return Hits.best(found, self._flat.compare(vector, found), k)

    def _look_into_clusters(self, vector: Vectors, most: int) -> NDArray[np.int64]:
        """Return about the best rows of the clusters that are nearest to a vector."""
        faiss = _faiss()

        vector = np.ascontiguousarray(vector)
        nearness = np.empty(len(self.centroids), np.float32)
        faiss.fvec_inner_products_ny(
            faiss.swig_ptr(nearness), faiss.swig_ptr(vector), faiss.swig_ptr(self.centroids),
            self.dimension, len(nearness),
        )  # fmt: skip
        nearest = Hits.best(np.arange(len(nearness)), nearness.astype(np.float64), self.probes).rows
        scanner, question = _scanner(self.dimension), in_bytes(vector, float(np.abs(vector).max()))
        scanner.set_query(faiss.swig_ptr(question))
        scores, places = np.full(most, -np.inf, np.float32), np.full(most, -1, np.int64)
        best = faiss.swig_ptr(scores), faiss.swig_ptr(places)
        starts, ends = self._starts[nearest], self._starts[nearest + 1]
        if not ((starts >= 0) & (starts <= ends) & (ends <= len(self._codes))).all():
            raise UnusableIndex("the clusters of the index's vectors are nowhere; build it again")
        for cluster, start, end in zip(nearest.tolist(), starts.tolist(), ends.tolist(), strict=True):
            if start < end:
                scanner.set_list(cluster, 0.0)
                scanner.scan_codes(end - start, faiss.swig_ptr(self._codes[start:end]), None, *best, most)
        places = places[places >= 0]
        at = self._starts[places >> 32] + (places & _PLACE)
        rows: NDArray[np.int64] = self._rows[at].astype(np.int64)
        return rows


@functools.lru_cache(maxsize=1)
def _faiss() -> Any:
    """Import faiss. It brings a BLAS of its own, whose threads take 16 ms to share what one does in .35."""
    import faiss
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, user_api="blas")
    return faiss


def _scanner(dimension: int) -> Any:
    faiss = _faiss()

    quantizer: Any = faiss.ScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_8bit_direct_signed)
    scanner = quantizer.select_InvertedListScanner(faiss.METRIC_INNER_PRODUCT, None, True, None, False)
    scanner.quantizer = quantizer  # it must live as long as what reads with it
    return scanner


def make_store(vectors: Vectors) -> FlatStore:
    """Make a store of unit vectors (n, d); the rows are numbered from 0."""
    return FlatStore(np.ascontiguousarray(vectors, np.float32))


def open_store(folder: Path, settings: Mapping[str, int], ready: Ready = lambda: None) -> FlatStore | ClusterStore:
    """Map the vectors of a generation, and the clusters that the settings of its search say it has.

    Raises `ValueError` where they are something else. Whatever is read of them first calls `ready`.
    """
    if any(type(settings[name]) is not int or settings[name] < 0 for name in ("clusters", "probes", "learnt_of")):
        raise ValueError(f"the settings of the search are {settings}, expected three numbers")
    flat = FlatStore(_map_vectors(folder / VECTORS), ready, (folder / VECTORS).open("rb"))
    if not settings["clusters"]:
        return flat
    centroids = _map_vectors(folder / CENTROIDS)
    starts, rows = map_array(folder / STARTS, np.int64), map_array(folder / ROWS, np.int32)
    codes = map_array(folder / CODES, np.uint8, flat.dimension)
    if len(starts) != len(centroids) + 1 or not len(rows) == len(codes) == len(flat):
        raise ValueError(f"{len(centroids)} clusters of {len(rows)} rows are not those of {len(flat)} vectors")
    return ClusterStore(flat, centroids, starts, rows, codes, settings["probes"])


def train_centroids(vectors: Vectors, clusters: int, *, sample: int) -> Vectors:
    """Return the middles of so many neighbourhoods of vectors, unit length, learnt of so many in each."""
    faiss = _faiss()

    training = faiss.Kmeans(
        vectors.shape[1], clusters, niter=ROUNDS, spherical=True, seed=SEED,
        min_points_per_centroid=1, max_points_per_centroid=sample,
    )  # fmt: skip
    rows = np.linspace(0, len(vectors) - 1, min(len(vectors), clusters * sample)).astype(np.int64)
    training.train(np.ascontiguousarray(vectors[rows]))
    return np.asarray(training.centroids, np.float32)


def nearest_centroids(vectors: Vectors, centroids: Vectors) -> NDArray[np.int64]:
    """Return the number of the centroid nearest to each vector."""
    faiss = _faiss()

    return np.asarray(faiss.knn(vectors, centroids, 1, faiss.METRIC_INNER_PRODUCT)[1][:, 0], np.int64)


def in_bytes(vectors: Vectors, largest: float) -> Vectors:
    """Return vectors in whole numbers from -127 to 127, where `largest` is the largest component."""
    whole: Vectors = np.clip(np.rint(vectors * np.float32(127 / max(largest, 1e-9))), -127, 127)
    return whole


def prove_vectors(vectors: Vectors) -> None:
    """Read all vectors; raises `UnusableIndex` where one is not finite."""
    for start in range(0, len(vectors), BLOCK):
        if not np.isfinite(vectors[start : start + BLOCK]).all():
            raise _not_finite()


def _map_vectors(file: Path) -> Vectors:
    """Map rows of some width."""
    shape, _, found, _ = read_header(file)
    if len(shape) != 2 or shape[0] < 1 or shape[1] < 1:
        raise ValueError(f"{file.name} holds {found} of the shape {shape}, expected rows of float32")
    return map_array(file, np.float32, shape[1])


def _not_finite() -> UnusableIndex:
    return UnusableIndex("the index has vectors of numbers that are not finite; build it again")
