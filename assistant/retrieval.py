"""A question in, the Passages that fit it best out: filtered before ranking, thinned after it."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import replace

from assistant.acronyms import spell_out
from assistant.filters import Filters, select_rows
from assistant.fusion import CANDIDATES
from assistant.reprints import collapse_reprints
from assistant.respelling import find_others
from assistant.search import REORDERED, Reranker, Search
from assistant.types import MODES, Index, Mode, Passage, UnusableQuestion

LONGEST_QUESTION = 4000  # characters; the rest of a longer one is not searched with
DEEPER = 4  # times k passages are looked at where they are thinned, and so many times more where too few are left


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
    tags: Collection[str] | None = None,
    articles: Collection[str] | None = None,
    undated: bool = False,
    max_per_article: int | None = None,
    distinct: bool = False,
    explain: bool = False,
    names: bool = True,
    times: bool = True,
    reordered: int = REORDERED,
    reranker: Reranker | None = None,
) -> list[Passage]:
    """Find the k passages that fit a question best, best first.

    The filters are applied before ranking, so k passages come back where k exist. `since` and
    `until` are publication dates (`2023-08-29`, `2023-08`, `2023`), both included; an article
    without a date fits them only with `undated`. `tags` are any of which an article must have.

    `distinct` collapses reprints of one text into the best of them, as far down as k passages are
    looked for. `explain` says why each passage was found. `names` and `times` also search other
    spellings, and lift the time that is asked about. The best `reordered` of the average are ordered
    anew by late interaction; a `reranker` takes its place. Of the modes, `hybrid` is the one to use;
    the others are its parts, to compare with: `average` of normalised scores and `ranks`
    (reciprocal), both without late interaction, `dense` and `lexical`.

    Raises `UnusableQuestion` where there is nothing to search with.
    """
    question = read_question(question)
    for name, value in (("k", k), ("max_per_article", max_per_article)):
        if value is not None and value < 1:
            raise ValueError(f"{name} is {value}, expected 1 or more")
    if reordered < 0:
        raise ValueError(f"reordered is {reordered}, expected 0 or more")
    if mode not in MODES:
        raise ValueError(f"mode is {mode!r}, expected one of {', '.join(MODES)}")
    filters = Filters(since, until, publisher, author, tags, articles, undated)
    search = Search(
        spell_out(question, index.words.vocabulary) if names else question,
        index,
        mode,
        select_rows(index, filters),
        names,
        times,
        reordered,
        reranker,
    )
    depth = k
    if distinct or max_per_article is not None:
        depth = max(2 * CANDIDATES, DEEPER * k)
    while True:
        passages = [search.passage(row, score) for row, score in search.rank(depth)]
        is_all = len(passages) < depth
        if distinct:
            passages = collapse_reprints(passages)
        if max_per_article is not None:
            passages = _limit(passages, max_per_article)
        if len(passages) >= k or is_all:
            break
        depth *= DEEPER
    return [replace(p, explanation=search.explain(p)) if explain else p for p in passages[:k]]


def also_searched(question: str, index: Index) -> dict[str, tuple[str, ...]]:
    """Return the words of a question that are searched in other spellings too, and these."""
    return find_others(read_question(question), index)


def read_question(question: str) -> str:
    """Return a question on one line, at most `LONGEST_QUESTION` characters of it."""
    whole = unicodedata.normalize("NFC", question.encode("utf-8", "replace").decode())
    text = "".join(c if c.isprintable() else " " for c in whole)
    text = " ".join(text.split())[:LONGEST_QUESTION]
    if not any(character.isalnum() for character in text):
        raise UnusableQuestion("the question has no words; ask with some")
    return text


def _limit(passages: list[Passage], most: int) -> list[Passage]:
    """Keep the best passages of each article."""
    kept: list[Passage] = []
    counts: dict[str, int] = {}
    for passage in passages:
        id = passage.chunk.article_id
        counts[id] = counts.get(id, 0) + 1
        if counts[id] <= most:
            kept.append(passage)
    return kept
