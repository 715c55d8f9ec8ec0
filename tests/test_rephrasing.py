"""A question takes a piece in the place of its like, or says that it has no place for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.mentions import find_mentions
from assistant.rephrasing import choose, turn_round, with_date, with_ordinal, with_phrase


@pytest.mark.parametrize(
    ("question", "word", "turned"),
    [
        ("When did the talks fail?", "why", "Why did the talks fail?"),
        ("In which city was the charter signed?", "when", "When was the charter signed?"),
        ("Has Iran ratified the convention?", "why", "Why has Iran ratified the convention?"),
        ("Who built the dam?", "when", "When was the dam built?"),
        ("When was the dam built?", "who", "Who built the dam?"),
        ("What distance does TAP cover?", "why", "What distance does TAP cover, and why?"),
        ("", "why", ""),
    ],
)
def test_a_question_is_turned_round(question: str, word: str, turned: str) -> None:
    assert turn_round(question, word) == turned


@pytest.mark.parametrize(
    ("question", "piece", "changed"),
    [
        ("How much was sold in 2010?", "in 2015", "How much was sold in 2015?"),
        ("How much was sold in 2010?", "since 2015", "How much was sold since 2015?"),
        ("How much was sold in 2010?", "2015", "How much was sold in 2015?"),
        ("How much was sold?", "2015", "How much was sold in 2015?"),
        ("How much was sold?", "gas", ""),
    ],
)
def test_a_date_takes_the_place_of_a_date(question: str, piece: str, changed: str) -> None:
    assert with_date(question, piece) == changed


@pytest.mark.parametrize(
    ("piece", "changed"),
    [
        ("the second one", "Who sent the second load?"),
        ("the next one", "Who sent the second load?"),
        ("the red one", ""),
    ],
)
def test_an_ordinal_takes_the_place_of_an_ordinal(piece: str, changed: str) -> None:
    assert with_ordinal("Who sent the very first load?", piece) == changed
    assert with_ordinal("Who sent the load?", piece) == ""


@pytest.mark.parametrize(
    ("question", "piece", "changed"),
    [
        ("How far is it from Russia to Kazakhstan?", "Georgia", "How far is it from Russia to Georgia?"),
        (
            "How large is the American company's share in the field?",
            "Kazakhstan",
            "How large is Kazakhstan's share in the field?",
        ),
        ("How large is the harvest?", "Georgia", ""),
    ],
)
def test_a_name_takes_the_place_of_its_like(question: str, piece: str, changed: str) -> None:
    assert with_phrase(question, find_mentions(piece)[0]) == changed


@pytest.mark.parametrize(
    ("piece", "chosen"),
    [("the second", "Treaty of Kars"), ("the former", "Shusha Declaration"), ("kars", "Treaty of Kars"), ("both", "")],
)
def test_one_of_several_is_chosen_by_place_or_by_word(piece: str, chosen: str) -> None:
    assert choose(piece, ["Shusha Declaration", "Treaty of Kars"]) == chosen
    assert choose(piece, []) == ""


@given(st.text(), st.text())
@pytest.mark.parametrize("change", [turn_round, with_date, with_ordinal])
def test_any_text_is_changed_or_not(change: Callable[[str, str], str], question: str, piece: str) -> None:
    assert isinstance(change(question, piece), str)
