"""A saved answer is accepted as it was given, and rejected when one character of it was changed."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import answer
from assistant.embed import SentenceEncoder
from assistant.index import build_index, open_index
from assistant.records import answer_record
from assistant.types import Article, Index
from assistant.verification import verify
from tests.conftest import AKTAU, TRAINING, UNDATED

QUESTION = "when was the first military training agreement?"


@pytest.fixture(scope="module")
def record(index: Index) -> dict[str, Any]:
    saved: dict[str, Any] = json.loads(json.dumps(answer_record("1", answer(QUESTION, index))))
    assert saved["short_answer"] == "1992"
    return saved


def change(text: str) -> str:
    """Change the last letter or digit of a text."""
    at = max(i for i, character in enumerate(text) if character.isalnum())
    return text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]


def test_an_answer_is_accepted_as_it_was_saved(index: Index, record: dict[str, Any]) -> None:
    assert verify(record, index) == []


def test_an_answer_that_says_nothing_is_accepted(index: Index) -> None:
    assert verify(answer_record("1", answer("Who won the 2018 World Cup in football?", index)), index) == []


@pytest.mark.parametrize("field", ["quote", "article_sha256", "article_id", "title", "author", "date", "publisher"])
def test_a_citation_changed_by_one_character_is_rejected(index: Index, record: dict[str, Any], field: str) -> None:
    changed = copy.deepcopy(record)
    citation = changed["claims"][0]["citations"][0]
    citation[field] = change(citation[field])
    assert [problem for problem in verify(changed, index) if problem.startswith("claim 1, citation 1: ")]


@pytest.mark.parametrize("field", ["start", "end"])
@pytest.mark.parametrize("by", [-1, 1, 10_000])
@pytest.mark.parametrize("place", ["citation", "passage"])
def test_an_offset_changed_by_one_is_rejected(
    index: Index, record: dict[str, Any], field: str, by: int, place: str
) -> None:
    changed = copy.deepcopy(record)
    holder = changed["claims"][0]["citations"][0] if place == "citation" else changed["passages"][0]
    holder[field] += by
    assert len(verify(changed, index)) == 1


@pytest.mark.parametrize("field", ["text", "article_sha256", "article_id", "title"])
def test_a_passage_changed_by_one_character_is_rejected(index: Index, record: dict[str, Any], field: str) -> None:
    changed = copy.deepcopy(record)
    changed["passages"][0][field] = change(changed["passages"][0][field])
    assert [problem for problem in verify(changed, index) if problem.startswith("passage 1: ")]


def test_a_claim_that_is_not_its_quote_is_rejected(index: Index, record: dict[str, Any]) -> None:
    changed = copy.deepcopy(record)
    changed["claims"][0]["text"] = change(changed["claims"][0]["text"])
    problem, verdict = verify(changed, index)
    assert verdict == "claim 1 is said to be 'supported', and is 'not_supported'"
    assert problem.startswith("claim 1 is not supported by what it quotes (the date “1990” is not in the quote")


@pytest.mark.parametrize(
    "short",
    [
        "1993",
        "1992!",
        "199",
    ],
)
def test_a_short_answer_changed_by_one_character_is_rejected(index: Index, record: dict[str, Any], short: str) -> None:
    (problem,) = verify(record | {"short_answer": short}, index)
    assert problem == f"the short answer {short!r} stands in none of the quotes"


def test_a_short_answer_within_marks_of_emphasis_stands(
    encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("emphasis") / "index"
    build_index([Article(id="a", title="Ports", text="The port _Aktau_ was opened in 1963.")], path, encoder=encoder)
    emphasised = open_index(path, encoder=encoder)
    record = answer_record("1", answer("When was the port opened?", emphasised))
    assert record["short_answer"] == "1963"
    assert verify(record | {"short_answer": "Aktau"}, emphasised) == []
    assert verify(record | {"short_answer": "Akta"}, emphasised) != []


def test_a_claim_without_a_citation_is_rejected(index: Index, record: dict[str, Any]) -> None:
    assert verify(record | {"claims": [{"text": "Anything.", "citations": []}], "short_answer": None}, index) == [
        "claim 1 has no citation"
    ]


def test_an_article_that_has_changed_since_is_named(
    index: Index, record: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("changed") / "index"
    changed = Article(id="training", title=TRAINING.title, text=TRAINING.text.replace("1992", "1993"))
    build_index([AKTAU, changed, UNDATED], path, encoder=index.encoder)
    problems = verify(record, open_index(path, encoder=index.encoder))
    assert "claim 1, citation 1: the article 'training' is not the one that was cited: it has changed since" in problems


@pytest.mark.parametrize("saved", [{}, {"claims": None}, {"claims": {}}, {"claims": [], "passages": 5}])
def test_what_is_no_answer_is_said(index: Index, saved: dict[str, Any]) -> None:
    assert verify(saved, index) == ["this is no saved answer: expected an object with claims, as ask --json prints it"]


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.just("training")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["claims", "citations", "passages", "quote", "start", "end", "article_id", "text"]), inner
        ),
    ),
    max_leaves=12,
)


@given(claims=JSON, passages=JSON)
def test_any_json_is_verified_or_rejected(index: Index, claims: object, passages: object) -> None:
    for saved in ({"claims": claims}, {"claims": [claims], "passages": [passages]}):
        assert all(isinstance(problem, str) for problem in verify(saved, index))


def test_citations_that_are_no_list_are_rejected(index: Index) -> None:
    assert verify({"claims": [{"text": "One.", "citations": 5}], "short_answer": "One"}, index)
