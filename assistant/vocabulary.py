"""Words in, arrays of them out, in which a word is found without reading the others.

The words stand one after another in UTF-8, in the order of their bytes, which is that of their
characters. The skeleton of each name is kept by its hash, in order; of each word a set of bits, one or
more of which differ for every letter that another word lacks: no word that is near has many such bits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.alike import skeleton, skeletons
from assistant.arrays import map_array

SHORTEST_NAME = 4  # letters; shorter words are alike by accident
BITS = 64  # of the set of a word's letters
NO_LETTERS = np.uint64(2**BITS - 1)  # of a word that is like no other: all bits


@dataclass(frozen=True, slots=True, eq=False)
class WordTable:
    """The words of an index, in order; a word's number is its place.

    `words[ends[i - 1] : ends[i]]` is word `i`, and `letters[i]` the set of its letters; `names` are the
    numbers of the words that may be names, in the order of `hashes`, their skeletons'.
    """

    words: NDArray[np.uint8]
    ends: NDArray[np.int64]
    letters: NDArray[np.uint64]
    hashes: NDArray[np.uint64]
    names: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, number: int) -> str:
        start, end = int(self.ends[number - 1]) if number else 0, int(self.ends[number])
        return self.words[start:end].tobytes().decode("utf-8", "replace")

    def __iter__(self) -> Iterator[str]:
        return (self[number] for number in range(len(self)))

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.find(word) is not None

    def find(self, word: str) -> int | None:
        """Return the number of a word, or none where it is not here."""
        words, ends = self.words.data, self.ends.data
        wanted = word.encode("utf-8", "surrogatepass")  # the order of bytes is that of characters
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            if bytes(words[ends[middle - 1] if middle else 0 : ends[middle]]) < wanted:
                low = middle + 1
            else:
                high = middle
        is_there = low < len(ends) and bytes(words[ends[low - 1] if low else 0 : ends[low]]) == wanted
        return low if is_there else None

    def sounding_like(self, word: str) -> list[str]:
        """Return the words with the skeleton of `word`, in order."""
        wanted = skeleton(word)
        first, last = (int(np.searchsorted(self.hashes, _hash(wanted), side)) for side in ("left", "right"))
        words = (self[number] for number in sorted(self.names[first:last].tolist()) if 0 <= number < len(self))
        return [other for other in words if skeleton(other) == wanted]

    def near(self, word: str, least: float) -> list[str]:
        """Return, in order, all words of letters whose likeness (0 to 100) to `word` may be `least`, and few others.

        Likeness is 1 less the letters that one of two words has and the other lacks (the indel
        distance), as a share of both lengths.
        """
        lengths = np.diff(self.ends, prepend=0)  # bytes: at least the letters
        most = (100 - least) * (len(word) + lengths) / 100
        differing = np.bitwise_count(self.letters ^ _letters([word]))
        return [self[number] for number in np.flatnonzero(differing <= most).tolist()]

    def save(self, folder: Path) -> None:
        """Write the arrays into a folder."""
        for part in fields(self):
            np.save(folder / f"{part.name}.npy", getattr(self, part.name), allow_pickle=False)


def make_word_table(words: Iterable[str]) -> WordTable:
    """Make the table of words, each once, in any order."""
    ordered = sorted(words)
    written = [word.encode() for word in ordered]
    names = [i for i, word in enumerate(ordered) if len(word) >= SHORTEST_NAME and not any(map(str.isdigit, word))]
    hashes = np.array([_hash(sound) for sound in skeletons([ordered[i] for i in names])], np.uint64)
    order = np.argsort(hashes, kind="stable")
    letters = np.full(len(ordered), NO_LETTERS)
    if compared := [i for i, word in enumerate(ordered) if _is_name(word)]:
        letters[compared] = _letters([ordered[i] for i in compared])
    return WordTable(
        words=np.frombuffer(b"".join(written), np.uint8),
        ends=np.cumsum([len(word) for word in written], dtype=np.int64),
        letters=letters,
        hashes=hashes[order],
        names=np.array(names, np.int32)[order],
    )


def open_word_table(folder: Path) -> WordTable:
    """Map what `WordTable.save` wrote. Raises `ValueError` where it holds something else."""
    table = WordTable(
        map_array(folder / "words.npy", np.uint8),
        map_array(folder / "ends.npy", np.int64),
        map_array(folder / "letters.npy", np.uint64),
        map_array(folder / "hashes.npy", np.uint64),
        map_array(folder / "names.npy", np.int32),
    )
    if len(table.letters) != len(table.ends) or len(table.hashes) != len(table.names):
        raise ValueError("the words' letters and skeletons are not as many as the words")
    return table


def _is_name(word: str) -> bool:
    return len(word) >= SHORTEST_NAME and word.isalpha()


def _hash(text: str) -> np.uint64:
    return np.uint64(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))


def _letters(words: Sequence[str]) -> NDArray[np.uint64]:
    """Return the set of the letters of each word (none is empty): bits, one a letter (several may share one)."""
    letters = np.frombuffer("".join(words).encode("utf-32-le"), "<u4").astype(np.uint64)
    starts = np.cumsum([0, *map(len, words)])[:-1]
    sets: NDArray[np.uint64] = np.bitwise_or.reduceat(np.uint64(1) << letters % np.uint64(BITS), starts)
    return sets
