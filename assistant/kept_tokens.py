"""The tokens of a generation's chunks, kept where they were embedded: late interaction reads them from here.

tokens/starts.npy   of each chunk, and of the end: the number of its first token; a chunk may have none kept
tokens/sums.npy     of each chunk: the CRC-32 of its tokens, which is compared when they are read
tokens/rows.npy     of each token: its place and its vector's codes, as `token_codes.pack` makes them
tokens/heads.npy    the first eight bytes of each chunk's key, in order
tokens/order.npy    the chunks whose keys these are
"""

from __future__ import annotations

import os
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.arrays import map_array, read_header
from assistant.manifest import ROWS, TOKENS, damaged
from assistant.token_codes import Codes, expand, unpack
from assistant.types import Tokens

STARTS, SUMS, HEADS, ORDER = (f"{TOKENS}/{name}.npy" for name in ("starts", "sums", "heads", "order"))
TOKEN_FILES = (STARTS, SUMS, ROWS, HEADS, ORDER)
LARGEST_KEPT = 2**17  # chunks of which tokens are kept: some 3 GB; more are embedded when they are asked about

LATEST = 32  # texts whose tokens are at hand: of two questions at once; 200 kB each at 384 components
TOGETHER = 256  # chunks whose tokens are read at once: some 6 MB

Keys = NDArray[np.uint8]


class KeptTokens:
    """The tokens of a generation by the numbers of its chunks, read from the file when they are asked for."""

    def __init__(self, path: Path, folder: Path) -> None:
        self._path = path
        self._starts, self._sums = (map_array(folder / name, np.int64) for name in (STARTS, SUMS))
        shape, _, found, self._first = read_header(folder / ROWS)
        if len(shape) != 2 or found != np.uint8:
            raise ValueError(f"{ROWS} holds {found} of the shape {shape}, expected rows of uint8")
        self._count, self.width = shape
        if len(self._starts) != len(self._sums) + 1 or self._starts[0] != 0 or self._starts[-1] != self._count:
            raise ValueError(f"{STARTS} does not say where the {self._count} tokens of {len(self._sums)} chunks are")
        self._file = (folder / ROWS).open("rb")

    def __len__(self) -> int:
        return len(self._sums)

    def counts(self, first: int, last: int) -> list[int]:
        """Return how many tokens each of these chunks has, the last one exclusive."""
        counts: list[int] = np.diff(self._starts[first : last + 1]).tolist()
        return counts

    def rows(self, chunk: int) -> Codes:
        """Return the tokens of a chunk (n, width) as they are kept; raises as `read` does."""
        (content,) = self.read(chunk, chunk + 1)
        return np.frombuffer(content, np.uint8).reshape(-1, self.width)

    def read(self, first: int, last: int) -> list[memoryview]:
        """Return the bytes of each of these chunks' tokens, the last one exclusive.

        They are read from the file: pages of a map would stay and add up. Raises `UnusableIndex` where those of one
        are not as they were written.
        """
        starts = self._starts[first : last + 1].tolist()
        if not all(0 <= start <= end <= self._count for start, end in pairwise(starts)):  # a stranger's may be anywhere
            raise damaged(self._path, STARTS, f"does not say where the tokens of the chunks {first} to {last - 1} are")
        size = (starts[-1] - starts[0]) * self.width
        view = memoryview(os.pread(self._file.fileno(), size, self._first + starts[0] * self.width))
        ends = [(start - starts[0]) * self.width for start in starts]
        pieces = [view[start:end] for start, end in pairwise(ends)]
        for chunk, (piece, expected) in enumerate(zip(pieces, self._sums[first:last].tolist(), strict=True), first):
            if zlib.crc32(piece) != expected or len(view) != size:
                raise damaged(self._path, ROWS, f"does not match its checksum at chunk {chunk}")
        return pieces

    def prove(self) -> None:
        """Raise `UnusableIndex` where the tokens of a chunk are not as they were written."""
        for first in range(0, len(self), TOGETHER):
            self.read(first, min(first + TOGETHER, len(self)))


class TextTokens:
    """The tokens of a generation's chunks by the texts that were embedded."""

    def __init__(
        self,
        path: Path,
        folder: Path,
        keys: Keys,
        make_key: Callable[[str], bytes],
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._path, self._kept, self._keys = path, KeptTokens(path, folder), keys
        self._heads, self._order = map_array(folder / HEADS, np.uint64), map_array(folder / ORDER, np.int32)
        self._make_key, self._ready = make_key, ready
        self._latest: OrderedDict[str, Tokens] = OrderedDict()
        self._keeping = threading.Lock()
        if not len(self._kept) == len(keys) == len(self._heads) == len(self._order):
            raise ValueError(f"the tokens of {len(self._kept)} chunks are not those of {len(keys)}")

    @property
    def width(self) -> int:
        """Bytes a token."""
        return self._kept.width

    def find(self, text: str) -> Tokens | None:
        """Return the tokens of a text; none where they are not kept. Raises `UnusableIndex` where they are others.

        Those of the last texts are at hand: who looks for sentences asks for what was ranked just before.
        """
        self._ready()
        with self._keeping:
            latest = self._latest.get(text)
        if latest is None and (latest := self._read(text)) is not None:
            with self._keeping:
                self._latest[text] = latest
                while len(self._latest) > LATEST:
                    self._latest.popitem(last=False)
        return latest

    def _read(self, text: str) -> Tokens | None:
        key = self._make_key(text)
        chunk = self._find_chunk(key)
        if chunk is None or not len(rows := self._kept.rows(chunk)):
            return None
        spans, codes = unpack(rows)
        if spans.max(initial=0) > len(text):
            raise damaged(self._path, ROWS, f"has tokens of chunk {chunk} that are not its text's")
        return Tokens(spans, expand(codes))

    def prove(self) -> None:
        """Raise `ValueError` where the keys do not lead to their chunks, `UnusableIndex` where tokens are others."""
        self._kept.prove()
        is_sorted = bool((self._heads[:-1] <= self._heads[1:]).all())
        if not is_sorted or not np.array_equal(self._heads, _heads(self._keys)[self._order]):
            raise ValueError(f"{HEADS} is not of the keys that {ORDER} says")

    def _find_chunk(self, key: bytes) -> int | None:
        head = np.uint64(int.from_bytes(key[:8], "big"))
        at = int(np.searchsorted(self._heads, head))
        while at < len(self._heads) and self._heads[at] == head:
            chunk = int(self._order[at])
            if not 0 <= chunk < len(self._keys):
                break
            if self._keys[chunk].tobytes() == key:
                return chunk
            at += 1
        return None


def write_tokens(
    folder: Path, keys: Keys, counts: Iterable[int], tokens: Iterable[bytes | memoryview], token_bytes: int
) -> None:
    """Write the tokens of chunks one after another, without ever holding all of them."""
    starts = np.concatenate([[0], np.cumsum(np.fromiter(counts, np.int64, len(keys)))]).astype(np.int64)
    sums = np.empty(len(keys), np.int64)
    (folder / TOKENS).mkdir()
    with (folder / ROWS).open("wb") as file:
        shape = (int(starts[-1]), token_bytes)
        np.lib.format.write_array_header_1_0(file, {"descr": "|u1", "fortran_order": False, "shape": shape})
        for chunk, content in enumerate(tokens):
            sums[chunk] = zlib.crc32(content)
            file.write(content)
    heads = _heads(keys)
    order = np.argsort(heads, kind="stable").astype(np.int32)
    for name, array in ((STARTS, starts), (SUMS, sums), (HEADS, heads[order]), (ORDER, order)):
        np.save(folder / name, array, allow_pickle=False)


def _heads(keys: Keys) -> NDArray[np.uint64]:
    heads: NDArray[np.uint64] = np.ascontiguousarray(keys[:, :8]).view(">u8")[:, 0].astype(np.uint64)
    return heads
