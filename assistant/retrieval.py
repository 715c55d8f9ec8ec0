"""A question in, the Passages that fit it best out."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from assistant.fusion import CANDIDATES, DECIMALS, fuse
from assistant.types import Article, Hits, Index, Passage, UnusableQuestion, is_iso_date

Mode = Literal["hybrid", "dense", "lexical"]
LONGEST_QUESTION = 4000  # characters; the rest of a longer one is not searched with


def retrieve(
    question: str,
    index: Index,
    *,
    k: int = 5,
    mode: Mode = "hybrid",
    since: str | None = None,
    until: str | None = None,
    publisher: str | None = None,
    author: str | None = None,
    articles: Collection[str] | None = None,
) -> list[Passage]:
    """Find the k passages that fit a question best, best first.

    The filters are applied before ranking, so k passages come back where k exist. `since` and
    `until` are publication dates (`2023-08-29`, `2023-08`, `2023`), both included; an article
    without a date fits neither. Raises `UnusableQuestion` where there is nothing to search with.
    """
    question = read_question(question)
    if k < 1:
        raise ValueError(f"k is {k}, expected 1 or more")
    if mode not in get_args(Mode):
        raise ValueError(f"mode is {mode!r}, expected one of {', '.join(get_args(Mode))}")
    rows = _filter_rows(index, since, until, publisher, author, articles)
    hits = _search(question, index, k, mode, rows)
    return [_passage(index, int(row), float(score)) for row, score in zip(hits.rows, hits.scores, strict=True)]


def read_question(question: str) -> str:
    """Return a question on one line, at most `LONGEST_QUESTION` characters of it."""
    whole = unicodedata.normalize("NFC", question.encode("utf-8", "replace").decode())
    text = "".join(c if c.isprintable() else " " for c in whole)
    text = " ".join(text.split())[:LONGEST_QUESTION]
    if not any(character.isalnum() for character in text):
        raise UnusableQuestion("the question has no words; ask with some")
    return text


def _search(question: str, index: Index, k: int, mode: Mode, rows: NDArray[np.int64] | None) -> Hits:
    depth = max(k, CANDIDATES)
    nothing = Hits(np.empty(0, np.int64), np.empty(0))
    dense = nothing if mode == "lexical" else index.vectors.search(index.encoder.embed_question(question), depth, rows)
    lexical = nothing if mode == "dense" else index.words.search(question, depth, rows)
    if mode != "hybrid":
        return _first(dense if mode == "dense" else lexical, k)
    fused = fuse(_first(dense, CANDIDATES), _first(lexical, CANDIDATES), k)
    deeper = dense.rows[~np.isin(dense.rows, fused.rows)][: k - len(fused.rows)]
    return Hits(np.append(fused.rows, deeper), np.append(fused.scores, np.zeros(len(deeper))))


def _first(hits: Hits, k: int) -> Hits:
    return Hits(hits.rows[:k], np.round(hits.scores[:k], DECIMALS))


def _passage(index: Index, row: int, score: float) -> Passage:
    chunk = index.chunks[row]
    return Passage.of(index.articles[chunk.article_id], chunk, score)


def _filter_rows(
    index: Index,
    since: str | None,
    until: str | None,
    publisher: str | None,
    author: str | None,
    articles: Collection[str] | None,
) -> NDArray[np.int64] | None:
    """Return the rows whose article passes every filter, or none where there is no filter."""
    for name, date in (("since", since), ("until", until)):
        if date is not None and not is_iso_date(date):
            raise UnusableQuestion(f"{name} is {date!r}, expected a date such as 2023-08-29, 2023-08 or 2023")
    if since is None and until is None and publisher is None and author is None and articles is None:
        return None

    def passes(article: Article) -> bool:
        if (since or until) and article.date is None:
            return False
        date = article.date or ""
        return (
            (since is None or _last_day(date) >= since)
            and (until is None or date[: len(until)] <= until)
            and (publisher is None or _same(article.publisher, publisher))
            and (author is None or _same(article.author, author))
            and (articles is None or article.id in articles)
        )

    passing = {article.id for article in index.articles.values() if passes(article)}
    return np.array([row for row, chunk in enumerate(index.chunks) if chunk.article_id in passing], np.int64)


def _last_day(date: str) -> str:
    """Return a date that no day within a less precise one exceeds: 2023 -> 2023-99."""
    return date + "-99" * (2 - date.count("-"))


def _same(value: str | None, wanted: str) -> bool:
    return value is not None and value.casefold().strip() == wanted.casefold().strip()
