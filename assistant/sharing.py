"""Articles in, each with its chunks, and these chunks' words counted, out; a large collection's by processes.

python -m assistant.sharing

What goes between processes is JSON: of an article what cutting and counting need, of a chunk where it is.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from assistant.chunks import CutSettings
from assistant.counted import Counted, count_texts, words_of_chunks
from assistant.graph import TokenCounter
from assistant.keyed import Cut, check_reads_enough, cut_keyed, make_with
from assistant.types import Article, Chunk, Encoder
from assistant.workers import Functions, Workers, count_workers, serve

LEAST_SHARED = 4_000_000  # characters, some 8,000 chunks; starting the processes takes what cutting half of them does
TOGETHER = 500_000  # characters that a process is given at once

CARRIED = ("id", "title", "text", "author", "date", "publisher", "language", "is_titled")
"""What a process is told of an article."""


def share_work(articles: Sequence[Article], encoder: Encoder, least: int) -> Workers:
    """Return the processes that cut and count for a build: none where there is little to do, or no graph."""
    is_much = sum(len(article.text) for article in articles) >= least
    return Workers(count_workers() if is_much and encoder.graph_folder else 0, "assistant.sharing", FUNCTIONS)


def cut_articles(articles: Sequence[Article], settings: CutSettings, encoder: Encoder, workers: Workers) -> list[Cut]:
    """Cut articles, and name the text that is embedded of each chunk."""
    if not articles:
        return []
    check_reads_enough(encoder)
    graph, made_with = encoder.graph_folder, make_with(encoder)
    if graph is None or not workers.count:
        return [cut_keyed(a, settings, encoder.count_tokens, encoder.max_tokens, made_with) for a in articles]
    how = {"graph": str(graph), "max_tokens": encoder.max_tokens, "made_with": made_with, "settings": asdict(settings)}
    given = [{**how, "articles": [_carry(article) for article in batch]} for batch in _batches(articles)]
    found = chain.from_iterable(workers.run("cut", given))
    return [
        Cut(article, [Chunk.of(article, *piece) for piece in pieces], [bytes.fromhex(key) for key in keys])
        for article, (pieces, keys) in zip(articles, found, strict=True)
    ]


def count_words(cuts: Sequence[Cut], workers: Workers) -> Iterator[Counted]:
    """Count the words of chunks, some articles at a time; processes begin at once."""
    chunks = {item.article.id: item.chunks for item in cuts}
    batches = _batches([item.article for item in cuts])
    if not workers.count:
        return (_count([(article, chunks[article.id]) for article in batch]) for batch in batches)
    given = [[(_carry(article), _pieces(chunks[article.id])) for article in batch] for batch in batches]
    return map(_read_counted, workers.run("count", given))


def _cut_here(given: Mapping[str, Any]) -> list[tuple[list[list[int]], list[str]]]:
    settings, count = CutSettings(**given["settings"]), _counter(given["graph"]).count_tokens
    articles = (Article(**record) for record in given["articles"])
    cuts = (cut_keyed(a, settings, count, given["max_tokens"], given["made_with"]) for a in articles)
    return [(_pieces(item.chunks), [key.hex() for key in item.keys]) for item in cuts]


def _count_here(given: Sequence[tuple[Mapping[str, Any], list[list[int]]]]) -> dict[str, Any]:
    articles = ((Article(**record), pieces) for record, pieces in given)
    counted = _count([(article, [Chunk.of(article, *piece) for piece in pieces]) for article, pieces in articles])
    return {"words": counted.words, **{name: getattr(counted, name).tolist() for name in ARRAYS}}


FUNCTIONS: Functions = {"cut": _cut_here, "count": _count_here}
ARRAYS = ("lengths", "kinds", "numbers", "counts")  # of `Counted`


def _count(chunks: Sequence[tuple[Article, Sequence[Chunk]]]) -> Counted:
    return count_texts(words for article, own in chunks for words in words_of_chunks(article, own))


def _read_counted(found: Mapping[str, Any]) -> Counted:
    return Counted(found["words"], *(np.array(found[name], np.int32) for name in ARRAYS))


def _carry(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in CARRIED}


@functools.lru_cache(maxsize=1)
def _counter(graph: str) -> TokenCounter:
    return TokenCounter(Path(graph))


def _pieces(chunks: Sequence[Chunk]) -> list[list[int]]:
    """Return of each chunk its first and last character, end exclusive."""
    return [[chunk.start, chunk.end] for chunk in chunks]


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


if __name__ == "__main__":
    serve(FUNCTIONS)
