"""Narrowing and browsing: filters, facets, the table, the map, related articles."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from pydantic import ValidationError

from assistant.answers import answer
from assistant.page.collection import Landscape, list_rows, render_table, suggest_questions
from assistant.page.filters import Filters, list_facets
from assistant.page.map import render_map
from assistant.types import Index
from tests.conftest import AKTAU, TRAINING, UNDATED


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(since="2020"), ["training"]),
        (Filters(since="2023-06"), ["training"]),
        (Filters(until="2019-06"), ["aktau"]),
        (Filters(until="2019-06-19"), []),
        (Filters(since="2019", undated=True), ["aktau", "training", "undated"]),
        (Filters(publisher="Notes"), ["training"]),
        (Filters(author="A. Writer", articles=("aktau", "training")), ["aktau"]),
        (Filters(tags=("oil",)), []),
    ],
)
def test_an_article_passes_when_it_passes_every_filter(index: Index, filters: Filters, ids: list[str]) -> None:
    assert [article.id for article in filters.select(index)] == ids
    assert filters.ids(index) == set(ids)


def test_nothing_narrowed_asks_everything(index: Index) -> None:
    assert Filters().ids(index) is None
    assert Filters().describe(index) is None


def test_what_the_dates_left_out_is_said(index: Index) -> None:
    sentence = "Asked of 1 of 3 articles: since 2020. 1 without a date is left out."
    assert Filters(since="2020").describe(index) == sentence
    assert Filters(articles=("aktau",)).describe(index) == "Asked of 1 of 3 articles: “The Aktau convention”."


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError, match="'soon' is no date"):
        Filters(since="soon")


def test_facets_count_articles_and_years_without_gaps(index: Index) -> None:
    facets = list_facets(index, Filters(since="2020"))
    assert facets["years"] == [(2019, 1), (2020, 0), (2021, 0), (2022, 0), (2023, 1)]
    assert (facets["total"], facets["matching"], facets["undated"]) == (3, 1, 1)
    assert facets["publishers"] == [("Notes", 1), ("Reader", 1)]


def test_the_table_is_sorted_and_what_is_unknown_comes_last() -> None:
    articles = [AKTAU, TRAINING, UNDATED]
    for descending, ids in ((False, ["aktau", "training", "undated"]), (True, ["training", "aktau", "undated"])):
        assert [article.id for article in list_rows(articles, "", "date", descending)] == ids
    assert [article.id for article in list_rows(articles, "WRITER notes", "title", False)] == ["training"]
    html = render_table(articles, ["aktau"], "date", False)
    assert re.findall(r'data-choose="(\w+)" aria-label="[^"]+" checked', html) == ["aktau"]
    assert '<th scope="col" aria-sort="ascending"><button type="button" data-sort="date">' in html


def test_the_map_has_a_point_for_each_article_in_the_colour_of_its_year(index: Index) -> None:
    articles = list(index.articles.values())
    landscape = Landscape(index)
    html = render_map(articles, landscape.plane(), "year")
    assert html.count("<circle") == 3
    assert re.findall(r"</span>([^<]+)</li>", html) == ["2019", "2023", "undated"]
    tagged = [replace(article, tags=("oil",)) for article in articles[:1]] + articles[1:]
    assert re.findall(r"</span>([^<]+)</li>", render_map(tagged, landscape.plane(), "tag")) == ["oil", "other tags"]
    assert landscape.plane().tolist() == Landscape(index).plane().tolist()


def test_related_articles_are_the_others_nearest_first(index: Index) -> None:
    assert set(Landscape(index).related("aktau")) == {"training", "undated"}
    assert len(Landscape(index).related("aktau", 1)) == 1


def test_a_suggested_question_is_one_that_the_article_answers(index: Index) -> None:
    suggested = suggest_questions(TRAINING, index)
    assert suggested
    assert all(answer(question, index, articles=["training"]).answered for question in suggested)
