"""Chunks' words in, BM25 scores out.

What a word adds to the score of each row that holds it is computed once, when words are counted
(Lù 2024, "BM25S"), and lies in an array; a search adds up those of its words.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.arrays import map_array
from assistant.counted import Counted, Numbers, count_texts
from assistant.lexical import ENGLISH, words_of
from assistant.types import Hits, UnusableIndex
from assistant.vocabulary import WordTable, make_word_table, open_word_table

CHUNKS = "chunks.json"
K1 = 1.5  # how fast a repeated word stops counting: the usual value
B = 0.75  # how much a long chunk is held against it: the usual value
_NONE = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class WordStore:
    """BM25 statistics of chunks, by row number.

    The rows that hold word `i` of the vocabulary are `rows[starts[i] : starts[i + 1]]`, in order, and
    what it adds to their scores is at the same places of `scores`. Whatever is read first calls `ready`.
    """

    table: WordTable
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    scores: NDArray[np.float32]
    count: int
    languages: frozenset[str]
    ready: Callable[[], None] = lambda: None

    def __len__(self) -> int:
        return self.count

    @property
    def vocabulary(self) -> WordTable:
        """Every word that stands in a row."""
        self.ready()
        return self.table

    def idf(self, word: str) -> float:
        """Say how rare a word is: Lucene's inverse document frequency; a word of no row is the rarest."""
        number = self.vocabulary.find(word)
        frequency = 0 if number is None else int(self.starts[number + 1] - self.starts[number])
        return _idf(min(max(frequency, 0), self.count), self.count)  # a stranger's may be anything

    def search(self, words: Sequence[str], k: int, rows: NDArray[np.int64] | None = None) -> Hits:
        """Find the k best rows that hold one of the words, best first."""
        scores = np.zeros(self.count, np.float32)
        for rows_of, added in self._found(words):
            scores[rows_of] += added
        rows = np.flatnonzero(scores > 0) if rows is None else rows[scores[rows] > 0]
        return Hits.best(rows.astype(np.int64), scores[rows].astype(np.float64), k)

    def holding(self, words: Sequence[str], rows: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        """Find all rows that hold one of the words, in their order; only among `rows` where these are given."""
        found = np.zeros(self.count, np.bool_)
        for rows_of, _ in self._found(words):
            found[rows_of] = True
        return np.flatnonzero(found) if rows is None else rows[found[rows]]

    def save(self, folder: Path) -> None:
        """Write the statistics into a folder, as arrays and JSON."""
        folder.mkdir(parents=True, exist_ok=True)
        self.table.save(folder)
        for name, numbers in (("starts", self.starts), ("rows", self.rows), ("scores", self.scores)):
            np.save(folder / f"{name}.npy", numbers, allow_pickle=False)
        about = {"chunks": self.count, "languages": sorted(self.languages)}
        (folder / CHUNKS).write_text(json.dumps(about) + "\n", "utf-8")

    def _found(self, words: Sequence[str]) -> Iterator[tuple[NDArray[np.int32], NDArray[np.float32]]]:
        """Yield the rows that hold each word, and what it adds to their scores; of a word that is said twice, twice."""
        for word in words:
            number = self.vocabulary.find(word)
            if number is not None:
                start, end = self.starts[number], self.starts[number + 1]
                rows = self.rows[start:end]
                if len(rows) and not 0 <= rows.min() <= rows.max() < self.count:  # a stranger's
                    raise UnusableIndex(f"the word {word!r} stands in no chunk of the index; build it again")
                yield rows, self.scores[start:end]


def make_word_store(texts: Iterable[str], languages: Iterable[str | None] | None = None) -> WordStore:
    """Count the words of chunks' texts, in the order of rows; `languages` are the texts', English by default."""
    texts = list(texts)
    known = list(languages) if languages is not None else [None] * len(texts)
    words = (words_of(text, language) for text, language in zip(texts, known, strict=True))
    return join_counted([count_texts(words)], {language or ENGLISH for language in known})


def join_counted(parts: Iterable[Counted], languages: Collection[str]) -> WordStore:
    """Make the statistics of texts that were counted some at a time, in the order of rows."""
    seen = Numbers()
    columns: list[list[NDArray[np.int32]]] = [[_NONE], [_NONE], [_NONE], [_NONE]]
    for part in parts:
        places = np.array([seen[word] for word in part.words], np.int32)
        for column, added in zip(columns, (part.lengths, part.kinds, places[part.numbers], part.counts), strict=True):
            column.append(added)
    lengths, kinds, numbers, counts = map(np.concatenate, columns)
    del columns
    vocabulary = make_word_table(seen)
    order = np.empty(len(seen), np.int32)
    order[[seen[word] for word in sorted(seen)]] = np.arange(len(seen), dtype=np.int32)
    words_at = order[numbers]
    rows = np.repeat(np.arange(len(lengths), dtype=np.int32), kinds)
    scores = _score(lengths, rows, words_at, counts.astype(np.float64), len(seen))
    by_word = np.argsort(words_at, kind="stable")
    starts = np.searchsorted(words_at[by_word], np.arange(len(seen) + 1))
    return WordStore(
        vocabulary, starts.astype(np.int64), rows[by_word], scores[by_word], len(lengths), frozenset(languages)
    )


def open_word_store(folder: Path, rows: int, ready: Callable[[], None] = lambda: None) -> WordStore:
    """Map what `WordStore.save` wrote. Raises `ValueError` where it is not about that many rows."""
    vocabulary = open_word_table(folder)
    starts = map_array(folder / "starts.npy", np.int64)
    found, scores = map_array(folder / "rows.npy", np.int32), map_array(folder / "scores.npy", np.float32)
    about = json.loads((folder / CHUNKS).read_text("utf-8"))
    languages = about["languages"]
    if not isinstance(languages, list) or not all(isinstance(language, str) for language in languages):
        raise ValueError(f"{CHUNKS} does not list languages")
    is_whole = (
        about["chunks"] == rows
        and len(starts) == len(vocabulary) + 1
        and starts[0] == 0
        and starts[-1] == len(found) == len(scores)
    )
    if not is_whole:
        raise ValueError(f"{folder.name} does not hold the words of {rows} chunks ({len(vocabulary)} words found)")
    return WordStore(vocabulary, starts, found, scores, rows, frozenset(languages), ready)


def prove_words(words: WordStore) -> None:
    """Read all of the statistics; raises `ValueError` where a word stands in a row that there is not."""
    if (np.diff(words.starts) < 0).any() or (np.diff(words.vocabulary.ends) < 0).any():
        raise ValueError("the words do not stand one after another")
    if len(words.rows) and not 0 <= int(words.rows.min()) <= int(words.rows.max()) < words.count:
        raise ValueError(f"the words are not those of {words.count} chunks")


def _score(
    lengths: NDArray[np.int32],
    rows: NDArray[np.int32],
    words: NDArray[np.int32],
    counts: NDArray[np.float64],
    vocabulary: int,
) -> NDArray[np.float32]:
    """Return what each word adds to the score of each row: Lucene's form of BM25."""
    frequencies = np.bincount(words, minlength=vocabulary)
    idf = np.array([_idf(int(frequency), len(lengths)) for frequency in frequencies], np.float32)
    average = lengths.mean() if len(lengths) else 1.0
    saturation = K1 * ((1 - B) + B * lengths / max(average, 1e-9))
    counts /= counts + saturation[rows]
    counts *= idf[words]
    return counts.astype(np.float32)


def _idf(frequency: int, rows: int) -> float:
    return math.log(1 + (rows - frequency + 0.5) / (frequency + 0.5))
