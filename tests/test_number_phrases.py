"""The numbers that may answer are found in a sentence, in the unit that the question says."""

from __future__ import annotations

import pytest

from assistant.number_phrases import find_number_phrases
from assistant.phrases import find_phrases
from assistant.types import Span


@pytest.mark.parametrize(
    ("question", "text", "numbers"),
    [
        ("What share?", "About one-eighth, three-fifths, a fifth of it.", ["one-eighth", "three-fifths", "a fifth"]),
        ("How many?", "Tens of thousands came, a dozen left.", ["Tens of thousands", "a dozen"]),
        ("How many?", "Sixty people, eighty members and seventeen ships.", ["Sixty", "eighty", "seventeen"]),
        ("How many?", "It moved sixty thousand people from Tennessee.", ["sixty thousand"]),
        ("How many?", "1 000 000 live there, 2.500.000 here.", ["1 000 000", "2.500.000"]),
        ("How many?", "On May 12 300 men came.", ["300"]),
        ("How many?", "Between 5,000 and 7,000 troops.", ["Between 5,000 and 7,000"]),
        ("How much is it?", "It costs 5 to 10 million dollars.", ["5 to 10 million dollars"]),
        ("What is the rate?", "The rate fell from 4,210 to 8,100 som.", ["4,210", "8,100"]),
        ("What is the rate?", "Rates vary from 4,210 to 8,100 som.", ["4,210 to 8,100"]),
        ("How much did it fall?", "The rate fell from 4,210 to 8,100 som.", ["4,210 to 8,100"]),
        ("How fast does it fall?", "It is 9.8 meters per second squared.", ["9.8 meters per second squared"]),
        ("What is the tax?", "It is 3 pence in the pound.", ["3 pence in the pound"]),
        ("How many times less is it?", "It was 1013 times less in 1990.", ["1013"]),
        ("How many soldiers came?", "In 1990 came 1500 soldiers.", ["1500"]),
        ("How hot is it?", "It is 1015 kelvins.", ["1015 kelvins"]),
        ("How long did it take?", "It is known in seconds.", ["seconds"]),
        ("How long did it take?", "It lasted half an hour.", ["half an hour"]),
        ("How much does it cost?", "Entry is free.", ["free"]),
        ("How often is it?", "They meet every two years, or 3 times a year.", ["every two years", "3 times a year"]),
        ("How long is the line in Albania?", "Of its 878 kilometres, 215 lie in Albania.", ["878 kilometres", "215"]),
        ("How long is the line in Albania?", "Of its 878 kilometres, 215 pipes lie there.", ["878 kilometres"]),
        ("In what amount of time?", "Within 20 hours, for 30 people.", ["20 hours"]),
    ],
)  # fmt: skip
def test_the_numbers_are_these(question: str, text: str, numbers: list[str]) -> None:
    assert [text[slice(*span)] for span in find_phrases("number", question, text)] == numbers


def test_a_number_that_is_a_date_is_none() -> None:
    assert find_number_phrases("How many?", "In 1990.", [Span(3, 7)]) == []
