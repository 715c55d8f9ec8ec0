"""Token vectors in, half a byte a component out, and back: what late interaction needs of them.

Four bits a component order passages and sentences as the vectors themselves do (`benchmarks/stored_tokens.py`;
Santhanam et al. 2022, "ColBERTv2", NAACL, go down to two with centroids beside them). Each component is rounded to
a seventh of the vector's largest; before that, blocks of them are mixed by a Hadamard matrix, since some models have
one component that is far larger than all others, which would then be rounded to nothing. Mixing changes no cosine.
What is computed is rounded like what is kept: an answer does not depend on which of the two it was.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from assistant.types import Vectors

VERSION = 1  # of how tokens are kept
STEPS = 7  # on either side of zero: with it, what four bits hold
PLACES = 2  # bytes of a token's place: from the end of the one before it to its start, and its length
LARGEST_BLOCK = 256  # components that are mixed with each other
_FARTHEST = 255  # characters that a byte of a place can say
_MIDDLE = STEPS + 1  # the code of zero

Codes = NDArray[np.uint8]


def width(dimension: int) -> int:
    """Return the bytes that a token takes, with its place; `dimension` is of its vector."""
    return PLACES + (dimension + 1) // 2


def shrink(vectors: Vectors) -> Codes:
    """Shrink vectors (n, d) to codes (n, d / 2), two components a byte; a component of zero is added to an odd d."""
    count, dimension = vectors.shape
    block = _mixing(dimension)
    mixed = (vectors.reshape(-1, len(block)) @ block).reshape(count, dimension)
    largest = np.maximum(np.abs(mixed).max(axis=1, keepdims=True, initial=0.0), np.float32(1e-12))
    half = (dimension + 1) // 2
    codes = np.full((count, 2 * half), _MIDDLE, np.uint8)
    codes[:, :dimension] = (np.rint(mixed * (STEPS / largest)) + _MIDDLE).astype(np.uint8)
    packed: Codes = np.bitwise_or(codes[:, :half] << 4, codes[:, half:], dtype=np.uint8)
    return packed


def expand(codes: Codes) -> Vectors:
    """Return the unit vectors (n, d) of codes (n, d / 2): mixed, but with the cosines of what was shrunk."""
    half = codes.shape[1]
    vectors = np.empty((len(codes), 2 * half), np.float32)
    vectors[:, :half], vectors[:, half:] = codes >> 4, codes & 15
    vectors -= _MIDDLE
    lengths = np.sqrt(np.vecdot(vectors, vectors))
    vectors *= (1 / np.maximum(lengths, np.float32(1e-12)))[:, np.newaxis]
    return vectors


def pack(spans: NDArray[np.int32], codes: Codes) -> Codes:
    """Put places and codes of a text's tokens side by side: (n, PLACES + d / 2), or a few rows more.

    A row without characters stands where a token is too far from the one before it for a byte. No rows where a token
    is too long for one, or far from more tokens than there are: such a text's are not kept.
    """
    gaps, lengths = spans[:, 0] - np.append(np.int32(0), spans[:-1, 1]), spans[:, 1] - spans[:, 0]
    between = np.maximum(gaps - 1, 0) // _FARTHEST
    is_kept = not len(spans) or (gaps.min() >= 0 and 0 < lengths.min() <= lengths.max() <= _FARTHEST)
    if not is_kept or between.sum() > len(spans):
        return np.empty((0, PLACES + codes.shape[1]), np.uint8)
    rows = np.zeros((len(spans) + int(between.sum()), PLACES + codes.shape[1]), np.uint8)
    at = np.arange(len(spans)) + np.cumsum(between)
    rows[:, 0] = _FARTHEST
    rows[at, 0], rows[at, 1], rows[at, PLACES:] = gaps - _FARTHEST * between, lengths, codes
    return rows


def unpack(rows: Codes) -> tuple[NDArray[np.int32], Codes]:
    """Return the spans (n, 2) and the codes of what `pack` made."""
    spans = np.cumsum(rows[:, :PLACES].ravel(), dtype=np.int32).reshape(-1, PLACES)
    is_token = rows[:, 1] > 0
    return spans[is_token], rows[is_token, PLACES:]


@functools.lru_cache(maxsize=4)
def _mixing(dimension: int) -> Vectors:
    """Return the Hadamard matrix of the largest block that the dimension is a multiple of."""
    matrix = np.ones((1, 1), np.float32)
    while 2 * len(matrix) <= LARGEST_BLOCK and dimension % (2 * len(matrix)) == 0:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    scaled: Vectors = (matrix / np.sqrt(len(matrix))).astype(np.float32)
    return scaled
