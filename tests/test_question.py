"""A question says what kind of thing it asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question import Kind, expected_kind, wants_year_only


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When was the agreement signed?", "date"),
        ("In which year did the war end?", "date"),
        ("How many states signed?", "number"),
        ("How long is the pipeline?", "number"),
        ("What is the population of Baku?", "number"),
        ("Who signed the agreement?", "person"),
        ("Which minister visited Baku?", "person"),
        ("Where was it signed?", "place"),
        ("Which country ratified it?", "place"),
        ("Which pipeline crosses Georgia?", "name"),
        ("Who was president when the war ended?", "person"),
        ("Why did the talks fail?", None),
        ("Tell me about the talks", None),
        ("", None),
    ],
)
def test_a_question_asks_for_this_kind(question: str, kind: Kind | None) -> None:
    assert expected_kind(question) == kind


@pytest.mark.parametrize(
    ("question", "year"), [("In what year was it?", True), ("Which fiscal year?", True), ("When was it?", False)]
)
def test_a_question_for_a_year_wants_no_day(question: str, year: bool) -> None:
    assert wants_year_only(question) is year


@given(st.text())
def test_whatever_is_asked_something_or_nothing_is_expected(question: str) -> None:
    assert expected_kind(question) in (None, "date", "number", "person", "place", "name")
    assert wants_year_only(question) in (True, False)
