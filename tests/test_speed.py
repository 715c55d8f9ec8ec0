"""The benchmark of speed runs whole at a tiny size; what it counts by itself is exact."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from assistant.clusters import write_clusters
from assistant.embed import SentenceEncoder
from assistant.index import build_index
from assistant.manifest import VECTORS
from assistant.store import make_store, open_store
from assistant.types import Article, Index, Vectors
from benchmarks import speed
from benchmarks.clients import measure_pairs
from benchmarks.drawn_encoder import draw_tokens, draw_vectors
from benchmarks.limits import Arithmetic
from benchmarks.nearest import measure_nearest
from benchmarks.page import REQUESTS, measure_page
from benchmarks.scale import (
    MADE,
    Corpora,
    chunk_texts,
    collect,
    make_index,
    open_made,
    read_corpora,
    remembering,
    row_vectors,
)
from benchmarks.stages import Stages, timing
from tests.word_encoder import WordEncoder

PARTS = ("build", "open", "retrieve", "answer", "nearest", "memory")
WORDS = "the port of Aktau ships grain oil steel to Baku each spring while ministers sign accords on rail gas and trade"


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a corpus of 30 articles of two chunks, and 12 questions."""
    folder = tmp_path_factory.mktemp("corpora")
    (folder / "ports").mkdir()
    draw = random.Random(1)
    articles = [
        {
            "id": f"a{i}",
            "title": f"Report {i}",
            "text": "\n\n".join(" ".join(draw.choices(WORDS.split(), k=120)).capitalize() + "." for _ in range(2)),
        }
        for i in range(30)
    ]
    questions = [{"id": str(i), "question": f"What did report {i} say of grain?"} for i in range(12)]
    for name, rows in (("articles", articles), ("questions", questions)):
        (folder / "ports" / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder


def test_the_figures_of_each_size_are_written(corpora: Path, tmp_path: Path) -> None:
    file = tmp_path / "speed.json"
    options = ["--sizes", "40", "100", "--questions", "4", "--ask", "1", "3", "--kept", str(tmp_path / "kept")]
    assert speed.main([str(corpora), *options, "--json", str(file), "--parts", *PARTS]) == 0
    result = json.loads(file.read_text("utf-8"))
    assert result["corpora"] | {"sha256": ""} == {"sha256": "", "articles": 30, "chunks": 60, "questions": 12}
    assert result["limits"].keys() == {
        *(f"{kind}_{of}" for kind in ("float32", "int8", "attention") for of in
          ("operations", "core_operations", "question_operations")),
        "memory_copied", "memory_read", "disk_read",
    }  # fmt: skip
    found = {size: (row["chunks"], row["real_chunks"], row["real_vectors"]) for size, row in result["sizes"].items()}
    assert found == {"40": (40, 40, 40), "100": (100, 60, 60)}
    for row in result["sizes"].values():
        assert set(PARTS) < row.keys()
        assert {"encode", "dense", "lexical", "late interaction", "rest"} <= row["retrieve"]["stages"].keys()
        assert {"sentences", "reading together"} <= row["answer"]["stages"].keys()
        assert row["retrieve"]["questions"] == row["answer"]["questions"] == 4
        assert row["nearest"]["store"]["recall@10"] == row["nearest"]["faiss"]["recall@10"] == 1.0
        assert row["memory"].keys() == {"opened", "1", "3"}
        assert sum(row["index"]["files"].values()) == row["index"]["bytes"]


def test_what_was_measured_is_not_measured_again(corpora: Path, tmp_path: Path) -> None:
    file, kept = tmp_path / "speed.json", tmp_path / "kept"
    options = [str(corpora), "--sizes", "40", "--questions", "2", "--kept", str(kept), "--json", str(file), "--resume"]
    assert speed.main([*options, "--parts", "retrieve"]) == 0
    first = json.loads(file.read_text("utf-8"))
    assert first["sizes"]["40"].keys() & {*PARTS, "nearest"} == {"retrieve"}
    assert speed.main([*options, "--parts", "retrieve", "nearest"]) == 0
    second = json.loads(file.read_text("utf-8"))
    assert second["sizes"]["40"].keys() & {*PARTS, "nearest"} == {"retrieve", "nearest"}
    assert second["sizes"]["40"]["retrieve"] == first["sizes"]["40"]["retrieve"]
    assert second["limits"] == first["limits"]


def test_figures_of_another_program_are_not_gone_on_with(
    corpora: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "speed.json"
    file.write_text('{"program": "another"}', "utf-8")
    options = ["--kept", str(tmp_path / "kept"), "--json", str(file), "--resume"]
    assert speed.main([str(corpora), *options]) == 2
    assert f"the program of {file} is another one now; name another file with --json" in capsys.readouterr().err


def test_an_index_of_an_earlier_program_is_taken_where_that_is_wanted(corpora: Path, tmp_path: Path) -> None:
    read = read_corpora(corpora, WordEncoder(), tmp_path)
    folder, made = make_index(read, 10, WordEncoder(), tmp_path)
    (folder / MADE).write_text(json.dumps(made | {"program": "earlier"}), "utf-8")
    assert make_index(read, 10, WordEncoder(), tmp_path, reuse=True)[1]["program"] == "earlier"
    assert make_index(read, 10, WordEncoder(), tmp_path)[1]["program"] == made["program"]


def test_of_many_chunks_some_are_embedded_and_the_vectors_of_the_others_drawn(corpora: Path, tmp_path: Path) -> None:
    read = read_corpora(corpora, WordEncoder(), tmp_path)
    folder, made = make_index(read, 60, WordEncoder(), tmp_path, most=20)
    assert (made["chunks"], made["real_chunks"], made["real_vectors"]) == (60, 60, 20)
    index = open_made(folder, WordEncoder())
    embedded = WordEncoder().embed(chunk_texts(index))
    assert int(np.isclose((embedded * row_vectors(index)).sum(axis=1), 1.0).sum()) == 20


def test_texts_that_are_cut_and_counted_once_make_the_same_index(tmp_path: Path) -> None:
    text = "The port of Aktau ships grain. " * 40
    articles = [Article(id=f"{i}", title=f"Ports ({i})", text=text) for i in range(4)]
    plain = build_index(articles, tmp_path / "plain", encoder=WordEncoder())
    with remembering():
        assert build_index(articles, tmp_path / "remembered", encoder=WordEncoder()) == plain
    files = [
        {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        for folder in (tmp_path / "plain", tmp_path / "remembered")
    ]
    assert files[0] == files[1]


def test_without_corpora_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert speed.main([str(tmp_path), "--kept", str(tmp_path)]) == 2
    assert f"no */articles.jsonl in {tmp_path}" in capsys.readouterr().err


def test_operations_are_two_for_each_weight_and_token_and_attention_grows_with_the_square() -> None:
    arithmetic = Arithmetic({(2, 3): 1, (3, 2): 2}, attentions=2, width=2, heads=1)
    assert arithmetic.operations([1]) == 2 * 18 + 2 * 2 * 2
    assert (arithmetic.weight_operations([10, 1]), arithmetic.attention_operations([10, 1])) == (11 * 36, 101 * 8)
    assert arithmetic.operations([10, 1]) == 11 * 36 + (100 + 1) * 8


def test_articles_are_repeated_under_other_titles_where_they_are_too_few() -> None:
    articles = tuple(Article(id=id, title=id.upper(), text="Text.") for id in "abc")
    collection = collect(Corpora(articles, (2, 3, 1), (), ""), 11)
    assert [(article.id, article.title) for article in collection.articles] == [
        ("a", "A"), ("b", "B"), ("c", "C"), ("a~2", "A (2)"), ("b~2", "B (2)"),
    ]  # fmt: skip
    assert (collection.size, collection.real) == (11, 6)


def test_articles_that_no_longer_fit_are_left_out() -> None:
    articles = tuple(Article(id=id, title=id, text="Text.") for id in "abc")
    collection = collect(Corpora(articles, (2, 3, 1), (), ""), 3)
    assert [article.id for article in collection.articles] == ["a", "c"]


def test_a_drawn_vector_is_one_of_its_key_and_near_a_real_one() -> None:
    pool = np.eye(8, dtype=np.float32)
    keys = [bytes([i] * 32) for i in range(20)]
    drawn = draw_vectors(keys, pool)
    assert np.allclose(np.linalg.norm(drawn, axis=1), 1, atol=1e-6)
    assert np.array_equal(drawn[3:4], draw_vectors(keys[3:4], pool))
    assert ((drawn @ pool.T).max(axis=1) > 0.85).all()


def test_a_drawn_text_has_a_token_at_every_word_and_mark() -> None:
    rows = draw_tokens("Gas, oil.", bytes(32), 6)
    assert rows[:, :2].tolist() == [[0, 3], [0, 1], [1, 3], [0, 1]]
    assert np.array_equal(rows, draw_tokens("Gas, oil.", bytes(32), 6))
    assert not np.array_equal(rows, draw_tokens("Gas, oil.", bytes([1] * 32), 6))
    assert draw_tokens("Gas, oil.", bytes(32), 0).shape == (0, 0)


def test_time_in_an_inner_stage_is_not_counted_twice() -> None:
    stages = Stages()
    inner = stages.timed("inner", lambda: sum(range(100_000)))
    outer = stages.timed("outer", inner)
    assert outer() == sum(range(100_000))
    taken = stages.take()
    assert taken["outer"] < taken["inner"]
    assert stages.take() == {}


def test_a_timed_index_answers_as_it_did(tmp_path: Path, words: WordEncoder) -> None:
    from assistant.index import open_index
    from assistant.retrieval import retrieve

    build_index([Article(id="a", title="Aktau", text="The port ships grain.")], tmp_path, encoder=words)
    index = open_index(tmp_path, encoder=words)
    with timing(index) as (timed, stages):
        assert retrieve("grain", timed) == retrieve("grain", index)
        assert stages.take().keys() >= {"encode", "dense", "lexical", "late interaction"}


def unit_vectors(count: int) -> Vectors:
    draw = np.random.default_rng(0).standard_normal((count, 16)).astype(np.float32)
    unit: Vectors = draw / np.linalg.norm(draw, axis=1, keepdims=True)
    return unit


def test_an_exact_store_finds_what_faiss_finds() -> None:
    vectors = unit_vectors(50)
    found = measure_nearest(make_store(vectors), vectors, vectors[:5])
    assert found["store"]["recall@10"] == found["faiss"]["recall@10"] == 1.0
    assert not found["clusters"]


def test_a_store_of_clusters_is_compared_with_the_same_clusters_in_faiss(tmp_path: Path) -> None:
    vectors = unit_vectors(1000)
    plan = {"clusters": 20, "probes": 20, "learnt_of": 1000}
    make_store(vectors).save(tmp_path / VECTORS)
    write_clusters(tmp_path, plan, 16, None)
    store = open_store(tmp_path, plan)
    found = measure_nearest(store, vectors, vectors[:5], graph=tmp_path / "graph.faiss")
    assert found["clusters"]
    assert found["store"]["recall@10"] == found["faiss"]["recall@10"] == found["faiss_hnsw_400"]["recall@10"] == 1.0


def test_two_clients_are_asked_of_alone_and_together(index: Index) -> None:
    rows = measure_pairs(index.path, ["Who signed it in Aktau?", "When was it ratified?", "Wheat in Kazakhstan?"], 1)
    assert list(rows) == ["alone", "alike", "apart", "beside_long", "long"]
    assert all(0 < row["p50_ms"] <= row["p95_ms"] for row in rows.values())


def test_all_that_a_reader_does_on_the_page_is_measured(index: Index) -> None:
    rows = measure_page(index.path, "Who signed the convention in Aktau?")
    assert list(rows) == ["start to first page", "question", "article", *REQUESTS]
    assert all(0 < row["anonymous"] < row["resident"] for row in rows.values())


def test_the_encoder_is_read_as_its_products(encoder: SentenceEncoder) -> None:
    from benchmarks.limits import read_arithmetic

    arithmetic = read_arithmetic(encoder.graph_folder)
    assert arithmetic.weights == {(384, 384): 24, (384, 1536): 6, (1536, 384): 6}
    assert (arithmetic.attentions, arithmetic.width, arithmetic.heads) == (12, 384, 12)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "heads"), [("bert", 4), ("mpnet", 1)])  # attention as one operation, and as products
@pytest.mark.parametrize("precision", ["int8", "float32"])
def test_products_are_counted_in_any_graph(tmp_path: Path, kind: str, heads: int, precision: str) -> None:
    from assistant.export import make_graph
    from benchmarks.limits import read_arithmetic
    from tests.tiny_models import make_tiny_model

    make_graph(kind, make_tiny_model(kind, tmp_path), tmp_path / "graph", precisions=(precision,))
    arithmetic = read_arithmetic(tmp_path / "graph")
    assert arithmetic.weights == {(32, 32): 8, (32, 64): 2, (64, 32): 2}
    assert (arithmetic.attentions, arithmetic.width, arithmetic.heads) == (4, 32, heads)
