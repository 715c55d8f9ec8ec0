"""An Index in, the collection to browse out: the table, related articles, the map, questions to ask."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.answers import answer
from assistant.page.dates import readable_date
from assistant.types import Article, Described, Index

Column = Literal["title", "author", "publisher", "date"]
COLUMNS: dict[Column, str] = {"title": "Title", "author": "Author", "publisher": "Publisher", "date": "Date"}
PAGE_ROWS = 200  # rows of the table at once; a search finds the others
RELATED = 5
QUESTIONS = 4
BLOCK = 512  # articles whose vectors are in memory at once
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


class Landscape:
    """Where the articles of one index lie: their mean vectors, and a plane through them."""

    def __init__(self, index: Index) -> None:
        self.ids = [article.id for article in index.details]
        vectors, first_rows = index.vectors.vectors(), index.first_rows
        means = np.empty((len(self.ids), vectors.shape[1]), np.float32)
        for start in range(0, len(self.ids), BLOCK):
            rows = first_rows[start : start + BLOCK + 1]
            sums = np.add.reduceat(vectors[rows[0] : rows[-1]].astype(np.float64), rows[:-1] - rows[0])
            means[start : start + BLOCK] = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        self._means = means

    def related(self, id: str, count: int = RELATED) -> list[str]:
        """Return the ids of the articles nearest to one, nearest first."""
        row = self.ids.index(id)
        near = np.argsort(-np.round(self._means @ self._means[row], 6), kind="stable")
        return [self.ids[other] for other in near if other != row][:count]

    def plane(self) -> NDArray[np.float64]:
        """Return a point (0 to 1 in both directions) for each id: the first two principal components, by rank.

        Ranks spread the articles evenly where components would crowd them; what is near stays near.
        """
        centred = self._means - self._means.mean(axis=0)
        _, axes = np.linalg.eigh(centred.T @ centred)
        components = centred @ axes[:, ::-1][:, :2]
        if components.shape[1] < 2:
            components = np.pad(components, ((0, 0), (0, 2 - components.shape[1])))
        ranks = np.argsort(np.argsort(np.round(components, 6), axis=0, kind="stable"), axis=0, kind="stable")
        points: NDArray[np.float64] = (ranks + 0.5) / max(len(self.ids), 1)
        return points


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
