"""An encoder that knows words and nothing else: instant, exact, the same on every machine."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from assistant.lexical import fold
from assistant.types import Progress, Tokens, Vectors, WithoutTokens

DIMENSION = 64
_WORD = re.compile(r"\w+")


class WordEncoder(WithoutTokens):
    """Embeds a text as the sum of its words' vectors, each drawn from the word's hash."""

    name = "words"
    sha256 = hashlib.sha256(b"words").hexdigest()
    graph = "words 1"
    dimension = DIMENSION
    max_tokens = 256

    def __init__(self) -> None:
        self.embedded: list[str] = []
        """Every text that `embed` was given."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(_WORD.findall(text)) for text in texts]

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.embedded += texts
        return np.stack([self.embed_question(text) for text in texts])

    def embed_question(self, question: str) -> Vectors:
        return _unit(sum((_draw(word) for word in _WORD.findall(question)), np.full(DIMENSION, 1e-6, np.float32)))

    def embed_tokens(self, text: str) -> Tokens:
        spans = [match.span() for match in _WORD.finditer(text)]
        vectors = [_draw(text[start:end]) for start, end in spans]
        return Tokens(
            np.array(spans, np.int32).reshape(-1, 2),
            np.stack(vectors) if vectors else np.empty((0, DIMENSION), np.float32),
        )


def _draw(word: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(fold(word).encode()).digest()[:8], "big")
    return _unit(np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32))


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = (vector / np.linalg.norm(vector)).astype(np.float32)
    return unit
