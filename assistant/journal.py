"""Vectors kept on disk as they are computed, so that a build that was stopped goes on where it was."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType

import numpy as np

from assistant.types import Vectors

_KEY = 32  # bytes: a SHA-256
_CHECK = 4  # bytes: a CRC-32 of the rest of the record


class Journal(Mapping[bytes, Vectors]):
    """An append-only file of (key, vector) records; a torn or damaged one ends it.

    Only the keys are in memory: a vector is read from the file when it is asked for.
    """

    def __init__(self, path: Path, dimension: int) -> None:
        self._vector = 4 * dimension
        self._record = _KEY + self._vector + _CHECK
        self._file = path.open("a+b")
        self._rows = {key: row for row, key in enumerate(self._read())}
        self._file.truncate(len(self._rows) * self._record)

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __getitem__(self, key: bytes) -> Vectors:
        """Return the vector of a key; what was appended since the last flush is not there yet."""
        content = os.pread(self._file.fileno(), self._vector, self._rows[key] * self._record + _KEY)
        return np.frombuffer(content, "<f4")

    def append(self, key: bytes, vector: Vectors) -> None:
        """Keep one vector."""
        if key not in self._rows:
            content = key + vector.astype("<f4").tobytes()
            self._file.write(content + zlib.crc32(content).to_bytes(_CHECK, "little"))
            self._rows[key] = len(self._rows)

    def flush(self) -> None:
        """Hand what was appended to the operating system: it survives the end of this process."""
        self._file.flush()

    def _read(self) -> Iterator[bytes]:
        self._file.seek(0)
        while len(record := self._file.read(self._record)) == self._record:
            content, check = record[:-_CHECK], int.from_bytes(record[-_CHECK:], "little")
            if zlib.crc32(content) != check:
                return
            yield content[:_KEY]
