"""An encoder in, the same one out: what does something else than its encoder in one place is this in all others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.types import Embedded, Encoder, InContext, Progress, Tokens, Vectors


class WrappedEncoder:
    """Does what its encoder does."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.name, self.sha256, self.graph = encoder.name, encoder.sha256, encoder.graph
        self.token_bytes = encoder.token_bytes

    @property
    def dimension(self) -> int:
        """Components a vector."""
        return self.encoder.dimension

    @property
    def max_tokens(self) -> int:
        """Tokens of its own that the encoder reads."""
        return self.encoder.max_tokens

    @property
    def graph_folder(self) -> Path | None:
        """Where its graph lies, of which another process can count tokens."""
        return self.encoder.graph_folder

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens."""
        return self.encoder.count_tokens(texts)

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Embed articles' texts."""
        return self.encoder.embed(texts, progress)

    def embed_with_tokens(self, texts: Sequence[str], progress: Progress | None = None) -> list[Embedded]:
        """Embed articles' texts and their tokens."""
        return self.encoder.embed_with_tokens(texts, progress)

    def embed_question(self, question: str) -> Vectors:
        """Embed one question."""
        return self.encoder.embed_question(question)

    def embed_tokens(self, text: str) -> Tokens:
        """Embed the tokens of one text in context."""
        return self.encoder.embed_tokens(text)

    def score_answers(self, question: str, texts: Sequence[InContext]) -> Vectors | None:
        """Read each text together with a question."""
        return self.encoder.score_answers(question, texts)
