"""A large collection is searched by its clusters: nearly what a flat search finds, and exactly under a filter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.clusters import LARGEST_FLAT, OUTGROWN, plan_search, write_clusters
from assistant.store import ClusterStore, FlatStore, make_store, open_store
from assistant.types import UnusableIndex, Vectors

DIMENSION = 32
COUNT = 8000


def near_topics(count: int, seed: int) -> Vectors:
    """Draw vectors around some two hundred topics, as those of articles lie."""
    topics = np.random.default_rng(1).standard_normal((200, DIMENSION)).astype(np.float32)
    drawn = np.random.default_rng(seed)
    vectors = topics[drawn.integers(0, len(topics), count)] + drawn.standard_normal((count, DIMENSION), np.float32) / 2
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def build(folder: Path, vectors: Vectors, before: ClusterStore | None = None, **plan: int) -> ClusterStore:
    settings = {"clusters": 64, "probes": 16, "learnt_of": len(vectors)} | plan
    folder.mkdir()
    make_store(vectors).save(folder / "vectors.npy")
    write_clusters(folder, settings, DIMENSION, before)
    store = open_store(folder, settings)
    assert isinstance(store, ClusterStore)
    return store


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    return near_topics(COUNT, 2)


@pytest.fixture(scope="module")
def clustered(tmp_path_factory: pytest.TempPathFactory, vectors: Vectors) -> ClusterStore:
    return build(tmp_path_factory.mktemp("clusters") / "one", vectors)


def test_a_small_collection_has_no_clusters_and_a_large_one_keeps_its_own_until_it_has_outgrown_them() -> None:
    assert plan_search(LARGEST_FLAT, None) == {"clusters": 0, "probes": 0, "learnt_of": 0}
    learnt = plan_search(2**20, None)
    assert learnt == {"clusters": 1024, "probes": 192, "learnt_of": 2**20}
    assert plan_search(2**24, None)["clusters"] == 4096
    assert plan_search(160, None, largest_flat=100) == {"clusters": 10, "probes": 2, "learnt_of": 160}
    assert plan_search(int(2**20 * OUTGROWN), learnt) == learnt
    assert plan_search(int(2**20 * OUTGROWN) + 1, learnt)["learnt_of"] == 2**21 + 1
    assert plan_search(LARGEST_FLAT + 1, plan_search(10, None))["learnt_of"] == LARGEST_FLAT + 1


def test_ten_of_the_nearest_are_found_as_a_flat_search_finds_them(clustered: ClusterStore, vectors: Vectors) -> None:
    flat, found = make_store(vectors), 0
    for question in near_topics(100, 3):
        nearest, hits = flat.search(question, 10), clustered.search(question, 10)
        assert (np.diff(hits.scores) <= 0).all()
        found += len(set(nearest.rows.tolist()) & set(hits.rows.tolist()))
    assert found >= 970


def test_a_score_is_the_cosine_in_full(clustered: ClusterStore, vectors: Vectors) -> None:
    question = near_topics(1, 4)[0]
    hits = clustered.search(question, 50)
    assert hits.scores == pytest.approx(vectors[hits.rows] @ question, abs=1e-6)


def test_some_rows_and_many_hits_are_found_exactly(clustered: ClusterStore, vectors: Vectors) -> None:
    flat, question = make_store(vectors), near_topics(1, 5)[0]
    some = np.arange(0, COUNT, 3)
    for rows, k in ((some, 100), (some[:5], 10), (np.empty(0, np.int64), 10), (None, 5000)):
        assert clustered.search(question, k, rows).rows.tolist() == flat.search(question, k, rows).rows.tolist()


def test_k_hits_come_back_where_the_nearest_clusters_hold_fewer(tmp_path: Path) -> None:
    store = build(tmp_path / "few", near_topics(100, 6), probes=1)
    assert len(store.search(near_topics(1, 7)[0], 50).rows) == 50


def test_the_same_vectors_have_the_same_clusters(tmp_path: Path, vectors: Vectors) -> None:
    for name in ("one", "two"):
        build(tmp_path / name, vectors)
    for file in (tmp_path / "one" / "clusters").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / "clusters" / file.name).read_bytes()


def test_new_vectors_go_into_the_clusters_that_there_are(
    tmp_path: Path, clustered: ClusterStore, vectors: Vectors
) -> None:
    more = np.concatenate([vectors, near_topics(1000, 8)])
    store = build(tmp_path / "more", more, clustered, learnt_of=COUNT)
    assert store.centroids.tobytes() == clustered.centroids.tobytes()
    assert len(store) == COUNT + 1000
    assert store.search(more[-1], 1).rows.tolist() == [COUNT + 999]


@pytest.mark.parametrize("file", ["centroids", "starts", "rows", "codes"])
def test_clusters_that_are_not_those_of_the_vectors_are_refused(tmp_path: Path, file: str) -> None:
    build(tmp_path / "one", near_topics(200, 9))
    target = tmp_path / "one" / "clusters" / f"{file}.npy"
    np.save(target, np.load(target)[:-1])
    with pytest.raises(ValueError, match="are not those of 200 vectors"):
        open_store(tmp_path / "one", {"clusters": 64, "probes": 16, "learnt_of": 200})


@pytest.mark.parametrize(("file", "number"), [("starts", 10**12), ("starts", -5), ("rows", 10**6), ("rows", -1)])
def test_a_strangers_clusters_lead_nowhere(tmp_path: Path, file: str, number: int) -> None:
    build(tmp_path / "one", near_topics(200, 9))
    target = tmp_path / "one" / "clusters" / f"{file}.npy"
    array = np.load(target)
    array[1:-1] = number
    np.save(target, array)
    store = open_store(tmp_path / "one", {"clusters": 64, "probes": 64, "learnt_of": 200})
    with pytest.raises(UnusableIndex, match="build it again"):
        store.search(near_topics(1, 10)[0], 10)


def test_what_is_searched_flat_is_opened_flat(tmp_path: Path) -> None:
    make_store(near_topics(10, 11)).save(tmp_path / "vectors.npy")
    assert isinstance(open_store(tmp_path, plan_search(10, None)), FlatStore)
