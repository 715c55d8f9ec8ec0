"""The store's search for the nearest vectors, beside FAISS called directly and an exact search.

python -m benchmarks.nearest INDEX QUESTIONS.json --graph

QUESTIONS.json is a list of texts. With --graph FAISS's HNSW is measured beside it; learning the graph of
1,000,000 vectors takes about ten minutes of two cores, and it is kept beside QUESTIONS.json.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.embed import SentenceEncoder
from assistant.fusion import CANDIDATES
from assistant.index import open_index
from assistant.store import COMPARED, ClusterStore, in_bytes
from assistant.types import Vectors, VectorStore

K = 10  # of recall
ALIKE = 1e-5  # cosines nearer than this are equal: of two chunks with one text, either is as right
BLOCK = 2**16  # vectors
EDGES = 32  # of a vertex of the graph
HELD = (100, 200, 400)  # vertices that a search of the graph holds as its best

Rows = np.ndarray[Any, np.dtype[np.int64]]
Search = Callable[[Vectors], Rows]


def main() -> int:
    """Measure, and print JSON."""
    parser = argparse.ArgumentParser(prog="benchmarks.nearest", description=__doc__.split("\n")[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path, help="a JSON list of texts")
    parser.add_argument("--searches", type=int, default=1000, metavar="N")
    parser.add_argument("--graph", action="store_true", help="also FAISS's HNSW")
    options = parser.parse_args()
    encoder = SentenceEncoder()
    store: Any = open_index(options.index, encoder=encoder).vectors
    texts = json.loads(options.questions.read_text("utf-8"))[: options.searches]
    questions = np.stack([encoder.embed_question(text) for text in texts])
    graph = options.questions.parent / f"hnsw-{EDGES}-{len(store)}.faiss" if options.graph else None
    print(json.dumps(measure_nearest(store, store.vectors(), questions, graph=graph), indent=1))
    return 0


def measure_nearest(
    store: VectorStore, vectors: Vectors, questions: Vectors, *, graph: Path | None = None
) -> dict[str, Any]:
    """Ask both in turn; milliseconds of each, what the store adds, and the recall@10 of each against exact search.

    `vectors` (n, d) are those of the store's rows. FAISS called directly is what the store does with it: its
    exact index, or for a store of clusters an inverted file of the same clusters, in a byte a component, whose
    best are compared in full. Each is asked one question after the other, on as many threads as FAISS takes.
    """
    import faiss

    exact = faiss.IndexFlatIP(vectors.shape[1])
    for start in range(0, len(vectors), BLOCK):
        exact.add(np.ascontiguousarray(vectors[start : start + BLOCK]))
    best, _ = exact.search(questions, K)
    searches: dict[str, Search] = {"store": lambda question: store.search(question, CANDIDATES).rows}
    if isinstance(store, ClusterStore):
        clustered = _searching(_cluster(store, exact))  # its sums in bytes want a question in whole numbers, too
        searches["faiss"] = lambda question: clustered(in_bytes(question, float(np.abs(question).max())))
    else:
        searches["faiss"] = _searching(exact)
    if graph is not None:
        learnt = _learn_graph(vectors, graph)
        for held in HELD:
            parameters = faiss.SearchParametersHNSW(efSearch=held)  # type: ignore[attr-defined]  # its stubs lack it
            searches[f"faiss_hnsw_{held}"] = _searching(learnt, parameters)
    taken: dict[str, list[float]] = {name: [] for name in searches}
    recalls: dict[str, list[float]] = {name: [] for name in searches}
    for question, right in zip(questions, best, strict=True):
        for name, search in searches.items():
            started = time.perf_counter()
            found = search(question)
            taken[name].append(time.perf_counter() - started)
            recalls[name].append(float(np.mean(vectors[found[:K]] @ question >= right.min() - ALIKE)))
    ours, theirs = np.array(taken["store"]), np.array(taken["faiss"])
    return {
        **{name: {**_milliseconds(taken[name]), "recall@10": float(np.mean(recalls[name]))} for name in searches},
        "overhead_us": 1e6 * float(np.median(ours - theirs)),
        "recall@10": float(np.mean(recalls["store"])),
        "clusters": isinstance(store, ClusterStore),
        "bytes_a_second": vectors.nbytes / float(np.median(theirs)),
    }


def _searching(index: Any, parameters: Any = None) -> Search:
    def search(question: Vectors) -> Rows:
        rows: Rows = index.search(question[np.newaxis], CANDIDATES, params=parameters)[1][0]
        return rows

    return search


def _cluster(store: ClusterStore, exact: Any) -> Any:
    """Return FAISS's own index of the clusters of a store: it searches as many, and compares as many in full."""
    import faiss

    flat, dimension, largest = store.vectors(), store.dimension, 0.0
    middles = faiss.IndexFlatIP(dimension)
    middles.add(np.ascontiguousarray(store.centroids))
    kind = faiss.ScalarQuantizer.QT_8bit_direct_signed
    clustered = faiss.IndexIVFScalarQuantizer(
        middles, dimension, len(store.centroids), kind, faiss.METRIC_INNER_PRODUCT, False
    )
    clustered.is_trained = True  # bytes of whole numbers need no learning
    for start in range(0, len(flat), BLOCK):
        largest = max(largest, float(np.abs(flat[start : start + BLOCK]).max()))
    for start in range(0, len(flat), BLOCK):
        clustered.add(in_bytes(flat[start : start + BLOCK], largest))
    clustered.nprobe = store.probes
    refined: Any = faiss.IndexRefine(clustered, exact)
    refined.k_factor = COMPARED
    return refined


def _learn_graph(vectors: Vectors, file: Path) -> Any:
    """Learn FAISS's graph of vectors, or read it where it was learnt."""
    import faiss

    if file.is_file():
        return faiss.read_index(str(file))
    graph = faiss.IndexHNSWFlat(vectors.shape[1], EDGES, faiss.METRIC_INNER_PRODUCT)
    started = time.perf_counter()
    for start in range(0, len(vectors), BLOCK):
        graph.add(np.ascontiguousarray(vectors[start : start + BLOCK]))
        done = min(start + BLOCK, len(vectors))
        print(f"{done:,} vectors in the graph after {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    faiss.write_index(graph, str(file))
    return graph


def _milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    return {f"p{q}_ms": 1000 * float(np.percentile(seconds, q)) for q in (50, 95, 99)}


if __name__ == "__main__":
    sys.exit(main())
