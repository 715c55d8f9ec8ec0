"""The first and the latest are found by the events' own dates, across articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answers import answer
from assistant.embed import SentenceEncoder
from assistant.index import build_index, open_index
from assistant.types import Article, Index

ARTICLES = [
    Article(
        id="later",
        title="Georgia's summits",
        date="2006-01-01",
        text="Georgia held a summit of Black Sea states in Batumi in June 2005.",
    ),
    Article(
        id="earlier",
        title="Summits of the Black Sea",
        date="2020-01-01",
        text="Georgia held a summit of Black Sea states in Poti on 3 April 1996.",
    ),
    Article(
        id="latest",
        title="A summit in Tbilisi",
        date="2021-01-01",
        text="Georgia held a summit of Black Sea states in Tbilisi in 2019.",
    ),
    Article(id="wheat", title="Wheat", date="2001-01-01", text="The wheat harvest in Kazakhstan fell in 1990."),
    Article(
        id="called",
        title="Pipelines",
        date="2022-01-01",
        text=(
            "The first gas pipeline across the strait was opened in 2004. "
            "A gas pipeline across the strait was repaired in 1998."
        ),
    ),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Index:
    path: Path = tmp_path_factory.mktemp("timeline") / "index"
    build_index(ARTICLES, path, encoder=encoder)
    return open_index(path, encoder=encoder)


def test_the_first_is_the_earliest_by_its_own_date_not_by_publication(index: Index) -> None:
    reply = answer("When was the first summit of Black Sea states in Georgia?", index)
    assert reply.form == "timeline"
    assert reply.short_answer == "3 April 1996"
    assert [claim.value for claim in reply.claims] == ["3 April 1996", "June 2005", "2019"]
    assert [claim.citations[0].article_id for claim in reply.claims] == ["earlier", "later", "latest"]


def test_the_latest_is_first_and_the_others_follow_back_in_time(index: Index) -> None:
    reply = answer("When was the latest summit of Black Sea states in Georgia?", index)
    assert [claim.value for claim in reply.claims] == ["2019", "June 2005", "3 April 1996"]


def test_a_year_is_the_short_answer_where_a_year_is_asked_for(index: Index) -> None:
    assert answer("In what year was the first summit of Black Sea states in Georgia?", index).short_answer == "1996"


def test_the_first_within_a_time_is_the_earliest_of_that_time(index: Index) -> None:
    assert (
        answer("When was the first summit of Black Sea states since 2000 in Georgia?", index).short_answer
        == "June 2005"
    )


def test_what_an_article_itself_calls_the_first_is_said(index: Index) -> None:
    reply = answer("When was the first gas pipeline across the strait opened?", index)
    assert reply.short_answer == "2004"
    assert reply.note == "“Pipelines” itself calls this the first."


def test_as_of_a_day_is_answered_by_what_was_said_or_so_by_then(index: Index) -> None:
    reply = answer("As of 2006, when was the latest summit of Black Sea states in Georgia?", index)
    assert reply.short_answer == "June 2005"
