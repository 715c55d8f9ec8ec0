"""A question says what kind of thing it asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question import Kind, demands_kind, expected_kind, find_counted, wants_year_only


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What stake does it hold?", "number"),
        ("What does a kilowatt-hour cost?", "number"),
        ("What do those in charge say?", None),
        ("How dependent is it on gas, in per cent?", "number"),
        ("date of the Aktau convention?", "date"),
        ("BTC oil line: number of pumping stations?", "number"),
        ("When was the agreement signed?", "date"),
        ("In which year did the war end?", "date"),
        ("Between which years was it built?", "date"),
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


@pytest.mark.parametrize(
    ("question", "demands"),
    [
        ("How many states signed?", True),
        ("When did Georgia join?", True),
        ("In which year did the war end?", True),
        ("What share of the gas goes to Italy?", True),
        ("How long has it lasted?", False),  # since 2001, until the war
        ("When do talks begin?", False),  # once both sides have agreed
        ("Who signed?", False),
        ("Why did the talks fail?", False),
    ],
)
def test_only_a_number_or_a_date_answers_some_questions(question: str, demands: bool) -> None:
    assert demands_kind(question) is demands


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("How many Turkish students were enrolled in 2022?", "students"),
        ("How many berths will the terminal have?", "berths"),
        ("How many articles does the treaty of 2025 contain?", "articles"),
        ("How much wheat did Kazakhstan sell?", "wheat"),
        ("How large was Azerbaijan's defence budget in 2021?", "budget"),
        ("What is the population of Baku?", "population"),
        ("How many atoms combine to form dioxygen?", "atoms"),
        ("How many Kazakh firms' wells were there?", "wells"),
        ("How much did it cost?", None),
        ("How long is the pipeline?", None),
        ("Which treaty has most articles?", None),
    ],
)
def test_what_is_counted_is_the_noun_before_the_verb(question: str, counted: str | None) -> None:
    span = find_counted(question)
    assert (question[slice(*span)] if span else None) == counted


@given(st.text())
def test_whatever_is_asked_something_or_nothing_is_expected(question: str) -> None:
    assert expected_kind(question) in (None, "date", "number", "person", "place", "name")
    assert wants_year_only(question) in (True, False)
    assert demands_kind(question) in (True, False)
    span = find_counted(question)
    assert span is None or 0 <= span.start < span.end <= len(question)
