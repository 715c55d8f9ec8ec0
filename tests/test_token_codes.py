"""Token vectors in few bytes: near what they were, in their places, and the same however they are asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.embed import SentenceEncoder
from assistant.graph import Graph
from assistant.token_codes import PLACES, expand, pack, shrink, unpack, width


def test_each_component_is_rounded_to_a_seventh_of_the_largest() -> None:
    codes = shrink(np.array([[0.7, -0.1, 0.24, 0.0, 0.0, 0.0]], np.float32))  # pairs are mixed: sum and difference
    assert codes.tolist() == [[13 << 4 | 10, 15 << 4 | 8, 10 << 4 | 8]]
    assert np.allclose(expand(codes), np.array([[5, 7, 2, 2, 0, 0]]) / np.sqrt(82))


def test_one_component_far_larger_than_all_others_does_not_hide_them() -> None:
    drawn = np.random.default_rng(1).normal(size=(40, 384)).astype(np.float32)
    drawn[:, 138] += 20
    unit = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    cosines, found = unit @ unit.T, expand(shrink(unit)) @ expand(shrink(unit)).T
    assert np.abs(found - cosines).max() < 0.03
    others = ~np.eye(40, dtype=bool)
    assert np.corrcoef(found[others], cosines[others])[0, 1] > 0.9


def test_no_token_and_a_vector_of_nothing_but_zeros_are_none() -> None:
    assert shrink(np.empty((0, 4), np.float32)).shape == (0, 2)
    assert expand(np.empty((0, 2), np.uint8)).shape == (0, 4)
    assert expand(shrink(np.zeros((1, 4), np.float32))).tolist() == [[0, 0, 0, 0]]


def test_an_odd_component_has_its_half_byte_too() -> None:
    codes = shrink(np.array([[0.3, 0.0, -0.7]], np.float32))
    assert codes.tolist() == [[11 << 4 | 1, 8 << 4 | 8]]
    assert np.allclose(expand(codes), np.array([[3, 0, -7, 0]]) / np.sqrt(58))


def test_a_token_takes_half_a_byte_a_component_and_its_place() -> None:
    assert (width(384), width(768), width(7)) == (194, 386, 6)


def test_tokens_are_in_their_places_again() -> None:
    spans = np.array([[0, 3], [3, 4], [9, 264]], np.int32)
    codes = np.arange(6, dtype=np.uint8).reshape(3, 2)
    rows = pack(spans, codes)
    assert rows.tolist() == [[0, 3, 0, 1], [0, 1, 2, 3], [5, 255, 4, 5]]
    again, same = unpack(rows)
    assert (again.tolist(), same.tolist()) == (spans.tolist(), codes.tolist())


def test_a_token_far_from_the_one_before_it_has_rows_without_characters_in_front() -> None:
    spans, codes = np.array([[0, 4], [4 + 600, 606], [606 + 255, 862]], np.int32), np.full((3, 2), 7, np.uint8)
    rows = pack(spans, codes)
    assert rows[:, :PLACES].tolist() == [[0, 4], [255, 0], [255, 0], [90, 2], [255, 1]]
    again, same = unpack(rows)
    assert (again.tolist(), same.tolist()) == (spans.tolist(), codes.tolist())


@pytest.mark.parametrize("last", [[5, 261], [3, 5], [5, 5], [5 + 4 * 255, 1050]])
def test_places_that_a_byte_cannot_say_leave_the_text_without_tokens(last: list[int]) -> None:
    rows = pack(np.array([[0, 4], last], np.int32), np.zeros((2, 2), np.uint8))
    assert rows.shape == (0, PLACES + 2)


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 255)), max_size=20))
def test_any_places_come_back(places: list[tuple[int, int]]) -> None:
    ends = np.cumsum([gap + length for gap, length in places], dtype=np.int32)
    spans = np.array([[end - length, end] for end, (_, length) in zip(ends, places, strict=True)], np.int32)
    spans = spans.reshape(-1, 2)
    assert unpack(pack(spans, np.zeros((len(spans), 2), np.uint8)))[0].tolist() == spans.tolist()


def test_similarities_of_tokens_are_about_those_of_the_model(encoder: SentenceEncoder) -> None:
    asked, said = "When was the convention ratified?", "Kazakhstan ratified the convention in February 2019."
    whole = Graph(encoder.graph_folder)
    exact = whole.embed_tokens(asked).vectors @ whole.embed_tokens(said).vectors.T
    found = encoder.embed_tokens(asked).vectors @ encoder.embed_tokens(said).vectors.T
    assert np.abs(found - exact).max() < 0.04
    assert found.argmax(axis=1).tolist() == exact.argmax(axis=1).tolist()
