"""A name in, every passage of an index that holds it out: all there are, not the best k.

A name matches in whatever spelling the articles have it (`spellings.py`), and with any ending.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.lexical import words_of
from assistant.spellings import find_spellings
from assistant.types import Index, Passage, Span

_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it was said, and for each of its words those that count as it, as they are compared."""

    said: str
    words: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The passages that hold all of the names, in the order of articles and places; each scores 1."""

    passages: tuple[Passage, ...]
    names: tuple[Name, ...]


def find_occurrences(said: Sequence[str], index: Index, *, rows: NDArray[np.int64] | None = None) -> Occurrences:
    """Find every passage that holds all of the names; only among `rows` where these are given.

    A name in an article's title is held by all its passages.
    """
    names = tuple(read_name(name, index) for name in said)
    found = np.empty(0, np.int64)
    if names and all(name.words for name in names):
        found = index.words.holding(sorted(names[0].words[0]), rows)
        for words in (words for name in names for words in name.words):
            found = index.words.holding(sorted(words), found)
    passages = []
    for row in found.tolist():
        chunk = index.chunks[row]
        article = index.articles[chunk.article_id]
        if all(find_name(name, f"{article.title}\n{chunk.text}") for name in names):
            passages.append(Passage.of(article, chunk, 1.0))
    return Occurrences(tuple(sorted(passages, key=lambda p: (p.chunk.article_id, p.chunk.start))), names)


def read_name(said: str, index: Index) -> Name:
    """Read a name as an index's articles spell it."""
    others = find_spellings(said, index.words.vocabulary)
    words = []
    for match in _WORD.finditer(said):
        own = frozenset(words_of(match.group()))
        if own:
            words.append(own | frozenset(others.get(match.group(), ())))
    return Name(said, tuple(words))


def find_name(name: Name, text: str) -> list[Span]:
    """Find the places of a text where a name's words stand one after the other; small words may be between."""
    said = [(Span(*match.span()), frozenset(words_of(match.group()))) for match in _WORD.finditer(text)]
    said = [(span, words) for span, words in said if words]
    width = len(name.words)
    return [
        Span(said[i][0].start, said[i + width - 1][0].end)
        for i in range(len(said) - width + 1)
        if width and all(wanted & said[i + j][1] for j, wanted in enumerate(name.words))
    ]
