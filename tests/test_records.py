"""What programs read has exactly the fields that were promised."""

from __future__ import annotations

import json

from assistant.answers import answer
from assistant.records import answer_record, passage_record, retrieve_record
from assistant.retrieval import retrieve
from assistant.types import Index
from tests.conftest import TRAINING

QUESTION = "when was the first military training agreement?"
CITED = ["title", "author", "date", "publisher", "url"]
PASSAGE = ["article_id", "article_sha256", "start", "end", "text", "score", *CITED]
CITATION = ["article_id", "article_sha256", "start", "end", "quote", *CITED, "page"]
ANSWER = [
    "id", "question", "understood_as", "answered", "short_answer", "confidence",
    "claims", "passages", "index", "answerer", "form", "missing", "note", "asks_back", "settings",
]  # fmt: skip


def test_a_passage_has_these_fields(index: Index) -> None:
    (passage,) = retrieve(QUESTION, index, k=1)
    record = passage_record(passage)
    assert list(record) == PASSAGE
    assert record | {"score": 0} == {
        "article_id": "training",
        "article_sha256": TRAINING.sha256,
        "start": 0,
        "end": len(TRAINING.text),
        "text": TRAINING.text,
        "score": 0,
        "title": "Military training",
        "author": "B. Writer",
        "date": "2023",
        "publisher": "Notes",
        "url": None,
    }


def test_what_retrieve_prints_has_these_fields(index: Index) -> None:
    record = retrieve_record("q7", QUESTION, retrieve(QUESTION, index, k=2))
    assert list(record) == ["id", "question", "passages"]
    assert (record["id"], record["question"], len(record["passages"])) == ("q7", QUESTION, 2)


def test_what_ask_prints_has_these_fields(index: Index) -> None:
    record = answer_record("q7", answer(QUESTION, index))
    assert list(record) == ANSWER
    assert list(record["claims"][0]) == ["text", "citations", "value", "part", "support"]
    assert list(record["claims"][0]["citations"][0]) == CITATION
    assert list(record["passages"][0]) == PASSAGE
    assert (record["id"], record["answered"], record["short_answer"]) == ("q7", True, "1992")


def test_no_claims_are_answered_false(index: Index) -> None:
    record = answer_record("q8", answer("Who won the 2018 World Cup in football?", index))
    assert (record["answered"], record["claims"], record["short_answer"]) == (False, [], None)


def test_the_same_question_gives_the_same_bytes(index: Index) -> None:
    first, again = (json.dumps(answer_record("1", answer(QUESTION, index))) for _ in range(2))
    assert first == again
