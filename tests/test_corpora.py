"""Several sets are evaluated into one table and one report of their answers, and what is done is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import corpora

PORT = "The port of Aktau was opened in 1963. Twenty ships sail from it to Baku."


def test_one_report_has_the_answers_of_every_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "corpora" / "ports"
    folder.mkdir(parents=True)
    (folder / "articles.jsonl").write_text(json.dumps({"id": "a", "title": "Ports", "text": PORT}) + "\n", "utf-8")
    questions = [
        {
            "id": str(number),
            "question": "When was the port of Aktau opened?",
            "answers": ["1963"],
            "gold_article_ids": ["a"],
            "gold_evidence": ["The port of Aktau was opened in 1963."],
            "type": "when",
        }
        for number in range(corpora.FEWEST)
    ]
    text = "".join(json.dumps(question) + "\n" for question in questions)
    (folder / "questions.jsonl").write_text(text, "utf-8")
    out = tmp_path / "out"
    also = ["--also", "again", str(folder / "articles.jsonl"), str(folder / "questions.jsonl")]
    assert corpora.main([str(tmp_path / "corpora"), "--out", str(out), *also]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in printed[1:]] == [["ports", "1", "20"], ["again", "1", "20"]]
    report = (out / "answers.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in report if line.startswith("| ")]
    assert [row[:3] for row in rows[:3]] == [
        ["set", "questions", "holds@1"],
        ["ports", "20", "1.000 (1.000 to 1.000; 20)"],
        ["again", "20", "1.000 (1.000 to 1.000; 20)"],
    ]
    assert dict(zip(rows[0], rows[1], strict=True))["rejected by verify"] == "0"
    assert [row[:4] for row in rows[3:]] == [
        ["set", "type", "holds@1", "holds@3"],
        ["ports", "when", "1.000 (1.000 to 1.000; 20)", "1.000 (1.000 to 1.000; 20)"],
        ["again", "when", "1.000 (1.000 to 1.000; 20)", "1.000 (1.000 to 1.000; 20)"],
    ]
