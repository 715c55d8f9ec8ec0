"""What was embedded kept on disk as it is computed, so that a build that was stopped goes on where it was."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType

import numpy as np

from assistant.types import Embedded, Vectors

_KEY = 32  # bytes: a SHA-256
_COUNT = 4  # bytes: how many tokens there are
_CHECK = 4  # bytes: a CRC-32 of the rest of the record
_MOST = 2**16  # tokens; no encoder reads as many


class Journal(Mapping[bytes, Embedded]):
    """An append-only file of what was embedded, by its key; a torn or damaged record ends it.

    A record is the key, how many tokens there are, the vector, the tokens and a checksum. Only keys and
    places are in memory: the rest is read from the file when it is asked for. A journal of vectors of another
    dimension, or of tokens of other bytes, is begun anew.
    """

    def __init__(self, path: Path, dimension: int, token_bytes: int = 0) -> None:
        self._vector, self._token_bytes = 4 * dimension, token_bytes
        self._file = path.open("a+b")
        self._places: dict[bytes, tuple[int, int]] = {}  # where a record is, and how many tokens it has
        self._end = 0
        for key, count in self._read():
            self._place(key, count)
        self._file.truncate(self._end)

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._places)

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __getitem__(self, key: bytes) -> Embedded:
        """Return what a key's text was embedded as; what was appended since the last flush is not there yet."""
        tokens = np.frombuffer(self.tokens(key), np.uint8)
        return Embedded(self.vector(key), tokens.reshape(self.count(key), self._token_bytes))

    def vector(self, key: bytes) -> Vectors:
        """Return a text's vector (d,) alone."""
        at, _ = self._places[key]
        return np.frombuffer(os.pread(self._file.fileno(), self._vector, at + _KEY + _COUNT), "<f4")

    def count(self, key: bytes) -> int:
        """Return how many tokens a text has, without reading them."""
        return self._places[key][1]

    def tokens(self, key: bytes) -> bytes:
        """Return a text's tokens alone, row after row."""
        at, count = self._places[key]
        return os.pread(self._file.fileno(), count * self._token_bytes, at + _KEY + _COUNT + self._vector)

    def append(self, key: bytes, embedded: Embedded) -> None:
        """Keep what one text was embedded as."""
        if key not in self._places:
            vector, tokens = embedded
            count = tokens.size // self._token_bytes if self._token_bytes else 0
            content = key + count.to_bytes(_COUNT, "little") + vector.astype("<f4").tobytes()
            content += tokens.tobytes() if count else b""
            self._file.write(content + self._sum(content))
            self._place(key, count)

    def flush(self) -> None:
        """Hand what was appended to the operating system: it survives the end of this process."""
        self._file.flush()

    def _place(self, key: bytes, count: int) -> None:
        self._places[key] = self._end, count
        self._end += _KEY + _COUNT + self._vector + count * self._token_bytes + _CHECK

    def _sum(self, content: bytes) -> bytes:
        return zlib.crc32(content, self._token_bytes).to_bytes(_CHECK, "little")

    def _read(self) -> Iterator[tuple[bytes, int]]:
        self._file.seek(0)
        while len(head := self._file.read(_KEY + _COUNT)) == _KEY + _COUNT:
            count = int.from_bytes(head[_KEY:], "little")
            if count > _MOST:
                return
            rest = self._file.read(self._vector + count * self._token_bytes + _CHECK)
            if self._sum(head + rest[:-_CHECK]) != rest[-_CHECK:]:
                return
            yield head[:_KEY], count
