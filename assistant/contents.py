"""The articles and chunks of a generation: written one after another, and read when they are asked for.

articles.jsonl   a line an article, in the order of ids: all but its text
texts.txt        the texts one after another, in UTF-8
articles.npy     of each article, and of the end: bytes into the two files, and the number of its first chunk
chunks.npy       of each chunk: the number of its article, and its first and last character, end exclusive
"""

from __future__ import annotations

import json
import os
import sys
import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, overload

import numpy as np

from assistant.arrays import map_array
from assistant.manifest import ARTICLES, CHUNKS, PLACES, TEXTS, disagrees
from assistant.types import Article, Chunk, Details

KEPT_BYTES = 64 * 2**20  # of articles that were read last: some 8,000 of 8,000 characters

Ready = Callable[[], None]


class Shelf:
    """The articles of a generation by their numbers, each read and its hash compared when it is asked for."""

    def __init__(self, path: Path, folder: Path, ready: Ready, *, kept_bytes: int = KEPT_BYTES) -> None:
        self._path, self._ready, self._budget = path, ready, kept_bytes
        self._lines, self._texts = (folder / ARTICLES).open("rb"), (folder / TEXTS).open("rb")
        self.places = map_array(folder / PLACES, np.int64, 3)
        self.chunks = map_array(folder / CHUNKS, np.int32, 3)
        if not len(self.places) or self.places[-1].tolist() != [
            *map(_size, (self._lines, self._texts)),
            len(self.chunks),
        ]:
            raise disagrees(path, f"{PLACES} does not say where its articles are")
        self._kept: OrderedDict[int, Article] = OrderedDict()
        self._numbers: dict[str, int] = {}  # of the articles that are kept, by their ids
        self._kept_bytes = 0
        self._keeping = threading.Lock()

    def __len__(self) -> int:
        return len(self.places) - 1

    @property
    def kept(self) -> int:
        """Count the articles that are kept in memory."""
        return len(self._kept)

    def article(self, number: int) -> Article:
        """Read an article; those that were read last are kept."""
        with self._keeping:
            kept = self._kept.get(number)
            if kept is not None:
                self._kept.move_to_end(number)
                return kept
        article = self._read_article(number)
        with self._keeping:
            if number not in self._kept:
                self._kept[number] = article
                self._numbers[article.id] = number
                self._kept_bytes += sys.getsizeof(article.text)
            while self._kept_bytes > self._budget and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._numbers.pop(dropped.id, None)
                self._kept_bytes -= sys.getsizeof(dropped.text)
        return article

    def kept_number(self, id: str) -> int | None:
        """Return the number of an article that is kept, or none."""
        return self._numbers.get(id)

    def details(self, number: int) -> Details:
        """Read all of an article but its text."""
        self._ready()
        record = self._parse(self._read(self._lines, number, 0))
        try:
            pages = tuple((start, page) for start, page in record.pop("pages", ()))
            return Details(**record | {"tags": tuple(record["tags"])}, pages=pages)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise disagrees(self._path, f"article {number} has no usable details ({error})") from error

    def chunk(self, row: int) -> Chunk:
        """Read a chunk."""
        self._ready()
        number, start, end = self.chunks[row].tolist()
        if not 0 <= number < len(self):
            raise disagrees(self._path, f"chunk {row} is of no article")
        try:
            return Chunk.of(self.article(number), start, end)
        except ValueError as error:
            raise disagrees(self._path, f"chunk {row} is no piece of its article") from error

    def _read_article(self, number: int) -> Article:
        details = self.details(number)
        try:
            article = details.with_text(self._read(self._texts, number, 1).decode())
        except (TypeError, ValueError, AttributeError) as error:
            raise disagrees(self._path, f"article {details.id!r} cannot be read ({error})") from error
        if article.sha256 != details.sha256:
            raise disagrees(self._path, f"the text of article {article.id!r} does not match its hash")
        return article

    def _read(self, file: IO[bytes], number: int, column: int) -> bytes:
        """Read a piece of a file without moving a position that threads share."""
        start, end = self.places[number : number + 2, column].tolist()
        if not 0 <= start <= end <= self.places[-1, column]:
            raise disagrees(self._path, f"article {number} stands at {start}..{end} of its file")
        return os.pread(file.fileno(), end - start, start)

    def _parse(self, line: bytes) -> dict[str, Any]:
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, dict):
            raise disagrees(self._path, "an article has no details")
        return record


class StoredDetails(Sequence[Details]):
    """The details of a shelf's articles, in the order of ids; kept once all of them were read."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._all: tuple[Details, ...] | None = None

    def __len__(self) -> int:
        return len(self._shelf)

    @overload
    def __getitem__(self, number: int) -> Details: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Details]: ...
    def __getitem__(self, number: int | slice) -> Details | Sequence[Details]:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        return self._all[number] if self._all is not None else self._shelf.details(range(len(self))[number])

    def __iter__(self) -> Iterator[Details]:
        if self._all is None:
            self._all = tuple(self._shelf.details(number) for number in range(len(self)))
        return iter(self._all)


class StoredArticles(Mapping[str, Article]):
    """The articles of a shelf by their ids, in the order of ids."""

    def __init__(self, shelf: Shelf, details: Sequence[Details]) -> None:
        self._shelf, self._details = shelf, details

    def __len__(self) -> int:
        return len(self._shelf)

    def __iter__(self) -> Iterator[str]:
        return (details.id for details in self._details)

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._find(id) is not None

    def __getitem__(self, id: str) -> Article:
        number = self._find(id)
        if number is None:
            raise KeyError(id)
        return self._shelf.article(number)

    def _find(self, id: str) -> int | None:
        kept = self._shelf.kept_number(id)  # whose chunk was read just now, mostly
        if kept is not None:
            return kept
        number = bisect_left(self._details, id, key=lambda details: details.id)
        return number if number < len(self) and self._details[number].id == id else None


class StoredChunks(Sequence[Chunk]):
    """The chunks of a shelf by their rows."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def __len__(self) -> int:
        return len(self.shelf.chunks)

    @overload
    def __getitem__(self, row: int) -> Chunk: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Chunk]: ...
    def __getitem__(self, row: int | slice) -> Chunk | Sequence[Chunk]:
        if isinstance(row, slice):
            return [self[i] for i in range(*row.indices(len(self)))]
        return self.shelf.chunk(range(len(self))[row])


def write_contents(folder: Path, cuts: Iterable[tuple[Article, Sequence[Chunk]]]) -> None:
    """Write articles in the order of ids, and their chunks."""
    places, chunks = [(0, 0, 0)], []
    with (folder / ARTICLES).open("wb") as lines, (folder / TEXTS).open("wb") as texts:
        for number, (article, pieces) in enumerate(cuts):
            lines.write(details_line(Details.of(article)).encode())
            texts.write(article.text.encode())
            chunks += [(number, chunk.start, chunk.end) for chunk in pieces]
            places.append((lines.tell(), texts.tell(), len(chunks)))
    np.save(folder / PLACES, np.array(places, np.int64))
    np.save(folder / CHUNKS, np.array(chunks, np.int32).reshape(-1, 3))


def details_line(details: Details) -> str:
    """Return an article's details as a line of JSON; what most articles are or lack is left out."""
    record = asdict(details)
    if not record["pages"]:
        del record["pages"]
    if record["is_titled"]:
        del record["is_titled"]
    return json.dumps(record, ensure_ascii=False) + "\n"


def prove_contents(shelf: Shelf) -> None:
    """Read every article and chunk; raises `UnusableIndex` or `ValueError` where one is not as it should be."""
    ids = [""]
    for number in range(len(shelf)):
        ids.append(shelf.article(number).id)
        first, last = shelf.places[number : number + 2, 2].tolist()
        if ids[-1] <= ids[-2] or not (shelf.chunks[first:last, 0] == number).all():
            raise ValueError(f"article {ids[-1]!r} is not in its place")
        for row in range(first, last):
            shelf.chunk(row)


def _size(file: IO[bytes]) -> int:
    return os.fstat(file.fileno()).st_size
