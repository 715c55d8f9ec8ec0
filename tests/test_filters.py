"""Filters say which articles may be searched in, exactly, and what was left out for want of a date."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.filters import Filters, count_undated, select_rows
from assistant.index import build_index, open_index
from assistant.retrieval import retrieve
from assistant.types import Article, Index, UnusableQuestion
from tests.word_encoder import WordEncoder

MANY = 3000


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Give an index of many small articles, every tenth without a date, one of them about uranium."""
    path: Path = tmp_path_factory.mktemp("many") / "index"
    articles = [
        Article(
            id=f"a{i:05}",
            title="Trade",
            text=f"Trade figures of the region, part {i}.",
            date=None if i % 10 == 0 else f"{1990 + i % 30}",
            publisher="Region Press",
            tags=("uranium",) if i == 1234 else ("trade", "Region"),
        )
        for i in range(MANY)
    ]
    build_index(articles, path, encoder=WordEncoder())
    return open_index(path, encoder=WordEncoder())


def test_no_filter_selects_nothing_in_particular(many: Index) -> None:
    assert not Filters().any
    assert select_rows(many, Filters()) is None
    assert select_rows(many, Filters(undated=True)) is None


def test_rows_are_those_of_the_passing_articles_in_order(many: Index) -> None:
    rows = select_rows(many, Filters(articles=["a00002", "a02999", "gone"]))
    assert rows is not None
    assert [many.chunks[row].article_id for row in rows] == ["a00002", "a02999"]


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_one_article_of_thousands_is_found(many: Index, mode: str) -> None:
    found = retrieve("trade figures of the region", many, k=5, mode=mode, tags=["Uranium"])  # type: ignore[arg-type]
    assert [passage.chunk.article_id for passage in found] == ["a01234"]


def test_k_passages_come_back_where_k_exist(many: Index) -> None:
    found = retrieve("trade figures", many, k=40, since="2019", until="2019")
    assert len(found) == 40
    assert {passage.date for passage in found} == {"2019"}


def test_any_of_the_tags_is_enough(many: Index) -> None:
    rows = select_rows(many, Filters(tags=["uranium", " REGION "]))
    assert rows is not None
    assert len(rows) == MANY


def test_what_is_left_out_for_want_of_a_date_is_counted(many: Index) -> None:
    assert count_undated(many, Filters(since="1990")) == MANY // 10
    assert count_undated(many, Filters(since="1990", undated=True)) == 0
    assert count_undated(many, Filters(publisher="Region Press")) == 0
    assert count_undated(many, Filters(since="1990", articles=["a00010", "a00011"])) == 1
    kept = select_rows(many, Filters(since="2019", until="2019", undated=True))
    assert kept is not None
    assert {many.articles[many.chunks[row].article_id].date for row in kept} == {None, "2019"}


@pytest.mark.parametrize("date", ["", "tomorrow", "2023-13", "23"])
def test_a_date_that_is_none_is_refused(date: str) -> None:
    with pytest.raises(UnusableQuestion, match="expected a date such as 2023-08-29"):
        Filters(until=date)
