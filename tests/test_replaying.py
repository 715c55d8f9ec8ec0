"""A saved answer comes out the same again, or what differs is said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assistant.answers import answer
from assistant.index import build_index, open_index
from assistant.records import answer_record, write_record
from assistant.replaying import differences, replay
from assistant.types import Article, AssistantError, Index
from tests.conftest import AKTAU, TRAINING, UNDATED

QUESTION = "when was the first military training agreement?"


def save(index: Index, question: str, **settings: Any) -> dict[str, Any]:
    record = answer_record("7", answer(question, index, **settings), settings=settings)
    saved: dict[str, Any] = json.loads(write_record(record))
    return saved


@pytest.mark.parametrize(
    ("question", "settings"),
    [
        (QUESTION, {}),
        (QUESTION, {"k": 2, "mode": "lexical", "reordered": 3, "since": "2020", "articles": ["training"]}),
        ("and in 2010?", {"history": [{"role": "user", "text": QUESTION}]}),
        ("Who won the 2018 World Cup in football?", {"mode": "dense", "publisher": "Notes"}),
    ],
)
def test_an_answer_comes_out_again_byte_for_byte(index: Index, question: str, settings: dict[str, Any]) -> None:
    saved = save(index, question, **settings)
    again = replay(saved, index)
    assert write_record(again) == write_record(saved)
    assert differences(saved, again) == []


def test_what_differs_is_said_with_both_values(index: Index) -> None:
    saved = save(index, QUESTION)
    changed = saved | {"short_answer": "1993"}
    assert differences(changed, replay(changed, index)) == ["short_answer is '1992', and was '1993'"]


def test_another_index_is_said_first(index: Index, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("other") / "index"
    changed = Article(id="training", title=TRAINING.title, text=TRAINING.text.replace("1992", "1993"))
    build_index([AKTAU, changed, UNDATED], path, encoder=index.encoder)
    saved = save(index, QUESTION)
    found = differences(saved, replay(saved, open_index(path, encoder=index.encoder)))
    assert found[0].startswith("the index is not the one that answered: ")
    assert "short_answer is '1993', and was '1992'" in found


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"question": QUESTION}, "no question and settings"),
        ({"settings": {}}, "no question and settings"),
        ({"question": QUESTION, "settings": {"depth": 5}}, "no setting is called 'depth'"),
        ({"question": QUESTION, "settings": {"k": 0}}, "k is 0, expected 1 or more"),
        ({"question": QUESTION, "settings": {"reordered": "3"}}, "reordered is '3', expected 0 or more"),
        (
            {"question": QUESTION, "settings": {"mode": "best"}},
            "mode is 'best', expected one of hybrid, average, ",
        ),
        ({"question": QUESTION, "settings": {"history": ["x"]}}, "history is no list of turns"),
        ({"question": QUESTION, "settings": {"since": 2020}}, "since is 2020, expected a text"),
    ],
)
def test_a_record_that_cannot_be_asked_again_is_one_sentence(
    index: Index, record: dict[str, Any], message: str
) -> None:
    with pytest.raises(AssistantError, match=message):
        replay(record, index)
