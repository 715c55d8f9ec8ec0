"""Chunks in, how often each of their words stands in each out: what BM25 is made of, some chunks at a time."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.lexical import words_of
from assistant.types import Article, Chunk, spell_date


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The words of some texts, one text after another.

    `words` are the different words of all of them; `lengths` how many each text has, and `kinds` how many
    different ones. `numbers` are these, by their places in `words`, and `counts` how often each stands there.
    """

    words: Sequence[str]
    lengths: NDArray[np.int32]
    kinds: NDArray[np.int32]
    numbers: NDArray[np.int32]
    counts: NDArray[np.int32]


class Numbers(dict[str, int]):
    """The numbers of words, in the order in which they are asked for first."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


def count_texts(texts: Iterable[Sequence[str]]) -> Counted:
    """Count the words of texts, each given as its words."""
    seen, lengths, said = Numbers(), array("i"), array("i")
    for words in texts:
        lengths.append(len(words))
        said.extend(map(seen.__getitem__, words))
    sizes, several = np.asarray(lengths, np.int32), max(len(seen), 1)
    rows = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    places, counts = np.unique(rows * several + np.asarray(said, np.int32), return_counts=True)
    kinds = np.bincount(places // several, minlength=len(sizes))
    return Counted(
        list(seen), sizes, kinds.astype(np.int32), (places % several).astype(np.int32), counts.astype(np.int32)
    )


def words_of_chunks(article: Article, chunks: Sequence[Chunk]) -> Iterator[list[str]]:
    """Yield the words of each chunk; an article is found by those of its title, author, publisher and date in each."""
    about = words_of(_about(article), article.language)
    return (about + words_of(chunk.text, article.language) for chunk in chunks)


def _about(article: Article) -> str:
    return "\n".join(filter(None, (article.title, article.author, article.publisher, spell_date(article.date))))
