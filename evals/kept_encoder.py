"""An encoder in, the same one out that embeds no text of an article twice: its vectors are kept in a file.

A grid of chunk sizes cuts one article in several ways, and short articles always in the same one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.journal import Journal
from assistant.keyed import embed_texts, make_key, make_with
from assistant.types import Embedded, Encoder, Progress, Vectors
from assistant.wrapped_encoder import WrappedEncoder

VECTORS = "vectors"  # the file in the cache's folder, and its lock beside it


class KeptEncoder(WrappedEncoder):
    """An encoder that asks its file first for texts of articles; questions and tokens are embedded as they come."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        super().__init__(encoder)
        self._folder = folder
        self._made_with = make_with(encoder)

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Embed articles' texts, in the order given; those that were embedded before are read."""
        return np.stack([embedded.vector for embedded in self.embed_with_tokens(texts, progress)])

    def embed_with_tokens(self, texts: Sequence[str], progress: Progress | None = None) -> list[Embedded]:
        """Embed articles' texts and their tokens, in the order given; those that were embedded before are read."""
        from filelock import FileLock

        keys = [make_key(self._made_with, text) for text in texts]
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"{VECTORS}-{self.sha256[:12]}"
        with (
            FileLock(self._folder / f"{VECTORS}.lock"),  # two sweeps may share the folder
            Journal(file, self.dimension, self.token_bytes) as kept,
        ):
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
            if missing:
                made = embed_texts([*missing.values()], self.encoder, self.token_bytes, progress)
                for key, embedded in zip(missing, made, strict=True):
                    kept.append(key, embedded)
                kept.flush()
            return [kept[key] for key in keys]
