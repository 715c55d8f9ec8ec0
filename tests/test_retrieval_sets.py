"""The benchmarks of retrieval run whole at a tiny size; what they judge by is exact."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.retrieval import retrieve
from assistant.types import AssistantError
from benchmarks import retrieval
from benchmarks.peers import describe_sets
from benchmarks.retrieval import AVERAGE, DEFAULT, LATE, judge
from benchmarks.sets import Kept, describe_asked, keys_of, make_encoder, read_set
from tests.word_encoder import WordEncoder

PORT = "The port of Aktau ships grain to Baku each spring, in vessels that the line has hired for so long a time."
RAIL = "The railway to Kars carries oil and steel. It was opened by three presidents in October 2017."


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write two corpora under the names of sets: in both stands the same paragraph on a port."""
    folder = tmp_path_factory.mktemp("corpora")
    write(
        folder / "clapnq",
        [{"id": "a", "title": "Ports", "text": PORT}, {"id": "b", "title": "Rails", "text": RAIL}],
        [
            {"id": "1", "question": "When was the railway opened?", "answers": ["October 2017"],
             "gold_article_ids": ["b"], "gold_evidence": [RAIL]},
            {"id": "2", "question": "What does the port ship?", "answers": ["grain"],
             "gold_article_ids": ["a"], "gold_evidence": [PORT]},
            {"id": "3", "question": "And where to?", "answers": ["Baku"], "gold_article_ids": ["a"],
             "history": [{"role": "user", "text": "What does the port ship?"}]},
            {"id": "4", "question": "Who owns it?", "answerable": False},
        ],
    )  # fmt: skip
    write(
        folder / "protesilaos-eu",
        [
            {"id": "c", "title": "A note", "text": f"{PORT}\n\nSo much for it."},
            {"id": "d", "title": "Statehood", "text": "A treaty is a promise. Who keeps it is a state."},
        ],
        [{"id": "5", "question": "An argument on what makes a state.", "gold_article_ids": ["d"]}],
    )
    return folder


def write(folder: Path, articles: list[dict[str, object]], questions: list[dict[str, object]]) -> None:
    folder.mkdir()
    for name, rows in (("articles", articles), ("questions", questions)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def test_a_set_has_the_questions_that_stand_alone_and_have_an_answer(corpora: Path, tmp_path: Path) -> None:
    asked = read_set("clapnq", corpora, WordEncoder(), cache=tmp_path)
    assert [pair.question.id for pair in asked.pairs] == ["1", "2"]
    assert [pair.relevant for pair in asked.pairs] == [{f"b:0-{len(RAIL)}": 1}, {f"a:0-{len(PORT)}": 1}]
    assert describe_asked("clapnq", asked).startswith("clapnq: 2 questions, judged by passage; 2 chunks, index ")
    one = read_set("clapnq", corpora, WordEncoder(), limit=1, cache=tmp_path)
    assert describe_asked("clapnq", one).startswith("clapnq: 1 questions of 2 (drawn by the seed 1, ")


def test_a_standfirst_is_judged_by_its_article(corpora: Path, tmp_path: Path) -> None:
    asked = read_set("protesilaos-eu", corpora, WordEncoder(), cache=tmp_path)
    (pair,) = asked.pairs
    assert pair.relevant == {"d": 1}
    assert keys_of(retrieve("state", asked.index, k=1), pair) == ["d"]


def test_together_the_answer_counts_wherever_its_paragraph_stands(corpora: Path, tmp_path: Path) -> None:
    asked = read_set("clapnq", corpora, WordEncoder(), together=True, cache=tmp_path)
    assert sorted(asked.index.articles) == ["a", "b", "c", "d"]
    assert [sorted(key[0] for key in pair.relevant) for pair in asked.pairs] == [["b"], ["a", "c"]]


def test_what_was_embedded_is_kept_and_two_processes_do_not_add_to_it(corpora: Path, tmp_path: Path) -> None:
    words = WordEncoder()
    first = Kept(words, tmp_path / "speed")
    read_set("clapnq", corpora, first, cache=tmp_path)
    assert len(words.embedded) == 2
    with pytest.raises(AssistantError, match="another benchmark adds to the vectors"):
        Kept(WordEncoder(), tmp_path / "speed")
    del first
    again = WordEncoder()
    read_set("clapnq", corpora, Kept(again, tmp_path / "speed"), together=True, cache=tmp_path)
    assert sorted(text[:6] for text in again.embedded) == ["A note", "Stateh"]


def test_the_parts_of_retrieval_are_measured_on_a_set(
    corpora: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "retrieval.json"
    options = ["--sets", "protesilaos-eu", "clapnq", "--cache", str(tmp_path / "kept"), "--out", str(out)]
    assert retrieval.main([str(corpora), *options]) == 0
    sets = json.loads(out.read_text("utf-8"))["sets"]
    assert [(name, found["questions"], found["of"]) for name, found in sets.items()] == [
        ("protesilaos-eu", 1, 1), ("clapnq", 2, 2),
    ]  # fmt: skip
    assert sets["clapnq"]["rows"].keys() == retrieval.ROWS.keys()
    assert sets["clapnq"]["rows"][DEFAULT]["R@5"] == [1.0, 1.0, 1.0]
    options += ["--rows", DEFAULT, "--candidates", "0", "2"]
    assert retrieval.main([str(corpora), *options]) == 0
    rows = json.loads(out.read_text("utf-8"))["sets"]["clapnq"]["rows"]
    assert [(row, found["R@5"][0]) for row, found in rows.items()] == [
        (DEFAULT, 1.0), ("0 candidates", 1.0), ("2 candidates", 1.0),
    ]  # fmt: skip
    assert "the default: R@1 1.000, at least 0.96 reached; R@5 1.000, at least 0.99 reached" in capsys.readouterr().out


def test_late_interaction_is_said_to_lose_only_beyond_chance() -> None:
    def row(hits: int) -> dict[str, object]:
        scores = [1.0] * hits + [0.0] * (40 - hits)
        return {"R@1": [hits / 40], "R@5": [1.0], "scores": dict.fromkeys(("R@1", "R@5", "MRR@10"), scores)}

    (line,) = judge("xquad-en", {AVERAGE: row(39), LATE: row(37)}, held=True)
    assert line.startswith("late interaction beside the average: R@1 -0.050 (-0.125 to +0.000, within chance); R@5")
    lost, missed = judge("squad2-dev", {AVERAGE: row(39), LATE: row(29), DEFAULT: row(29)}, held=True)
    assert "R@1 -0.250 (-0.375 to -0.125, lost)" in lost
    assert missed == "the default: R@1 0.725, at least 0.88 missed; R@5 1.000, at least 0.965 reached"
    assert judge("squad2-dev", {DEFAULT: row(29)}, held=False) == []


def test_ours_is_ahead_or_behind_by_more_than_a_point() -> None:
    rows = {
        "one": {"ours": {"R@1": 0.9, "R@5": 0.99}, "near": {"R@1": 0.8, "R@5": 1.0}, "far": {"R@1": 0.9, "R@5": 0.9}},
        "two": {"ours": {"R@1": 0.6, "R@5": 0.8}, "near": {"R@1": 0.62, "R@5": 0.7}, "far": {"R@1": 0.7, "R@5": 0.8}},
    }
    heading, one, _, mean, near, far = describe_sets(rows)
    assert heading.split() == ["R@1", "/", "R@5", "ours", "near", "far"]
    assert one.split() == ["one", *"0.900 / 0.990 0.800 / 1.000 0.900 / 0.900".split()]
    assert mean.split() == ["mean", *"0.750 / 0.895 0.710 / 0.850 0.800 / 0.850".split()]
    assert near.startswith("ours beside near: ahead on the mean (R@1 +0.040, R@5 +0.045); ")
    assert near.endswith("; behind by more than a point: two R@1 -0.020")
    assert far.startswith("ours beside far: not ahead on the mean (R@1 -0.050, R@5 +0.045); ")
    assert far.endswith("; behind by more than a point: two R@1 -0.100")
    level = {"one": {"ours": {"R@1": 0.9, "R@5": 0.99}, "near": {"R@1": 0.8, "R@5": 1.0}}}
    assert describe_sets(level)[-1].endswith("; nowhere behind by more than a point")


def test_a_run_that_would_share_its_vectors_says_so(
    corpora: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = make_encoder(cache=tmp_path)
    assert retrieval.main([str(corpora), "--sets", "clapnq", "--cache", str(tmp_path)]) == 2
    assert f"another benchmark adds to the vectors in {tmp_path / 'speed'}" in capsys.readouterr().err
    assert kept.name == "all-MiniLM-L6-v2"
