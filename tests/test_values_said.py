"""Values that sentences give are read with all by which they are compared."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assistant.event_dates import read_dates
from assistant.evidence import find_evidence
from assistant.types import Article, Chunk, Passage
from assistant.values_said import (
    Value,
    are_apart,
    are_same,
    counts_the_same,
    may_be_one_event,
    read_values,
)
from tests.word_encoder import WordEncoder


def values_of(question: str, text: str) -> list[Value]:
    article = Article(id=text, title="The river", text=text)
    (evidence,) = find_evidence(question, [Passage.of(article, Chunk.of(article, 0, len(text)), 1.0)], WordEncoder())
    return read_values(question, evidence)


def test_a_number_is_read_with_its_unit_what_it_counts_and_its_date() -> None:
    (value,) = values_of("How many ships sailed?", "In 2015 about 40 ships sailed.")
    assert value.number is not None
    assert value.phrase == "40"
    assert value.number.value == Fraction(40)
    assert value.counted == {"ship", "sail"}
    assert value.date is not None
    assert value.date.first == "2015-01-01"


def test_what_has_another_unit_counts_nothing_that_is_asked_for() -> None:
    assert values_of("How many states belong to it?", "It has $500 million and five states.")[0].phrase == "five"
    assert values_of("How many states belong to it?", "It has $500 million.") == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("40 ships sailed.", "65 ships sailed.", True),
        ("40 ships sailed.", "400 ships sailed.", False),  # ten times as many are others
        ("40 ships sailed.", "40 men sailed.", True),  # both sailed
        ("It carries 40 tonnes.", "It carries 65 kilometres.", False),
    ],
)
def test_numbers_are_compared_that_count_the_same(one: str, other: str, same: bool) -> None:
    question = "How many ships sailed?" if "sailed" in one else "How much does it carry?"
    first, second = values_of(question, one), values_of(question, other)
    assert counts_the_same(first[0], second[0]) is same


@pytest.mark.parametrize(
    ("question", "one", "other", "same"),
    [
        ("Where was it signed?", "It was signed in Ankara.", "It was signed in Turkey.", True),  # its capital
        ("Where was it signed?", "It was signed in Ankara.", "It was signed in Baku.", False),
        ("Who signed it?", "Ilham Aliyev signed it.", "President Aliyev signed it.", True),
        ("Who signed it?", "Ilham Aliyev signed it.", "Serzh Sargsyan signed it.", False),
        ("When was it signed?", "It was signed on 3 May 2010.", "It was signed in 2010.", True),
        ("When was it signed?", "It was signed on 3 May 2010.", "It was signed on 4 May 2010.", False),
        ("How long is it?", "It is 1,072 km long.", "It is some 1,100 kilometres long.", True),
    ],
)
def test_one_value_in_other_words_is_one(question: str, one: str, other: str, same: bool) -> None:
    assert are_same(values_of(question, one)[0], values_of(question, other)[0]) is same


@pytest.mark.parametrize(
    ("one", "other", "one_event"),
    [
        ("3 May 2010", "7 May 2010", True),  # a few days
        ("3 May 2010", "3 May 2011", True),  # the year alone
        ("3 May 2010", "3 June 2010", True),  # the month alone
        ("3 May 2010", "21 June 2010", False),
        ("May 2010", "June 2010", True),
        ("May 2010", "November 2012", False),
        ("2010", "2012", False),  # years alone say too little
    ],
)
def test_dates_of_one_event_differ_in_a_part(one: str, other: str, one_event: bool) -> None:
    (first,), (second,) = read_dates(one), read_dates(other)
    assert may_be_one_event(first, second) is one_event


def test_times_are_apart_that_do_not_overlap() -> None:
    early, late = (values_of("When was it?", f"It was in {year}.")[0] for year in ("2010", "2012"))
    assert are_apart(early, late)
    assert not are_apart(early, values_of("When was it?", "It was on 3 May 2010.")[0])
