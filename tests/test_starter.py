"""The starter collection is what its README says, and its questions are about it."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assistant.articles import read_articles
from evals.facts import list_facts, main
from tests.serving import ROOT

ARTICLES = {article.id: article for article in read_articles([ROOT / "data" / "articles"]).articles}
SPLITS = ("dev", "test")
IMPRINTS = {"Caspian Policy Reader", "Corridor Notes", "Energy and Transit Review"}
LEAST = {
    "single-fact": 120,
    "multi-article": 40,
    "time": 30,
    "disagreement": 20,
    "count-list": 20,
    "follow-up": 30,
    "unanswerable": 60,
    "misspelling": 10,
}


def questions(split: str) -> list[dict[str, Any]]:
    lines = (ROOT / "evals" / "questions" / f"{split}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def body(path: Path) -> str:
    return path.read_text("utf-8").split("\n---\n", 1)[1]


def test_there_are_at_least_40_briefs_of_450_to_900_words() -> None:
    files = sorted((ROOT / "data" / "articles").glob("*.md"))
    assert len(files) == len(ARTICLES) >= 40
    lengths = {file.name: len(body(file).split()) for file in files}
    assert {name: length for name, length in lengths.items() if not 450 <= length <= 900} == {}


@pytest.mark.parametrize("id", sorted(ARTICLES))
def test_a_brief_has_full_front_matter(id: str) -> None:
    article = ARTICLES[id]
    assert article.author == "Editors"
    assert article.publisher in IMPRINTS
    assert article.date is not None
    assert "2019-01-01" <= article.date <= "2026-11-30"
    assert len(article.date) == 10
    assert article.tags


def test_the_briefs_are_as_hard_as_real_ones() -> None:
    texts = [article.text for article in ARTICLES.values()]
    assert sum("\n| " in text for text in texts) >= 6
    assert sum(re.search(r'" \[\d\]', text) is not None for text in texts) >= 6
    for spellings in ("Güler Guler", "Əliyev Aliyev", "Türkiye Turkey", "Tokayev Toqayev", "Mirziyoyev Mirziyoev"):
        for spelling in spellings.split():
            assert any(re.search(rf"\b{spelling}\b", text) for text in texts), spelling


def test_every_brief_names_the_sources_of_its_facts() -> None:
    stated = Counter(fact.article_id for fact in list_facts(ROOT / "data" / "articles") if fact.sources)
    assert stated.keys() == ARTICLES.keys()
    assert min(stated.values()) >= 5


def test_the_facts_are_listed_under_their_brief_and_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(ROOT / "data" / "articles")]) == 0
    told = capsys.readouterr().out
    brief = told[told.index("\nbtc-pipeline\n") : told.index("\nc5-plus-1\n")]
    assert "  source: Ankara Declaration, 29 October 1998" in brief.splitlines()
    assert "  - According to BP, the pipeline is 1,768 kilometres long" in brief


def test_a_folder_without_briefs_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 2
    assert "name a folder of briefs" in capsys.readouterr().err


@pytest.mark.parametrize("split", SPLITS)
def test_every_gold_quote_stands_in_its_article(split: str) -> None:
    for question in questions(split):
        for id in question["gold_article_ids"]:
            assert id in ARTICLES, question["id"]
            assert any(quote in ARTICLES[id].text for quote in question["gold_evidence"]), (question["id"], id)
        for quote in question["gold_evidence"]:
            assert any(quote in ARTICLES[id].text for id in question["gold_article_ids"]), (question["id"], quote)
        for value in question.get("values", []):
            assert value["value"] in value["quote"], question["id"]
            assert value["quote"] in ARTICLES[value["article_id"]].text, question["id"]


@pytest.mark.parametrize("split", SPLITS)
def test_gold_is_there_exactly_where_a_question_is_answerable(split: str) -> None:
    for question in questions(split):
        has_gold = bool(question["answers"] and question["gold_article_ids"] and question["gold_evidence"])
        assert question["answerable"] is has_gold is (question["type"] != "unanswerable"), question["id"]
        assert (question["type"] == "follow-up") is bool(question["history"]), question["id"]


def test_articles_that_disagree_are_each_quoted_with_their_value() -> None:
    disagreements = [q for split in SPLITS for q in questions(split) if q["type"] == "disagreement"]
    for question in disagreements:
        assert len({value["article_id"] for value in question["values"]}) >= 2, question["id"]
        assert len({value["value"] for value in question["values"]}) >= 2, question["id"]


def test_a_conversation_has_three_to_five_turns() -> None:
    turns: dict[str, int] = {}
    for question in (q for split in SPLITS for q in questions(split) if q["history"]):
        said = [turn["text"] for turn in question["history"] if turn["role"] == "user"] + [question["question"]]
        turns[said[0]] = max(turns.get(said[0], 0), len(said))
    assert {opening: count for opening, count in turns.items() if not 3 <= count <= 5} == {}


def test_there_are_20_of_each_sort_of_unanswerable_question() -> None:
    sorts = Counter(q["kind"] for split in SPLITS for q in questions(split) if not q["answerable"])
    assert set(sorts) == {"far", "region", "near-miss"}
    assert min(sorts.values()) >= 20


def test_the_gate_asks_questions_of_dev_as_they_stand_there() -> None:
    tuned = {question["id"]: question for question in questions("dev")}
    for question in questions("gate"):
        assert tuned.get(question["id"]) == question, question["id"]


def test_no_article_is_asked_about_in_both_splits() -> None:
    asked = [{id for question in questions(split) for id in question["gold_article_ids"]} for split in SPLITS]
    assert asked[0] & asked[1] == set()


def test_ids_and_questions_are_not_repeated() -> None:
    everything = [question for split in SPLITS for question in questions(split)]
    assert Counter(question["id"] for question in everything).most_common(1)[0][1] == 1
    asked = Counter((question["question"].casefold(), json.dumps(question["history"])) for question in everything)
    assert asked.most_common(1)[0][1] == 1


def test_there_are_enough_questions_of_every_type_and_a_third_is_for_the_test() -> None:
    counts = Counter(question["type"] for split in SPLITS for question in questions(split))
    assert {type: count for type, count in counts.items() if count < LEAST[type]} == {}
    assert set(counts) == set(LEAST)
    share = len(questions("test")) / sum(counts.values())
    assert 0.3 <= share <= 0.36
