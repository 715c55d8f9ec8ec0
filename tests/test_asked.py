"""How a question asks for a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asked import Form, Wants, read_asked


@pytest.mark.parametrize(
    ("question", "form", "verb", "sort", "preposition"),
    [
        ("Who signed the treaty?", "does", "signed", None, ""),
        ("Who first originally led it?", "does", "led", None, ""),
        ("Who was elected in 1920?", "done", "elected", None, ""),
        ("Who did Guler visit?", "to whom", "visit", None, ""),
        ("Who was the envoy?", "is", None, None, ""),
        ("Where did the envoy travel to?", "to whom", "travel", None, "to"),
        ("Which French city hosted it?", "does", "hosted", "city", ""),
        ("What country is it in?", "is", None, "country", "in"),
        ("By whom was it built?", "other", None, None, "by"),
        ("In which province is it?", "is", None, "province", "in"),
        ("Who may change the date?", "does", "change", None, ""),
        ("Who is responsible for operating the clocks?", "does", "operating", None, ""),
        ("Who may be appointed?", "done", "appointed", None, ""),
        ("Who would the occupation alienate?", "to whom", "alienate", None, ""),
        ("", "other", None, None, ""),
    ],
)
def test_a_question_asks_like_this(
    question: str, form: Form, verb: str | None, sort: str | None, preposition: str
) -> None:
    asked = read_asked(question)
    assert asked.form == form
    assert (question[slice(*asked.verb)] if asked.verb else None) == verb
    assert (question[slice(*asked.sort)] if asked.sort else None) == sort
    assert asked.preposition == preposition


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("Which country ratified it?", "country"),
        ("In what state is it?", "state"),
        ("Which French city hosted it?", "named"),
        ("Who was Jan Kubis?", "identity"),
        ("Who is the president of Azerbaijan?", "holder"),
        ("Who signed it?", "somebody"),
        ("Where was it signed?", "where"),
        ("Which area is it?", "any"),
    ],
)
def test_a_question_wants_this(question: str, wants: Wants) -> None:
    assert read_asked(question).wants == wants


@pytest.mark.parametrize(
    ("question", "choice", "several", "being", "name", "negated", "where"),
    [
        ("Which came first: Iran or Iraq?", True, False, False, True, False, False),
        ("Which two states signed it?", False, True, False, False, False, False),
        ("Who was the first head of it?", False, False, True, False, False, False),
        ("Where has it not been held?", False, False, False, False, True, True),
    ],
)
def test_what_else_a_question_says_of_its_answer(
    question: str, choice: bool, several: bool, being: bool, name: bool, negated: bool, where: bool
) -> None:
    asked = read_asked(question)
    said = (asked.gives_choice, asked.is_several, asked.is_being, asked.has_name, asked.is_negated, asked.is_where)
    assert said == (choice, several, being, name, negated, where)


@given(st.text())
def test_whatever_is_asked_is_read(question: str) -> None:
    asked = read_asked(question)
    assert all(0 <= start < end <= len(question) for start, end in filter(None, (asked.wh, asked.sort, asked.verb)))
