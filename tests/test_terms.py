"""A sentence is read as its terms: words, names, dates and numbers, each where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.statements.terms import read_terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Turkey didn't sign.", ["name:turkey", "function:did", "function:not", "word:sign", "mark:."]),
        ("CAN’T it", ["function:ca", "function:not", "function:it"]),
        ("He met US officials.", ["function:he", "word:meet", "name:usa", "word:offici", "mark:."]),
        ("It told us. Baku said so.", [
            "function:it", "word:tell", "function:us", "mark:.", "name:baku", "word:say", "function:so", "mark:.",
        ]),
        ("the u.s. or United States of America", ["function:the", "name:usa", "function:or", "name:usa"]),
        ("Czech Republic of Turkey", ["name:czechia", "function:of", "name:turkey"]),
        ("d'United Nations", ["name:un"]),
        ("Unıted Nations", ["name:un"]),
        ("Harvests fell. Wheat of Kazakhstan rose", [
            "word:harvest", "word:fall", "mark:.", "name:wheat", "function:of", "name:kazakhstan", "word:rise",
        ]),
        ("“Shusha” is B2B", ["mark:“", "name:shusha", "mark:”", "function:is", "name:b2b"]),
        ("6 million in May 2020", ["number:<number>", "function:in", "date:<date>"]),
    ],
)  # fmt: skip
def test_a_sentence_is_its_terms(text: str, terms: list[str]) -> None:
    assert [f"{term.kind}:{term.key}" for term in read_terms(text)] == terms


def test_a_word_that_begins_a_sentence_is_a_name_where_it_is_one_elsewhere() -> None:
    assert [term.kind for term in read_terms("Wheat fell.")] == ["word", "word", "mark"]
    assert [term.kind for term in read_terms("Wheat fell.", {"wheat"})] == ["name", "word", "mark"]


@given(st.text(alphabet="aA1 .'’nt“-USM5\n"))
def test_terms_stand_in_their_order_and_say_what_stands_there(text: str) -> None:
    terms = read_terms(text)
    assert [term.span for term in terms] == sorted(term.span for term in terms)
    assert all(term.text == text[slice(*term.span)] for term in terms if term.key != "not")
