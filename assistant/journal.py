"""Vectors kept as they are computed, so that a build that was stopped goes on where it was."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import numpy as np

from assistant.types import Vectors

_KEY = 32  # bytes: a SHA-256
_CHECK = 4  # bytes: a CRC-32 of the rest of the record


class Journal:
    """An append-only file of (key, vector) records; a torn or damaged one ends it."""

    def __init__(self, path: Path, dimension: int) -> None:
        self._path = path
        self._record = _KEY + 4 * dimension + _CHECK
        self.kept = dict(self._read())
        whole = len(self.kept) * self._record
        self._file = path.open("ab")
        self._file.truncate(whole)

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def append(self, key: bytes, vector: Vectors) -> None:
        """Keep one vector."""
        if key not in self.kept:
            content = key + vector.astype("<f4").tobytes()
            self._file.write(content + zlib.crc32(content).to_bytes(_CHECK, "little"))
            self.kept[key] = vector

    def flush(self) -> None:
        """Hand what was appended to the operating system: it survives the end of this process."""
        self._file.flush()

    def _read(self) -> Iterable[tuple[bytes, Vectors]]:
        if not self._path.is_file():
            return
        with self._path.open("rb") as file:
            while len(record := file.read(self._record)) == self._record:
                content, check = record[:-_CHECK], int.from_bytes(record[-_CHECK:], "little")
                if zlib.crc32(content) != check:
                    return
                yield content[:_KEY], np.frombuffer(content[_KEY:], "<f4")
