"""An Index in, the collection to browse out: the table, related articles, the map, questions to ask."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.answers import answer
from assistant.page.dates import readable_date
from assistant.types import Article, Described, Index

Thing = TypeVar("Thing")
Column = Literal["title", "author", "publisher", "date"]
COLUMNS: dict[Column, str] = {"title": "Title", "author": "Author", "publisher": "Publisher", "date": "Date"}
PAGE_ROWS = 200  # rows of the table at once; a search finds the others
RELATED = 5
NEAR = 400  # chunks whose articles may be related: as many as are found without comparing all of a large collection
QUESTIONS = 4
CANDIDATES = 8  # questions that are tried on an article, some 100 ms each
_NAMED = re.compile(
    r"(?:[A-ZÇŞİÖÜ][\w’'-]+(?:[–-][A-ZÇŞİÖÜ][\w’'-]+)*)(?:(?: (?:of|on|for|and|the))* [A-ZÇŞİÖÜ][\w’'–-]+)+"
)
_SIGNED = re.compile(r"agreement|treaty|convention|declaration|protocol|accord|memorandum", re.IGNORECASE)
_BUILT = re.compile(r"pipeline|railway|port|dam|cable|corridor|terminal|bridge", re.IGNORECASE)


def list_rows(articles: Sequence[Described], search: str, sort: Column, descending: bool) -> list[Described]:
    """Return the articles whose title, author, publisher or tags hold every word searched for, sorted."""
    words = search.casefold().split()

    def told(article: Described) -> str:
        facts = (article.title, article.author, article.publisher, article.date, *article.tags)
        return " ".join(fact for fact in facts if fact).casefold()

    found = [article for article in articles if all(word in told(article) for word in words)]
    known = [article for article in found if getattr(article, sort)]
    known.sort(key=lambda a: (str(getattr(a, sort)).casefold(), a.title.casefold(), a.id), reverse=descending)
    return known + [article for article in found if not getattr(article, sort)]  # what is unknown comes last


def render_table(rows: Sequence[Described], chosen: Sequence[str], sort: Column, descending: bool) -> str:
    """Render the table of articles; each can be opened, and chosen to ask of."""
    heads = "".join(
        f'<th scope="col" aria-sort="{("descending" if descending else "ascending") if key == sort else "none"}">'
        f'<button type="button" data-sort="{key}">{label}</button></th>'
        for key, label in COLUMNS.items()
    )
    body = "".join(_render_row(article, article.id in chosen) for article in rows[:PAGE_ROWS])
    more = (
        f"<p class='note'>The first {PAGE_ROWS} are shown; search to see others.</p>" if len(rows) > PAGE_ROWS else ""
    )
    found = f'<p class="note" role="status">{len(rows):,} {"article" if len(rows) == 1 else "articles"}</p>'
    return (
        f'{found}<div class="scroll" tabindex="0" role="region" aria-label="Articles"><table><thead><tr>'
        f'<th scope="col"><span class="unseen">Choose</span></th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{more}"
    )


def _render_row(article: Described, chosen: bool) -> str:
    id, title = escape(article.id), escape(article.title)
    return (
        f'<tr><td><input type="checkbox" data-choose="{id}" aria-label="Choose {title}"{" checked" if chosen else ""}>'
        f'</td><td><button type="button" class="open" dir="auto" data-article="{id}">{title}</button></td>'
        f'<td dir="auto">{escape(article.author or "")}</td><td dir="auto">{escape(article.publisher or "")}</td>'
        f"<td>{escape(readable_date(article.date) or 'Undated')}</td></tr>"
    )


def find_related(id: str, index: Index, count: int = RELATED) -> list[str]:
    """Return the ids of the articles nearest to one by their mean vectors, nearest first.

    They are looked for among those that have the chunks nearest to its mean vector.
    """
    number = bisect_left(index.details, id, key=lambda details: details.id)
    mean = _means(index, [number])[0]
    rows = index.vectors.search(mean, NEAR).rows
    articles = np.searchsorted(index.first_rows, rows, side="right") - 1
    near = sorted(dict.fromkeys(articles.tolist()).keys() - {number})
    order = np.argsort(-np.round(_means(index, near) @ mean, 6), kind="stable")
    return [index.details[near[i]].id for i in order[:count]]


class Landscape:
    """A plane through the articles of one index: through so many of them, evenly drawn, where there are more."""

    def __init__(self, index: Index, sample: int) -> None:
        self._index = index
        means = _means(index, spread(range(len(index.details)), sample))
        self._middle = means.mean(axis=0)
        centred = means - self._middle
        _, axes = np.linalg.eigh(centred.T @ centred)
        self._axes = axes[:, ::-1][:, :2]
        self._known = np.sort(self._project(means), axis=0)

    def points(self, numbers: Sequence[int]) -> NDArray[np.float64]:
        """Return a point (0 to 1 in both directions) for each article: the first two principal components, by rank.

        Ranks spread the articles evenly where components would crowd them; what is near stays near.
        """
        components = self._project(_means(self._index, numbers))
        points = [_rank(components[:, i], self._known[:, i]) for i in range(components.shape[1])]
        return np.stack([*points, np.full(len(numbers), 0.5)][:2], axis=1)

    def _project(self, means: NDArray[np.float32]) -> NDArray[np.float64]:
        projected: NDArray[np.float64] = np.round((means - self._middle) @ self._axes, 6)
        return projected


def spread(things: Sequence[Thing], most: int) -> list[Thing]:
    """Return so many of some things at most, evenly drawn."""
    return [things[i * len(things) // most] for i in range(most)] if len(things) > most else list(things)


def _means(index: Index, numbers: Sequence[int]) -> NDArray[np.float32]:
    """Return the mean vectors of articles, of length 1: (n, d)."""
    vectors = index.vectors.vectors()
    sums = [vectors[slice(*index.first_rows[i : i + 2])].sum(axis=0, dtype=np.float64) for i in numbers]
    means = np.reshape(sums, (len(numbers), vectors.shape[1]))
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    return np.asarray(means, np.float32)


def _rank(values: NDArray[np.float64], known: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the place of each value among those that are known, from 0 to 1; equal ones stand side by side."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    places = np.empty(len(values))
    places[order] = np.searchsorted(known, ordered) + np.arange(len(ordered)) - np.searchsorted(ordered, ordered)
    return np.minimum((places + 0.5) / len(known), 1.0)


def suggest_questions(article: Article, index: Index) -> list[str]:
    """Return questions that this article answers: each was asked of it, and found its sentence."""
    names = Counter(name for name in _NAMED.findall(article.text) if not name.startswith(("In ", "On ", "At ", "The ")))
    suggested = []
    for name, _ in names.most_common(CANDIDATES):
        if _SIGNED.search(name):
            question = f"When was the {name} signed?"
        elif _BUILT.search(name):
            question = f"When did the {name} open?"
        else:
            question = f"What is said about {name}?"
        if answer(question, index, articles=[article.id]).answered:
            suggested.append(question)
        if len(suggested) == QUESTIONS:
            break
    return suggested
