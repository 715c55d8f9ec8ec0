"""How a question asks for a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asked import Form, read_asked


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


@given(st.text())
def test_whatever_is_asked_is_read(question: str) -> None:
    asked = read_asked(question)
    assert all(0 <= start < end <= len(question) for start, end in filter(None, (asked.wh, asked.sort, asked.verb)))
