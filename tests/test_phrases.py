"""The phrases of a kind are found in a sentence as they stand there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.phrases import find_phrases
from assistant.question import Kind


@pytest.mark.parametrize(
    ("kind", "question", "text", "phrases"),
    [
        ("date", "When?", "From 1268 until 1273, and on 5 May 1300.", ["1268 until 1273", "5 May 1300"]),
        ("date", "When?", "In the 16th and 17th centuries.", ["16th and 17th centuries"]),
        ("date", "When?", "In the first half of the eighteenth century.", ["first half of the eighteenth century"]),
        ("date", "On what day of the week?", "On the first Thursday in May.", ["Thursday"]),
        ("number", "How many?", "One-fifth of 1.5 million, 10–15% in 1471.", ["One-fifth", "1.5 million", "10–15%"]),
        ("number", "How far?", "About 340 miles (550 km).", ["340 miles", "550 km"]),
        ("number", "How wide?", "Up to fifteen nautical miles.", ["fifteen nautical miles"]),
        ("person", "Who wrote the Nong Shu?", "Wang Zhen's Nong Shu", ["Wang Zhen"]),
        ("person", "Who?", "By J.I. Pontanus and St. Patrick", ["J.I. Pontanus and St. Patrick"]),
        ("place", "Where is it?", "It is in the kingdom.", ["kingdom"]),
    ],
)
def test_the_phrases_of_a_kind_are_these(kind: Kind, question: str, text: str, phrases: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_phrases(kind, question, text)] == phrases


def test_what_the_question_names_is_no_answer_to_it() -> None:
    assert list(find_phrases("person", "Who met Aliyev in 2010?", "Aliyev")) == []
    assert list(find_phrases("date", "When in 2010?", "In 2010.")) == []


PIECES = ["1992", "12 August", "five", "%", "Aliyev", "'s", "the", "between", "and", "St.", "-", ".", "(", "km"]


@given(
    st.sampled_from(["date", "number", "person", "place", "name"]),
    st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join)),
)
def test_a_phrase_is_whole_words_of_the_text(kind: Kind, text: str) -> None:
    for start, end in find_phrases(kind, "Who did how many when?", text):
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
