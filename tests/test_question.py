"""A question says what kind of thing it asks for, and a follow-up is asked with its subject."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question import Kind, expected_kind, stand_alone, wants_year_only

SUBJECT = "When was the first military training agreement between Azerbaijan and Türkiye signed?"


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


def user(*texts: str) -> list[dict[str, str]]:
    return [{"role": "user", "text": text} for text in texts]


@pytest.mark.parametrize("question", ["Who signed it?", "and in 2010?", "Why?", "How about the second?", "the cost?"])
def test_a_follow_up_has_its_subject_in_front(question: str) -> None:
    assert stand_alone(question, user(SUBJECT)) == f"{SUBJECT} {question}"


@pytest.mark.parametrize(
    "question", ["How long is the pipeline from Baku to Ceyhan?", "Did Iran ratify the convention this year?"]
)
def test_a_question_that_names_its_subject_stands_alone(question: str) -> None:
    assert stand_alone(question, user(SUBJECT)) == question


def test_the_subject_is_the_last_question_that_stood_alone() -> None:
    other = "How long is the pipeline from Baku to Ceyhan?"
    assert stand_alone("Who owns it?", user(SUBJECT, other, "and why?")) == f"{other} Who owns it?"


def test_without_a_question_before_it_a_question_is_itself() -> None:
    assert stand_alone("Who signed it?", []) == "Who signed it?"
    turns = [{"role": "assistant", "text": "Azerbaijan."}, {"role": "user", "text": " "}, {"role": "user"}]
    assert stand_alone("Who signed it?", turns) == "Who signed it?"


@given(
    st.text(),
    st.lists(
        st.builds(lambda role, text: {"role": role, "text": text}, st.sampled_from(["user", "assistant"]), st.text())
    ),
)
def test_the_question_is_always_the_end_of_what_is_searched(question: str, history: list[dict[str, str]]) -> None:
    assert stand_alone(question, history).endswith(question)
    expected_kind(question)
    wants_year_only(question)
