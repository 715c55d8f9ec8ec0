"""A name is found wherever it stands, in whatever spelling."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index import build_index, open_index
from assistant.lexical import words_of
from assistant.occurrences import Name, find_name, find_occurrences
from assistant.types import Index
from tests.visits import GUEST, PACT, TOWN
from tests.word_encoder import WordEncoder


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    path: Path = tmp_path_factory.mktemp("occurrences") / "index"
    build_index([PACT, TOWN, GUEST], path, encoder=WordEncoder())
    return open_index(path, encoder=WordEncoder())


@pytest.mark.parametrize(
    ("names", "articles"),
    [
        (["Güler"], {"town", "guest"}),
        (["Shusha"], {"town", "guest"}),
        (["Shushi"], {"town", "guest"}),
        (["Tokayev"], {"pact", "guest"}),
        (["Turkey"], {"pact"}),
        (["agreements"], {"pact", "guest"}),
        (["Shusha", "Kazakhstan"], {"guest"}),
        (["partnership agreement"], {"pact"}),
        (["agreement partnership"], set()),
        (["Baku"], {"pact"}),
        (["Erdoğan"], set()),
    ],
)
def test_these_articles_hold_the_names(index: Index, names: list[str], articles: set[str]) -> None:
    assert {passage.chunk.article_id for passage in find_occurrences(names, index).passages} == articles


def test_only_the_rows_that_are_given_are_looked_at(index: Index) -> None:
    rows = np.array([i for i, chunk in enumerate(index.chunks) if chunk.article_id == "town"], np.int64)
    assert {passage.chunk.article_id for passage in find_occurrences(["Güler"], index, rows=rows).passages} == {"town"}


def named(*words: str) -> Name:
    return Name(" ".join(words), tuple(frozenset(words_of(word)) for word in words))


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        (named("Güler"), "Mr GULER's visit", ["GULER's"]),
        (named("Treaty", "Kars"), "the treaty of Kars, the Kars treaty", ["treaty of Kars"]),
        (named("railway"), "Railways and a railway", ["Railways", "railway"]),
        (named("Kars"), "Karst", []),
        (named(), "Kars", []),
    ],
)
def test_a_name_stands_here(name: Name, text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_name(name, text)] == found


@given(st.sampled_from(["Kars", "treaty", "a"]), st.text())
def test_a_place_of_a_name_is_in_the_text(word: str, text: str) -> None:
    for start, end in find_name(named(word), text):
        assert 0 <= start < end <= len(text)
