"""Ways of cutting are made as they are said, and compared by what is shown of the articles."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.chunks import CutSettings, cut
from assistant.index import build_index, open_index
from assistant.types import Article, Chunk, Index
from benchmarks import cutting
from benchmarks.cuts import PRODUCT, Setting, build, overlapping
from benchmarks.scale import row_vectors
from benchmarks.shown import Shown, find_regions, show
from evals.gold import Place
from evals.questions import Question
from tests.word_encoder import WordEncoder

FIVE = Article(
    id="five",
    title="Five",
    text="One port ships grain. Two ports ship oil. Three ports ship steel. Four ports ship coal. Five ports ship gas.",
)


def test_a_chunk_begins_with_the_last_sentences_of_the_one_before() -> None:
    count = WordEncoder().count_tokens
    chunks = cut(FIVE, CutSettings(size=15), count, 256)

    def begin(sentences: int, limit: int) -> list[str]:
        return [chunk.text.split()[0] for chunk in overlapping(FIVE, chunks, sentences, count, limit)]

    assert begin(0, 256) == ["One", "Four"]
    assert begin(1, 256) == ["One", "Three"]
    assert begin(2, 256) == ["One", "Two"]
    assert begin(2, 12) == ["One", "Three"]  # the encoder reads no more
    assert begin(2, 11) == ["One", "Four"]


@pytest.mark.parametrize(
    ("setting", "embedded"),
    [
        (Setting(size=15), "Five\nFour ports"),
        (Setting(size=15, overlap=1), "Five\nThree ports ship steel. Four ports"),
        (Setting(size=15, title=False), "Four ports"),
        (Setting(size=15, date=True), "Five\n5 May 2021\nFour ports"),
        (Setting(size=15, title=False, date=True), "5 May 2021\nFour ports"),
    ],
)
def test_an_index_is_built_of_what_a_setting_says(setting: Setting, embedded: str, tmp_path: Path) -> None:
    words = WordEncoder()
    build([Article(FIVE.id, FIVE.title, FIVE.text, date="2021-05-05")], tmp_path, setting, words)
    (second,) = [text for text in words.embedded if "Five ports" in text]
    assert second.startswith(embedded)
    index = open_index(tmp_path, encoder=words)
    index.check()
    assert np.allclose(row_vectors(index)[1], words.embed_question(second), atol=1e-6)


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Give an index of the five sentences, each a chunk of its own."""
    path = tmp_path_factory.mktemp("five")
    build_index([FIVE], path, encoder=WordEncoder(), settings=CutSettings(size=5))
    index = open_index(path, encoder=WordEncoder())
    assert [chunk.text.split()[0] for chunk in index.chunks] == ["One", "Two", "Three", "Four", "Five"]
    return index


def shown_texts(passages: list[list[Place]]) -> list[list[str]]:
    return [[FIVE.text[piece.start : piece.end].strip() for piece in pieces] for pieces in passages]


def test_a_small_chunk_is_shown_with_what_stands_around_it_and_nothing_twice(five: Index) -> None:
    two, four = five.chunks[1], five.chunks[3]
    assert shown_texts(show([two, four, two], five, 0)) == [["Two ports ship oil."], ["Four ports ship coal."]]
    assert shown_texts(show([two, four], five, 15)) == [
        ["One port ships grain. Two ports ship oil. Three ports ship steel."],
        ["Four ports ship coal. Five ports ship gas."],
    ]
    assert shown_texts(show([two, four, five.chunks[0]], five, 100)) == [[FIVE.text]]
    wide = Chunk.of(FIVE, 0, len(FIVE.text))
    assert shown_texts(show([two, wide], five, 0))[1] == [
        "One port ships grain.", "Three ports ship steel. Four ports ship coal. Five ports ship gas.",
    ]  # fmt: skip


def test_the_answer_is_looked_for_in_the_first_passages_and_the_first_tokens(five: Index) -> None:
    question = Question("q", "What do four ports ship?", ("coal",), ("five",), ("Four ports ship coal.",))
    regions = find_regions(question, five.articles)
    assert [FIVE.text[r.start : r.end] for r in regions] == ["coal"]
    shown = Shown(show([five.chunks[1], five.chunks[3]], five, 0), five.articles)
    assert shown.score(regions) == {"R@1": 0.0, "R@5": 1.0, "in 256": 1.0, "in 512": 1.0, "in 1024": 1.0}
    assert [FIVE.text[p.start : p.end].strip() for p in shown.within(5)] == ["Two ports ship oil."]
    assert [FIVE.text[p.start : p.end].strip() for p in shown.within(7)] == ["Two ports ship oil.", "Four por"]
    quoted = find_regions(Question("q", "?", ("a fuel",), ("five",), ("Four ports ship coal.",)), five.articles)
    assert [FIVE.text[r.start : r.end] for r in quoted] == ["Four ports ship coal."]


def test_ways_of_cutting_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "corpora" / "clapnq"
    folder.mkdir(parents=True)
    articles = [{"id": f"a{i}", "title": f"Port {i}", "text": FIVE.text.replace("ship", f"ship {i}")} for i in range(3)]
    questions = [
        {"id": str(i), "question": f"What of {i} do three ports ship?", "answers": ["steel"],
         "gold_article_ids": [f"a{i}"], "gold_evidence": [f"Three ports ship {i} steel."]}
        for i in range(2)
    ]  # fmt: skip
    for name, rows in (("articles", articles), ("questions", questions)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    out = tmp_path / "cutting.json"
    options = ["--sets", "clapnq", "--sizes", "64", "--cache", str(tmp_path / "kept"), "--out", str(out)]
    assert cutting.main([str(folder.parent), *options]) == 0
    scores = json.loads(out.read_text("utf-8"))["sets"]["clapnq"]["scores"]
    assert list(scores) == ["64 tokens", str(PRODUCT), "64 tokens, shown in 160"]
    assert scores["160 tokens"]["R@5"] == scores["64 tokens"]["in 512"] == [1.0, 1.0]
    printed = capsys.readouterr().out
    assert "clapnq: 2 questions, 3 articles" in printed
    assert printed.count("+0.000 (+0.000 to +0.000); +0.000 (+0.000 to +0.000)") == 4


def test_a_difference_from_the_product_beyond_chance_has_a_star() -> None:
    def scores(hits: int) -> dict[str, list[float]]:
        return {name: [1.0] * hits + [0.0] * (40 - hits) for name in ("in 256", "in 512")}

    small = Setting(size=64)
    _, product, other = cutting.describe({PRODUCT: scores(30), small: {**scores(20), "in 512": scores(29)["in 512"]}})
    assert product.split() == ["160", "tokens", "0.750", "0.750"]
    assert other.endswith("0.500    0.725   -0.250 (-0.375 to -0.125) *; -0.025 (-0.075 to +0.000)")
