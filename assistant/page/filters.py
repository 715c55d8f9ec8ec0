"""What a reader narrowed the collection to in, the articles that remain out.

The page narrows by ids: so its counts, its table and its answers are always of the same articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

from assistant.types import Details, Index, is_iso_date

MOST_FACETS = 200  # publishers, authors or tags that are offered, most frequent first


def _checked_date(value: str | None) -> str | None:
    if value and not is_iso_date(value):
        raise ValueError(f"{value!r} is no date; expected one such as 2023-08-29, 2023-08 or 2023")
    return value or None


Day = Annotated[str | None, AfterValidator(_checked_date)]


class Filters(BaseModel):
    """What is asked of: an article passes when it passes each that is set, and carries every tag.

    An article without a date passes `since` and `until` only with `undated`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: Day = None
    until: Day = None
    publisher: str | None = None
    author: str | None = None
    tags: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    undated: bool = False

    @property
    def active(self) -> bool:
        """Say whether anything is narrowed."""
        return any((self.since, self.until, self.publisher, self.author, self.tags, self.articles))

    def select(self, index: Index) -> list[Details]:
        """Return the articles that pass, in the order of the index."""
        return [article for article in index.details if self._passes(article)]

    def ids(self, index: Index) -> set[str] | None:
        """Return the ids to ask of, or none where nothing is narrowed."""
        return {article.id for article in self.select(index)} if self.active else None

    def describe(self, index: Index) -> str | None:
        """Say in one sentence what was asked of, and what the dates left out; none where all was."""
        if not self.active:
            return None
        count, total = len(self.select(index)), len(index.articles)
        sentence = f"Asked of {count:,} of {total:,} articles: {', '.join(self._parts(index))}."
        silent = sum(article.date is None for article in index.details)
        if (self.since or self.until) and silent and not self.undated:
            sentence += f" {silent:,} without a date {'is' if silent == 1 else 'are'} left out."
        return sentence

    def _parts(self, index: Index) -> Iterable[str]:
        if self.since:
            yield f"since {self.since}"
        if self.until:
            yield f"until {self.until}"
        if self.publisher:
            yield f"published by {self.publisher}"
        if self.author:
            yield f"written by {self.author}"
        for tag in self.tags:
            yield f"tagged {tag}"
        if self.articles:
            first = index.articles.get(self.articles[0])
            yield f"“{first.title}”" if first and len(self.articles) == 1 else f"{len(self.articles)} chosen"

    def _passes(self, article: Details) -> bool:
        if (self.since or self.until) and not self._dated_right(article.date):
            return False
        return (
            (not self.publisher or article.publisher == self.publisher)
            and (not self.author or article.author == self.author)
            and all(tag in article.tags for tag in self.tags)
            and (not self.articles or article.id in self.articles)
        )

    def _dated_right(self, date: str | None) -> bool:
        if date is None:
            return self.undated
        last_day = date + "-99" * (2 - date.count("-"))  # no day within the month or year exceeds it
        return (not self.since or last_day >= self.since) and (not self.until or date[: len(self.until)] <= self.until)


def list_facets(index: Index, filters: Filters) -> dict[str, Any]:
    """Return what there is to narrow by, with counts of articles, and how many articles pass now."""
    articles = index.details
    years = Counter(int(article.date[:4]) for article in articles if article.date)
    whole = range(min(years), max(years) + 1) if years else range(0)
    return {
        "total": len(articles),
        "matching": len(filters.select(index)),
        "undated": sum(article.date is None for article in articles),
        "years": [(year, years[year]) for year in whole],
        "publishers": _count(article.publisher for article in articles),
        "authors": _count(article.author for article in articles),
        "tags": _count(tag for article in articles for tag in article.tags),
    }


def _count(values: Iterable[str | None]) -> list[tuple[str, int]]:
    counts = Counter(value for value in values if value)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_FACETS]
