"""Wrong values cannot be built."""

from __future__ import annotations

import hashlib
from dataclasses import FrozenInstanceError

import pytest

from assistant.types import Answer, Article, Chunk, Citation, Claim, Passage, is_iso_date

ARTICLE = Article(id="a", title="T", text="One. Two.", date="2023-08")
PASSAGE = Passage.of(ARTICLE, Chunk.of(ARTICLE, 0, 9), 1.0)


def test_an_articles_hash_is_that_of_its_text_as_utf_8() -> None:
    text = "Güler’s visit"
    assert Article(id="a", title="T", text=text).sha256 == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"id": "", "text": "One."}, "needs an id"),
        ({"id": "a", "text": " \n"}, "has no text"),
        ({"id": "a", "text": "One.\r\n"}, "not canonical"),
        ({"id": "a", "text": "Gu\u0308ler."}, "not canonical"),
        ({"id": "a", "text": "One.", "date": "29/08/2023"}, "not an ISO date"),
    ],
)
def test_an_article_that_is_not_canonical_cannot_be_built(fields: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Article(title="T", **fields)  # type: ignore[arg-type]  # no field here is the tags


@pytest.mark.parametrize(
    ("value", "is_date"),
    [
        ("2023", True),
        ("2023-08", True),
        ("2024-02-29", True),
        ("2023-02-29", False),
        ("2023-13", False),
        ("0000", False),
        ("23-08-29", False),
        ("2023-08-29T10:00", False),
    ],
)
def test_a_date_is_a_real_day_month_or_year(value: str, is_date: bool) -> None:
    assert is_iso_date(value) is is_date


def test_a_chunk_is_its_articles_text() -> None:
    assert Chunk.of(ARTICLE, 5, 9).text == "Two."
    with pytest.raises(ValueError, match=r"5\.\.9 is not its text"):
        Chunk("a", 5, 9, "Two")


def test_a_citation_quotes_the_passage_it_is_made_from() -> None:
    citation = PASSAGE.cite(5, 9)
    assert (citation.quote, citation.start, citation.end, citation.date) == ("Two.", 5, 9, "2023-08")
    assert citation.article_sha256 == ARTICLE.sha256


@pytest.mark.parametrize(("start", "end"), [(5, 10), (-1, 3), (4, 4)])
def test_a_citation_outside_of_its_passage_cannot_be_made(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="outside of the passage"):
        PASSAGE.cite(start, end)


def test_a_citation_whose_quote_has_another_length_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="is not its quote"):
        Citation("a", ARTICLE.sha256, 5, 9, "Two", "T", None, None, None, None)


def test_a_claim_without_a_citation_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="needs a citation"):
        Claim("One.", ())


def test_a_short_answer_without_a_claim_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="needs a claim"):
        Answer("q", "q", (), "1992", 0.5, (), "f", "extractive")


def test_no_claims_means_not_answered() -> None:
    assert not Answer("q", "q", (), None, 0.1, (PASSAGE,), "f", "extractive").answered
    assert Answer("q", "q", (Claim("One.", (PASSAGE.cite(0, 4),)),), None, 0.9, (), "f", "extractive").answered


def test_nouns_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        ARTICLE.title = "U"  # type: ignore[misc]
