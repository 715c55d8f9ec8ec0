"""An encoder in, one that draws what it has not embedded out: the next step of a large index is measured with it.

A drawn vector lies around real ones. A drawn text has a token at every word, whose codes are drawn by its key.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.journal import Journal
from assistant.keyed import embed_texts
from assistant.token_codes import PLACES, pack
from assistant.types import Embedded, Encoder, Progress, Vectors
from assistant.wrapped_encoder import WrappedEncoder

SPREAD = 0.35  # of a drawn vector around its real one: what is added is as long as a third of a difference of two
_WORD = re.compile(r"\w+|[^\w\s]")


class KeptEncoder(WrappedEncoder):
    """The real encoder, whose vectors and tokens of articles are kept; with a `pool` it draws those that it has not."""

    def __init__(self, encoder: Encoder, kept: Path, pool: Vectors | None = None) -> None:
        super().__init__(encoder)
        kept.mkdir(parents=True, exist_ok=True)
        self._pool = pool
        graph = re.sub(r"\W+", "-", encoder.graph)
        file = kept / f"embedded-{encoder.sha256[:12]}-{graph}.journal"
        self._journal = Journal(file, encoder.dimension, encoder.token_bytes)
        self.seconds = 0.0
        """Spent in embedding texts of articles."""

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return kept vectors, drawn ones, or else computed ones, which are kept."""
        return np.stack([embedded.vector for embedded in self._embed(texts, progress, tokens=False)])

    def embed_with_tokens(self, texts: Sequence[str], progress: Progress | None = None) -> list[Embedded]:
        """Return what is kept of each text, or drawn, or else computed, and then kept."""
        return self._embed(texts, progress, tokens=True)

    def _embed(self, texts: Sequence[str], progress: Progress | None, *, tokens: bool) -> list[Embedded]:
        """Embed texts; tokens that nobody asked for are not drawn, but are kept where they were computed."""
        started = time.perf_counter()
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        missing = [i for i, key in enumerate(keys) if key not in self._journal]
        made: dict[int, Embedded] = {}
        if missing and self._pool is not None:
            vectors = draw_vectors([keys[i] for i in missing], self._pool)
            width = self.token_bytes if tokens else 0
            drawn = [draw_tokens(texts[i], keys[i], width) for i in missing]
            made = {i: Embedded(*pair) for i, pair in zip(missing, zip(vectors, drawn, strict=True), strict=True)}
        elif missing:
            found = embed_texts([texts[i] for i in missing], self.encoder, self.token_bytes, progress)
            for i, embedded in zip(missing, found, strict=True):
                made[i] = embedded
                self._journal.append(keys[i], embedded)
            self._journal.flush()
        result = [made[i] if i in made else self._journal[key] for i, key in enumerate(keys)]
        self.seconds += time.perf_counter() - started
        return result

    def pool(self) -> Vectors:
        """Return every vector that is kept: (n, d)."""
        return np.stack([embedded.vector for embedded in self._journal.values()])


def draw_vectors(keys: Sequence[bytes], pool: Vectors) -> Vectors:
    """Draw a vector for each key: a real one, moved a way along the difference of two others.

    So the drawn ones lie where real ones do: the differences have the real vectors' own spread in
    every direction.
    """
    numbers = np.frombuffer(b"".join(key[:24] for key in keys), "<u8").reshape(-1, 3) % len(pool)
    centre, one, other = (pool[numbers[:, i]] for i in range(3))
    drawn = centre + np.float32(SPREAD) * (one - other)
    unit: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return unit


def draw_tokens(text: str, key: bytes, token_bytes: int) -> NDArray[np.uint8]:
    """Draw the tokens of a text as an index keeps them: one at every word and mark."""
    if not token_bytes:
        return np.empty((0, 0), np.uint8)
    spans = np.array([match.span() for match in _WORD.finditer(text)], np.int32).reshape(-1, 2)
    drawn = np.random.default_rng(int.from_bytes(key[:8], "big"))
    return pack(spans, drawn.integers(0, 256, (len(spans), token_bytes - PLACES), np.uint8))
