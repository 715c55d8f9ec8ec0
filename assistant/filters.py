"""What articles may be searched in, and the rows of their chunks out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from assistant.types import Article, Index, UnusableQuestion, is_iso_date


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions on an article, all of which must hold; None is no condition.

    `since` and `until` are publication dates, both included, at any precision. `tags` are any of
    which an article must have. With `undated` an article without a date passes `since` and `until`.
    """

    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    author: str | None = None
    tags: Collection[str] | None = None
    articles: Collection[str] | None = None
    undated: bool = False

    def __post_init__(self) -> None:
        for name, date in (("since", self.since), ("until", self.until)):
            if date is not None and not is_iso_date(date):
                raise UnusableQuestion(f"{name} is {date!r}, expected a date such as 2023-08-29, 2023-08 or 2023")

    @property
    def any(self) -> bool:
        """Say whether there is a condition."""
        return any(getattr(self, field.name) is not None for field in fields(self) if field.name != "undated")

    def passes(self, article: Article) -> bool:
        """Say whether an article may be searched in."""
        return self._passes_date(article.date) and self._passes_the_rest(article)

    def drops_undated(self, article: Article) -> bool:
        """Say whether an article is left out for want of a date alone."""
        return article.date is None and not self._passes_date(None) and self._passes_the_rest(article)

    def _passes_date(self, date: str | None) -> bool:
        if self.since is None and self.until is None:
            return True
        if date is None:
            return self.undated
        last_day = date + "-99" * (2 - date.count("-"))  # no day within a less precise date exceeds it
        return (self.since is None or last_day >= self.since) and (
            self.until is None or date[: len(self.until)] <= self.until
        )

    def _passes_the_rest(self, article: Article) -> bool:
        return (
            (self.publisher is None or _same(article.publisher, self.publisher))
            and (self.author is None or _same(article.author, self.author))
            and (self.tags is None or any(_same(tag, wanted) for tag in article.tags for wanted in self.tags))
            and (self.articles is None or article.id in self.articles)
        )


def select_rows(index: Index, filters: Filters) -> NDArray[np.int64] | None:
    """Return the rows whose article passes the filters, in order; None where there is no filter."""
    if not filters.any:
        return None
    passing = sorted(article.id for article in index.articles.values() if filters.passes(article))
    found = [np.arange(*_rows_of(index, id), dtype=np.int64) for id in passing]
    return np.concatenate(found) if found else np.empty(0, np.int64)


def count_undated(index: Index, filters: Filters) -> int:
    """Count the articles that are left out for want of a date alone."""
    return sum(filters.drops_undated(article) for article in index.articles.values())


def _rows_of(index: Index, id: str) -> tuple[int, int]:
    """Find an article's rows: an index has them in the order of articles' ids."""
    return (
        bisect_left(index.chunks, id, key=lambda chunk: chunk.article_id),
        bisect_right(index.chunks, id, key=lambda chunk: chunk.article_id),
    )


def _same(value: str | None, wanted: str) -> bool:
    return value is not None and value.casefold().strip() == wanted.casefold().strip()
