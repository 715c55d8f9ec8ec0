"""Of several numbers, signs say which one is asked for, and how much of its noun it needs."""

from __future__ import annotations

import pytest

from assistant.number_signs import count_signs, find_counted_behind, find_noun, say_number
from assistant.phrases import find_phrases
from assistant.types import Span


@pytest.mark.parametrize(
    ("question", "text", "signs"),
    [
        ("How many members met?", "In all 5 members and 3 guests met.", {"5": 2.0, "3": 0.0}),
        ("How many guests met?", "Of the 9 members, 3 are guests.", {"9": -1.0, "3": 2.0}),
        ("How many members are there?", "Of the 9 members, 3 are guests.", {"9": 2.0, "3": 0.0}),
        ("What is the rate now?", "It rose from 3 to 12.", {"3": -2.0, "12": 0.0}),
        ("What is the rate?", "It has risen to 2,906, from the 2,783 of May.", {"2,906": 0.0, "2,783": -2.0}),
        ("What was the rate at first?", "It rose from 3 to 12.", {"3": 0.0, "12": 0.0}),
        ("How many people live there?", "5 miles off (8 km) are 200.", {"5 miles": -3.0, "8 km": -4.0, "200": 0.0}),
        ("How many channels has it?", "Sky Two is one of 5 channels.", {"Two": -1.0, "one": 1.0, "5": 2.0}),
        ("What share has Omar?", "Ali has 51%, Eni 30% and Omar 9%.", {"51%": 2.0, "30%": 2.0, "9%": 3.0}),
        ("How many tackles had he?", "He led in tackles (118) and had 5 sacks.", {"118": 2.0, "5": 0.0}),
        ("How long did she stay?", "A 600-year-old tree held 738 days.", {"600-year-old": 1.0, "738 days": 2.0}),
    ],
)  # fmt: skip
def test_a_number_has_these_signs(question: str, text: str, signs: dict[str, float]) -> None:
    numbers = list(find_phrases("number", question, text))
    assert {text[slice(*n)]: count_signs(question, n, numbers, text) for n in numbers} == signs


def test_what_is_like_the_counted_thing_counts_where_no_word_does() -> None:
    text = "They sent 30 men."
    number = Span(10, 12)
    assert text[slice(*find_counted_behind(number, text))] == " men"
    assert count_signs("How many soldiers?", number, [number], text, 0.5) == 1.0
    assert count_signs("How many soldiers?", number, [number], text, -0.5) == 0.0


@pytest.mark.parametrize(
    ("question", "phrase", "after", "said"),
    [
        ("How many miles is it?", "340 miles", " from here", "340"),
        ("How many tonnes is it?", "5 million tonnes", ".", "5 million"),
        ("How far is it?", "340 miles", " from here", "340 miles"),
        ("How old was he?", "13-year-old", " boy", "13"),
        ("How long is it?", "4-week", " period of rest", "4-week period"),
        ("By how much did he win?", "151", " votes in all", "151 votes"),
        ("How many did he win by?", "151", " votes in all", "151"),
        ("How many people died?", "two-thirds", " of its population has gone", "two-thirds of its population"),
        ("How many died?", "10%", " of Omar's 300,000 men, said he.", "10% of Omar's 300,000 men"),
        ("What share died?", "10%", " of the men.", "10%"),
        ("How much did he pay?", "$40", " thanks to him", "$40"),
    ],
)
def test_a_number_is_given_with_what_the_question_leaves_open(
    question: str, phrase: str, after: str, said: str
) -> None:
    assert say_number(question, phrase, after) == said


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("How many Turkish soldiers came?", "Turkish soldiers"),
        ("What is the number of seats?", "seats"),
        ("How much wheat came?", None),
    ],
)
def test_what_is_counted_is_found(question: str, noun: str | None) -> None:
    span = find_noun(question)
    assert (question[slice(*span)] if span else None) == noun
