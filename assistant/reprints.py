"""Passages in, one of each text out: what is printed twice is found once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.lexical import words_of
from assistant.types import Passage

LEAST_ALIKE = 0.8  # of the sequences of words of two passages that both have (Broder 1997, "resemblance")
SEQUENCE = 3  # words


def collapse_reprints(passages: Sequence[Passage]) -> list[Passage]:
    """Keep the best of near-identical passages of different articles; it lists where else the text stands."""
    kept: list[tuple[Passage, frozenset[tuple[str, ...]]]] = []
    for passage in passages:
        sequences = _sequences(passage.chunk.text)
        for i, (other, others) in enumerate(kept):
            if other.chunk.article_id != passage.chunk.article_id and _alike(sequences, others):
                whole = passage.cite(passage.chunk.start, passage.chunk.end)
                kept[i] = (replace(other, others=(*other.others, whole)), others)
                break
        else:
            kept.append((passage, sequences))
    return [passage for passage, _ in kept]


def _sequences(text: str) -> frozenset[tuple[str, ...]]:
    words = words_of(text)
    return frozenset(tuple(words[i : i + SEQUENCE]) for i in range(max(len(words) - SEQUENCE + 1, 1)))


def _alike(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return len(one & other) >= LEAST_ALIKE * len(one | other)
