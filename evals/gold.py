"""A question's gold and an index's articles in; where the gold stands, and what is relevant, out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from assistant.filters import Filters, select_rows
from assistant.types import Article, Chunk, Index, Span
from evals.questions import Question

_APART = re.compile(r"~[0-9a-f]{8}~*\Z")
HALF = 0.5  # of the shorter of two pieces of text: they overlap when they share as much


class Place(NamedTuple):
    """Characters of an article, end exclusive."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold of a question in the articles at hand.

    `quotes` are where its evidence stands; `relevant` gives, for each meaning of relevant that
    the question has gold for, the grade of every relevant chunk of the index (of every article,
    for `article`) by its key.
    """

    quotes: tuple[Place, ...]
    verbatim: bool
    """Whether an answer stands in a gold article: else it is said in other words, and not looked for."""
    relevant: Mapping[str, Mapping[str, int]]


def find_gold(question: Question, index: Index) -> Gold:
    """Find the gold of a question in an index.

    `holds`: a chunk of a gold article that contains an answer, in whatever case. `evidence`: a
    chunk that shares at least half of the shorter of the two with a gold quote. `article`: a gold
    article. A meaning that the question has no gold for is absent; so is `holds` where the answers are
    in other words than the articles'.
    """
    quotes = tuple(_find_quotes(question, index.articles))
    texts = [index.articles[id].text for id in question.articles if id in index.articles]
    verbatim = bool(question.answers) and (not texts or holds(question, "\n".join(texts)))
    if not question.answerable:
        return Gold(quotes, verbatim, {})
    rows = select_rows(index, Filters(articles=question.articles))
    chunks = [index.chunks[row] for row in (rows if rows is not None else ())]
    relevant: dict[str, Mapping[str, int]] = {}
    if verbatim and question.articles:
        relevant["holds"] = {key(chunk): 1 for chunk in chunks if holds(question, chunk.text)}
    if question.evidence and question.articles:
        relevant["evidence"] = {key(chunk): 1 for chunk in chunks if any(overlap(q, place(chunk)) for q in quotes)}
    if question.articles:
        relevant["article"] = question.grades or dict.fromkeys(question.articles, 1)
    return Gold(quotes, verbatim, relevant)


def settle(question: Question, articles: Mapping[str, Article]) -> Question:
    """Name a question's gold articles as these articles are named.

    Reading gives texts that share one id ids of their own (`id~1a2b3c4d`), and keeps of reprints one:
    the gold is then what goes by that id and holds a gold quote, or else what holds one at all. An id
    that nothing can be found for stays, and is never found.
    """
    if all(id in articles for id in question.articles):
        return question
    named: list[str] = []
    for id in question.articles:
        namesakes = [name for name in articles if _APART.sub("", name) == id]
        holders = [name for name in namesakes or articles if any(q in articles[name].text for q in question.evidence)]
        named += [id] if id in articles else holders or namesakes or [id]
    return replace(question, articles=tuple(dict.fromkeys(named)))


def key(chunk: Chunk | Place) -> str:
    """Name a piece of an article."""
    return f"{chunk.article_id}:{chunk.start}-{chunk.end}"


def place(piece: Chunk | Mapping[str, Any]) -> Place:
    """Return where a chunk stands, or a passage or citation of a record."""
    if isinstance(piece, Chunk):
        return Place(piece.article_id, piece.start, piece.end)
    return Place(piece["article_id"], piece["start"], piece["end"])


def overlap(one: Place, other: Place) -> bool:
    """Say whether two places share at least half of the shorter."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    shorter = min(one.end - one.start, other.end - other.start)
    return one.article_id == other.article_id and shared > 0 and shared >= HALF * shorter


def holds(question: Question, text: str) -> bool:
    """Say whether a text contains one of the answers, in whatever case."""
    folded = text.casefold()
    return any(answer.casefold() in folded for answer in question.answers)


def find_quote(text: str, quote: str) -> Span | None:
    """Find a quote in a text: verbatim, else but for the white space between its words."""
    start = text.find(quote) if quote else -1
    if start >= 0:
        return Span(start, start + len(quote))
    words = quote.split()
    match = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return Span(*match.span()) if match else None


def find_folded(text: str, answers: Sequence[str]) -> list[Span]:
    """Find every place where an answer stands, in whatever case; offsets are of the text as it is."""
    folded, origin = "", []
    for at, character in enumerate(text):
        piece = character.casefold()
        folded += piece
        origin += [at] * len(piece)
    spans = set()
    for answer in filter(None, {answer.casefold() for answer in answers}):
        start = folded.find(answer)
        while start >= 0:
            spans.add(Span(origin[start], origin[start + len(answer) - 1] + 1))
            start = folded.find(answer, start + 1)
    return sorted(spans)


def _find_quotes(question: Question, articles: Mapping[str, Article]) -> Iterator[Place]:
    for quote in question.evidence:
        for id in question.articles:
            span = find_quote(articles[id].text, quote) if id in articles else None
            if span:
                yield Place(id, *span)
                break
