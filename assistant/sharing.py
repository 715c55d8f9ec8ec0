"""Articles in, each with its chunks, and these chunks' words counted, out; a large collection's by processes."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from assistant.chunks import CutSettings
from assistant.counted import Counted, count_texts, words_of_chunks
from assistant.graph import TokenCounter
from assistant.keyed import Cut, check_reads_enough, cut_keyed, make_with
from assistant.types import Article, Chunk, Encoder
from assistant.workers import Workers, count_workers

LEAST_SHARED = 4_000_000  # characters, some 8,000 chunks; starting the processes takes what cutting half of them does
TOGETHER = 500_000  # characters that a process is given at once

Pieces = list[tuple[int, int]]  # of each chunk: its first and last character, end exclusive


@dataclass(frozen=True, slots=True)
class _ToCut:
    """Articles to cut, and what a process needs to do it as the encoder's own would."""

    articles: Sequence[Article]
    settings: CutSettings
    graph: Path
    max_tokens: int
    made_with: str


def share_work(articles: Sequence[Article], encoder: Encoder, least: int) -> Workers:
    """Return the processes that cut and count for a build: none where there is little to do, or no graph."""
    is_much = sum(len(article.text) for article in articles) >= least
    return Workers(count_workers() if is_much and encoder.graph_folder else 0)


def cut_articles(articles: Sequence[Article], settings: CutSettings, encoder: Encoder, workers: Workers) -> list[Cut]:
    """Cut articles, and name the text that is embedded of each chunk."""
    if not articles:
        return []
    check_reads_enough(encoder)
    graph, made_with = encoder.graph_folder, make_with(encoder)
    if graph is None or not workers.count:
        return [cut_keyed(a, settings, encoder.count_tokens, encoder.max_tokens, made_with) for a in articles]
    batches = list(_batches(articles))
    given = [_ToCut(batch, settings, graph, encoder.max_tokens, made_with) for batch in batches]
    found = chain.from_iterable(workers.run(_cut, given))
    return [
        Cut(article, [Chunk.of(article, *piece) for piece in pieces], keys)
        for article, (pieces, keys) in zip(articles, found, strict=True)
    ]


def count_words(cuts: Sequence[Cut], workers: Workers) -> Iterator[Counted]:
    """Count the words of chunks, some articles at a time; processes begin at once."""
    chunks = {item.article.id: item.chunks for item in cuts}
    given = [
        [(article, _pieces(chunks[article.id])) for article in batch]
        for batch in _batches([item.article for item in cuts])
    ]
    return workers.run(_count, given)


def _cut(given: _ToCut) -> list[tuple[Pieces, list[bytes]]]:
    count = _counter(given.graph).count_tokens
    cuts = (cut_keyed(a, given.settings, count, given.max_tokens, given.made_with) for a in given.articles)
    return [(_pieces(item.chunks), item.keys) for item in cuts]


def _count(given: Sequence[tuple[Article, Pieces]]) -> Counted:
    return count_texts(
        words
        for article, pieces in given
        for words in words_of_chunks(article, [Chunk.of(article, *piece) for piece in pieces])
    )


@functools.lru_cache(maxsize=1)
def _counter(graph: Path) -> TokenCounter:
    return TokenCounter(graph)


def _pieces(chunks: Sequence[Chunk]) -> Pieces:
    return [(chunk.start, chunk.end) for chunk in chunks]


def _batches(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    """Yield articles in their order, of so many characters together or little more."""
    batch: list[Article] = []
    characters = 0
    for article in articles:
        batch.append(article)
        characters += len(article.text)
        if characters >= TOGETHER:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
