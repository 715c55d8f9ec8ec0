"""Narrowing and browsing: filters, facets, the table, the map, related articles."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from assistant.answers import answer
from assistant.embed import SentenceEncoder
from assistant.index import build_index, open_index
from assistant.page.collection import Landscape, find_related, list_rows, render_table, spread, suggest_questions
from assistant.page.filters import Filters, list_facets
from assistant.page.map import render_map
from assistant.types import Article, Index
from tests.conftest import AKTAU, TRAINING, UNDATED
from tests.word_encoder import WordEncoder

HARBOURS = ("Aktau", "Baku", "Poti", "Batumi", "Alat", "Kuryk", "Anaklia", "Turkmenbashi", "Samsun", "Mersin")
WORDS = ("The treaty", "The harvest", "The railway", "The summit", "The pipeline", "The flood")


@pytest.fixture(scope="module")
def harbours(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Index:
    """Give 60 articles, some of two chunks."""
    path = tmp_path_factory.mktemp("harbours") / "index"
    news = [f"{what} of {place}" for what in WORDS for place in HARBOURS]
    articles = [
        Article(id=f"{i:02}", title=told, text="\n\n".join([f"{told} began in {1960 + i}. " * 20] * (1 + i % 2)))
        for i, told in enumerate(news)
    ]
    build_index(articles, path, encoder=encoder)
    return open_index(path, encoder=encoder)


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
    points = Landscape(index, 3).points([0, 1, 2])
    html = render_map(articles, points, "year", 3)
    assert html.count("<circle") == 3
    assert re.findall(r"</span>([^<]+)</li>", html) == ["2019", "2023", "undated"]
    assert "evenly chosen" not in html
    tagged = [replace(article, tags=("oil",)) for article in articles[:1]] + articles[1:]
    assert re.findall(r"</span>([^<]+)</li>", render_map(tagged, points, "tag", 3)) == ["oil", "other tags"]
    assert points.tolist() == Landscape(index, 3).points([0, 1, 2]).tolist()
    assert "Of 4,000 articles 3, evenly chosen, are shown." in render_map(articles, points, "year", 4000)


def test_on_the_map_each_place_is_taken_once_and_a_narrower_choice_moves_no_point(harbours: Index) -> None:
    numbers = range(len(harbours.details))
    landscape = Landscape(harbours, len(numbers))
    points = landscape.points(numbers)
    places = [(number + 0.5) / len(numbers) for number in numbers]
    assert [sorted(axis) for axis in points.T.tolist()] == [places, places]
    assert landscape.points(numbers[10:20]).tolist() == points[10:20].tolist()


def test_a_plane_through_some_of_the_articles_shows_all_of_them(harbours: Index) -> None:
    points = Landscape(harbours, 20).points(range(len(harbours.details)))
    assert points.shape == (60, 2)
    assert points.min() >= 0.0
    assert points.max() <= 1.0


def test_articles_of_one_text_stand_side_by_side_on_the_map(tmp_path: Path, words: WordEncoder) -> None:
    articles = [Article(id=f"{i}", title="Notes", text="The port ships grain.") for i in range(4)]
    build_index(articles, tmp_path, encoder=words)
    points = Landscape(open_index(tmp_path, encoder=words), 4).points(range(4))
    assert points[:, 0].tolist() == [0.125, 0.375, 0.625, 0.875]


def test_what_is_drawn_of_many_is_drawn_evenly() -> None:
    assert spread(range(10), 4) == [0, 2, 5, 7]
    assert spread("abc", 3) == spread("abc", 4) == ["a", "b", "c"]


def test_related_articles_are_the_others_nearest_first(index: Index) -> None:
    assert set(find_related("aktau", index)) == {"training", "undated"}
    assert len(find_related("aktau", index, 1)) == 1


def test_related_articles_are_those_that_comparing_all_means_finds(harbours: Index) -> None:
    vectors, rows = np.asarray(harbours.vectors.vectors(), np.float64), harbours.first_rows
    sums = np.array([vectors[first:last].sum(axis=0) for first, last in pairwise(rows.tolist())])
    means = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    for number, details in enumerate(harbours.details):
        nearest = np.argsort(-np.round(means @ means[number], 6), kind="stable")
        expected = [harbours.details[other].id for other in nearest if other != number][:5]
        assert find_related(details.id, harbours) == expected


def test_a_suggested_question_is_one_that_the_article_answers(index: Index) -> None:
    suggested = suggest_questions(TRAINING, index)
    assert suggested
    assert all(answer(question, index, articles=["training"]).answered for question in suggested)
