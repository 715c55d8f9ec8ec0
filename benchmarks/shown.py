"""Chunks that were found in, what a reader is shown of them, and whether the answer is in it, out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.chunks import count_words
from assistant.types import Article, Chunk, Index
from evals.gold import Place, find_folded, find_quote
from evals.questions import Question

DEPTHS = (1, 5)  # passages
BUDGETS = (256, 512, 1024)  # tokens
ENOUGH = 0.5  # of an answer's characters


def find_regions(question: Question, articles: Mapping[str, Article]) -> list[Place]:
    """Find where a question's answer stands: its accepted answers within gold quotes, else the quotes."""
    quotes, answers = [], []
    for quote in question.evidence:
        for id in question.articles:
            span = find_quote(articles[id].text, quote) if id in articles else None
            if span:
                quotes.append(Place(id, *span))
                inside = find_folded(articles[id].text[span.start : span.end], question.answers)
                answers += [Place(id, span.start + s.start, span.start + s.end) for s in inside]
                break
    return answers or quotes


def show(found: Sequence[Chunk], index: Index, around: int) -> list[list[Place]]:
    """Return what each chunk that was found adds to what is shown, best first; one that adds nothing is left out.

    With `around` a chunk is shown with its neighbours in the article, as many as fit into so many tokens.
    """
    shown: list[list[Place]] = []
    for chunk in found:
        place = _widen(chunk, index, around) if around else Place(chunk.article_id, chunk.start, chunk.end)
        new = [place]
        for known in (piece for pieces in shown for piece in pieces):
            new = [rest for piece in new for rest in _without(piece, known)]
        new = [piece for piece in new if index.articles[piece.article_id].text[piece.start : piece.end].strip()]
        if new:
            shown.append(new)
    return shown


class Shown:
    """What a reader is shown: passages, each of one piece of an article or more, with their tokens."""

    def __init__(self, passages: Sequence[Sequence[Place]], articles: Mapping[str, Article]) -> None:
        self._passages = passages
        texts = [articles[p.article_id].text[p.start : p.end] for pieces in passages for p in pieces]
        self._tokens = count_words(texts)

    def score(self, regions: Sequence[Place]) -> dict[str, float]:
        """Say whether an answer is in the first k passages, and in the first N tokens: 1 or 0."""
        first = {f"R@{k}": [p for pieces in self._passages[:k] for p in pieces] for k in DEPTHS}
        first |= {f"in {n}": self.within(n) for n in BUDGETS}
        return {name: float(_holds_one(pieces, regions)) for name, pieces in first.items()}

    def within(self, tokens: int) -> list[Place]:
        """Return the pieces of the first so many tokens; the last is cut off by its share of characters."""
        kept = []
        pieces = (piece for pieces in self._passages for piece in pieces)
        for piece, size in zip(pieces, self._tokens, strict=True):
            if tokens <= 0:
                break
            share = min(1.0, tokens / max(size, 1))
            kept.append(piece._replace(end=piece.start + int(share * (piece.end - piece.start))))
            tokens -= size
        return kept


def _holds_one(pieces: Sequence[Place], regions: Sequence[Place]) -> bool:
    return any(sum(_shared(p, region) for p in pieces) >= ENOUGH * (region.end - region.start) for region in regions)


def _shared(one: Place, other: Place) -> int:
    if one.article_id != other.article_id:
        return 0
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _without(piece: Place, known: Place) -> list[Place]:
    if not _shared(piece, known):
        return [piece]
    rests = piece._replace(end=known.start), piece._replace(start=known.end)
    return [rest for rest in rests if rest.start < rest.end]


def _widen(chunk: Chunk, index: Index, around: int) -> Place:
    """Take the neighbours of a chunk, one after and one before in turn, while all fit into `around` tokens."""
    number = next(i for i, details in enumerate(index.details) if details.id == chunk.article_id)
    first, last = index.first_rows[number : number + 2].tolist()
    row = next(row for row in range(first, last) if index.chunks[row] == chunk)
    text = index.articles[chunk.article_id].text
    low, high, start, end = row, row, chunk.start, chunk.end
    grows = True
    while grows:
        grows = False
        for step in (1, -1):
            at = high + 1 if step > 0 else low - 1
            if not first <= at < last:
                continue
            neighbour = index.chunks[at]
            wider = min(start, neighbour.start), max(end, neighbour.end)
            if count_words([text[slice(*wider)]])[0] <= around:
                low, high, (start, end), grows = min(low, at), max(high, at), wider, True
    return Place(chunk.article_id, start, end)
