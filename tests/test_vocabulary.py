"""A word is found among a million without reading them, and so are those that are like it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from assistant.alike import skeleton, skeletons
from assistant.vocabulary import SHORTEST_NAME, make_word_table, open_word_table

WORDS = ["aliyev", "aliev", "turkey", "kyiv", "kiev", "gas", "9087", "şuşa", "баку", "agreement"]
LETTERS = st.text(alphabet="abcdehilnrstukvyəş1", min_size=1, max_size=12)


def test_words_are_found_by_their_number_and_others_not() -> None:
    table = make_word_table(WORDS)
    assert list(table) == sorted(WORDS)
    assert [table.find(word) for word in sorted(WORDS)] == list(range(len(WORDS)))
    assert table.find("oil") is None
    assert "gas" in table
    assert "ga" not in table
    assert 7 not in table


@given(st.sets(st.text(max_size=4), max_size=30), st.text(alphabet=st.characters(codec=None), max_size=4))
def test_any_word_is_found_where_it_stands_in_order(words: set[str], asked: str) -> None:
    words = {word for word in words if word.isprintable() and word}
    table, ordered = make_word_table(words), sorted(words)
    assert [table.find(word) for word in ordered] == list(range(len(ordered)))
    assert table.find(asked) == (ordered.index(asked) if asked in words else None)


def test_no_word_is_in_an_empty_table(tmp_path: Path) -> None:
    make_word_table([]).save(tmp_path)
    table = open_word_table(tmp_path)
    assert (len(table), "gas" in table, table.sounding_like("gas"), table.near("gases", 80)) == (0, False, [], [])


def test_words_of_one_skeleton_are_found_in_order() -> None:
    assert make_word_table(WORDS).sounding_like("aliyev") == ["aliev", "aliyev"]
    assert make_word_table(WORDS).sounding_like("zzz") == []


def test_what_was_saved_is_opened(tmp_path: Path) -> None:
    make_word_table(WORDS).save(tmp_path)
    table = open_word_table(tmp_path)
    assert list(table) == sorted(WORDS)
    assert table.sounding_like("kiev") == ["kiev", "kyiv"]


@given(st.sets(LETTERS, max_size=40), LETTERS, st.sampled_from([60.0, 80.0, 90.0]))
def test_no_word_that_is_near_is_missed(words: set[str], word: str, least: float) -> None:
    near = make_word_table(words).near(word, least)
    names = [other for other in sorted(words) if len(other) >= SHORTEST_NAME and other.isalpha()]
    assert [other for other in names if fuzz.ratio(word, other) >= least and other not in near] == []
    assert near == [other for other in names if other in near]


@given(st.sets(LETTERS, max_size=40), LETTERS)
def test_no_word_of_one_skeleton_is_missed(words: set[str], word: str) -> None:
    names = [other for other in sorted(words) if len(other) >= SHORTEST_NAME and "1" not in other]
    assert make_word_table(words).sounding_like(word) == [o for o in names if skeleton(o) == skeleton(word)]


@given(st.lists(st.text(alphabet=st.characters(categories=["L", "M", "N"])), max_size=20))
def test_many_words_have_the_skeletons_of_each(words: list[str]) -> None:
    assert skeletons(words) == [skeleton(word) for word in words]


def test_a_word_of_letters_has_a_bit_for_each_and_another_is_like_none() -> None:
    letters = dict(zip(sorted(WORDS), make_word_table(WORDS).letters.tolist(), strict=True))
    assert letters["kiev"] == sum(1 << ord(letter) % 64 for letter in "kiev")
    assert letters["баку"] == sum(1 << ord(letter) % 64 for letter in "баку")
    assert letters["gas"] == letters["9087"] == 2**64 - 1


def test_a_table_that_does_not_agree_with_itself_is_refused(tmp_path: Path) -> None:
    make_word_table(WORDS).save(tmp_path)
    np.save(tmp_path / "letters.npy", np.zeros(3, np.uint64))
    with pytest.raises(ValueError, match="not as many as the words"):
        open_word_table(tmp_path)
