"""Articles and chunks come back from disk as they went, one at a time, and what is wrong with them is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.contents import Shelf, StoredArticles, StoredChunks, StoredDetails, prove_contents, write_contents
from assistant.types import Article, Chunk, Details, UnusableIndex

ARTICLES = [
    Article(id="a", title="Ports", text="Baku. Şuşa.", author="A", date="2023", tags=("oil", "gas"), pages=((0, 4),)),
    Article(id="b/é", title="Grain 🌾", text="Wheat 🌾 fell.\nBarley rose.", url="https://example.org/b"),
    Article(id="c", title="Rail", text="A railway."),
]
CHUNKS = [
    [Chunk.of(ARTICLES[0], 0, 5), Chunk.of(ARTICLES[0], 6, 11)],
    [Chunk.of(ARTICLES[1], 0, len(ARTICLES[1].text))],
    [Chunk.of(ARTICLES[2], 0, 10)],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_contents(tmp_path, zip(ARTICLES, CHUNKS, strict=True))
    return tmp_path


def open_shelf(folder: Path) -> Shelf:
    return Shelf(folder, folder, lambda: None)


def test_every_article_and_chunk_comes_back(folder: Path) -> None:
    shelf = open_shelf(folder)
    details = StoredDetails(shelf)
    articles = StoredArticles(shelf, details)
    assert list(articles.values()) == ARTICLES
    assert list(details) == [Details.of(article) for article in ARTICLES]
    assert list(StoredChunks(shelf)) == [chunk for chunks in CHUNKS for chunk in chunks]
    assert shelf.places[:, 2].tolist() == [0, 2, 3, 4]
    prove_contents(shelf)


def test_an_article_is_found_by_its_id_alone(folder: Path) -> None:
    shelf = open_shelf(folder)
    articles = StoredArticles(shelf, StoredDetails(shelf))
    assert articles["b/é"] == ARTICLES[1]
    assert "b/é" in articles
    assert ("b" in articles, "" in articles, "d" in articles) == (False, False, False)
    assert articles.get("gone") is None


def test_an_article_that_is_kept_is_found_without_reading_the_details_of_others(folder: Path) -> None:
    shelf = Shelf(folder, folder, lambda: None, kept_bytes=1)  # room for the last one alone
    articles = StoredArticles(shelf, StoredDetails(shelf))
    assert shelf.kept_number("c") is None
    assert (articles["c"], shelf.kept_number("c")) == (ARTICLES[2], 2)
    (folder / "articles.jsonl").write_text("", "utf-8")
    assert articles["c"] == ARTICLES[2]
    with pytest.raises(UnusableIndex, match="an article has no details"):
        articles.get("b/é")


def test_an_article_that_is_no_longer_kept_is_read_anew(folder: Path) -> None:
    shelf = Shelf(folder, folder, lambda: None, kept_bytes=1)
    articles = StoredArticles(shelf, StoredDetails(shelf))
    assert [articles[id] for id in ("c", "a", "c")] == [ARTICLES[2], ARTICLES[0], ARTICLES[2]]
    assert (shelf.kept, shelf.kept_number("a"), shelf.kept_number("c")) == (1, None, 2)


def test_places_count_from_either_end_and_end(folder: Path) -> None:
    shelf = open_shelf(folder)
    chunks, details = StoredChunks(shelf), StoredDetails(shelf)
    assert (chunks[-1], details[-1].id) == (CHUNKS[2][0], "c")
    assert [chunk.text for chunk in chunks[1:3]] == [CHUNKS[0][1].text, CHUNKS[1][0].text]
    for sequence in (chunks, details):
        with pytest.raises(IndexError):
            sequence[len(sequence)]


def test_articles_that_were_read_are_kept_within_a_budget(folder: Path) -> None:
    shelf = Shelf(folder, folder, lambda: None, kept_bytes=1)
    for _ in range(3):
        for number in range(len(ARTICLES)):
            assert shelf.article(number) == ARTICLES[number]
    assert shelf.article(2) is shelf.article(2)
    assert shelf.article(0) is not shelf.article(1)
    assert shelf.kept == 1


def test_nothing_is_read_before_it_may_be(folder: Path) -> None:
    def refuse() -> None:
        raise UnusableIndex("not yet")

    shelf = Shelf(folder, folder, refuse)
    details = StoredDetails(shelf)
    for read in (lambda: details[0], lambda: StoredChunks(shelf)[0], lambda: StoredArticles(shelf, details)["a"]):
        with pytest.raises(UnusableIndex, match="not yet"):
            read()


@pytest.mark.parametrize(
    ("file", "row", "numbers", "message"),
    [
        ("articles.npy", -1, [0, 0, 0], "does not say where its articles are"),
        ("articles.npy", 1, [10**9, 10**9, 1], "article 0 stands at"),
        ("articles.npy", 1, [5, 5, 1], "an article has no details"),
        ("chunks.npy", 0, [99, 0, 5], "chunk 0 is of no article"),
        ("chunks.npy", 0, [0, 4, 99], "chunk 0 is no piece of its article"),
    ],
)
def test_places_that_lead_nowhere_are_refused(
    folder: Path, file: str, row: int, numbers: list[int], message: str
) -> None:
    array = np.load(folder / file)
    array[row] = numbers
    np.save(folder / file, array)
    with pytest.raises(UnusableIndex, match=message):
        list(StoredChunks(open_shelf(folder)))


@pytest.mark.parametrize("swapped", [["c", "b/é", "a"], ["a", "a", "c"]])
def test_articles_out_of_order_are_not_proven(tmp_path: Path, swapped: list[str]) -> None:
    of = {article.id: (article, chunks) for article, chunks in zip(ARTICLES, CHUNKS, strict=True)}
    write_contents(tmp_path, [of[id] for id in swapped])
    with pytest.raises(ValueError, match="is not in its place"):
        prove_contents(open_shelf(tmp_path))
