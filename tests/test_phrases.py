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
        ("date", "When?", "From the late 1340s, over the winter of 1973–74.", ["late 1340s", "winter of 1973–74"]),
        (
            "date",
            "When?",
            "In the late 19th century, and in the 2nd century BCE.",
            ["late 19th century", "2nd century BCE"],
        ),
        ("date", "How long ago?", "It began 3–2.7 billion years ago.", ["3–2.7 billion years ago"]),
        ("date", "On what day?", "On a Thursday.", ["Thursday"]),
        ("date", "At what time?", "On 5 May at 5 pm.", ["5 pm"]),
        ("number", "How long?", "Five to ten years, from 75.8% in 1970 to 55.1%.", ["Five to ten years"]),
        ("number", "How long?", "It has lasted since 2001.", ["since 2001"]),
        ("number", "What share?", "From 75.8% in 1970 to 55.1% by 2010.", ["75.8%", "55.1%"]),
        ("number", "How much?", "Nearly $40 per barrel.", ["$40 per barrel"]),
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
