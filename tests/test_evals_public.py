"""On a public set, every measure of every question is pytrec_eval's, and ours when its rows are computed again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.articles import read_articles
from assistant.index import build_index, open_index
from assistant.retrieval import retrieve
from evals.gold import find_gold, key
from evals.measures import score_passages
from evals.questions import make_question
from tests.serving import ROOT
from tests.word_encoder import WordEncoder

SET = ROOT.parent / "shared" / "corpora" / "histstate-rdcr"
NAMES = {
    "success": "R@{}", "recall": "recall@{}", "P": "P@{}", "ndcg_cut": "nDCG@{}", "map_cut": "MAP@{}",
}  # fmt: skip
DEPTHS = {"success": (1, 3, 5, 10), "recall": (3, 5, 10), "P": (3, 5, 10), "ndcg_cut": (10,), "map_cut": (10,)}


@pytest.mark.skipif(not SET.is_dir(), reason="needs the shared corpora")
def test_a_run_of_a_public_set_is_measured_as_by_pytrec_eval(tmp_path: Path) -> None:
    import pytrec_eval

    build_index(read_articles([SET / "articles.jsonl"]).articles, tmp_path, encoder=WordEncoder())
    index = open_index(tmp_path, encoder=WordEncoder())
    lines = (SET / "questions.jsonl").read_text("utf-8").splitlines()
    ours, run, qrels = {}, {}, {}
    for question in map(make_question, map(json.loads, lines)):
        relevant = find_gold(question, index).relevant.get("holds")
        if not relevant:
            continue
        passages = retrieve(question.question, index, k=10, mode="lexical")
        found = [
            {"article_id": p.chunk.article_id, "start": p.chunk.start, "end": p.chunk.end, "text": p.chunk.text}
            for p in passages
        ]
        ours[question.id] = score_passages(question, find_gold(question, index), found)
        qrels[question.id] = dict(relevant)
        run[question.id] = {key(passage.chunk): -float(rank) for rank, passage in enumerate(passages)}
    asked = {f"{name}_{','.join(map(str, depths))}" for name, depths in DEPTHS.items()} | {"recip_rank"}
    theirs = pytrec_eval.RelevanceEvaluator(qrels, asked).evaluate(run)
    compared = 0
    for id, measured in theirs.items():
        for name, depths in DEPTHS.items():
            for depth in depths:
                assert ours[id][NAMES[name].format(depth)] == pytest.approx(measured[f"{name}_{depth}"], abs=1e-9)
                compared += 1
        assert ours[id]["MRR@10"] == pytest.approx(measured["recip_rank"])
    assert len(theirs) > 450
    assert compared == 12 * len(theirs)
