"""An encoder in, the same one out that embeds no text of an article twice: its vectors are kept in a file.

A grid of chunk sizes cuts one article in several ways, and short articles always in the same one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.journal import Journal
from assistant.keyed import encoding_here
from assistant.types import Encoder, Progress, Tokens, Vectors

VECTORS = "vectors"  # the file in the cache's folder, and its lock beside it


class KeptEncoder:
    """An encoder whose `embed` asks its file first; questions and tokens are embedded as they come."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder, self._folder = encoder, folder
        self._made_with = f"{encoder.sha256} {' '.join(encoding_here(encoder).values())}"
        self.name, self.sha256, self.graph = encoder.name, encoder.sha256, encoder.graph

    @property
    def dimension(self) -> int:
        """Components a vector."""
        return self._encoder.dimension

    @property
    def max_tokens(self) -> int:
        """Tokens of its own that the encoder reads."""
        return self._encoder.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens."""
        return self._encoder.count_tokens(texts)

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Embed articles' texts, in the order given; those that were embedded before are read."""
        from filelock import FileLock

        keys = [hashlib.sha256(f"{self._made_with}\0{text}".encode()).digest() for text in texts]
        self._folder.mkdir(parents=True, exist_ok=True)
        with (
            FileLock(self._folder / f"{VECTORS}.lock"),  # two sweeps may share the folder
            Journal(self._folder / f"{VECTORS}-{self.sha256[:12]}", self.dimension) as kept,
        ):
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
            if missing:
                for key, vector in zip(missing, self._encoder.embed([*missing.values()], progress), strict=True):
                    kept.append(key, vector)
                kept.flush()
            return np.stack([kept[key] for key in keys])

    def embed_question(self, question: str) -> Vectors:
        """Embed one question."""
        return self._encoder.embed_question(question)

    def embed_tokens(self, text: str) -> Tokens:
        """Embed the tokens of one text in context."""
        return self._encoder.embed_tokens(text)
