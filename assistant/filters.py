"""What articles may be searched in, and the rows of their chunks out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from assistant.types import Details, Index, UnusableQuestion, is_iso_date


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


def select_rows(index: Index, filters: Filters) -> NDArray[np.int64] | None:
    """Return the rows whose article passes the filters, in order; None where there is no filter."""
    if not filters.any:
        return None
    columns = _columns_of(index)
    passing = _passes_date(columns, filters) & _passes_the_rest(columns, filters)
    return np.flatnonzero(np.repeat(passing, np.diff(index.first_rows)))


def count_undated(index: Index, filters: Filters) -> int:
    """Count the articles that are left out for want of a date alone."""
    if filters.undated or (filters.since is None and filters.until is None):
        return 0
    columns = _columns_of(index)
    return int((_passes_the_rest(columns, filters) & (columns.dates == "")).sum())


@dataclass(frozen=True, slots=True)
class _Columns:
    """What filters ask of articles, by their numbers; names as they are compared."""

    numbers: Mapping[str, int]
    dates: NDArray[np.str_]
    last_days: NDArray[np.str_]
    """No day within a less precise date exceeds it."""
    publishers: Mapping[str, NDArray[np.int64]]
    authors: Mapping[str, NDArray[np.int64]]
    tags: Mapping[str, NDArray[np.int64]]

    @classmethod
    def of(cls, articles: Sequence[Details]) -> _Columns:
        dates = [article.date or "" for article in articles]
        return cls(
            numbers={article.id: number for number, article in enumerate(articles)},
            dates=np.array(dates, "U10"),
            last_days=np.array([date + "-99" * (2 - date.count("-")) for date in dates], "U10"),
            publishers=_group([article.publisher] for article in articles),
            authors=_group([article.author] for article in articles),
            tags=_group(article.tags for article in articles),
        )


_MADE: WeakKeyDictionary[Sequence[Details], _Columns] = WeakKeyDictionary()


def _columns_of(index: Index) -> _Columns:
    """Return the columns of an index; made at its first filter, and kept as long as the index is."""
    found = _MADE.get(index.details)
    if found is None:
        found = _MADE[index.details] = _Columns.of(index.details)
    return found


def _passes_date(columns: _Columns, filters: Filters) -> NDArray[np.bool_]:
    passing = np.ones(len(columns.dates), np.bool_)
    if filters.since is None and filters.until is None:
        return passing
    if filters.since is not None:
        passing &= columns.last_days >= filters.since
    if filters.until is not None:
        passing &= columns.dates.astype(f"U{len(filters.until)}") <= filters.until
    passing[columns.dates == ""] = filters.undated
    return passing


def _passes_the_rest(columns: _Columns, filters: Filters) -> NDArray[np.bool_]:
    passing = np.ones(len(columns.dates), np.bool_)
    for wanted, found in (
        (None if filters.publisher is None else [filters.publisher], columns.publishers),
        (None if filters.author is None else [filters.author], columns.authors),
        (filters.tags, columns.tags),
    ):
        if wanted is not None:
            passing &= _holding(len(passing), [found.get(_compared(name), []) for name in wanted])
    if filters.articles is not None:
        passing &= _holding(len(passing), [[columns.numbers[id] for id in filters.articles if id in columns.numbers]])
    return passing


def _holding(count: int, numbers: Iterable[Sequence[int] | NDArray[np.int64]]) -> NDArray[np.bool_]:
    held = np.zeros(count, np.bool_)
    for some in numbers:
        held[np.asarray(some, np.int64)] = True
    return held


def _group(names: Iterable[Iterable[str | None]]) -> dict[str, NDArray[np.int64]]:
    """Return the numbers of the articles that have each name."""
    found: dict[str, list[int]] = {}
    for number, given in enumerate(names):
        for name in given:
            if name is not None:
                found.setdefault(_compared(name), []).append(number)
    return {name: np.array(numbers, np.int64) for name, numbers in found.items()}


def _compared(name: str) -> str:
    return name.casefold().strip()
